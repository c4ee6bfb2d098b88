//! How an image behaves when it runs: a preset, or field by field.

use super::spec_panel::line;
use super::stepper;
use crate::app::Sim;
use crate::element::prelude::*;
use crate::lab::Act;
use crate::locale::Text;
use crate::locale::{spec, workload as words};
use crate::shared::Shared;
use crate::view::format::tag;
use rollout_engine::api::Name;
use rollout_engine::{Preset, SimDuration, Workload};

pub(crate) struct Props {
    pub(crate) image: Name,
    pub(crate) workload: Shared<Workload>,
    pub(crate) sim: Sim,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        self.image == other.image && *self.workload == *other.workload
    }
}

pub(crate) fn workload_form(props: &Props) -> Html {
    let Props { image, workload, sim } = props;
    let at = Preset::ALL.iter().position(|p| p.workload() == **workload);
    let choose = {
        let (sim, image) = (sim.clone(), image.clone());
        Callback::from(move |event: Event| {
            let Some(field) = event.target_dyn_into::<web_sys::HtmlSelectElement>() else { return };
            let chosen = usize::try_from(field.selected_index()).ok().and_then(|i| Preset::ALL.get(i));
            if let Some(preset) = chosen {
                drop(sim.act(Act::Workload(image.clone(), Box::new(preset.workload()))));
            }
        })
    };
    let select = html! {
        <select class="field" id="behaves" onchange={choose} aria-label={words_for(image)}>
            { for words::PRESETS.iter().enumerate().map(|(i, name)| html! { <option selected={at == Some(i)}>{ *name }</option> }) }
            if at.is_none() { <option selected={true}>{ words::OWN }</option> }
        </select>
    };
    let set = Setter { sim: sim.clone(), image: image.clone(), workload: workload.clone() };
    let w = &**workload;
    html! {
        <>
            <h2>{ words_for(image) }</h2>
            { line(spec::PRESET, Html::default(), select) }
            { set.optional(words::READY, w.ready_after, 4_000, |w, d| w.ready_after = d) }
            <details>
                <summary>{ spec::DETAILS }</summary>
                { set.span(words::PULL, w.pull_for, |w, d| w.pull_for = d) }
                { set.count(words::PULL_FAILS, w.pull_failures, |w, n| w.pull_failures = n) }
                { set.optional(words::LISTENS, w.listens_after, 1_000, |w, d| w.listens_after = d) }
                { set.optional(words::LIVE_UNTIL, w.live_until, 20_000, |w, d| w.live_until = d) }
                { set.optional(words::HANGS, w.hangs_at, 15_000, |w, d| w.hangs_at = d) }
                { set.optional(words::EXITS, w.exits_after, 10_000, |w, d| w.exits_after = d) }
                { set.count(words::EXIT_CODE, u32::try_from(w.exit_code).unwrap_or(0), |w, n| w.exit_code = i32::try_from(n).unwrap_or(255).min(255)) }
                { set.optional_count(words::CRASHES, w.crashes, words::ALWAYS, |w, n| w.crashes = n) }
                { set.optional_count(words::LEAKS, w.memory_mib_per_second, words::NO_LEAK, |w, n| w.memory_mib_per_second = n) }
                { set.span(words::STOPS, w.stops_after, |w, d| w.stops_after = d) }
                { set.switch(words::IGNORES, w.ignores_sigterm, |w, b| w.ignores_sigterm = b) }
                { set.switch(words::DRAINS, w.drains, |w, b| w.drains = b) }
                { set.span(words::SERVES, w.serves_for, |w, d| w.serves_for = d) }
                { set.optional_count(words::CAPACITY, w.capacity, words::ANY, |w, n| w.capacity = n) }
                { set.switch(words::BREAKS, w.breaks_api, |w, b| w.breaks_api = b) }
            </details>
        </>
    }
}

fn words_for(image: &str) -> String {
    spec::how(tag(image))
}

/// Changes one field of the workload.
struct Setter {
    sim: Sim,
    image: Name,
    workload: Shared<Workload>,
}

fn ms(d: SimDuration) -> i64 {
    i64::try_from(d.0).unwrap_or(i64::MAX)
}

fn to_duration(n: i64) -> SimDuration {
    SimDuration(u64::try_from(n).unwrap_or(0))
}

fn to_count(n: i64) -> u32 {
    u32::try_from(n.max(0)).unwrap_or(u32::MAX)
}

impl Setter {
    fn on<T: 'static>(&self, set: impl Fn(&mut Workload, T) + 'static) -> Callback<T> {
        let (sim, image, workload) = (self.sim.clone(), self.image.clone(), self.workload.clone());
        Callback::from(move |value: T| {
            let mut changed = (*workload).clone();
            set(&mut changed, value);
            drop(sim.act(Act::Workload(image.clone(), Box::new(changed))));
        })
    }

    fn span(&self, label: Text, value: SimDuration, set: fn(&mut Workload, SimDuration)) -> Html {
        let on_change = self.on(move |w, n: i64| set(w, to_duration(n)));
        let step = if value.0 >= 1_000 { 1_000 } else { 100 };
        line(label, Html::default(), stepper::seconds(label, ms(value), step, on_change))
    }

    fn count(&self, label: Text, value: u32, set: fn(&mut Workload, u32)) -> Html {
        if value == u32::MAX {
            let reset = self.on(move |w, _: MouseEvent| set(w, 0));
            return line(
                label,
                Html::default(),
                html! { <button type="button" onclick={reset}>{ words::ALWAYS }</button> },
            );
        }
        let on_change = self.on(move |w, n: i64| set(w, to_count(n)));
        line(label, Html::default(), stepper::count(label, i64::from(value), 1, on_change))
    }

    /// A length, or never: a box that is ticked where there is one.
    fn optional(
        &self,
        label: Text,
        value: Option<SimDuration>,
        usual: u64,
        set: fn(&mut Workload, Option<SimDuration>),
    ) -> Html {
        let there = value.is_some();
        let toggle = self.on(move |w, _: Event| set(w, (!there).then_some(SimDuration(usual))));
        let control = match value {
            Some(value) => {
                let on_change = self.on(move |w, n: i64| set(w, Some(to_duration(n))));
                stepper::seconds(label, ms(value), 1_000, on_change)
            }
            None => html! { <span class="soft">{ words::NEVER }</span> },
        };
        html! {
            <div class="f">
                <label class="check"><input type="checkbox" checked={there} onchange={toggle} />{ label }</label>
                { control }
            </div>
        }
    }

    fn optional_count(
        &self,
        label: Text,
        value: Option<u32>,
        none: Text,
        set: fn(&mut Workload, Option<u32>),
    ) -> Html {
        let there = value.is_some();
        let toggle = self.on(move |w, _: Event| set(w, (!there).then_some(1)));
        let control = match value {
            Some(value) => {
                let on_change = self.on(move |w, n: i64| set(w, Some(to_count(n))));
                stepper::count(label, i64::from(value), 1, on_change)
            }
            None => html! { <span class="soft">{ none }</span> },
        };
        html! {
            <div class="f">
                <label class="check"><input type="checkbox" checked={there} onchange={toggle} />{ label }</label>
                { control }
            </div>
        }
    }

    fn switch(&self, label: Text, value: bool, set: fn(&mut Workload, bool)) -> Html {
        let onchange = self.on(move |w, _: Event| set(w, !value));
        html! { <div class="f"><label class="check"><input type="checkbox" checked={value} {onchange} />{ label }</label></div> }
    }
}
