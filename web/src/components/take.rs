//! What one takes along: the moment, the run and its tables as files.

use crate::app::Sim;
use crate::browser;
use crate::element::prelude::*;
use crate::locale::{Text, take as words};
use crate::picture;
use crate::script_access;
use crate::view::csv;

/// A file that the lab makes.
struct Taken {
    label: Text,
    name: &'static str,
    make: fn(&Sim) -> String,
}

/// The animated run is made in many frames; all others at once.
const FILM: &str = "rollout-run.svg";
const PNG: &str = "rollout.png";

const FILES: [Taken; 8] = [
    Taken { label: words::PICTURE, name: "rollout.svg", make: picture::moment },
    Taken { label: words::PNG, name: PNG, make: picture::moment },
    Taken { label: words::FILM, name: FILM, make: |_| String::new() },
    Taken { label: words::TIMES, name: "timeline.csv", make: timeline },
    Taken {
        label: words::PODS,
        name: "pods.csv",
        make: |sim| sim.scene().map_or_else(String::new, |s| csv::pods(&s)),
    },
    Taken { label: words::SCRIPT, name: "rollout.sh", make: |sim| sim.lab().borrow().as_script() },
    Taken {
        label: words::MANIFEST,
        name: "rollout.yaml",
        make: |sim| sim.lab().borrow().manifest().to_string(),
    },
    Taken { label: words::RUN, name: "rollout.json", make: script_access::run },
];

/// The run over time as CSV.
pub(crate) fn timeline(sim: &Sim) -> String {
    let reading = sim.lab().borrow_mut().read();
    csv::timeline(&reading.samples, &reading.scene)
}

/// The buttons for all files; `said` is what became of the last one.
pub(crate) fn take(sim: &Sim, said: &UseStateHandle<String>) -> Html {
    let button = |file: &'static Taken| {
        let (sim, said) = (sim.clone(), said.setter());
        let onclick = Callback::from(move |_: MouseEvent| {
            let name = file.name;
            match name {
                FILM => {
                    said.set(words::FILMING.to_owned());
                    let said = said.clone();
                    picture::film(&sim, move |svg| {
                        browser::save_text(name, &svg);
                        said.set(words::saved(name));
                    });
                    return;
                }
                PNG => browser::save_png(name, &(file.make)(&sim)),
                _ => browser::save_text(name, &(file.make)(&sim)),
            }
            said.set(words::saved(name));
        });
        html! { <button type="button" {onclick}>{ file.label }</button> }
    };
    html! {
        <>
            <h2>{ words::TAKE }</h2>
            <div class="row files">{ for FILES.iter().map(button) }</div>
            <p class="note" role="status">{ said.as_str() }</p>
        </>
    }
}
