//! The futures that are kept with the run: of each its name, how far it was known, how much of what was done is the same as in the run
//! that is shown, and the rest, as in links.

use crate::lab::{Branch, Forks, Lab, Step};
use crate::link::acts;
use js_sys::Array;
use rollout_engine::SimTime;
use wasm_bindgen::prelude::*;

/// Null as long as there is but one.
pub(super) fn written(lab: &Lab) -> JsValue {
    let forks = lab.forks();
    if forks.branches.len() < 2 {
        return JsValue::NULL;
    }
    let own = lab.steps(forks.current);
    // Texts are told apart from the one that the run started from.
    let first = lab.record().0;
    let all = Array::of1(&forks.current.into());
    for branch in &forks.branches {
        let same = branch.steps.iter().zip(&own).take_while(|(a, b)| a == b).count();
        let fields = Array::of4(
            &branch.id.into(),
            &branch.name.as_deref().map_or(JsValue::NULL, JsValue::from),
            &ms(branch.end),
            &(same as u32).into(),
        );
        for step in branch.steps.iter().skip(same) {
            fields.push(&ms(step.at));
            fields.push(&(&*step.words).into());
            fields.push(&acts::written(&step.act, first).into());
        }
        all.push(&fields);
    }
    all.into()
}

pub(super) fn read(kept: &JsValue, lab: &mut Lab) -> Option<()> {
    let kept = Array::from(kept);
    let current = number(&kept.get(0))? as u32;
    let own = lab.steps(lab.forks().current);
    let first = lab.record().0;
    let one = |fields: JsValue| -> Option<Branch> {
        let fields = Array::from(&fields);
        let same = number(&fields.get(3))? as usize;
        let mut steps: Vec<Step> = own.iter().take(same).cloned().collect();
        for i in (4..fields.length()).step_by(3) {
            let text = |i: u32| fields.get(i).as_string();
            let (at, act) = (SimTime(number(&fields.get(i))?), acts::read(&text(i + 2)?, first)?);
            steps.push(Step { at, act, words: text(i + 1)?.into() });
        }
        let (id, end) = (number(&fields.get(0))? as u32, SimTime(number(&fields.get(2))?));
        Some(Branch { id, name: fields.get(1).as_string().map(Into::into), steps, end })
    };
    let branches: Vec<Branch> = kept.iter().skip(1).filter_map(one).collect();
    if branches.iter().any(|b| b.id == current) {
        lab.set_forks(Forks::of(branches, current));
    }
    Some(())
}

fn ms(at: SimTime) -> JsValue {
    JsValue::from_f64(at.0 as f64)
}

fn number(value: &JsValue) -> Option<u64> {
    value.as_f64().filter(|n| *n >= 0.0).map(|n| n as u64)
}
