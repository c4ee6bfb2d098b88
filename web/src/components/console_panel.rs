//! The console: a prompt, what was printed, and what helps to type.

use crate::app::Sim;
use crate::browser;
use crate::console::{Block, Console, ConsoleAction, Stream};
use crate::element::prelude::*;
use crate::locale::console as words;
use kubectl::Candidate;
use std::rc::Rc;
use web_sys::HtmlInputElement;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) console: Console,
    pub(crate) playing: bool,
    pub(crate) sim: Sim,
}

/// So many candidates are shown.
const MOST_SHOWN: usize = 24;

/// What helps to type, at one moment.
#[derive(Clone, PartialEq)]
enum Aid {
    Nothing,
    /// Candidates for the word from one place to another (in bytes).
    Choices {
        from: usize,
        to: usize,
        candidates: Rc<Vec<Candidate>>,
        chosen: Option<usize>,
    },
    /// An earlier line, by its place in the history, and what had been typed before.
    Earlier {
        at: usize,
        typed: Rc<str>,
    },
    /// The place of the line that was found.
    Search {
        query: Rc<str>,
        found: Option<usize>,
    },
    /// The next Tab leaves the prompt.
    Leaving,
}

#[component]
pub(crate) fn ConsolePanel(props: &Props) -> Html {
    let Props { console, sim, .. } = props;
    let (field, log) = (use_node_ref(), use_node_ref());
    let aid = use_state_eq(|| Aid::Nothing);
    let copied = use_state_eq(|| None::<u32>);
    let newest = console.blocks.last().map(|(number, _)| *number);
    {
        let log = log.clone();
        use_effect_with((newest, console.waits.is_some()), move |_| browser::scroll_to_end(&log));
    }
    {
        let field = field.clone();
        use_effect_with(console.asked, move |_| browser::focus_at_end(&field));
    }
    let prompt =
        Prompt { sim: sim.clone(), console: console.clone(), field: field.clone(), aid: aid.clone() };
    let onkeydown = {
        let prompt = prompt.clone();
        Callback::from(move |event: KeyboardEvent| prompt.key(&event))
    };
    let oninput = {
        let prompt = prompt.clone();
        Callback::from(move |_: InputEvent| prompt.typed())
    };
    let anywhere = {
        let prompt = prompt.clone();
        Callback::from(move |event: KeyboardEvent| prompt.key_anywhere(&event))
    };
    let copy = {
        let (console, log, copied) = (console.clone(), log.clone(), copied.clone());
        Callback::from(move |_: MouseEvent| {
            browser::copy(&console.as_text(), &log);
            copied.set(newest);
        })
    };
    let clear = on_press(sim, |sim| sim.console(ConsoleAction::Clear));
    let stop = on_press(sim, Sim::interrupt);
    let is_copied = newest.is_some() && *copied == newest;
    let value: Rc<str> = match &*aid {
        Aid::Search { query, .. } => Rc::clone(query),
        _ => Rc::clone(&console.typed),
    };
    let (listed, chosen) = match &*aid {
        Aid::Choices { chosen, .. } => (true, chosen.map(|at| format!("choice-{at}"))),
        _ => (false, None),
    };
    let searches = matches!(*aid, Aid::Search { .. });
    html! {
        <div class="body-p console" onkeydown={anywhere}>
            <div class="log" ref={log} role="log" aria-live="polite" aria-label={words::OUTPUT} tabindex="0">
                if console.blocks.is_empty() { <p class="note">{ words::WELCOME }</p> }
                { for console.blocks.iter().map(|(number, block)| html! { <Printed key={*number} block={block.clone()} sim={sim.clone()} /> }) }
            </div>
            if console.waits.is_some() {
                <div class="row waits"><span class="soft">{ words::waits(props.playing) }</span><span class="sp"></span><button type="button" onclick={stop}>{ words::STOP }</button></div>
            }
            { prompt.aid() }
            <label class="prompt">
                <span aria-hidden="true">{ "$" }</span>
                <span class="unseen">{ if searches { words::SEARCH } else { words::PROMPT } }</span>
                <input id="prompt" ref={field} type="text" value={AttrValue::from(value)} placeholder={words::EXAMPLE} readonly={console.waits.is_some()}
                    role="combobox" aria-autocomplete="list" aria-expanded={listed.to_string()} aria-controls={listed.then_some("choices")}
                    aria-activedescendant={chosen} aria-describedby="prompt-keys" {oninput} {onkeydown} spellcheck="false" autocapitalize="off" autocomplete="off" />
            </label>
            <p class="note" id="prompt-keys">{ words::KEYS }</p>
            <div class="row wrap">
                <button type="button" onclick={copy} disabled={newest.is_none()}>{ if is_copied { words::COPIED } else { words::COPY } }</button>
                <button type="button" onclick={clear} disabled={newest.is_none()}>{ words::CLEAR }</button>
            </div>
        </div>
    }
}

fn on_press(sim: &Sim, f: fn(&Sim)) -> Callback<MouseEvent> {
    let sim = sim.clone();
    Callback::from(move |_: MouseEvent| f(&sim))
}

#[derive(Properties, PartialEq)]
struct PrintedProps {
    block: Block,
    sim: Sim,
}

/// One text, drawn once.
#[component]
fn Printed(props: &PrintedProps) -> Html {
    let Block { stream, text, names } = &props.block;
    // A table keeps its lines; a sentence is broken where the panel ends.
    let table = text.contains("   ").then_some("table");
    let stream = match stream {
        Stream::In => "in",
        Stream::Out => "out",
        Stream::Warning => "warning",
        Stream::Error => "error",
        Stream::Note => "note",
    };
    let mut at = 0;
    let mut parts = Vec::new();
    for (from, to, selected) in names.iter() {
        let (sim, selected) = (props.sim.clone(), *selected);
        let onclick = Callback::from(move |_: MouseEvent| sim.select(Some(selected)));
        parts.push(html! { <>{ &text[at..*from] }<button type="button" class="name" {onclick}>{ &text[*from..*to] }</button></> });
        at = *to;
    }
    html! { <div class={classes!("said", stream, table)}>{ for parts }{ &text[at..] }</div> }
}

/// The prompt at one moment.
#[derive(Clone)]
struct Prompt {
    sim: Sim,
    console: Console,
    field: NodeRef,
    aid: UseStateHandle<Aid>,
}

impl Prompt {
    fn field(&self) -> Option<HtmlInputElement> {
        self.field.cast()
    }

    fn value(&self) -> String {
        self.field().map(|field| field.value()).unwrap_or_default()
    }

    fn put(&self, line: &str) {
        self.sim.console(ConsoleAction::Type(line.into()));
    }

    /// The text of the field has changed.
    fn typed(&self) {
        let value = self.value();
        if let Aid::Search { .. } = *self.aid {
            return self.search(&value, self.console.history.len());
        }
        self.aid.set(Aid::Nothing);
        self.put(&value);
    }

    /// Keys that mean the same everywhere in the console.
    fn key_anywhere(&self, event: &KeyboardEvent) {
        if !event.ctrl_key() || event.alt_key() || event.meta_key() {
            return;
        }
        match event.key().as_str() {
            "c" if browser::is_something_marked(&self.field) => return,
            "c" if self.console.waits.is_some() => self.sim.interrupt(),
            "c" => {
                let line = self.console.typed.to_string() + "^C";
                self.aid.set(Aid::Nothing);
                let block = Block::new(Stream::In, &line, Vec::new());
                self.sim.console(ConsoleAction::Print(vec![block]));
                self.put("");
            }
            "l" => self.sim.console(ConsoleAction::Clear),
            "u" => self.put(""),
            "r" => match &*self.aid {
                Aid::Search { query, found } => self.search(query, found.unwrap_or(0)),
                _ => self.search(&self.value(), self.console.history.len()),
            },
            _ => return,
        }
        event.prevent_default();
    }

    fn key(&self, event: &KeyboardEvent) {
        if event.ctrl_key() || event.alt_key() || event.meta_key() || event.is_composing() {
            return;
        }
        let taken = match event.key().as_str() {
            "Enter" => self.enter(),
            "Tab" if event.shift_key() => false,
            "Tab" => self.tab(),
            "ArrowUp" => self.up(),
            "ArrowDown" => self.down(),
            "Escape" => self.escape(),
            "ArrowRight" | "ArrowLeft" | "Home" | "End" => self.accept(),
            _ => false,
        };
        if taken {
            event.prevent_default();
        }
    }

    fn enter(&self) -> bool {
        if self.console.waits.is_some() {
            return true;
        }
        let line: Rc<str> = match &*self.aid {
            Aid::Choices { chosen: Some(at), .. } => {
                self.choose(*at);
                return true;
            }
            Aid::Search { found, .. } => {
                found.and_then(|at| self.console.history.get(at)).map_or_else(|| "".into(), Rc::clone)
            }
            _ => self.value().into(),
        };
        self.aid.set(Aid::Nothing);
        self.sim.enter(&line);
        true
    }

    /// Takes what a search has found to the prompt.
    fn accept(&self) -> bool {
        let Aid::Search { found, query } = &*self.aid else { return false };
        let line = found.and_then(|at| self.console.history.get(at)).unwrap_or(query);
        self.put(line);
        self.aid.set(Aid::Nothing);
        true
    }

    fn escape(&self) -> bool {
        if self.accept() {
            return true;
        }
        self.aid.set(if matches!(*self.aid, Aid::Choices { .. }) { Aid::Nothing } else { Aid::Leaving });
        true
    }

    fn search(&self, query: &str, before: usize) {
        let earlier = self.console.history.get(..before).unwrap_or(&[]);
        let found = earlier.iter().rposition(|line| line.contains(query)).filter(|_| !earlier.is_empty());
        // Where there is no more, the last one found stays.
        let kept = match &*self.aid {
            Aid::Search { query: known, found } if **known == *query => *found,
            _ => None,
        };
        self.aid.set(Aid::Search { query: query.into(), found: found.or(kept) });
    }

    fn up(&self) -> bool {
        match &*self.aid {
            Aid::Choices { candidates, chosen, .. } => {
                let count = candidates.len().min(MOST_SHOWN);
                self.mark(Some(chosen.map_or(count - 1, |at| (at + count - 1) % count)));
            }
            Aid::Earlier { at: 0, .. } => {}
            Aid::Earlier { at, typed } => self.earlier(at - 1, Rc::clone(typed)),
            _ if self.console.history.is_empty() => {}
            _ => self.earlier(self.console.history.len() - 1, Rc::clone(&self.console.typed)),
        }
        true
    }

    fn down(&self) -> bool {
        match &*self.aid {
            Aid::Choices { candidates, chosen, .. } => {
                let count = candidates.len().min(MOST_SHOWN);
                self.mark(Some(chosen.map_or(0, |at| (at + 1) % count)));
            }
            Aid::Earlier { at, typed } if at + 1 < self.console.history.len() => {
                self.earlier(at + 1, Rc::clone(typed));
            }
            Aid::Earlier { typed, .. } => {
                self.put(typed);
                self.aid.set(Aid::Nothing);
            }
            _ => {}
        }
        true
    }

    fn earlier(&self, at: usize, typed: Rc<str>) {
        if let Some(line) = self.console.history.get(at) {
            self.put(line);
            self.aid.set(Aid::Earlier { at, typed });
        }
    }

    fn mark(&self, mark: Option<usize>) {
        if let Aid::Choices { from, to, candidates, .. } = &*self.aid {
            let candidates = Rc::clone(candidates);
            self.aid.set(Aid::Choices { from: *from, to: *to, candidates, chosen: mark });
        }
    }

    /// Completes; whether it did not just leave the prompt.
    fn tab(&self) -> bool {
        match &*self.aid {
            Aid::Choices { .. } => return self.down(),
            Aid::Search { .. } => return self.accept(),
            Aid::Leaving => {
                self.aid.set(Aid::Nothing);
                return false;
            }
            _ => {}
        }
        let value = self.value();
        if value.trim().is_empty() || self.console.waits.is_some() {
            return false;
        }
        let units = self.field().and_then(|f| f.selection_start().ok().flatten()).unwrap_or(u32::MAX);
        let to = byte_of(&value, units);
        let completion = self.sim.lab().borrow().complete(&value, to, &self.sim.text());
        let word = &value[completion.from..to];
        let candidates = completion.candidates;
        let Some(first) = candidates.first() else { return true };
        if candidates.len() == 1 {
            self.complete(completion.from, to, &first.text, true);
            return true;
        }
        let common = candidates.iter().fold(first.text.as_str(), |common, c| shared(common, &c.text));
        if common.len() > word.len() {
            self.complete(completion.from, to, common, false);
        }
        let to = completion.from + common.len().max(word.len());
        let candidates = Rc::new(candidates);
        self.aid.set(Aid::Choices { from: completion.from, to, candidates, chosen: None });
        true
    }

    fn choose(&self, at: usize) {
        if let Aid::Choices { from, to, candidates, .. } = &*self.aid
            && let Some(candidate) = candidates.get(at)
        {
            self.complete(*from, *to, &candidate.text, true);
        }
        self.aid.set(Aid::Nothing);
    }

    /// Puts a word in the place of another one.
    fn complete(&self, from: usize, to: usize, word: &str, whole: bool) {
        let value = self.value();
        let (Some(before), Some(after)) = (value.get(..from), value.get(to..)) else { return };
        let gap = if whole && !word.ends_with(['=', '/']) && !after.starts_with(' ') { " " } else { "" };
        let line = [before, word, gap, after].concat();
        let cursor = before.encode_utf16().count() + word.encode_utf16().count() + gap.len();
        if let Some(field) = self.field() {
            let cursor = u32::try_from(cursor).unwrap_or(0);
            field.set_value(&line);
            let _ = field.set_selection_range(cursor, cursor);
            let _ = field.focus();
        }
        self.put(&line);
    }

    /// What helps to type, drawn.
    fn aid(&self) -> Html {
        match &*self.aid {
            Aid::Choices { candidates, chosen, .. } => html! {
                <ul class="choices" id="choices" role="listbox" aria-label={words::CHOICES}>
                    { for candidates.iter().take(MOST_SHOWN).enumerate().map(|(at, candidate)| {
                        let prompt = self.clone();
                        let onmousedown = Callback::from(move |event: MouseEvent| {
                            event.prevent_default();
                            prompt.choose(at);
                        });
                        let on = *chosen == Some(at);
                        html! { <li id={format!("choice-{at}")} role="option" aria-selected={on.to_string()} {onmousedown}>{ &candidate.text }</li> }
                    }) }
                    if candidates.len() > MOST_SHOWN { <li class="soft" role="presentation">{ words::more(candidates.len() - MOST_SHOWN) }</li> }
                </ul>
            },
            Aid::Search { found, .. } => {
                let line = found.and_then(|at| self.console.history.get(at));
                html! {
                    <p class="search" role="status"><span class="soft">{ words::SEARCH }{ ": " }</span><span class="mono">{ line.map_or(words::FOUND_NOTHING.say(), |l| &**l) }</span></p>
                }
            }
            _ => Html::default(),
        }
    }
}

/// The place in bytes of one in UTF-16 units.
fn byte_of(text: &str, units: u32) -> usize {
    let mut left = units as usize;
    for (at, c) in text.char_indices() {
        if left == 0 {
            return at;
        }
        left = left.saturating_sub(c.len_utf16());
    }
    text.len()
}

/// What two words begin with.
fn shared<'a>(a: &'a str, b: &str) -> &'a str {
    let end = a.char_indices().zip(b.chars()).find(|((_, x), y)| x != y).map(|((at, _), _)| at);
    a.get(..end.unwrap_or(a.len().min(b.len()))).unwrap_or("")
}
