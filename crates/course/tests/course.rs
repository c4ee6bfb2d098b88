//! Every lesson is gone through: what it wants seen comes, what it says holds, with its own numbers and with others.

use course::{FILES, Lesson, LessonKind, Walk, read};
use std::collections::BTreeSet;
use std::rc::Rc;

fn lessons() -> Vec<Rc<Lesson>> {
    FILES
        .iter()
        .flat_map(|(name, text)| read(text).unwrap_or_else(|error| panic!("{name}, {error}")))
        .collect()
}

/// Goes through all lessons of a kind.
fn check_all(kind: LessonKind) {
    let problems: Vec<String> =
        lessons().iter().filter(|lesson| lesson.kind == kind).flat_map(course::check).collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn every_tour_shows_its_moments() {
    check_all(LessonKind::Tour);
}

#[test]
fn every_experiment_shows_what_it_says() {
    check_all(LessonKind::Experiment);
}

#[test]
fn every_challenge_can_be_solved() {
    check_all(LessonKind::Challenge);
}

#[test]
fn a_challenge_is_not_solved_before_anything_is_done() {
    for lesson in lessons().iter().filter(|lesson| lesson.kind == LessonKind::Challenge) {
        let mut lesson = Lesson::clone(lesson);
        lesson.solution.clear();
        lesson.until = course::When::At(rollout_engine::SimDuration::millis(300_000));
        let lesson = Rc::new(lesson);
        let walked = Walk::through(&lesson, &[]).expect("it starts");
        let met = lesson.expect.iter().all(|(_, expression)| expression.holds(&walked.facts, 1));
        assert!(!met, "{} is solved by doing nothing", lesson.id);
    }
}

#[test]
fn every_slide_of_the_decks_is_a_moment() {
    let slides: BTreeSet<String> = lessons()
        .iter()
        .flat_map(|lesson| lesson.moments.iter().flat_map(|moment| moment.slides.clone()))
        .collect();
    let wanted = [(1, 16), (2, 5), (3, 10)];
    let wanted: BTreeSet<String> =
        wanted.iter().flat_map(|(deck, last)| (1..=*last).map(move |n| format!("{deck}.{n}"))).collect();
    assert_eq!(slides, wanted);
}

#[test]
fn the_tour_has_its_chapters_and_each_is_tried_with_other_numbers() {
    let lessons = lessons();
    let tour: Vec<_> = lessons.iter().filter(|lesson| lesson.kind == LessonKind::Tour).collect();
    let ids: Vec<&str> = tour.iter().map(|lesson| lesson.id.as_str()).collect();
    let wanted = "rolling-update who-creates two-replicasets history wrong zero-downtime other-strategies canary \
                  blue-green undo-in-production";
    assert_eq!(ids.join(" "), wanted);
    for lesson in tour {
        assert!(!lesson.variations.is_empty(), "{} is never tried with other numbers", lesson.id);
    }
}

/// Whoever goes through the tour may choose other numbers than the chapters themselves are tried with,
/// before its run or within it.
#[test]
fn the_tour_is_true_with_whatever_numbers_leave_a_floor() {
    let mut problems = Vec::new();
    for lesson in lessons().iter().filter(|lesson| lesson.kind == LessonKind::Tour) {
        for replicas in [1, 2, 3, 5] {
            for (surge, unavailable) in [(1, 0), (2, 0), (0, 1), (2, 1), (3, 2), (0, 4)] {
                if unavailable >= replicas {
                    continue;
                }
                let int = |path: &str, n| manifest::Edit::set(path, manifest::Value::Int(n));
                let mut numbers = vec![int("spec.replicas", replicas)];
                // Recreate has no limits.
                if lesson.id != "other-strategies" {
                    numbers.push(int("spec.strategy.rollingUpdate.maxSurge", surge));
                    numbers.push(int("spec.strategy.rollingUpdate.maxUnavailable", unavailable));
                }
                let mut before = Lesson::clone(lesson);
                let mut within = before.clone();
                let soon = course::When::At(rollout_engine::SimDuration::millis(500));
                within.acts.insert(0, course::Act { when: soon, deed: course::Deed::Edit(numbers.clone()) });
                within.variations.clear();
                // What holds of the whole run is said of one set of limits, and here there were two.
                within.expect.clear();
                before.variations = vec![numbers];
                for lesson in [before, within] {
                    let found = course::check(&Rc::new(lesson));
                    problems.extend(
                        found.iter().map(|said| format!("{replicas}, {surge}, {unavailable}: {said}")),
                    );
                }
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn every_misconception_has_an_experiment() {
    let ids: BTreeSet<String> = lessons()
        .into_iter()
        .filter(|lesson| lesson.kind == LessonKind::Experiment)
        .map(|lesson| lesson.id.clone())
        .collect();
    let numbers = (1..=28).map(|n| format!("m{n}")).chain(["m5b".to_owned(), "m9b".to_owned()]);
    assert_eq!(ids, numbers.collect());
}

/// What the chapter says of shares, with other numbers of Pods on either side.
#[test]
fn a_canary_gets_as_large_a_share_as_it_has_of_the_pods() {
    let lessons = lessons();
    let lesson = lessons.iter().find(|lesson| lesson.id == "canary").expect("it is there");
    for (stable, canary) in [(4, 0), (4, 1), (4, 4), (9, 1), (5, 2), (1, 3)] {
        let mut lesson = Lesson::clone(lesson);
        lesson.acts.clear();
        lesson.until = course::When::At(rollout_engine::SimDuration::millis(60_000));
        let edits = [("spec.replicas", stable), ("web-canary/spec.replicas", canary)]
            .map(|(field, n)| manifest::Edit::set(field, manifest::Value::Int(n)));
        let walked = Walk::through(&Rc::new(lesson), &edits).expect("it starts");
        let fact = |wanted: &str| {
            let (_, read) = course::NAMES.iter().find(|(name, _)| *name == wanted).expect("it is a fact");
            read(&walked.facts)
        };
        assert_eq!((fact("all.endpoints"), fact("other.endpoints")), (stable + canary, canary));
        let (got, should) = (fact("old.answered"), fact("sent") * canary / (stable + canary));
        assert!((got - should).abs() * 4 <= should, "{stable} and {canary}: {got}, should be about {should}");
    }
}

/// The real order: an old Pod that leaves no longer counts, so the next new one comes in the same instant.
#[test]
fn the_first_deck_comes_in_the_order_of_a_real_cluster() {
    let lessons = lessons();
    let lesson = lessons.iter().find(|lesson| lesson.id == "rolling-update").expect("it is there");
    let walked = Walk::through(lesson, &[]).expect("it starts");
    let slides: Vec<&str> = walked
        .reached
        .iter()
        .filter_map(|r| {
            Some(lesson.moments[r.moment].slides.get(usize::try_from(r.round - 1).ok()?)?.as_str())
        })
        .collect();
    let expected = [
        "1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.8", "1.7", "1.9", "1.10", "1.11", "1.13", "1.12",
        "1.14", "1.15", "1.16",
    ];
    let sorted = |mut slides: Vec<&str>| {
        slides.sort_unstable();
        slides.join(" ")
    };
    assert_eq!(sorted(slides.clone()), sorted(expected.to_vec()));
    let place = |slide: &str| slides.iter().position(|s| *s == slide);
    for (earlier, later) in
        [("1.6", "1.8"), ("1.8", "1.7"), ("1.11", "1.13"), ("1.13", "1.12"), ("1.15", "1.16")]
    {
        assert!(place(earlier) < place(later), "{earlier} comes before {later}: {slides:?}");
    }
}

#[test]
fn a_bad_file_is_refused_with_its_place() {
    let check = |text: &str, wanted: &str| {
        let error = read(text).expect_err(text).to_string();
        assert!(error.contains(wanted), "{text}: {error}");
    };
    check("id: a\n  b: c", "line 2");
    check("id: a\nkind: tour\ntitle: A\ncolour: red\n", "line 4, column 1: `colour` is not known here");
    check("id: a\nkind: tale\ntitle: A\n", "line 2, column 7: `tale` is no kind");
    check("id: a\nkind: tour\ntitle: A\n", "needs `moments`");
    check(
        "id: a\nkind: tour\ntitle: A\nmoments:\n- {id: m, title: M, text: T, when: pods == 1}\n",
        "line 5, column 36: there is no fact `pods`",
    );
    let start = |start: &str| format!("id: a\nkind: tour\ntitle: A\nstart: {start}\n");
    check(&start("{scenario: red}"), "line 4, column 19: `red` is no scenario: workshop, recreate, canary");
    check(
        &start("{scenario: canary, manifest: a}"),
        "line 4, column 37: `scenario` and `manifest` cannot both",
    );
    check(
        "id: a\nkind: tour\ntitle: A\ndo:\n- {at: soon, kubectl: get pods}\n",
        "line 5, column 8: `soon` is no time",
    );
}

#[test]
fn the_teachers_guide_leads_to_lessons() {
    let guide = include_str!("../../../docs/teachers-guide.md");
    let mut links = 0;
    for link in guide.split("?lesson=").skip(1) {
        let place: String = link.chars().take_while(|c| c.is_alphanumeric() || "/-".contains(*c)).collect();
        let id = place.split('/').nth(1).unwrap_or_default();
        assert!(lessons().iter().any(|lesson| lesson.id == id), "the guide links to {place}");
        links += 1;
    }
    assert!(links > 15, "{links} links");
}
