//! Applying a text as kubectl does it, and what becomes of the text.

use super::*;
use crate::edits::{Edit, edited};
use crate::start::WORKSHOP;

fn lab() -> Lab {
    Lab::new(WORKSHOP).expect("the workshop's manifest is valid")
}

fn say(lab: &mut Lab, line: &str) {
    let text = lab.manifest();
    let said = lab.kubectl(line, &text);
    assert_eq!(said.exit_code, Some(0), "{line}: {}", said.stderr);
}

fn apply(lab: &mut Lab, text: &str) {
    lab.act(Act::Apply(text.into())).unwrap_or_else(|why| panic!("{why:?}"));
}

fn spec(lab: &Lab) -> rollout_engine::api::DeploymentSpec {
    lab.deployment().expect("it is there").spec.clone()
}

#[test]
fn what_is_taken_out_of_the_text_goes() {
    let mut lab = lab();
    say(&mut lab, "kubectl scale deploy web --replicas=5");
    assert_eq!(*lab.manifest(), WORKSHOP.replace("replicas: 3", "replicas: 5"));
    let text = WORKSHOP.replace("  replicas: 3\n", "");
    apply(&mut lab, &text);
    assert_eq!((spec(&lab).replicas, &*lab.manifest(), &*lab.in_git()), (1, &*text, &*text));
}

#[test]
fn what_came_another_way_stays_though_it_is_not_in_the_text() {
    let mut lab = lab();
    say(&mut lab, "kubectl set env deployment/web A=b");
    let with_env = lab.manifest();
    assert!(with_env.contains("- env:\n        - name: A\n          value: b\n"), "{with_env}");
    let text = WORKSHOP.replace("replicas: 3", "replicas: 4");
    apply(&mut lab, &text);
    assert_eq!(spec(&lab).replicas, 4);
    assert_eq!(*lab.manifest(), with_env.replace("replicas: 3", "replicas: 4"));
    assert_eq!(*lab.in_git(), *text);
}

#[test]
fn labels_and_annotations_are_followed() {
    let mut lab = lab();
    say(&mut lab, "kubectl annotate deployment web kubernetes.io/change-cause='a first try'");
    say(&mut lab, "kubectl label service web tier=front");
    say(&mut lab, "kubectl rollout restart deployment web");
    let text = lab.manifest();
    for line in ["    kubernetes.io/change-cause: a first try\n", "    tier: front\n", "restartedAt: "] {
        assert!(text.contains(line), "{text}");
    }
    apply(&mut lab, &text.replace("    tier: front\n", "    tier: back\n"));
    let service = &lab.timeline().snapshot().services[0];
    assert_eq!(service.object.meta.labels.text("tier"), Some("back"));
}

#[test]
fn what_was_paused_by_a_line_is_resumed_by_the_form() {
    let mut lab = lab();
    say(&mut lab, "kubectl rollout pause deployment web");
    assert!(spec(&lab).paused);
    let text = edited(&lab, "web", &Edit::Paused(false)).expect("it can be changed");
    apply(&mut lab, &text);
    assert!(!spec(&lab).paused);
    let text = edited(&lab, "web", &Edit::Paused(true)).expect("it can be changed");
    apply(&mut lab, &text);
    let text = edited(&lab, "web", &Edit::Paused(false)).expect("it can be changed");
    apply(&mut lab, &text);
    assert!(!spec(&lab).paused);
}

#[test]
fn what_is_refused_does_not_stop_the_rest() {
    let mut lab = lab();
    let good = WORKSHOP.replace("port: 80\n", "port: 81\n");
    apply(&mut lab, &good.replace("replicas: 3", "replicas: -1"));
    let refused = lab.refused();
    assert_eq!(refused.len(), 1);
    assert_eq!(refused[0].at, Some((17, 13)));
    assert_eq!((&*lab.manifest(), &*lab.in_git()), (&*good, WORKSHOP));
    assert!(lab.take_back() && *lab.manifest() == *WORKSHOP);
    assert!(lab.do_again() && *lab.manifest() == *good);
    let nothing = lab.act(Act::Apply(good.replace("replicas: 3", "replicas: -1").into()));
    assert_eq!(nothing, Err(refused));
    assert_eq!(lab.done().len(), 1);
}

#[test]
fn what_is_left_out_of_the_text_stays_in_the_cluster() {
    let mut lab = lab();
    let (service, deployment) = WORKSHOP.split_once("---\n").expect("two documents");
    apply(&mut lab, deployment);
    assert_eq!(lab.timeline().snapshot().services.len(), 1);
    assert_eq!(*lab.manifest(), *format!("{deployment}---\n{service}"));
    say(&mut lab, "kubectl delete service web");
    assert_eq!(*lab.manifest(), *deployment);
}

#[test]
fn a_text_that_says_what_is_so_is_no_act() {
    let mut lab = lab();
    apply(&mut lab, WORKSHOP);
    assert_eq!(lab.done().len(), 0);
    apply(&mut lab, &WORKSHOP.replace("replicas: 3", "replicas: 3 # three"));
    assert!(lab.done().len() == 1 && lab.done()[0].changes.is_empty());
}
