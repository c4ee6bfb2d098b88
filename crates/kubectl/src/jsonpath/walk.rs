//! Where paths lead: from a place in an object along the steps.

use super::{Operand, Step};
use manifest::{Tree, Value};

/// More values than anybody wants to see.
const MOST: usize = 100_000;

/// The values that a path leads to from a place in an object.
///
/// # Errors
/// An index beyond the end of a list, something that is no list, and too many values.
pub(super) fn walk<'t>(path: &[Step], root: &'t Tree, current: &'t Tree) -> Result<Vec<&'t Tree>, String> {
    let mut found = vec![current];
    for step in path {
        let mut next = Vec::new();
        for tree in found {
            take(step, root, tree, &mut next)?;
            if next.len() > MOST {
                return Err("too many results".to_owned());
            }
        }
        found = next;
    }
    Ok(found)
}

fn take<'t>(step: &Step, root: &'t Tree, tree: &'t Tree, next: &mut Vec<&'t Tree>) -> Result<(), String> {
    match step {
        Step::Root => next.push(root),
        Step::Field(name) => next.extend(tree.get(name)),
        Step::All => {
            next.extend(tree.items());
            next.extend(tree.entries().iter().map(|e| &e.value));
        }
        Step::Recursive => below(tree, next),
        Step::Slice(from, to, by, single) => {
            let Value::List(items) = &tree.value else {
                if tree.is_null() {
                    return Ok(());
                }
                return Err("is not array or slice and cannot index".to_owned());
            };
            let length = i64::try_from(items.len()).unwrap_or(i64::MAX);
            let place = |n: i64| if n < 0 { n.saturating_add(length) } else { n };
            let from = place(from.unwrap_or(0));
            let to = if *single { from.saturating_add(1) } else { place(to.unwrap_or(length)).min(length) };
            if *single && !(0..length).contains(&from) {
                return Err(format!("array index out of bounds: index {from}, length {length}"));
            }
            let mut i = from.max(0);
            while i < to && *by > 0 {
                next.extend(usize::try_from(i).ok().and_then(|i| items.get(i)));
                i = i.saturating_add(*by);
            }
        }
        Step::Union(paths) => {
            for path in paths {
                next.extend(walk(path, root, tree)?);
            }
        }
        Step::Filter(left, operator, right) => {
            let all: Vec<&Tree> = match &tree.value {
                Value::List(items) => items.iter().collect(),
                _ => Vec::new(),
            };
            for item in all {
                if holds(left, operator, right, root, item)? {
                    next.push(item);
                }
            }
        }
    }
    Ok(())
}

/// Everything below, itself included, the deepest last.
fn below<'t>(tree: &'t Tree, next: &mut Vec<&'t Tree>) {
    let mut queue = vec![tree];
    let mut at = 0;
    while let Some(tree) = queue.get(at).copied() {
        queue.extend(tree.items());
        queue.extend(tree.entries().iter().map(|e| &e.value));
        at += 1;
    }
    next.extend(queue);
}

fn holds(left: &Operand, operator: &str, right: &Operand, root: &Tree, item: &Tree) -> Result<bool, String> {
    let value = |operand: &Operand| -> Result<Option<Value>, String> {
        Ok(match operand {
            Operand::Path(path) => walk(path, root, item)?.first().map(|tree| tree.value.clone()),
            Operand::Value(value) => Some(value.clone()),
            Operand::Missing => None,
        })
    };
    let (left, right) = (value(left)?, value(right)?);
    if operator.is_empty() {
        return Ok(left.is_some());
    }
    let (Some(left), Some(right)) = (left, right) else { return Ok(false) };
    let order = match (&left, &right) {
        (Value::Int(a), Value::Int(b)) => Some(a.cmp(b)),
        (Value::Text(a), Value::Text(b)) => Some(a.cmp(b)),
        (a, b) => (a == b).then_some(std::cmp::Ordering::Equal),
    };
    Ok(match operator {
        "==" => left == right,
        "!=" => left != right,
        "<" => order.is_some_and(std::cmp::Ordering::is_lt),
        ">" => order.is_some_and(std::cmp::Ordering::is_gt),
        "<=" => order.is_some_and(std::cmp::Ordering::is_le),
        _ => order.is_some_and(std::cmp::Ordering::is_ge),
    })
}
