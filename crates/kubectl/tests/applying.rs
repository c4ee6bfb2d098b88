//! What applying a text comes to, told object by object before it is done.

mod cluster;

use kubectl::{Applying, applying};
use manifest::ManifestError;
use rollout_engine::Simulation;

const WEB: &str = include_str!("../../../web/scenarios/workshop.yaml");

/// A cluster in which the workshop's manifest was applied.
fn applied() -> Simulation {
    let mut cluster = cluster::empty();
    assert_eq!(cluster::act(&mut cluster, "apply -f -", WEB).exit_code, 0);
    cluster
}

fn plan(text: &str, cluster: &Simulation) -> (Vec<Applying>, Vec<ManifestError>) {
    applying(text, cluster).expect("it is YAML")
}

/// After some lines of kubectl, applies the workshop's manifest with one part of it replaced: what is done to the Deployment, and
/// the lines that it loses and gets.
#[track_caller]
fn check(lines: &[&str], old: &str, new: &str, operation: &str, lost: &[&str], got: &[&str]) {
    let mut cluster = applied();
    for line in lines {
        assert_eq!(cluster::act(&mut cluster, line, "").exit_code, 0, "{line}");
    }
    assert!(WEB.contains(old), "{old:?} is not in the manifest");
    let (objects, refused) = plan(&WEB.replacen(old, new, 1), &cluster);
    assert_eq!(refused, []);
    let [service, deployment] = objects.as_slice() else { panic!("there are {} objects", objects.len()) };
    assert_eq!((service.name().as_str(), service.operation()), ("service/web", "unchanged"));
    assert_eq!((deployment.name().as_str(), deployment.operation()), ("deployment.apps/web", operation));
    let (before, after) = deployment.texts();
    let lines = kubectl::compared(&before, &after);
    let only = |which| lines.iter().filter(|l| l.0 == which).map(|l| l.1.trim()).collect::<Vec<_>>();
    assert_eq!(only(kubectl::Line::Old), lost);
    assert_eq!(only(kubectl::Line::New), got);
}

#[test]
fn what_is_so_already_is_unchanged() {
    check(&[], "replicas: 3", "replicas: 3 # three", "unchanged", &[], &[]);
}

#[test]
fn a_change_is_told() {
    check(&[], "replicas: 3", "replicas: 5", "configured", &["replicas: 3"], &["replicas: 5"]);
}

#[test]
fn what_is_taken_out_of_the_text_goes() {
    check(&[], "  replicas: 3\n", "", "configured", &["replicas: 3"], &["replicas: 1"]);
}

#[test]
fn what_was_set_by_another_way_and_is_not_in_the_text_stays() {
    let lines = ["set env deployment/web A=b", "patch deploy web -p '{\"spec\":{\"minReadySeconds\":7}}'"];
    check(&lines, "replicas: 3", "replicas: 4", "configured", &["replicas: 3"], &["replicas: 4"]);
}

#[test]
fn what_was_set_by_another_way_and_is_in_the_text_is_put_back() {
    check(&["scale deploy web --replicas=7"], "web", "web", "configured", &["replicas: 7"], &["replicas: 3"]);
}

#[test]
fn only_the_annotation_may_change() {
    check(&[], "replicas: 3", "replicas: 3\n  minReadySeconds: 0", "configured", &[], &[]);
}

#[test]
fn one_object_is_refused_and_the_other_applied() {
    let cluster = applied();
    let text = WEB.replace("port: 80\n", "port: 81\n").replace("replicas: 3", "replicas: -1");
    let (objects, refused) = plan(&text, &cluster);
    let told: Vec<String> = objects.iter().map(|o| [&*o.name(), " ", o.operation()].concat()).collect();
    assert_eq!(told, ["service/web configured"]);
    let told: Vec<String> = refused.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        ["line 17, column 13: spec.replicas: Invalid value: -1: must be greater than or equal to 0"]
    );
}

#[test]
fn what_is_wrong_only_together_with_what_is_live_has_a_place() {
    let cluster = applied();
    let text = WEB
        .replace("      app: web\n  template", "      app: other\n  template")
        .replace("        app: web\n    spec", "        app: other\n    spec");
    let (_, refused) = plan(&text, &cluster);
    let told: Vec<String> = refused.iter().map(|e| format!("{}: {}", e.mark.line, e.cause())).collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(
        told[0].starts_with("18: spec.selector: Invalid value") && told[0].ends_with("field is immutable"),
        "{told:?}"
    );
}

#[test]
fn what_a_cluster_starts_with_is_as_if_it_had_been_applied() {
    let read = manifest::read(WEB).expect("it is valid");
    let mut scenario = rollout_engine::Scenario {
        deployments: read.deployments,
        services: read.services,
        ..cluster::nothing()
    };
    kubectl::as_applied(&mut scenario, WEB);
    let started = &scenario.deployments[0].meta.annotations;
    let cluster = applied();
    let applied = cluster.deployment_named("web").expect("it is there");
    let key = "kubectl.kubernetes.io/last-applied-configuration";
    assert!(started.text(key).is_some());
    assert_eq!(started.text(key), applied.meta.annotations.text(key));
}

#[test]
fn a_text_that_says_nothing_or_something_twice_is_refused() {
    let cluster = applied();
    let why = |text: &str| applying(text, &cluster).expect_err("it is refused").to_string();
    assert_eq!(why("# nothing\n"), "no objects passed to apply");
    let twice = [WEB, "---\n", WEB].concat();
    assert_eq!(
        why(&twice),
        "line 45, column 9: service/web is described twice: give one of them another name"
    );
    assert!(why("a: [").starts_with("line "), "{}", why("a: ["));
}

#[test]
fn other_kinds_are_left_alone() {
    let text = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\n";
    assert!(matches!(plan(text, &applied()), (objects, refused) if objects.is_empty() && refused.is_empty()));
}
