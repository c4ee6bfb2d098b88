//! What may be typed at a place in a manifest, and what it means.

use manifest::Place;
use manifest::schema::{Field, Standing, fields};

/// What may stand at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The key or value.
    pub word: String,
    /// What is to be typed for it: what follows a key by necessity too.
    pub typed: String,
    /// The type of the field, as `explain` names it.
    pub kind: &'static str,
    /// What the field means, in a sentence.
    pub about: &'static str,
}

/// What may be typed over a part of a manifest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Suggestions {
    /// Where the word begins and ends that it would replace, in bytes.
    pub word: (usize, usize),
    /// What has been typed of the word.
    pub prefix: String,
    /// Those that begin so first, then those in which it stands.
    pub found: Vec<Suggestion>,
}

/// What may be typed at a cursor (a number of bytes) in a manifest. `images` are those that there are.
pub fn suggest(text: &str, cursor: usize, images: &[&str]) -> Suggestions {
    let Some(place) = manifest::place(text, cursor) else { return Suggestions::default() };
    let Some(fields) = fields_of(&place) else { return Suggestions::default() };
    let mut all: Vec<Suggestion> = Vec::new();
    match &place.value_of {
        None => {
            for field in fields {
                if !place.siblings.iter().any(|key| key == field.name) {
                    all.push(key(&field, &place));
                }
            }
        }
        Some(of) => {
            if let Some(field) = fields.iter().find(|field| field.name == of) {
                all = values(field, images);
            }
        }
    }
    let prefix = place.prefix.to_ascii_lowercase();
    let (mut found, mut further) = (Vec::new(), Vec::new());
    for suggestion in all {
        match suggestion.word.to_ascii_lowercase().find(&prefix) {
            Some(0) => found.push(suggestion),
            Some(_) => further.push(suggestion),
            None => {}
        }
    }
    found.append(&mut further);
    Suggestions { word: place.word, prefix: place.prefix, found }
}

/// The fields of the map that a place lies in.
fn fields_of(place: &Place) -> Option<Vec<Field>> {
    let mut kind = ["Deployment", "Service"].into_iter().find(|kind| *kind == place.kind).unwrap_or_default();
    for key in &place.path {
        kind = fields(kind).into_iter().find(|field| field.name == key)?.item();
    }
    let mut all = fields(if place.path.is_empty() && place.value_of.is_some() { "" } else { kind });
    all.retain(|field| !matches!(field.standing, Standing::Kept | Standing::Servers));
    Some(all)
}

fn key(field: &Field, place: &Place) -> Suggestion {
    let below = |more: &str, columns: usize| [field.name, ":\n", &" ".repeat(columns), more].concat();
    let typed = if place.has_colon {
        field.name.to_owned()
    } else if field.kind().starts_with("[]") {
        below("- ", place.column)
    } else if field.kind().starts_with("map") || !fields(field.item()).is_empty() {
        below("", place.column + 2)
    } else {
        [field.name, ": "].concat()
    };
    Suggestion { word: field.name.to_owned(), typed, kind: field.kind(), about: field.about }
}

fn values(field: &Field, images: &[&str]) -> Vec<Suggestion> {
    let images = if field.name == "image" { images } else { &[] };
    let value = |word: &str| Suggestion {
        word: word.to_owned(),
        typed: word.to_owned(),
        kind: field.kind(),
        about: field.about,
    };
    let mut values: Vec<Suggestion> = field.words().map(value).collect();
    values.extend(images.iter().copied().map(value));
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    const WEB: &str = include_str!("../../../../web/scenarios/workshop.yaml");

    /// What is suggested first where `|` stands after a change of the workshop's manifest, and what is typed for it.
    #[track_caller]
    fn check(old: &str, new: &str, words: &str, typed: &str) {
        assert!(WEB.contains(old), "{old:?} is not in the manifest");
        let text = WEB.replacen(old, new, 1);
        let cursor = text.find('|').expect("there is a cursor");
        let suggestions = suggest(&text.replace('|', ""), cursor, &["web:1.0.0", "web:2.0.0"]);
        let found: Vec<&str> = suggestions.found.iter().map(|s| s.word.as_str()).collect();
        assert!(found.join(" ").starts_with(words), "{new:?}: {found:?}");
        assert_eq!(words.is_empty(), found.is_empty(), "{new:?}: {found:?}");
        assert_eq!(suggestions.found.first().map_or("", |s| &*s.typed), typed, "{new:?}");
        assert!(suggestions.found.iter().all(|s| !s.about.is_empty()));
    }

    #[test]
    fn keys_of_the_map_that_are_not_there_yet() {
        check("  replicas: 3\n", "  replicas: 3\n  m|\n", "minReadySeconds", "minReadySeconds: ");
        check(
            "  replicas: 3\n",
            "  replicas: 3\n  |\n",
            "strategy minReadySeconds revisionHistoryLimit",
            "strategy:\n    ",
        );
        check(
            "  replicas: 3\n",
            "  replicas: 3\n  strategy:\n    rollingUpdate:\n      |\n",
            "maxSurge maxUnavailable",
            "maxSurge: ",
        );
        check("        image:", "        e|\n        image:", "env", "env:\n        - ");
        check(
            "          periodSeconds: 1\n",
            "          periodSeconds: 1\n          thres|\n",
            "successThreshold failureThreshold",
            "successThreshold: ",
        );
        check("apiVersion: v1\n", "apiVersion: v1\n|\n", "", "");
        check("kind: Service", "ki|: Service", "kind", "kind");
        check("    targetPort: 8080\n", "    targetPort: 8080\n    prot|\n", "protocol", "protocol: ");
    }

    #[test]
    fn values_that_are_one_of_a_few() {
        check(
            "  replicas: 3\n",
            "  replicas: 3\n  strategy:\n    type: |\n",
            "RollingUpdate Recreate",
            "RollingUpdate",
        );
        check("  selector:\n", "  type: No|\n  selector:\n", "NodePort", "NodePort");
        check("  replicas: 3\n", "  replicas: 3\n  paused: |\n", "true false", "true");
        check("kind: Service", "kind: Dep|", "Deployment", "Deployment");
        check("replicas: 3", "replicas: |3", "", "");
        check("image: web:1.0.0", "image: |web:1.0.0", "web:1.0.0 web:2.0.0", "web:1.0.0");
        check("image: web:1.0.0", "image: web:2|", "web:2.0.0", "web:2.0.0");
    }
}
