//! `kubectl get -w`: the table, then a line for every change.

use super::Printed;
use crate::item::{Item, items};
use crate::print::{Look, print};
use crate::resource::Type;
use crate::table::Columns;
use rollout_engine::Simulation;
use rollout_engine::api::LabelSelector;
use rollout_engine::order::sort_by_key;

/// Watches the objects of a type.
#[derive(Clone, Debug)]
pub(crate) struct Watch {
    ty: Type,
    name: Option<String>,
    labels: Option<LabelSelector>,
    look: Look,
    columns: Columns,
    /// Whether the headers have been printed.
    headed: bool,
    /// Whether the first list is to be left out (`--watch-only`), or has been printed.
    listed: Option<bool>,
    /// What was there last, by name.
    known: Vec<Item>,
}

impl Watch {
    pub(crate) fn new(
        ty: Type,
        name: Option<String>,
        labels: Option<LabelSelector>,
        look: Look,
        only: bool,
    ) -> Self {
        let columns = Columns::of_get();
        Self {
            ty,
            name,
            labels,
            look,
            columns,
            headed: false,
            listed: only.then_some(false),
            known: Vec::new(),
        }
    }

    pub(super) fn look(&mut self, cluster: &Simulation, printed: &mut Printed) {
        let mut now = items(cluster, self.ty, self.name.as_deref());
        now.retain(|item| self.labels.as_ref().is_none_or(|labels| labels.matches(&item.labels())));
        let silent = self.listed == Some(false);
        let first = self.listed != Some(true);
        self.listed = Some(true);
        let mut happened: Vec<(u64, &str, Item)> = Vec::new();
        let before = std::mem::replace(&mut self.known, now);
        // Both are in order of names: they are gone through side by side.
        let mut old = before.into_iter().peekable();
        for item in &self.known {
            let key = (item.name(), item.uid());
            while let Some(gone) = old.next_if(|old| (old.name(), old.uid()) < key) {
                happened.push((0, "DELETED", gone));
            }
            match old.next_if(|old| (old.name(), old.uid()) == key) {
                None => happened.push((item.version(), "ADDED", item.clone())),
                Some(old) if old.version() != item.version() => {
                    happened.push((item.version(), "MODIFIED", item.clone()));
                }
                Some(_) => {}
            }
        }
        // Removals are writes too, but leave no version behind: they come first, a new object may have the old one's name.
        happened.extend(old.map(|item| (0, "DELETED", item)));
        if !first {
            sort_by_key(&mut happened, |(version, _, _)| *version);
        }
        if silent || happened.is_empty() {
            return;
        }
        if !self.look.format.is_table() {
            for (_, _, item) in happened {
                match print(&self.look.format, &[item], true, cluster) {
                    Ok(text) => {
                        let is_yaml = matches!(self.look.format, crate::print::Format::Yaml);
                        printed.stdout.push_str(if is_yaml && self.headed { "---\n" } else { "" });
                        printed.stdout.push_str(&text);
                        self.headed = true;
                    }
                    Err(text) => return printed.fail(&text),
                }
            }
            return;
        }
        let mut rows = String::new();
        if !self.headed {
            self.headed = true;
            self.look.head(self.ty, &mut rows);
        }
        if first {
            for (_, event, item) in &happened {
                self.look.row(item, Some(event), cluster, &mut rows);
            }
            printed.stdout.push_str(&self.columns.align(&rows));
            return;
        }
        for (_, event, item) in &happened {
            self.look.row(item, Some(event), cluster, &mut rows);
            printed.stdout.push_str(&self.columns.align(&rows));
            rows.clear();
        }
    }
}
