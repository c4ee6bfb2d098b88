//! `window.rolloutLab`: the lab for scripts. What a person can do by hand a script can do by these few functions; an error is
//! thrown as an `Error` with the message that a person would see.

use crate::app::Sim;
use crate::edits::{Edit, set_in};
use crate::lab::{Act, Refusal};
use crate::link::Link;
use crate::locale as text;
use crate::picture;
use crate::state::LessonShown;
use js_sys::{Error, JSON, Object, Reflect};
use manifest::{
    Detail, Tree, deployment_tree, endpoint_slice_tree, event_name, event_tree, pod_tree, replica_set_tree,
    to_json,
};
use rollout_engine::api::Event;
use rollout_engine::{Calendar, SimTime};
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// Puts `rolloutLab` into the window.
pub(crate) fn install(sim: &Sim) {
    let lab = Object::new();
    let put = |name: &str, value: &JsValue| drop(Reflect::set(&lab, &name.into(), value));
    put("version", &env!("CARGO_PKG_VERSION").into());
    let with_text = |f: fn(&Sim, &str) -> Result<(), Refusal>| {
        let sim = sim.clone();
        Closure::<dyn Fn(JsValue) -> Result<(), JsValue>>::new(move |text: JsValue| {
            f(&sim, &text.as_string().unwrap_or_default()).map_err(thrown)
        })
        .into_js_value()
    };
    let plain = |f: fn(&Sim)| {
        let sim = sim.clone();
        Closure::<dyn Fn()>::new(move || f(&sim)).into_js_value()
    };
    put("load", &with_text(Sim::load));
    put("apply", &with_text(Sim::apply));
    put("play", &plain(|sim| sim.set_playing(true)));
    put("pause", &plain(|sim| sim.set_playing(false)));
    put("step", &plain(Sim::next));
    put("back", &plain(Sim::back));
    {
        let sim = sim.clone();
        let kubectl = Closure::<dyn Fn(JsValue) -> JsValue>::new(move |line: JsValue| {
            let said = sim.kubectl(&line.as_string().unwrap_or_default());
            let answer = Object::new();
            let put = |name: &str, value: JsValue| drop(Reflect::set(&answer, &name.into(), &value));
            put("exitCode", said.exit_code.map_or(JsValue::NULL, JsValue::from));
            put("stdout", said.stdout.into());
            put("stderr", said.stderr.into());
            answer.into()
        });
        put("kubectl", &kubectl.into_js_value());
    }
    {
        let sim = sim.clone();
        let set_image = Closure::<dyn Fn(JsValue, JsValue, JsValue) -> Result<(), JsValue>>::new(
            move |deployment: JsValue, container: JsValue, image: JsValue| {
                let word = |v: &JsValue| v.as_string().unwrap_or_default();
                set_image(&sim, &word(&deployment), &word(&container), &word(&image)).map_err(thrown)
            },
        );
        put("setImage", &set_image.into_js_value());
    }
    {
        let sim = sim.clone();
        let scale = Closure::<dyn Fn(JsValue, JsValue) -> Result<(), JsValue>>::new(
            move |deployment: JsValue, n: JsValue| {
                let n = n.as_f64().filter(|n| n.fract() == 0.0);
                let Some(n) = n else { return Err(Error::new(&text::NOT_A_NUMBER).into()) };
                apply_edit(&sim, &deployment.as_string().unwrap_or_default(), &Edit::Replicas(n as i64))
                    .map_err(thrown)
            },
        );
        put("scale", &scale.into_js_value());
    }
    {
        let sim = sim.clone();
        let seek = Closure::<dyn Fn(f64)>::new(move |ms: f64| {
            let opens_at = sim.lab().borrow().timeline().scenario().opens_at;
            sim.seek(SimTime(opens_at.0.saturating_add(ms.max(0.0) as u64)));
        });
        put("seek", &seek.into_js_value());
    }
    {
        let sim = sim.clone();
        let open = Closure::<dyn Fn(JsValue) -> JsValue>::new(move |link: JsValue| {
            let problems = sim.open_link(&link.as_string().unwrap_or_default());
            problems.iter().map(JsValue::from).collect::<js_sys::Array>().into()
        });
        put("open", &open.into_js_value());
    }
    {
        let sim = sim.clone();
        let link = Closure::<dyn Fn() -> JsValue>::new(move || {
            Link::to(&sim.lab().borrow(), &Link::default()).written().into()
        });
        put("link", &link.into_js_value());
    }
    {
        let sim = sim.clone();
        let state =
            Closure::<dyn Fn() -> JsValue>::new(move || JSON::parse(&state(&sim)).unwrap_or(JsValue::NULL));
        put("state", &state.into_js_value());
    }
    for (name, make) in [
        ("svg", picture::moment as fn(&Sim) -> String),
        ("csv", crate::components::take::timeline),
        ("script", |sim| sim.lab().borrow().as_script()),
    ] {
        let sim = sim.clone();
        put(name, &Closure::<dyn Fn() -> String>::new(move || make(&sim)).into_js_value());
    }
    {
        let sim = sim.clone();
        let film = Closure::<dyn Fn() -> js_sys::Promise>::new(move || {
            js_sys::Promise::new(&mut |done, _| {
                picture::film(&sim, move |svg| drop(done.call1(&JsValue::NULL, &svg.into())));
            })
        });
        put("film", &film.into_js_value());
    }
    if let Some(window) = web_sys::window() {
        drop(Reflect::set(&window, &"rolloutLab".into(), &lab));
    }
}

fn thrown(problems: Refusal) -> JsValue {
    let told = |p: &crate::state::Problem| match p.at {
        Some((line, column)) => text::yaml::at(line, column) + ": " + &p.message,
        None => p.message.clone(),
    };
    Error::new(&problems.iter().map(told).collect::<Vec<_>>().join("\n")).into()
}

fn apply_edit(sim: &Sim, deployment: &str, edit: &Edit) -> Result<(), Refusal> {
    let now = sim.lab().borrow().manifest();
    let refused = |message| vec![crate::state::Problem { at: None, message }];
    let edited = set_in(&now, deployment, edit).map_err(refused)?;
    sim.act(Act::Apply(edited.into()))
}

fn set_image(sim: &Sim, deployment: &str, container: &str, image: &str) -> Result<(), Refusal> {
    let refused = |message| vec![crate::state::Problem { at: None, message }];
    let index = {
        let lab = sim.lab().borrow();
        let found = lab.timeline().snapshot().deployments.into_iter().find(|d| &*d.meta.name == deployment);
        let containers = found.as_ref().map(|d| &d.spec.template.spec.containers);
        containers.and_then(|c| c.iter().position(|c| &*c.name == container))
    };
    let Some(index) = index else { return Err(refused(text::no_such_container(deployment, container))) };
    let now = sim.lab().borrow().manifest();
    let path = format!("spec.template.spec.containers[{index}].image");
    let edited = manifest::edit(&now, deployment, &[manifest::Edit::set(path, image)]);
    let edited = edited.map_err(|e| refused(e.to_string()))?;
    sim.act(Act::Apply(edited.into()))
}

/// What was done and when, and what has come of it, as JSON.
pub(crate) fn run(sim: &Sim) -> String {
    let text = |text: &str| to_json(&Tree::text(text));
    let lab = sim.lab().borrow();
    let (first, done) = lab.record();
    let opens_at = lab.timeline().scenario().opens_at;
    let mut out = String::from("{\"lab\":\"");
    out.extend([env!("CARGO_PKG_VERSION"), "\",\"seed\":", &lab.timeline().scenario().seed.to_string()]);
    out.extend([",\"link\":", &text(&Link::to(&lab, sim.link()).written()), ",\"manifest\":", &text(first)]);
    out.push_str(",\"acts\":[");
    let mut before = first;
    for (i, act) in done.iter().enumerate() {
        out.push_str(if i > 0 { "," } else { "" });
        out.extend(["{\"atMs\":", &act.at.since(opens_at).0.to_string(), ",\"act\":"]);
        out.extend([
            &*text(&crate::link::acts::written(&act.act, before)),
            ",\"title\":",
            &text(&act.told.title),
            "}",
        ]);
        before = act.manifest();
    }
    out.push_str("],\"state\":");
    drop(lab);
    out.extend([&*state(sim), "}\n"]);
    out
}

/// The present in Kubernetes' own field names, as JSON.
fn state(sim: &Sim) -> String {
    let lesson = sim.lab().borrow_mut().read().lesson.as_deref().map_or_else(|| "null".to_owned(), lesson);
    let lab = sim.lab().borrow();
    let timeline = lab.timeline();
    let scenario = timeline.scenario();
    let snapshot = timeline.snapshot();
    let detail = Detail::Stored { namespace: &scenario.namespace };
    let calendar = Calendar { start_unix_ms: scenario.start_unix_ms };
    // Into one text: of a long run it is large.
    let mut out = format!(
        "{{\"timeMs\":{},\"lesson\":{lesson},\"decisions\":{},\"atRest\":{}",
        timeline.now().since(scenario.opens_at).0,
        snapshot.decisions,
        timeline.is_at_rest(),
    );
    let mut list = |name: &str, items: &mut dyn Iterator<Item = Tree>| {
        out.extend([",\"", name, "\":["]);
        for (i, item) in items.enumerate() {
            out.push_str(if i > 0 { "," } else { "" });
            out.push_str(&to_json(&item));
        }
        out.push(']');
    };
    list("deployments", &mut snapshot.deployments.iter().map(|d| deployment_tree(d, detail)));
    list("replicaSets", &mut snapshot.replica_sets.iter().map(|r| replica_set_tree(&r.object, detail)));
    list("pods", &mut snapshot.pods.iter().map(|p| pod_tree(&p.object, detail)));
    let slices = timeline.simulation().endpoint_slices();
    list("endpoints", &mut slices.iter().map(|s| endpoint_slice_tree(s, detail)));
    let events = lab.events();
    let event = |e: &Rc<Event>| event_tree(e, &event_name(e, calendar, 0), &scenario.namespace, calendar);
    list("events", &mut events.iter().map(event));
    let ledger = &snapshot.ledger;
    let answered = ledger.answered.iter().map(|(image, n)| format!("{}:{n}", to_json(&Tree::from(image))));
    let failed = ledger.failures().map(|(cause, n)| format!("\"{cause:?}\":{n}"));
    out.push_str(&format!(
        ",\"requests\":{{\"sent\":{},\"answered\":{{{}}},\"failed\":{{{}}}}}}}",
        ledger.sent,
        answered.collect::<Vec<_>>().join(","),
        failed.collect::<Vec<_>>().join(","),
    ));
    out
}

/// Where one is in a lesson, and how well it went.
fn lesson(shown: &LessonShown) -> String {
    let or_null = |text: Option<String>| text.unwrap_or_else(|| "null".to_owned());
    let stars = shown.stars.map(|s| [s.few_changes, s.fast, s.nothing_failed].iter().filter(|s| **s).count());
    [
        "{\"id\":",
        &to_json(&Tree::from(&*shown.lesson.id)),
        ",\"at\":",
        &shown.at.to_string(),
        ",\"total\":",
        &or_null(shown.total.map(|n| n.to_string())),
        ",\"over\":",
        &shown.over.to_string(),
        ",\"right\":",
        &or_null(shown.verdict.map(|right| right.to_string())),
        ",\"stars\":",
        &or_null(stars.map(|n| n.to_string())),
        "}",
    ]
    .concat()
}
