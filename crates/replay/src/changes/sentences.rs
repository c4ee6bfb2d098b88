//! The sentence that tells a change.

use super::{Change, Edited, Why};
use std::fmt;

fn pods(n: i64) -> String {
    if n == 1 { "1 Pod".to_owned() } else { format!("{n} Pods") }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Command(line) => write!(f, "Somebody runs: {line}"),
            Self::Deployed { name, what } => match what {
                Edited::Created(image, n) if image.is_empty() => {
                    write!(f, "Deployment {name} is there: it wants {}.", pods(*n))
                }
                Edited::Created(image, n) => {
                    write!(f, "Deployment {name} is there: it wants {} of {image}.", pods(*n))
                }
                Edited::Image(from, to) if from.is_empty() => {
                    write!(f, "The image of Deployment {name} is {to}.")
                }
                Edited::Image(from, to) => {
                    write!(f, "The image of Deployment {name} is changed from {from} to {to}.")
                }
                Edited::Replicas(from, to) => write!(f, "Deployment {name} is scaled from {from} to {to}."),
                Edited::Paused(true) => write!(f, "Deployment {name} is paused."),
                Edited::Paused(false) => write!(f, "Deployment {name} goes on."),
            },
            Self::Scaled { name, from, to, why } => {
                match from {
                    None => write!(f, "The Deployment creates ReplicaSet {name} for {}", pods(*to))?,
                    Some(from) => write!(f, "The Deployment scales ReplicaSet {name} from {from} to {to}")?,
                }
                match why {
                    None => write!(f, "."),
                    Some(Why::Room { total, ceiling }) => {
                        write!(f, ": {ceiling} may exist, and {total} were wanted.")
                    }
                    Some(Why::Spare { available, floor }) => {
                        write!(f, ": {available} were ready, and {floor} must be available.")
                    }
                    Some(Why::Wanted(n)) => write!(f, ": the Deployment wants {n}."),
                }
            }
            Self::Progress { name, reason, message } => {
                write!(f, "Deployment {name} says {reason}: {message}")
            }
            Self::Created(name) => write!(f, "Pod {name} is created."),
            Self::Ready(name) => write!(f, "Pod {name} became ready."),
            Self::Unready(name) => write!(f, "Pod {name} is not ready any more."),
            Self::Status(name, status) => write!(f, "Pod {name}: {status}."),
            Self::Leaving(name) => write!(f, "Pod {name} is being deleted."),
            Self::Gone(kind, name) => write!(f, "{kind} {name} is gone."),
            Self::Warning(message) => write!(f, "Warning: {message}"),
        }
    }
}
