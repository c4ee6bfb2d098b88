//! What `kubectl describe` tells of an object (`describe/describe.go`): lines of `Key:<tab>value`, aligned at the end.

mod events;
mod pod;
mod template;
mod workloads;

pub(crate) use template::template_text;

use crate::item::Item;
use crate::table::align;
use rollout_engine::api::{Annotations, Labels, ObjectMeta};
use rollout_engine::{Simulation, Timestamp};

const NONE: &str = "<none>";
/// Longer annotations get lines of their own.
const LONGEST: usize = 140;
/// An annotation that is not shown.
const LAST_APPLIED: &str = "kubectl.kubernetes.io/last-applied-configuration";

/// Tells of one object.
pub(crate) fn describe(item: &Item, cluster: &Simulation, events: bool) -> String {
    let mut text = Text::default();
    match item {
        Item::Deployment(deployment) => workloads::deployment(&mut text, deployment, cluster),
        Item::ReplicaSet(replica_set) => workloads::replica_set(&mut text, replica_set, cluster),
        Item::Service(service) => workloads::service(&mut text, service, cluster),
        Item::Pod(pod) => pod::pod(&mut text, pod, cluster),
        Item::EndpointSlice(slice) => workloads::endpoint_slice(&mut text, slice, cluster),
        Item::Endpoints(service, slices) => workloads::endpoints(&mut text, service, slices, cluster),
        Item::Node(node, number) => workloads::node(&mut text, node, *number, cluster),
        Item::Event(event, name) => events::event(&mut text, event, name, cluster),
    }
    if events && !matches!(item, Item::Event(..)) {
        events::of(&mut text, item, cluster);
    }
    align(&text.0, 0, 2)
}

/// Lines in the making.
#[derive(Debug, Default)]
pub(crate) struct Text(pub(crate) String);

impl Text {
    /// A line, so many levels deep.
    fn line(&mut self, level: usize, parts: &[&str]) {
        self.0.extend(std::iter::repeat_n("  ", level));
        self.0.extend(parts.iter().copied());
        self.0.push('\n');
    }

    /// `Key:<tab>value`
    fn field(&mut self, level: usize, key: &str, value: &str) {
        self.line(level, &[key, ":\t", value]);
    }

    /// `Key:<tab>value` with a number.
    fn number(&mut self, level: usize, key: &str, value: i64) {
        self.field(level, key, &value.to_string());
    }

    /// `Name` and `Namespace`.
    fn name(&mut self, meta: &ObjectMeta, cluster: &Simulation) {
        self.field(0, "Name", &meta.name);
        self.field(0, "Namespace", cluster.namespace());
    }

    /// Labels, one a line.
    fn labels(&mut self, indent: &str, key: &str, labels: &Labels) {
        self.0.extend([indent, key, ":\t"]);
        if labels.is_empty() {
            self.0.extend([NONE, "\n"]);
        }
        for (i, (key, value)) in labels.iter().enumerate() {
            self.0.extend([if i > 0 { "\t" } else { "" }, key, "=", value, "\n"]);
        }
    }

    /// Annotations, one a line, and one more.
    fn annotations(&mut self, indent: &str, annotations: &Annotations, more: Option<(&str, &str)>) {
        let mut pairs: Vec<(&str, &str)> = annotations
            .iter()
            .map(|(key, value)| (&**key, &**value))
            .filter(|(key, _)| *key != LAST_APPLIED)
            .collect();
        pairs.extend(more);
        pairs.sort_unstable();
        self.0.extend([indent, "Annotations:\t"]);
        if pairs.is_empty() {
            self.0.extend([NONE, "\n"]);
        }
        for (i, (key, value)) in pairs.into_iter().enumerate() {
            if i > 0 {
                self.0.extend([indent, "\t"]);
            }
            let value = value.strip_suffix('\n').unwrap_or(value);
            if key.len() + value.len() + 2 <= LONGEST && !value.contains('\n') {
                self.0.extend([key, ": ", value, "\n"]);
                continue;
            }
            self.0.extend([key, ":\n"]);
            for line in value.split('\n') {
                let most = LONGEST - 2;
                let cut: String = line.chars().take(most).collect();
                let dots = if cut.len() < line.len() { "..." } else { "" };
                self.0.extend([indent, "\t  ", &cut, dots, "\n"]);
            }
        }
    }
}

/// A time as in the headers of mails: `Mon, 23 Nov 2026 19:01:43 +0000`.
pub(crate) fn mail_date(at: Timestamp) -> String {
    const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let (year, month, day, hour, minute, second) = at.civil();
    let weekday = usize::try_from(at.0.div_euclid(86_400).rem_euclid(7)).unwrap_or(0);
    let weekday = DAYS.get(weekday).copied().unwrap_or_default();
    let month = usize::try_from(month).unwrap_or(1).checked_sub(1).and_then(|m| MONTHS.get(m)).copied();
    let month = month.unwrap_or_default();
    format!("{weekday}, {day:02} {month} {year:04} {hour:02}:{minute:02}:{second:02} +0000")
}

/// `Deployment/web`
fn controlled_by(text: &mut Text, meta: &ObjectMeta) {
    if let Some(owner) = &meta.owner {
        text.line(0, &["Controlled By:\t", owner.kind.as_str(), "/", &owner.name]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_read_as_in_mails() {
        assert_eq!(mail_date(Timestamp(1_795_460_503)), "Mon, 23 Nov 2026 19:01:43 +0000");
        assert_eq!(mail_date(Timestamp(0)), "Thu, 01 Jan 1970 00:00:00 +0000");
        assert_eq!(mail_date(Timestamp(-1)), "Wed, 31 Dec 1969 23:59:59 +0000");
    }
}
