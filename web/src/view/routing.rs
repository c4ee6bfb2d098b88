//! Which Deployments a Service leads to, and which it would lead to if its selector had other values.

use super::scene::{Owner, Scene, selects};
use super::versions::image_of;
use rollout_engine::api::{Labels, Name};
use rollout_engine::snapshot::ServiceView;

/// A Deployment whose Pods have all the labels that a Service selects by.
#[derive(Clone, Debug)]
pub(crate) struct Route<'a> {
    pub(crate) owner: &'a Owner,
    /// The Service leads to its Pods.
    pub(crate) picked: bool,
    /// The selector with this Deployment's values: so it would lead there.
    pub(crate) selector: Labels,
    /// Its Pods that are endpoints.
    pub(crate) ready: usize,
}

/// Where the users of a Service are sent, and where they could be: to Deployments of the same program.
pub(crate) fn routes<'a>(scene: &'a Scene, service: &ServiceView) -> Vec<Route<'a>> {
    let selector = &service.object.spec.selector;
    let route = |owner: &'a Owner| {
        let labels = &owner.deployment.spec.template.labels;
        let values = selector.iter().map(|(key, _)| Some((key.clone(), labels.text(key)?)));
        let own: Option<Labels> = values.collect::<Option<Vec<_>>>().map(|pairs| pairs.into_iter().collect());
        let pods = scene.lanes_of(owner).iter().flat_map(|l| &l.pods);
        Some(Route {
            owner,
            picked: selects(selector, labels),
            selector: own.filter(|labels| !labels.is_empty())?,
            ready: pods.filter(|p| service.ready.binary_search(&p.id).is_ok()).count(),
        })
    };
    let mut all: Vec<Route<'_>> = scene.owners.iter().filter_map(route).collect();
    let program = |r: &Route<'_>| Name::from(program(&image_of(&r.owner.deployment.spec.template)));
    let picked: Vec<Name> = all.iter().filter(|r| r.picked).map(program).collect();
    all.retain(|r| picked.contains(&program(r)));
    all
}

/// An image without its tag.
fn program(image: &str) -> &str {
    image.rsplit_once(':').filter(|(_, tag)| !tag.contains('/')).map_or(image, |(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::Lab;
    use crate::start::SCENARIOS;

    #[test]
    fn a_service_leads_where_its_selector_says_and_could_lead_where_the_labels_are() {
        let check = |name: &str, expected: &[(&str, bool, usize)]| {
            let manifest = SCENARIOS.iter().find(|(n, _)| *n == name).expect("it is there").1;
            let scene = Lab::new(manifest).expect("it is valid").read().scene;
            let all = routes(&scene, &scene.snapshot.services[0]);
            let found: Vec<_> =
                all.iter().map(|r| (&*r.owner.deployment.meta.name, r.picked, r.ready)).collect();
            assert_eq!(found, expected, "{name}");
        };
        check("workshop", &[("web", true, 3)]);
        check("canary", &[("web", true, 4), ("web-canary", true, 1)]);
        check("blue-green", &[("web-blue", true, 3), ("web-green", false, 0)]);
    }

    #[test]
    fn users_are_not_sent_to_another_program() {
        let manifest = SCENARIOS.iter().find(|(n, _)| *n == "blue-green").expect("it is there").1;
        let scene = Lab::new(&manifest.replace("web:2.0.0", "shop:2.0.0")).expect("it is valid").read().scene;
        assert_eq!(routes(&scene, &scene.snapshot.services[0]).len(), 1);
    }

    #[test]
    fn another_selector_is_a_change_of_the_text_and_sends_the_users_elsewhere() {
        let manifest = SCENARIOS.iter().find(|(n, _)| *n == "blue-green").expect("it is there").1;
        let mut lab = Lab::new(manifest).expect("it is valid");
        let scene = lab.read().scene;
        let green = routes(&scene, &scene.snapshot.services[0]).remove(1).selector;
        let edited = crate::edits::sent_to(&lab, "web", &green).expect("it can be changed");
        assert_eq!(edited, manifest.replacen("    version: blue\n", "    version: green\n", 1));
        lab.act(crate::lab::Act::Apply(edited.into())).expect("it is accepted");
        lab.seek(lab.timeline().now() + rollout_engine::SimDuration::millis(3_000));
        let scene = lab.read().scene;
        let found: Vec<_> =
            routes(&scene, &scene.snapshot.services[0]).iter().map(|r| (r.picked, r.ready)).collect();
        assert_eq!(found, [(false, 0), (true, 3)]);
        assert_eq!(scene.story.title, "You sent the users to web-green.");
        let kubectl = "kubectl patch svc/web -p '{\"spec\":{\"selector\":{\"version\":\"green\"}}}'";
        assert_eq!(lab.last_kubectl(), Some(kubectl));
        // The line that it equals does the same.
        assert!(lab.take_back());
        let line = kubectl.strip_prefix("kubectl ").expect("it is a line of kubectl");
        lab.act(crate::lab::Act::Kubectl { line: line.into(), text: None }).expect("it is accepted");
        assert_eq!(lab.last_kubectl(), Some(kubectl));
        assert!(lab.manifest().contains("    version: green\n  ports"), "{}", lab.manifest());
    }
}
