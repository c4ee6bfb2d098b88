//! Flags of a command, as cobra reads them.

/// What a flag takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Takes {
    /// A value: `--replicas=3`, `--replicas 3`, `-n x`.
    Value,
    /// Nothing; a value may follow the equals sign only. Without one it means this.
    Nothing(&'static str),
}

/// A flag: its name, its letter (a blank for none), what it takes.
pub(crate) type Flag = (&'static str, char, Takes);

pub(crate) const SWITCH: Takes = Takes::Nothing("true");

/// Flags that many commands have.
pub(crate) const COMMON: &[Flag] = &[
    ("namespace", 'n', Takes::Value),
    ("output", 'o', Takes::Value),
    ("selector", 'l', Takes::Value),
    ("all", ' ', SWITCH),
    ("all-namespaces", 'A', SWITCH),
    ("filename", 'f', Takes::Value),
    ("recursive", 'R', SWITCH),
    ("dry-run", ' ', Takes::Nothing("unchanged")),
    ("field-manager", ' ', Takes::Value),
    ("context", ' ', Takes::Value),
    ("kubeconfig", ' ', Takes::Value),
    ("request-timeout", ' ', Takes::Value),
    ("v", 'v', Takes::Value),
];

/// The words and flags of a command.
#[derive(Debug, Default)]
pub(crate) struct Parsed {
    /// What is no flag.
    pub(crate) words: Vec<String>,
    /// What follows `--`.
    pub(crate) rest: Vec<String>,
    flags: Vec<(&'static str, String)>,
}

impl Parsed {
    /// Reads the words behind `command` (its full name, for the messages).
    ///
    /// # Errors
    /// Unknown flags, flags that lack their value.
    pub(crate) fn read(command: &str, words: &[String], own: &[Flag]) -> Result<Self, String> {
        let usage = |what: String| format!("error: {what}\nSee 'kubectl {command} --help' for usage.");
        let find = |is: &dyn Fn(&Flag) -> bool| own.iter().chain(COMMON).find(|f| is(f)).copied();
        let mut parsed = Self::default();
        let mut words = words.iter();
        while let Some(word) = words.next() {
            if word == "--" {
                parsed.rest.extend(words.by_ref().cloned());
            } else if let Some(long) = word.strip_prefix("--") {
                let (name, value) = match long.split_once('=') {
                    Some((name, value)) => (name, Some(value.to_owned())),
                    None => (long, None),
                };
                let Some((name, _, takes)) = find(&|f| f.0 == name) else {
                    return Err(usage(format!("unknown flag: --{name}")));
                };
                let value = match (value, takes) {
                    (Some(value), _) => value,
                    (None, Takes::Nothing(meaning)) => meaning.to_owned(),
                    (None, Takes::Value) => match words.next() {
                        Some(value) => value.clone(),
                        None => return Err(usage(format!("flag needs an argument: --{name}"))),
                    },
                };
                parsed.flags.push((name, value));
            } else if let Some(letters) = word.strip_prefix('-').filter(|l| !l.is_empty()) {
                let mut rest = letters.chars();
                while let Some(letter) = rest.next() {
                    let Some((name, _, takes)) = find(&|f| f.1 == letter) else {
                        return Err(usage(format!("unknown shorthand flag: '{letter}' in -{letters}")));
                    };
                    if let Takes::Nothing(meaning) = takes {
                        parsed.flags.push((name, meaning.to_owned()));
                        continue;
                    }
                    let inline = rest.as_str();
                    let inline = inline.strip_prefix('=').unwrap_or(inline);
                    let value = match (inline.is_empty(), words.as_slice().first()) {
                        (false, _) => inline.to_owned(),
                        (true, Some(_)) => words.next().cloned().unwrap_or_default(),
                        (true, None) => {
                            return Err(usage(format!("flag needs an argument: '{letter}' in -{letters}")));
                        }
                    };
                    parsed.flags.push((name, value));
                    break;
                }
            } else {
                parsed.words.push(word.clone());
            }
        }
        Ok(parsed)
    }

    /// The value of a flag; the last one counts.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        self.flags.iter().rev().find(|(n, _)| *n == name).map(|(_, v)| v.as_str())
    }

    /// All values of a flag that may be given more than once.
    pub(crate) fn values<'p>(&'p self, name: &'p str) -> impl Iterator<Item = &'p str> {
        self.flags.iter().filter(move |(n, _)| *n == name).map(|(_, v)| v.as_str())
    }

    /// Whether a switch is on.
    pub(crate) fn is_on(&self, name: &str) -> bool {
        self.value(name).is_some_and(|v| v != "false")
    }

    /// A whole number.
    ///
    /// # Errors
    /// A value that is none.
    pub(crate) fn number(&self, command: &str, name: &str) -> Result<Option<i64>, String> {
        let Some(text) = self.value(name) else { return Ok(None) };
        text.parse().map(Some).map_err(|_| {
            format!(
                "error: invalid argument \"{text}\" for \"--{name}\" flag: strconv.ParseInt: parsing \"{text}\": \
                 invalid syntax\nSee 'kubectl {command} --help' for usage."
            )
        })
    }

    /// What is written after a result that changes nothing; nothing if it does.
    ///
    /// # Errors
    /// A value of `--dry-run` that does not exist.
    pub(crate) fn dry_run(&self) -> Result<Option<&'static str>, String> {
        match self.value("dry-run") {
            None | Some("none" | "false") => Ok(None),
            Some("client" | "unchanged" | "true") => Ok(Some(" (dry run)")),
            Some("server") => Ok(Some(" (server dry run)")),
            Some(other) => Err(format!(
                "error: Invalid dry-run value ({other}). Must be \"none\", \"server\", or \"client\"."
            )),
        }
    }
}
