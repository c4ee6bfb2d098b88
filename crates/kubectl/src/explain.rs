//! `kubectl explain`: what the fields mean that the lab models, in its own words.

mod typing;

pub use typing::{Suggestion, Suggestions, suggest};

use crate::flags::Parsed;
use crate::resource::{Type, type_or_error};
use manifest::schema::{Field, about, fields};

/// Explains `TYPE.field.field`.
///
/// # Errors
/// Unknown types and fields.
pub(crate) fn run(words: &[String]) -> Result<String, String> {
    let parsed = Parsed::read("explain", words)?;
    let path = match parsed.words.as_slice() {
        [path] => path.as_str(),
        [] => {
            return Err("error: You must specify the type of resource to explain. Use \"kubectl api-resources\" for a \
                        complete list of supported resources."
                .to_owned());
        }
        _ => return Err("error: We accept only this format: explain RESOURCE".to_owned()),
    };
    let mut steps = path.split('.').filter(|step| !step.is_empty());
    let ty = type_or_error(steps.next().unwrap_or_default())?;
    let info = ty.info();
    let mut out = String::new();
    if !info.group.is_empty() {
        out.extend(["GROUP:      ", info.group, "\n"]);
    }
    out.extend(["KIND:       ", info.kind, "\nVERSION:    v1\n\n"]);
    let mut kind = if matches!(ty, Type::Endpoints | Type::EndpointSlice | Type::Event | Type::Node) {
        ""
    } else {
        info.kind
    };
    let mut last: Option<Field> = None;
    for step in steps {
        let found = fields(kind).into_iter().find(|field| field.name == step);
        let field = found.ok_or_else(|| format!("error: field \"{step}\" does not exist"))?;
        kind = field.item();
        last = Some(field);
    }
    let inner = fields(kind);
    if let Some(field) = last {
        out.extend(["FIELD: ", field.name, " <", field.kind(), ">\n\n"]);
        out.extend(["DESCRIPTION:\n    ", field.about, "\n"]);
        if !inner.is_empty() {
            out.push('\n');
        }
    } else {
        out.extend(["DESCRIPTION:\n    ", about(info.kind), "\n\n"]);
    }
    if !inner.is_empty() {
        out.push_str("FIELDS:\n");
        list(&inner, parsed.is_on("recursive"), 1, &mut out);
    }
    Ok(out)
}

fn list(fields: &[Field], recursive: bool, depth: usize, out: &mut String) {
    for field in fields {
        out.extend(std::iter::repeat_n("  ", depth));
        out.extend([field.name, "\t<", field.kind(), ">\n"]);
        if recursive && depth < 10 {
            list(&manifest::schema::fields(field.item()), true, depth + 1, out);
        } else if !recursive {
            out.extend(["    ", field.about, "\n\n"]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_explained() {
        let ask = |path: &str| run(&[path.to_owned()]);
        let spec = ask("deployment.spec.strategy.rollingUpdate").unwrap();
        assert!(
            spec.contains("FIELD: rollingUpdate") && spec.contains("  maxSurge\t<IntOrString>\n"),
            "{spec}"
        );
        assert!(
            ask("deploy").unwrap().contains("GROUP:      apps\nKIND:       Deployment\nVERSION:    v1\n")
        );
        assert!(ask("pods.spec.containers.readinessProbe.periodSeconds").is_ok());
        assert_eq!(ask("deployment.spec.replica"), Err("error: field \"replica\" does not exist".to_owned()));
        assert!(run(&["--recursive".to_owned(), "pod".to_owned()]).unwrap().contains("failureThreshold"));
    }
}
