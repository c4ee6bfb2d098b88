//! Questions about what a run does next. They are made from the run as it is: a copy of it goes ahead, and what becomes of that is
//! the answer. So they fit whatever numbers somebody has chosen, and nobody has to write an answer down.

mod ahead;
mod rollout;
mod step;

pub use ahead::SETTLING;

use ahead::Ahead;
use rollout_engine::api::{Name, Uid};
use rollout_engine::{SimTime, Simulation};

/// With more Pods than that nobody can see what a question is about.
const MOST_PODS: usize = 100;

/// What a question is about: what somebody who answers it wrongly should look at again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Concept {
    /// How many Pods there may be.
    Count,
    /// What comes first, a new Pod or the end of an old one.
    Order,
    /// Which Pod goes.
    Leaving,
    /// Who gets the requests.
    Traffic,
    /// Whether a rollout comes to its end.
    End,
    /// Whether users notice.
    Failures,
}

impl Concept {
    /// All of them, in the order in which they are asked about.
    pub const ALL: [Self; 6] =
        [Self::End, Self::Count, Self::Order, Self::Traffic, Self::Leaving, Self::Failures];

    /// The lesson that shows it.
    pub const fn lesson(self) -> &'static str {
        match self {
            Self::Count => "m4",
            Self::Order => "rolling-update",
            Self::Leaving => "wrong",
            Self::Traffic => "m19",
            Self::End => "m8",
            Self::Failures => "m5",
        }
    }
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// So many.
    Number(i64),
    /// More new Pods, and as many old ones as before.
    NewComes,
    /// Fewer old Pods, and as many new ones as before.
    OldGoes,
    /// Both in one step.
    Both,
    /// Neither.
    Neither,
    /// The programs of these images; nobody, if there is none.
    Images(Vec<Name>),
    /// It is so.
    Yes,
    /// It is not so.
    No,
    /// This Pod.
    Pod(Uid),
}

/// A question about a moment of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// What it is about.
    pub concept: Concept,
    /// When it was asked.
    pub asked_at: SimTime,
    /// From when on the run shows the answer.
    pub known_at: SimTime,
    /// What can be chosen; empty: a Pod is to be pointed at.
    pub choices: Vec<Answer>,
    /// The answers that are right. Of Pods all that are as good as one another.
    right: Vec<Answer>,
}

impl Question {
    /// Whether an answer is right.
    pub fn is_right(&self, answer: &Answer) -> bool {
        self.right.contains(answer)
    }

    /// The right answer; of several, what the run does.
    pub fn right(&self) -> Option<&Answer> {
        self.right.first()
    }
}

/// What can be answered, and what is right.
struct Answers {
    choices: Vec<Answer>,
    right: Vec<Answer>,
}

/// The question of this kind about what comes next; none, where it makes no sense now.
pub fn question(present: &Simulation, concept: Concept) -> Option<Question> {
    if present.pod_count() > MOST_PODS {
        return None;
    }
    let mut ahead = Ahead::of(present);
    let answers = match concept {
        Concept::End | Concept::Failures => rollout::answers(concept, present, &mut ahead),
        _ => step::answers(concept, present, &mut ahead),
    };
    let Answers { choices, right } = answers?;
    Some(Question { concept, asked_at: present.now(), known_at: ahead.run.now(), choices, right })
}
