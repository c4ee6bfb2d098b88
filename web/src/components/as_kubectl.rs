//! The command line that a control equals, with a button that puts it into the console.

use super::icon;
use crate::app::Sim;
use crate::element::prelude::*;
use crate::locale::console as words;

pub(crate) fn as_kubectl(line: &str, sim: &Sim) -> Html {
    let (sim, put) = (sim.clone(), line.to_owned());
    let onclick = Callback::from(move |_: MouseEvent| sim.put_into_console(&put));
    let label = words::INTO_CONSOLE.to_owned() + ": " + line;
    html! {
        <div class="sh same"><span>{ line }</span><button type="button" class="plain" title={words::INTO_CONSOLE} aria-label={label} {onclick}>{ icon::prompt() }</button></div>
    }
}

/// Several lines, folded away.
pub(crate) fn all_as_kubectl(lines: &[String], sim: &Sim) -> Html {
    html! {
        <details class="sames">
            <summary>{ crate::locale::spec::KUBECTL }</summary>
            { for lines.iter().map(|line| as_kubectl(line, sim)) }
        </details>
    }
}
