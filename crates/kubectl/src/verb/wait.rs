//! `kubectl wait`

use super::Work;
use crate::jsonpath::Template;
use crate::resource::meant;
use crate::running::{Condition, Running, Wait, deadline, duration};

/// How long is waited where nothing is said, in milliseconds.
const DEFAULT: i64 = 30_000;
/// What a timeout below 0 means.
const WEEK: i64 = 7 * 24 * 3_600_000;

pub(super) fn run(work: &mut Work<'_>, words: &[String]) -> Result<(), String> {
    let parsed = work.parse("wait", words)?;
    let timeout = match parsed.value("timeout") {
        Some(text) => milliseconds("wait", text)?,
        None => DEFAULT,
    };
    let condition = condition(parsed.value("for").unwrap_or_default())?;
    let meant = meant(&parsed, work.cluster, false)?;
    if meant.found.is_empty() {
        if matches!(condition, Condition::Gone) && !meant.types.is_empty() {
            return Ok(());
        }
        if meant.types.is_empty() && parsed.words.is_empty() {
            return Err(
                "error: arguments in resource/name form must have a single resource and name".to_owned()
            );
        }
        return Err("error: no matching resources found".to_owned());
    }
    let mut of = Vec::new();
    for named in meant.found {
        match (work.must_exist(&named), &condition) {
            (Err(_), Condition::Gone) => {}
            (Err(text), c) if !matches!(c, Condition::There) => return Err(text),
            _ => of.push(named),
        }
    }
    of.reverse();
    let wait = Wait { of, condition, once: timeout == 0 };
    let timeout = if timeout < 0 { WEEK } else { timeout };
    work.outcome.running = Some(Box::new(Running::wait(wait, deadline(work.cluster, timeout))));
    Ok(())
}

fn condition(text: &str) -> Result<Condition, String> {
    if text.eq_ignore_ascii_case("delete") {
        return Ok(Condition::Gone);
    }
    if text.eq_ignore_ascii_case("create") {
        return Ok(Condition::There);
    }
    if let Some(condition) = text.strip_prefix("condition=") {
        let (kind, status) = condition.split_once('=').unwrap_or((condition, "true"));
        return Ok(Condition::Is(kind.to_ascii_lowercase(), status.to_ascii_lowercase()));
    }
    if let Some(rest) = text.strip_prefix("jsonpath=") {
        let end = rest.rfind('}').map_or_else(|| rest.find('=').unwrap_or(rest.len()), |end| end + 1);
        let (path, value) = rest.split_at_checked(end).unwrap_or((rest, ""));
        let value = match value.strip_prefix('=') {
            Some("") => return Err("error: jsonpath wait has to have a value after equal sign".to_owned()),
            Some(value) => Some(value.trim_matches(['"', '\'']).to_owned()),
            None => None,
        };
        let template = Template::relaxed(path).map_err(|e| format!("error: {e}"))?;
        return Ok(Condition::Path(template, value));
    }
    Err(format!("error: unrecognized condition: \"{text}\""))
}

/// The value of `--timeout`.
pub(super) fn milliseconds(command: &str, text: &str) -> Result<i64, String> {
    duration(text).ok_or_else(|| {
        let why = if !text.is_empty() && text.chars().all(|c| c.is_ascii_digit()) {
            format!("time: missing unit in duration \"{text}\"")
        } else {
            format!("time: invalid duration \"{text}\"")
        };
        format!(
            "error: invalid argument \"{text}\" for \"--timeout\" flag: {why}\nSee 'kubectl {command} --help' for usage."
        )
    })
}
