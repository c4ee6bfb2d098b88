//! A decision in words: its title, its arithmetic, what came of it.

use super::versions::Version;
use crate::locale as text;
use rollout_engine::decision::{Decision, DecisionOutcome, Operand, Rule};

/// A piece of an equation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    /// The sign before it; none before the first.
    pub(crate) sign: Option<&'static str>,
    pub(crate) value: i64,
    pub(crate) word: &'static str,
}

/// What came of a decision, in the colours of the ReplicaSet that it was about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Effect {
    pub(crate) version: Option<Version>,
    pub(crate) words: String,
    /// Old → new, if it was a number that changed.
    pub(crate) change: Option<(i32, i32)>,
}

/// A decision, ready to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Told {
    pub(crate) number: Option<u32>,
    pub(crate) title: String,
    pub(crate) reason: &'static str,
    pub(crate) parts: Vec<Part>,
    pub(crate) result: i64,
    pub(crate) result_word: &'static str,
    /// What holds the result down, if anything does.
    pub(crate) limit: Option<String>,
    pub(crate) effect: Option<Effect>,
}

/// Revision and colours of a ReplicaSet, by its name.
pub(crate) type FindSet<'a> = &'a dyn Fn(&str) -> Option<(Version, i64)>;

/// Whether a decision changed something.
pub(crate) fn was_taken(decision: &Decision) -> bool {
    decision.outcome != DecisionOutcome::Nothing
}

/// How many Pods a decision is about.
fn how_many(decision: &Decision) -> u32 {
    match &decision.outcome {
        DecisionOutcome::Scaled { from, to, .. } => from.abs_diff(*to),
        DecisionOutcome::Created { replicas, .. } => replicas.unsigned_abs(),
        DecisionOutcome::PodsCreated(pods) | DecisionOutcome::PodsDeleted(pods) => {
            u32::try_from(pods.len()).unwrap_or(u32::MAX)
        }
        _ => 1,
    }
}

/// Puts a decision into words.
pub(crate) fn tell(decision: &Decision, find: FindSet<'_>) -> Told {
    let taken = was_taken(decision);
    let equation = &decision.equation;
    let parts = equation.terms.iter().enumerate().map(|(i, o)| part(i, *o)).collect();
    let result = match decision.rule {
        _ if equation.terms.is_empty() => 0,
        // By so many more or, below 0, fewer.
        Rule::ScaleActive | Rule::ScaleProportionally => equation.limited_result(),
        _ => equation.bounded(),
    };
    let limit =
        equation.limits.iter().filter(|(_, most)| *most < equation.result).min_by_key(|(_, most)| *most);
    Told {
        number: decision.number,
        title: text::decision_title(decision.rule, how_many(decision), taken),
        reason: text::decision_reason(decision.rule, taken),
        parts,
        result,
        result_word: text::result_word(decision.rule, result),
        limit: limit.map(|(term, most)| text::at_most(*most, text::term(*term))),
        effect: effect(decision, find),
    }
}

fn part(index: usize, operand: Operand) -> Part {
    let sign = match (index, operand.plus) {
        (0, true) => None,
        (_, true) => Some("+"),
        (_, false) => Some("−"),
    };
    Part { sign, value: operand.value, word: text::term(operand.term) }
}

fn effect(decision: &Decision, find: FindSet<'_>) -> Option<Effect> {
    let about = |set: &str, words: &dyn Fn(i64) -> String, change| {
        let found = find(set);
        let words = found.map_or_else(|| text::WANTS_SET.to_owned(), |(_, revision)| words(revision));
        Some(Effect { version: found.map(|(v, _)| v), words, change })
    };
    match &decision.outcome {
        DecisionOutcome::Nothing => None,
        // It lies ahead, so it has no number yet.
        DecisionOutcome::Created { replica_set, replicas } if find(replica_set).is_none() => {
            Some(plain(text::set_will_be_created(*replicas)))
        }
        DecisionOutcome::Created { replica_set, replicas } => {
            about(replica_set, &|r| text::set_created(r, *replicas), None)
        }
        DecisionOutcome::Scaled { replica_set, from, to } => {
            about(replica_set, &text::revision_wants, Some((*from, *to)))
        }
        DecisionOutcome::Deleted { replica_set } => about(replica_set, &text::set_deleted, None),
        DecisionOutcome::Renumbered { replica_set, from, to } => {
            about(replica_set, &|_| text::renumbered(*from, *to), None)
        }
        DecisionOutcome::PodsCreated(_) => Some(plain(text::pods_made(how_many(decision)))),
        DecisionOutcome::PodsDeleted(_) => Some(plain(text::pods_told(how_many(decision)))),
        DecisionOutcome::Progressing(reason) => Some(plain(text::progress(*reason).to_owned())),
    }
}

fn plain(words: String) -> Effect {
    Effect { version: None, words, change: None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rollout_engine::SimTime;
    use rollout_engine::api::{Kind, ObjectRef};
    use rollout_engine::decision::{Equation, Term};

    fn decision(rule: Rule, terms: &[(bool, Term, i64)], outcome: DecisionOutcome) -> Decision {
        let object = ObjectRef { kind: Kind::Deployment, name: "web".into() };
        Decision { number: Some(2), at: SimTime(0), object, rule, equation: Equation::of(terms), outcome }
    }

    const RULES: [Rule; 17] = [
        Rule::CreateReplicaSet,
        Rule::ScaleUpNew,
        Rule::ScaleDownNew,
        Rule::ScaleDownOld,
        Rule::CleanUpUnhealthy,
        Rule::RecreateScaleDown,
        Rule::RecreateWait,
        Rule::RecreateScaleUp,
        Rule::ScaleActive,
        Rule::ScaleDownSaturated,
        Rule::ScaleProportionally,
        Rule::CleanUpHistory,
        Rule::ReuseReplicaSet,
        Rule::Paused,
        Rule::Progress,
        Rule::CreatePods,
        Rule::DeletePods,
    ];

    #[test]
    fn every_rule_has_a_short_title_and_a_sentence_whether_taken_or_not() {
        for rule in RULES {
            let scaled = DecisionOutcome::Scaled { replica_set: "web-1".into(), from: 3, to: 1 };
            for outcome in [scaled, DecisionOutcome::Nothing] {
                let told = tell(
                    &decision(rule, &[(true, Term::Available, 4), (false, Term::MinAvailable, 3)], outcome),
                    &|_| None,
                );
                assert!(told.title.chars().count() <= 26, "{rule:?}: {} is too long for a card", told.title);
                assert!(told.reason.ends_with('.'), "{rule:?}");
                assert_eq!(told.parts.len(), 2);
                assert_eq!(told.result, 1);
            }
        }
    }

    #[test]
    fn a_decision_reads_as_its_inequality() {
        let outcome = DecisionOutcome::Scaled { replica_set: "web-1".into(), from: 3, to: 2 };
        let d = decision(
            Rule::ScaleDownOld,
            &[(true, Term::Available, 4), (false, Term::MinAvailable, 3)],
            outcome,
        );
        let told = tell(&d, &|name| (name == "web-1").then_some((Version::default(), 1)));
        assert_eq!(told.title, "An old Pod may go");
        let words: Vec<_> = told.parts.iter().map(|p| (p.sign, p.value, p.word)).collect();
        assert_eq!(words, [(None, 4, "available"), (Some("−"), 3, "floor")]);
        assert_eq!((told.result, told.result_word), (1, "may go"));
        let effect = told.effect.expect("it changed something");
        assert_eq!((effect.words.as_str(), effect.change), ("revision 1 wants", Some((3, 2))));
    }

    #[test]
    fn fewer_pods_are_a_number_below_zero() {
        let outcome = DecisionOutcome::Scaled { replica_set: "web-1".into(), from: 3, to: 0 };
        let terms = [(true, Term::Replicas, 0), (false, Term::OwnReplicas, 3)];
        let told = tell(&decision(Rule::ScaleActive, &terms, outcome), &|_| None);
        assert_eq!((told.result, told.result_word), (-3, "change"));
    }

    #[test]
    fn a_limit_is_named_where_it_holds_the_result_down() {
        let mut d = decision(
            Rule::ScaleUpNew,
            &[(true, Term::Ceiling, 13), (false, Term::TotalReplicas, 3)],
            DecisionOutcome::Nothing,
        );
        d.equation = d.equation.limited(Term::Replicas, 4);
        let told = tell(&d, &|_| None);
        assert_eq!((told.result, told.limit.as_deref()), (4, Some("at most 4 (replicas)")));
    }
}
