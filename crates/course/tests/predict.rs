//! Questions before a step: what is said to be right is what the run then does, whatever the numbers.

use course::{Answer, Concept, Guesses, WORKSHOP, edited, question, scenario};
use manifest::{Edit, Value};
use rollout_engine::api::Uid;
use rollout_engine::{Command, SimDuration, SimTime, Timeline, Workload};

fn edit(text: &str, edits: &[(&str, Value)]) -> String {
    let edits: Vec<Edit> = edits.iter().map(|(path, value)| Edit::set(*path, value.clone())).collect();
    edited(text, &edits).expect("it can be edited")
}

/// A run of the workshop with these changes, in which 2.0.0 has just been asked for.
fn rolling(edits: &[(&str, Value)], behaves: impl FnOnce(&mut Workload)) -> Timeline {
    let text = edit(WORKSHOP, edits);
    let mut scenario = scenario(manifest::read(&text).expect("it is valid"));
    let mut workload = scenario.default_workload.clone();
    behaves(&mut workload);
    for image in ["web:1.0.0", "web:2.0.0"] {
        scenario.workloads.insert(image.into(), workload.clone());
    }
    let mut timeline = Timeline::new(scenario);
    let new = edit(&text, &[("spec.template.spec.containers[0].image", Value::Text("web:2.0.0".into()))]);
    let deployment = manifest::read(&new).expect("it is valid").deployments.remove(0);
    timeline.apply(Command::UpdateDeployment(Box::new(deployment))).expect("it is accepted");
    timeline
}

/// Pods that are there and do not leave.
fn counted(timeline: &Timeline) -> Vec<Uid> {
    let pods = timeline.snapshot().pods;
    let counted = pods.iter().filter(|p| !p.object.meta.is_being_deleted());
    counted.map(|p| p.object.meta.uid).collect()
}

/// Goes through a rollout decision by decision and holds every answer against what comes; how often each concept was asked about.
fn check(edits: &[(&str, Value)], behaves: impl FnOnce(&mut Workload)) -> [u32; 6] {
    let mut timeline = rolling(edits, behaves);
    let mut asked = [0; 6];
    for _ in 0..60 {
        for (at, concept) in Concept::ALL.into_iter().enumerate() {
            let Some(question) = question(timeline.simulation(), concept) else { continue };
            asked[at] += 1;
            let right = question.right().expect("there is a right answer").clone();
            assert!(question.choices.is_empty() || question.choices.contains(&right), "{question:?}");
            assert!(question.choices.is_empty() || question.choices.len() > 1, "{question:?}");
            let mut then = timeline.clone();
            then.run_until(question.known_at);
            let (now, after) = (counted(&timeline), counted(&then));
            let holds = match &right {
                Answer::Number(n) => usize::try_from(*n) == Ok(after.len()),
                Answer::NewComes => after.len() > now.len(),
                Answer::OldGoes => after.len() < now.len(),
                Answer::Both => {
                    now.iter().any(|p| !after.contains(p)) && after.iter().any(|p| !now.contains(p))
                }
                Answer::Neither => now == after,
                Answer::Pod(pod) => now.contains(pod) && !after.contains(pod),
                Answer::Images(images) => images.is_empty() == then.snapshot().services[0].ready.is_empty(),
                Answer::Yes | Answer::No if concept == Concept::Failures => {
                    let failed = |t: &Timeline| t.snapshot().ledger.failed_in_all();
                    (failed(&then) > failed(&timeline)) == (right == Answer::Yes)
                }
                Answer::Yes => then.snapshot().pods.iter().all(|p| {
                    let images = &p.object.template.spec.containers;
                    images.iter().all(|c| &*c.image == "web:2.0.0")
                }),
                Answer::No => then
                    .snapshot()
                    .pods
                    .iter()
                    .any(|p| &*p.object.template.spec.containers[0].image == "web:1.0.0"),
            };
            assert!(holds, "{question:?}: {} Pods, then {}", now.len(), after.len());
        }
        if !timeline.next_decision() {
            break;
        }
    }
    asked
}

#[test]
fn what_is_right_is_what_comes() {
    let well = |_: &mut Workload| ();
    let replicas = |n| ("spec.replicas", Value::Int(n));
    let surge = |n: i64| ("spec.strategy.rollingUpdate.maxSurge", Value::Int(n));
    let unavailable = |n: i64| ("spec.strategy.rollingUpdate.maxUnavailable", Value::Int(n));
    let sums = [
        check(&[], well),
        check(&[replicas(1)], well),
        check(&[replicas(7)], well),
        check(&[replicas(5), surge(2), unavailable(2)], well),
        check(&[surge(0), unavailable(1)], well),
        check(
            &[
                ("spec.strategy", Value::Map(Vec::new())),
                ("spec.strategy.type", Value::Text("Recreate".into())),
            ],
            well,
        ),
        check(&[("spec.progressDeadlineSeconds", Value::Int(60))], |w| w.pull_failures = u32::MAX),
        check(&[("spec.progressDeadlineSeconds", Value::Int(60))], |w| {
            w.ready_after = Some(SimDuration::millis(20_000));
        }),
        check(&[], |w| (w.stops_after, w.drains) = (SimDuration::ZERO, false)),
    ];
    for (at, concept) in Concept::ALL.into_iter().enumerate() {
        assert!(sums.iter().any(|asked| asked[at] > 0), "{concept:?} is never asked about");
    }
}

#[test]
fn guesses_are_told_when_the_run_shows_it() {
    let mut timeline = rolling(&[("spec.strategy.rollingUpdate.maxUnavailable", Value::Int(0))], |_| ());
    let mut guesses = Guesses::default();
    let look = |guesses: &mut Guesses, timeline: &Timeline| guesses.look(timeline.simulation(), 0);
    look(&mut guesses, &timeline);
    let mut given = 0;
    let mut right = 0;
    while let Some(open) = guesses.open().cloned() {
        look(&mut guesses, &timeline);
        assert_eq!(guesses.open(), Some(&open), "one question as long as nothing happens");
        // Every other answer is wrong.
        let wrong = open.choices.iter().find(|c| !open.is_right(c)).cloned();
        let answer = if given % 2 == 0 { open.right().cloned() } else { wrong.or(Some(Answer::Pod(Uid(0)))) };
        guesses.answer(answer.expect("there is one"));
        assert!(guesses.answered().is_some());
        let told = guesses.in_all();
        timeline.next_decision();
        timeline.run_until(timeline.now() + course::SETTLING);
        look(&mut guesses, &timeline);
        given += 1;
        right += given % 2;
        if open.known_at <= timeline.now() {
            assert!(guesses.in_all().0 > told.0);
            assert_eq!(guesses.latest().map(|g| &g.question), Some(&open));
        }
    }
    timeline.run_until(timeline.now() + SimDuration::millis(120_000));
    look(&mut guesses, &timeline);
    assert!(given >= 5, "{given} questions");
    assert_eq!(guesses.in_all(), (given, right));
    assert_eq!(guesses.open(), None, "nothing comes any more");
}

#[test]
fn who_goes_back_or_changes_something_is_asked_again() {
    let mut timeline = rolling(&[], |_| ());
    let start = timeline.now();
    let mut guesses = Guesses::default();
    let answer = |guesses: &mut Guesses| {
        let right = guesses.open().and_then(|q| q.right().cloned()).expect("something comes");
        guesses.answer(right);
    };
    timeline.next_decision();
    guesses.look(timeline.simulation(), 0);
    answer(&mut guesses);
    timeline.seek(start);
    guesses.look(timeline.simulation(), 0);
    assert!(guesses.open().is_some() && guesses.answered().is_none());
    answer(&mut guesses);
    guesses.look(timeline.simulation(), 1);
    timeline.run_until(SimTime(600_000));
    guesses.look(timeline.simulation(), 1);
    assert_eq!(guesses.in_all(), (0, 0), "of another run nobody knows");
}
