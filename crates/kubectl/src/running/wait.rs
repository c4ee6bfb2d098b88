//! `kubectl wait`

use super::Printed;
use crate::item::{Item, items};
use crate::jsonpath::{Template, plain};
use crate::resource::Named;
use manifest::Tree;
use rollout_engine::Simulation;

/// What is waited for.
#[derive(Clone, Debug)]
pub(crate) enum Condition {
    /// `condition=TYPE=STATUS`, both in lower case.
    Is(String, String),
    /// `delete`
    Gone,
    /// `create`
    There,
    /// `jsonpath={…}=VALUE`; without a value, anything will do.
    Path(Template, Option<String>),
}

/// Waits for one object after the other.
#[derive(Clone, Debug)]
pub(crate) struct Wait {
    /// What is still to be waited for, the next one last.
    pub(crate) of: Vec<Named>,
    pub(crate) condition: Condition,
    /// `--timeout=0`: look once.
    pub(crate) once: bool,
}

impl Wait {
    pub(super) fn look(&mut self, cluster: &Simulation, printed: &mut Printed) {
        while let Some(of) = self.of.last() {
            let item = items(cluster, of.ty, Some(&of.name)).pop();
            let met = match (&self.condition, &item) {
                (Condition::Gone, None) | (Condition::There, Some(_)) => true,
                (Condition::Gone, Some(_)) | (Condition::There, None) => false,
                (_, None) => return printed.fail(&of.not_found()),
                (condition, Some(item)) => is_met(condition, item, cluster),
            };
            if !met {
                if self.once {
                    let (ty, name) = (of.ty.info().plural, &of.name);
                    printed.fail(&format!("error: condition not met for {ty}/{name}"));
                }
                return;
            }
            printed.line(&[&*of.shown(), " condition met"].concat());
            self.of.pop();
        }
        printed.exit_code = Some(0);
    }

    pub(super) fn timed_out(&self) -> String {
        let waited: Vec<String> = self
            .of
            .iter()
            .rev()
            .map(|of| {
                format!("error: timed out waiting for the condition on {}/{}", of.ty.info().plural, of.name)
            })
            .collect();
        match waited.as_slice() {
            [one] => one.clone(),
            // Several failures are told one a line, without `error: `.
            several => several.iter().map(|t| t.trim_start_matches("error: ")).collect::<Vec<_>>().join("\n"),
        }
    }
}

fn is_met(condition: &Condition, item: &Item, cluster: &Simulation) -> bool {
    let tree = item.tree(cluster);
    match condition {
        Condition::Is(kind, status) => {
            let text = |tree: &Tree, key: &str| {
                tree.get(key).and_then(Tree::as_text).unwrap_or_default().to_ascii_lowercase()
            };
            let conditions = tree.at("status.conditions").map(Tree::items).unwrap_or_default();
            let stale = match (tree.at("metadata.generation"), tree.at("status.observedGeneration")) {
                (Some(generation), Some(observed)) => number(observed) < number(generation),
                _ => false,
            };
            !stale && conditions.iter().any(|c| text(c, "type") == *kind && text(c, "status") == *status)
        }
        Condition::Path(template, value) => match (template.find(&tree).as_slice(), value) {
            ([found], Some(value)) => plain(found) == *value,
            (found, None) => !found.is_empty(),
            _ => false,
        },
        Condition::Gone | Condition::There => false,
    }
}

fn number(tree: &Tree) -> i64 {
    match tree.value {
        manifest::Value::Int(n) => n,
        _ => 0,
    }
}
