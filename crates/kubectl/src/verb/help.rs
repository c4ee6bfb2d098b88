//! `kubectl help`, `version`, `api-resources`

use super::{COMMANDS, Work, unknown};
use crate::flags;
use crate::resource::TYPES;
use crate::rows::VERSION;
use crate::table::align;
use rollout_engine::order::sort_by_key;

/// All commands that the lab carries out.
pub(super) fn overview() -> String {
    let mut text = "kubectl talks to the lab's cluster.\n\nCommands:\n".to_owned();
    for (name, what) in COMMANDS.iter().filter(|(_, what)| !what.is_empty()) {
        text.extend(["  ", name, "\t", what, "\n"]);
    }
    text.push_str(
        "\nAlso: `k` for kubectl, `watch COMMAND`, and pipes to grep, wc, head, tail, sort, uniq.\nUse \"kubectl <command> \
         --help\" for the flags of a command.\n",
    );
    align(&text, 0, 2)
}

/// `kubectl rollout` without a word more.
pub(super) fn rollout() -> String {
    about(&["rollout"]).unwrap_or_default()
}

/// `kubectl set` without a word more.
pub(super) fn set() -> String {
    about(&["set"]).unwrap_or_default()
}

/// `kubectl help COMMAND`, `kubectl COMMAND --help`
pub(super) fn of(work: &mut Work<'_>, words: &[String]) -> Result<(), String> {
    let words: Vec<&str> = words.iter().map(String::as_str).filter(|word| !word.starts_with('-')).collect();
    let Some(first) = words.first() else {
        work.outcome.stdout.push_str(&overview());
        return Ok(());
    };
    let text = about(&words).ok_or_else(|| unknown(first))?;
    work.outcome.stdout.push_str(&text);
    Ok(())
}

fn about(words: &[&str]) -> Option<String> {
    let first = words.first()?;
    let (_, what) = COMMANDS.iter().find(|(name, _)| name == first)?;
    if what.is_empty() {
        return Some(super::not_modelled(first) + "\n");
    }
    let subcommands: &[&str] = match *first {
        "rollout" => super::rollout::SUBCOMMANDS,
        "set" => super::set::SUBCOMMANDS,
        "create" => &["deployment"],
        _ => &[],
    };
    let sub = words.get(1).filter(|word| subcommands.contains(word));
    let command = sub.map_or_else(|| (*first).to_owned(), |sub| [first, " ", sub].concat());
    let mut text = [what, ".\n\nUsage:\n  kubectl ", &command].concat();
    if !subcommands.is_empty() && sub.is_none() {
        text.push_str(" SUBCOMMAND\n\nSubcommands:\n");
        for name in subcommands {
            text.extend(["  ", name, "\n"]);
        }
        if *first != "create" {
            return Some(text);
        }
    } else {
        text.push_str(" [NAMES] [flags]\n");
    }
    text.push_str("\nFlags:\n");
    for flag in flags::of(&command).take_while(|flag| flag.name != "as") {
        let letter = flag.letter.map(|letter| format!("-{letter}, ")).unwrap_or_default();
        text.extend(["  ", &letter, "--", flag.name, if flag.takes_value { "=…" } else { "" }, "\n"]);
    }
    Some(text)
}

pub(super) fn version(work: &mut Work<'_>, words: &[String]) -> Result<(), String> {
    let parsed = work.parse("version", words)?;
    let client = parsed.is_on("client");
    match parsed.value("output") {
        None | Some("") => {
            work.outcome.print(&["Client Version: ", VERSION].concat());
            work.outcome.print("Kustomize Version: none");
            if !client {
                work.outcome.print(&["Server Version: ", VERSION, " (simulated by the lab)"].concat());
            }
        }
        Some("yaml") => {
            let servers: &[&str] =
                if client { &["clientVersion"] } else { &["clientVersion", "serverVersion"] };
            for key in servers {
                work.outcome.print(
                    &[key, ":\n  gitVersion: ", VERSION, "\n  major: \"1\"\n  minor: \"37\""].concat(),
                );
            }
        }
        Some(_) => return Err("error: --output must be 'yaml' or 'json'".to_owned()),
    }
    Ok(())
}

pub(super) fn api_resources(work: &mut Work<'_>, words: &[String]) -> Result<(), String> {
    let parsed = work.parse("api-resources", words)?;
    let mut table = String::new();
    if !parsed.is_on("no-headers") {
        table.push_str("NAME\tSHORTNAMES\tAPIVERSION\tNAMESPACED\tKIND\n");
    }
    let mut types: Vec<_> = TYPES.iter().collect();
    sort_by_key(&mut types, |info| (info.group, info.plural));
    for info in types {
        let namespaced = if info.ty.is_namespaced() { "true" } else { "false" };
        table.extend([
            info.plural,
            "\t",
            info.short,
            "\t",
            &info.ty.api_version(),
            "\t",
            namespaced,
            "\t",
            info.kind,
            "\n",
        ]);
    }
    work.outcome.stdout.push_str(&align(&table, 6, 3));
    Ok(())
}
