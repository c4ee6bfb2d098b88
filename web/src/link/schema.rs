//! Every parameter that a link may have: one table, which reading, writing and the documentation go by.

use crate::start::SCENARIO_NAMES;

/// What a parameter's value may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `1`, `true` or nothing for yes; `0` or `false` for no.
    Flag,
    /// One of these.
    Choice(&'static [&'static str]),
    /// Some of these, apart by commas.
    Some(&'static [&'static str]),
    /// A whole number from 0 to this.
    Whole(u64),
    /// A whole number or a percentage.
    Share,
    /// A time such as `14.2s`, `800ms` or `2m`.
    Time,
    /// Any text that is not empty.
    Text,
}

/// A parameter.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Parameter {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    /// What it is without it, and what it says, in words: for the documentation, not for the page.
    #[cfg(test)]
    pub(crate) told: (&'static str, &'static str),
    /// Where it stands in the first Deployment of the manifest, if it is a change of that.
    pub(crate) field: Option<&'static str>,
}

const fn parameter(
    name: &'static str,
    kind: Kind,
    default: &'static str,
    meaning: &'static str,
    field: Option<&'static str>,
) -> Parameter {
    let _told = (default, meaning);
    Parameter {
        name,
        kind,
        #[cfg(test)]
        told: _told,
        field,
    }
}

/// The version of links that this lab writes.
pub(crate) const VERSION: u64 = 1;

/// Parts of the page that can be hidden.
pub(crate) const PARTS: [&str; 6] = ["header", "say", "chain", "panel", "dock", "timeline"];

/// How a challenge can be set; no challenge has more other numbers.
const DIFFICULTIES: [&str; 7] =
    ["hints", "none", "numbers", "numbers/1", "numbers/2", "numbers/3", "numbers/4"];

/// All of them, in the order in which they are written.
pub(crate) const PARAMETERS: &[Parameter] = &[
    parameter("v", Kind::Whole(u64::MAX), "1", "The version of the link.", None),
    parameter("scenario", Kind::Choice(&SCENARIO_NAMES), "workshop", "What the run starts from.", None),
    parameter(
        "manifest",
        Kind::Text,
        "that of the scenario",
        "How the manifest differs from the scenario's: `LINES=TEXT` for each place, apart by `|`.",
        None,
    ),
    parameter(
        "replicas",
        Kind::Whole(5_000),
        "as in the manifest",
        "How many Pods are wanted at the start.",
        Some("spec.replicas"),
    ),
    parameter(
        "image",
        Kind::Text,
        "as in the manifest",
        "The image at the start.",
        Some("spec.template.spec.containers[0].image"),
    ),
    parameter(
        "maxSurge",
        Kind::Share,
        "as in the manifest",
        "How many Pods may come on top.",
        Some("spec.strategy.rollingUpdate.maxSurge"),
    ),
    parameter(
        "maxUnavailable",
        Kind::Share,
        "as in the manifest",
        "How many Pods may be missing.",
        Some("spec.strategy.rollingUpdate.maxUnavailable"),
    ),
    parameter(
        "minReadySeconds",
        Kind::Whole(86_400),
        "as in the manifest",
        "How long a Pod has to be ready to count as available.",
        Some("spec.minReadySeconds"),
    ),
    parameter("seed", Kind::Whole(u64::MAX), "7", "The seed of all chance.", None),
    parameter("at", Kind::Time, "0s", "The moment that is shown, from the opening of the run on.", None),
    parameter(
        "lesson",
        Kind::Text,
        "none",
        "A lesson and its moment: `tour/rolling-update/3`, `experiment/m3`, `challenge/save-the-day`.",
        None,
    ),
    parameter(
        "difficulty",
        Kind::Choice(&DIFFICULTIES),
        "hints",
        "How a challenge is set: with hints, without, or without and with others of its numbers.",
        None,
    ),
    parameter("play", Kind::Flag, "no", "Time runs as soon as the page is open.", None),
    parameter(
        "autoplay",
        Kind::Flag,
        "no",
        "In an embed: time runs while the lab is in sight. Else as `play`.",
        None,
    ),
    parameter("speed", Kind::Choice(&["0.5", "1", "4", "16"]), "1", "How fast time runs.", None),
    parameter(
        "theme",
        Kind::Choice(&["light", "dark", "projector"]),
        "the reader's own",
        "The colours.",
        None,
    ),
    parameter("lang", Kind::Choice(&["en", "de"]), "the reader's own", "The language.", None),
    parameter("embed", Kind::Flag, "no", "Only what a page that embeds the lab needs.", None),
    parameter("hide", Kind::Some(&PARTS), "nothing", "Parts of the page that are left out.", None),
    parameter("allowLinks", Kind::Flag, "yes", "Whether the page may lead away from itself.", None),
    parameter("keys", Kind::Choice(&["on", "off"]), "on", "Whether the lab's keys work.", None),
];

impl Parameter {
    /// The value as it is kept, or what it should be instead.
    pub(crate) fn checked(&self, value: &str) -> Result<String, String> {
        let kept = match self.kind {
            Kind::Flag => match value {
                "" | "1" | "true" | "yes" => Some("1".to_owned()),
                "0" | "false" | "no" => Some("0".to_owned()),
                _ => None,
            },
            Kind::Choice(choices) => choices.contains(&value).then(|| value.to_owned()),
            Kind::Some(choices) => {
                value.split(',').all(|one| choices.contains(&one)).then(|| value.to_owned())
            }
            Kind::Whole(most) => value.parse::<u64>().ok().filter(|n| *n <= most).map(|n| n.to_string()),
            Kind::Share => {
                let number = value.strip_suffix('%').unwrap_or(value);
                number.parse::<u32>().is_ok_and(|n| n <= 100_000).then(|| value.to_owned())
            }
            Kind::Time => super::time::read(value).map(super::time::written),
            Kind::Text => (!value.is_empty()).then(|| value.to_owned()),
        };
        kept.ok_or_else(|| self.kind.told())
    }
}

impl Kind {
    /// What a value has to be, in words.
    pub(crate) fn told(self) -> String {
        match self {
            Self::Flag => "1 or 0".to_owned(),
            Self::Choice(choices) => choices.join(", "),
            Self::Some(choices) => "some of ".to_owned() + &choices.join(","),
            Self::Whole(u64::MAX) => "a whole number".to_owned(),
            Self::Whole(most) => format!("a whole number up to {most}"),
            Self::Share => "a number or a percentage".to_owned(),
            Self::Time => "a time such as 14.2s".to_owned(),
            Self::Text => "a text".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Anybody who writes a link by hand reads this table, so it is made of the one that the lab goes by.
    #[test]
    fn the_table_in_the_documentation_is_this_one() {
        let mut table =
            "| parameter | what it may be | without it | what it says |\n|---|---|---|---|\n".to_owned();
        for p in PARAMETERS {
            let kind = p.kind.told();
            table +=
                &format!("| `{}` | {kind} | {} | {} |\n", p.name, p.told.0, p.told.1.replace('|', "\\|"));
        }
        let page = include_str!("../../../docs/links.md");
        assert!(page.contains(&table), "docs/links.md should hold this table:\n{table}");
    }

    #[test]
    fn values_are_checked() {
        let check = |name: &str, value: &str, expected: Option<&str>| {
            let parameter = PARAMETERS.iter().find(|p| p.name == name).expect("there is such a parameter");
            assert_eq!(parameter.checked(value).ok().as_deref(), expected, "{name}={value}");
        };
        check("replicas", "5", Some("5"));
        check("replicas", "-1", None);
        check("replicas", "five", None);
        check("maxSurge", "25%", Some("25%"));
        check("maxSurge", "%", None);
        check("at", "14.2s", Some("14.2s"));
        check("at", "90s", Some("90s"));
        check("at", "soon", None);
        check("embed", "", Some("1"));
        check("hide", "panel,dock", Some("panel,dock"));
        check("hide", "panel,window", None);
        check("scenario", "canary", Some("canary"));
        check("scenario", "../secret", None);
    }
}
