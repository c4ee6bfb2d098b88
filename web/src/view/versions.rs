//! Which colour and glyph a version has: bound to the template hash, in order of first appearance.

use rollout_engine::Snapshot;
use rollout_engine::api::Name;

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
    seen: Vec<(Name, Name)>,
}

/// The image of a ReplicaSet's first container.
pub(crate) fn image_of(template: &rollout_engine::api::PodTemplateSpec) -> Name {
    template.spec.containers.first().map_or_else(|| "".into(), |c| c.image.clone())
}

impl Versions {
    /// Takes in what the snapshot shows for the first time.
    pub(crate) fn learn(&mut self, snapshot: &Snapshot) {
        for set in &snapshot.replica_sets {
            if !self.seen.iter().any(|(hash, _)| *hash == set.hash) {
                self.seen.push((set.hash.clone(), image_of(&set.object.spec.template)));
            }
        }
    }

    /// The version of a template hash.
    pub(crate) fn of_hash(&self, hash: &str) -> Version {
        Version(self.seen.iter().position(|(h, _)| &**h == hash).unwrap_or(self.seen.len()))
    }

    /// The version that an image has, or would have if it were rolled out; `offered` are the images one may choose from.
    pub(crate) fn of_image(&self, image: &str, offered: &[Name]) -> Version {
        if let Some(at) = self.seen.iter().rposition(|(_, i)| &**i == image) {
            return Version(at);
        }
        let unseen = |i: &&Name| !self.seen.iter().any(|(_, seen)| seen == *i);
        let ahead = offered.iter().filter(unseen).position(|i| &**i == image);
        Version(self.seen.len() + ahead.unwrap_or(0))
    }

    /// All images that were seen, in order.
    pub(crate) fn images(&self) -> impl Iterator<Item = &Name> {
        self.seen.iter().map(|(_, image)| image)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_image_not_seen_yet_gets_the_colour_it_will_have() {
        let mut versions = Versions::default();
        versions.seen.push(("a".into(), "web:1".into()));
        let offered = ["web:1".into(), "web:2".into(), "web:3".into()];
        let check = |image, class| assert_eq!(versions.of_image(image, &offered).class(), class);
        check("web:1", "v1");
        check("web:2", "v2");
        check("web:3", "v3");
        check("other", "v2");
        assert_eq!(versions.of_hash("a").class(), "v1");
    }
}
