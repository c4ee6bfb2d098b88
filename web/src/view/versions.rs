//! Which colour and glyph a version has: bound to the template hash, in order of first appearance.

use rollout_engine::Snapshot;
use rollout_engine::api::{Name, Uid};

/// One of the four colours with its glyph. After the fourth version they are given out again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Version(usize);

const CLASSES: [&str; 4] = ["v1", "v2", "v3", "v4"];

impl Version {
    /// The class that sets its colours.
    pub(crate) fn class(self) -> &'static str {
        CLASSES[self.0 % 4]
    }

    /// Its place among the glyphs.
    pub(crate) fn glyph(self) -> usize {
        self.0 % 4
    }
}

/// All versions that were ever seen in this run. Going back in time does not make them unseen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Versions {
    seen: Vec<Seen>,
}

/// A template that was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Seen {
    hash: Name,
    image: Name,
    /// The Deployment that has it.
    owner: Option<Uid>,
    version: Version,
}

/// What the colours are called, in their order: a template with a label of such a value gets that colour, if it is free.
const HUES: [&str; 4] = ["blue", "orange", "green", "purple"];

/// The image of a ReplicaSet's first container.
pub(crate) fn image_of(template: &rollout_engine::api::PodTemplateSpec) -> Name {
    template.spec.containers.first().map_or_else(|| "".into(), |c| c.image.clone())
}

impl Versions {
    /// Takes in what the snapshot shows for the first time.
    pub(crate) fn learn(&mut self, snapshot: &Snapshot) {
        for set in &snapshot.replica_sets {
            if self.seen.iter().any(|s| s.hash == set.hash) {
                continue;
            }
            let template = &set.object.spec.template;
            let (image, owner) = (image_of(template), set.object.meta.owner.as_ref().map(|o| o.uid));
            // The same image in another Deployment is the same version, though labels make it another hash.
            let same = self.seen.iter().rfind(|s| s.image == image && s.owner != owner).map(|s| s.version);
            let named = template.labels.iter().find_map(|(_, v)| HUES.iter().position(|hue| *hue == &**v));
            let named = named.map(Version).filter(|v| self.is_free(*v));
            let version = same.or(named).unwrap_or_else(|| self.next(0));
            self.seen.push(Seen { hash: set.hash.clone(), image, owner, version });
        }
    }

    fn is_free(&self, version: Version) -> bool {
        self.seen.iter().all(|s| s.version != version)
    }

    /// The version after the next `ahead` new ones.
    fn next(&self, ahead: usize) -> Version {
        let free = (0..HUES.len()).map(Version).filter(|v| self.is_free(*v)).nth(ahead);
        free.unwrap_or(Version(self.seen.len() + ahead))
    }

    /// The version of a template hash.
    pub(crate) fn of_hash(&self, hash: &str) -> Version {
        self.seen.iter().find(|s| &*s.hash == hash).map_or_else(|| self.next(0), |s| s.version)
    }

    /// The version that an image has, or would have if it were rolled out; `offered` are the images one may choose from.
    pub(crate) fn of_image(&self, image: &str, offered: &[Name]) -> Version {
        if let Some(seen) = self.seen.iter().rfind(|s| &*s.image == image) {
            return seen.version;
        }
        let unseen = |i: &&Name| !self.seen.iter().any(|s| s.image == **i);
        let ahead = offered.iter().filter(unseen).position(|i| &**i == image);
        self.next(ahead.unwrap_or(0))
    }

    /// All images that were seen, in order.
    pub(crate) fn images(&self) -> impl Iterator<Item = &Name> {
        self.seen.iter().map(|s| &s.image)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_image_not_seen_yet_gets_the_colour_it_will_have() {
        let mut versions = Versions::default();
        let seen = |hash: &str, image: &str, hue| Seen {
            hash: hash.into(),
            image: image.into(),
            owner: None,
            version: Version(hue),
        };
        versions.seen.push(seen("a", "web:1", 0));
        let offered = ["web:1".into(), "web:2".into(), "web:3".into()];
        let check = |versions: &Versions, image, class| {
            assert_eq!(versions.of_image(image, &offered).class(), class);
        };
        check(&versions, "web:1", "v1");
        check(&versions, "web:2", "v2");
        check(&versions, "web:3", "v3");
        check(&versions, "other", "v2");
        assert_eq!(versions.of_hash("a").class(), "v1");
        // Where a version has a colour of its own, the next one has the first that is free.
        versions.seen.push(seen("b", "web:4", 2));
        check(&versions, "web:2", "v2");
        check(&versions, "web:3", "v4");
    }
}
