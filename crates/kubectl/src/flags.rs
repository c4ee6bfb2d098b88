//! Flags of a command, as cobra reads them.

/// A flag of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Flag {
    pub(crate) name: &'static str,
    pub(crate) letter: Option<char>,
    /// Whether the next word is its value. If not, a value may follow an equals sign only.
    pub(crate) takes_value: bool,
    /// What it means without a value.
    bare: &'static str,
}

/// Flags that all commands have. A flag is its name, perhaps a comma and its letter, and `=` if it takes a value; `?` is followed
/// by what it means without one (`true`, if nothing is said).
const GLOBAL: &str = "as= as-group= as-uid= cache-dir= certificate-authority= client-certificate= client-key= cluster= \
                      context= help,h insecure-skip-tls-verify kubeconfig= kuberc= log-flush-frequency= \
                      match-server-version namespace,n= password= profile= request-timeout= server,s= tls-server-name= \
                      token= user= username= v,v= vmodule= warnings-as-errors";

/// Which objects are meant.
const OBJECTS: &str = "filename,f= kustomize,k= recursive,R selector,l=";
/// How results are printed.
const RESULT: &str = "output,o= template= allow-missing-template-keys show-managed-fields";
/// How a change is made.
const CHANGE: &str = "dry-run?unchanged field-manager=";

/// The flags of each command: its own, and groups that several have.
const FLAGS: &[(&str, &str, &[&str])] = &[
    (
        "annotate",
        "all all-namespaces,A field-selector= list local overwrite resource-version=",
        &[OBJECTS, RESULT, CHANGE],
    ),
    ("api-resources", "api-group= cached categories= namespaced no-headers output,o= sort-by= verbs=", &[]),
    (
        "apply",
        "all cascade?background force force-conflicts grace-period= openapi-patch overwrite prune prune-allowlist= \
         server-side subresource= timeout= validate?strict wait",
        &[OBJECTS, RESULT, CHANGE],
    ),
    ("autoscale", "cpu= cpu-percent= max= memory= min= name= save-config", &[OBJECTS, RESULT, CHANGE]),
    ("cordon", "selector,l= dry-run?unchanged", &[]),
    ("create", "edit raw= save-config validate?strict windows-line-endings", &[OBJECTS, RESULT, CHANGE]),
    ("create deployment", "image= port= replicas,r= save-config validate?strict", &[RESULT, CHANGE]),
    (
        "delete",
        "all all-namespaces,A cascade?background dry-run?unchanged field-selector= force grace-period= \
         ignore-not-found interactive,i now output,o= raw= timeout= wait",
        &[OBJECTS],
    ),
    ("describe", "all-namespaces,A chunk-size= show-events", &[OBJECTS]),
    (
        "diff",
        "concurrency= field-manager= force-conflicts prune prune-allowlist= server-side show-managed-fields",
        &[OBJECTS],
    ),
    (
        "edit",
        "field-manager= output-patch save-config show-managed-fields subresource= validate?strict",
        &[OBJECTS, "output,o="],
    ),
    ("events", "all-namespaces,A chunk-size= for= no-headers output,o= types= watch,w", &[]),
    ("explain", "api-version= output= recursive", &[]),
    (
        "expose",
        "cluster-ip= external-ip= labels,l= load-balancer-ip= name= override-type= overrides= port= protocol= \
         save-config session-affinity= target-port= type= filename,f= kustomize,k= recursive,R selector=",
        &[RESULT, CHANGE],
    ),
    (
        "get",
        "all-namespaces,A chunk-size= field-selector= ignore-not-found label-columns,L= no-headers \
         output-watch-events raw= server-print show-kind show-labels sort-by= subresource= watch,w watch-only",
        &[OBJECTS, RESULT],
    ),
    (
        "label",
        "all all-namespaces,A field-selector= list local overwrite resource-version=",
        &[OBJECTS, RESULT, CHANGE],
    ),
    (
        "patch",
        "local patch,p= patch-file= subresource= type= filename,f= kustomize,k= recursive,R",
        &[RESULT, CHANGE],
    ),
    (
        "replace",
        "cascade?background force grace-period= raw= save-config subresource= timeout= validate?strict wait",
        &[OBJECTS, RESULT, CHANGE],
    ),
    ("rollout history", "revision=", &[OBJECTS, RESULT]),
    ("rollout pause", "", &[OBJECTS, RESULT, CHANGE]),
    ("rollout restart", "", &[OBJECTS, RESULT, CHANGE]),
    ("rollout resume", "", &[OBJECTS, RESULT, CHANGE]),
    ("rollout status", "revision= timeout= watch,w", &[OBJECTS]),
    ("rollout undo", "to-revision=", &[OBJECTS, RESULT, CHANGE]),
    ("scale", "all current-replicas= replicas= resource-version= timeout=", &[OBJECTS, RESULT, CHANGE]),
    (
        "set env",
        "all containers,c= env,e= from= keys= list local overwrite prefix= resolve",
        &[OBJECTS, RESULT, CHANGE],
    ),
    ("set image", "all local", &[OBJECTS, RESULT, CHANGE]),
    ("set resources", "all containers,c= limits= local requests=", &[OBJECTS, RESULT, CHANGE]),
    ("uncordon", "selector,l= dry-run?unchanged", &[]),
    ("version", "client output,o=", &[]),
    ("wait", "all all-namespaces,A field-selector= for= local timeout=", &[OBJECTS, RESULT]),
];

/// The flags of a command, its own first.
pub(crate) fn of(command: &str) -> impl Iterator<Item = Flag> {
    let found = FLAGS.iter().find(|(name, _, _)| *name == command);
    let (own, groups): (&str, &[&str]) = found.map_or(("", &[]), |(_, own, groups)| (own, groups));
    [own].into_iter().chain(groups.iter().copied()).chain([GLOBAL]).flat_map(str::split_whitespace).map(flag)
}

fn flag(text: &'static str) -> Flag {
    let (text, takes_value, bare) = match text.split_once('?') {
        Some((text, bare)) => (text, false, bare),
        None => (text.strip_suffix('=').unwrap_or(text), text.ends_with('='), "true"),
    };
    let (name, letter) = text.split_once(',').unwrap_or((text, ""));
    Flag { name, letter: letter.chars().next(), takes_value, bare }
}

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
    /// Reads the words behind `command`: its full name, such as `rollout status`.
    ///
    /// # Errors
    /// Unknown flags, flags that lack their value, switches that are neither on nor off.
    pub(crate) fn read(command: &str, words: &[String]) -> Result<Self, String> {
        let usage = |what: &[&str]| {
            [&["error: "], what, &["\nSee 'kubectl ", command, " --help' for usage."]].concat().concat()
        };
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
                if name.is_empty() || name.starts_with('-') {
                    return Err(usage(&["bad flag syntax: ", word]));
                }
                let Some(flag) = of(command).find(|f| f.name == name) else {
                    return Err(usage(&["unknown flag: --", name]));
                };
                let value = match value {
                    Some(value) => value,
                    None if !flag.takes_value => flag.bare.to_owned(),
                    None => match words.next() {
                        Some(value) => value.clone(),
                        None => return Err(usage(&["flag needs an argument: --", name])),
                    },
                };
                if flag.bare == "true" && !flag.takes_value && truth(&value).is_none() {
                    return Err(usage(&[
                        "invalid argument \"",
                        &value,
                        "\" for \"--",
                        name,
                        "\" flag: strconv.ParseBool: parsing \"",
                        &value,
                        "\": invalid syntax",
                    ]));
                }
                parsed.flags.push((flag.name, value));
            } else if let Some(letters) = word.strip_prefix('-').filter(|l| !l.is_empty()) {
                let mut rest = letters.chars();
                while let Some(letter) = rest.next() {
                    let Some(flag) = of(command).find(|f| f.letter == Some(letter)) else {
                        return Err(usage(&[
                            "unknown shorthand flag: '",
                            &letter.to_string(),
                            "' in -",
                            letters,
                        ]));
                    };
                    let inline = rest.as_str();
                    if !flag.takes_value {
                        let value = inline.strip_prefix('=');
                        parsed.flags.push((flag.name, value.unwrap_or(flag.bare).to_owned()));
                        if value.is_some() {
                            break;
                        }
                        continue;
                    }
                    let inline = inline.strip_prefix('=').unwrap_or(inline);
                    let value = match (inline.is_empty(), words.as_slice().first()) {
                        (false, _) => inline.to_owned(),
                        (true, Some(_)) => words.next().cloned().unwrap_or_default(),
                        (true, None) => {
                            let letter = letter.to_string();
                            return Err(usage(&["flag needs an argument: '", &letter, "' in -", letters]));
                        }
                    };
                    parsed.flags.push((flag.name, value));
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
        self.value(name).is_some_and(|v| truth(v) != Some(false))
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

/// A truth value as Go reads it.
fn truth(text: &str) -> Option<bool> {
    match text {
        "1" | "t" | "T" | "true" | "TRUE" | "True" => Some(true),
        "0" | "f" | "F" | "false" | "FALSE" | "False" => Some(false),
        _ => None,
    }
}
