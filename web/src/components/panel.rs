//! Beside the stage: the spec, the manifest, the decisions, the events; or what is chosen on the stage.

use super::console_panel::ConsolePanel;
use super::events_panel::{self, events_panel};
use super::futures::futures;
use super::history_panel::{self, history_panel};
use super::inspector::Inspector;
use super::spec_panel::SpecPanel;
use super::why_panel::{self, why_panel};
use super::yaml_panel::YamlPanel;
use crate::app::Sim;
use crate::element::prelude::*;
use crate::locale as words;
use crate::state::{Action, Tab, UiState};

pub(crate) fn panel(state: &UiState, sim: &Sim) -> Html {
    let reading = &state.reading;
    let second = rollout_engine::SimTime(reading.now.0 / 1000 * 1000);
    if let Some(selected) = state.selected {
        return html! {
            <aside><Inspector {selected} view={state.view} scene={reading.scene.clone()} now={second} refusal={state.refusal.clone()} sim={sim.clone()} /></aside>
        };
    }
    let body = match state.tab {
        Tab::Spec => html! {
            <SpecPanel scene={reading.scene.clone()} manifest={reading.manifest.clone()} refusal={state.refusal.clone()} sim={sim.clone()} />
        },
        Tab::Yaml => html! {
            <YamlPanel draft={state.draft.clone()} manifest={reading.manifest.clone()} notices={reading.notices.clone()} go_to={state.go_to_line} sim={sim.clone()} />
        },
        Tab::Kubectl => html! {
            <ConsolePanel console={state.console.clone()} playing={state.playing} sim={sim.clone()} />
        },
        Tab::Why => why_panel(&why_panel::Props {
            scene: reading.scene.clone(),
            now: second,
            decided: reading.decided,
            refused: state.refused_steps,
            sim: sim.clone(),
        }),
        Tab::Events => events_panel(&events_panel::Props { scene: reading.scene.clone(), sim: sim.clone() }),
        Tab::History => {
            let props = history_panel::Props { scene: reading.scene.clone(), sim: sim.clone() };
            html! { <>{ history_panel(&props) }{ futures(state, sim) }</> }
        }
    };
    html! {
        <aside>
            <div class="tabs" role="tablist">
                { for Tab::ALL.iter().zip(words::TABS).map(|(tab, name)| {
                    let (sim, tab, on) = (sim.clone(), *tab, *tab == state.tab);
                    let onclick = Callback::from(move |_: MouseEvent| sim.dispatch(Action::SetTab(tab)));
                    let edited = tab == Tab::Yaml && state.draft.typed.is_some();
                    html! {
                        <button type="button" role="tab" id={format!("tab-{name}")} aria-controls="panel" aria-selected={on.to_string()} {onclick}>
                            { name }if edited { <span class="dot" title={words::yaml::UNAPPLIED}></span> }
                        </button>
                    }
                }) }
            </div>
            <div class="panelbody" id="panel" role="tabpanel" tabindex="0" aria-labelledby={format!("tab-{}", words::TABS[state.tab as usize])}>
                { body }
            </div>
        </aside>
    }
}
