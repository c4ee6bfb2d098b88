//! The run that is kept in the browser, so that a reload loses nothing. `link` and `manifest` are what the boot script reports
//! if the lab ever stops.

use crate::browser;
use crate::lab::{Act, Lab};
use js_sys::{Array, JSON, Object, Reflect};
use rollout_engine::traffic::{Causes, Client, Retries, TrafficSpec};
use rollout_engine::{Fault, Latencies, SimDuration, SimTime, Workload};
use wasm_bindgen::prelude::*;

const RUN: &str = "rollout-lab.run";
/// Where the chosen theme is kept.
pub(crate) const THEME: &str = "rollout-lab.theme";

/// Where it is kept which lesson is under way, and where in it.
pub(crate) const LESSON: &str = "rollout-lab.lesson";

/// Where the chosen language is kept.
pub(crate) const LANGUAGE: &str = "rollout-lab.language";

/// Where a manifest is kept that was edited and not applied.
pub(crate) const DRAFT: &str = "rollout-lab.draft";

/// Keeps the run: its manifest, what was done and when, and the present.
pub(crate) fn save(lab: &Lab) {
    let (first, acts) = lab.record();
    let run = Object::new();
    let set = |key: &str, value: JsValue| drop(Reflect::set(&run, &key.into(), &value));
    set("link", browser::address().into());
    set("manifest", (&*lab.manifest()).into());
    set("first", first.into());
    set("now", ms(lab.timeline().now().0));
    let list: Array = acts.iter().map(|d| entry(d.at, &d.act)).collect();
    set("acts", list.into());
    if let Ok(text) = JSON::stringify(&run) {
        browser::keep(RUN, &String::from(text));
    }
}

/// The run that was kept, with everything done again; none if there is none, or if it cannot be read.
pub(crate) fn restore() -> Option<Lab> {
    let run = JSON::parse(&browser::kept(RUN)?).ok()?;
    let get = |key: &str| Reflect::get(&run, &key.into()).ok();
    let mut lab = Lab::new(&get("first")?.as_string()?).ok()?;
    for entry in Array::from(&get("acts")?).iter() {
        let entry = Array::from(&entry);
        let at = number(&entry.get(0))?;
        let act = act(&entry)?;
        lab.seek(SimTime(at));
        if lab.act(act).is_err() {
            break;
        }
    }
    lab.seek(SimTime(number(&get("now")?)?));
    Some(lab)
}

fn ms(n: u64) -> JsValue {
    JsValue::from_f64(n as f64)
}

fn number(value: &JsValue) -> Option<u64> {
    value.as_f64().filter(|n| *n >= 0.0).map(|n| n as u64)
}

fn span(value: Option<SimDuration>) -> JsValue {
    value.map_or(JsValue::NULL, |d| ms(d.0))
}

fn read_span(value: &JsValue) -> Option<SimDuration> {
    number(value).map(SimDuration)
}

/// `[at, kind, arguments …]`
fn entry(at: SimTime, act: &Act) -> JsValue {
    let list = Array::of1(&ms(at.0));
    let put = |value: JsValue| {
        list.push(&value);
    };
    match act {
        Act::Apply(text) => {
            put("apply".into());
            put((&**text).into());
        }
        Act::Undo(deployment, to) => {
            put("undo".into());
            put((&**deployment).into());
            put(to.map_or(JsValue::NULL, |r| JsValue::from_f64(r as f64)));
        }
        Act::Restart(deployment) => {
            put("restart".into());
            put((&**deployment).into());
        }
        Act::DeletePod(pod) => {
            put("delete".into());
            put((&**pod).into());
        }
        Act::Fault(pod, fault) => {
            put("fault".into());
            put((&**pod).into());
            put(match fault {
                Fault::None => "none".into(),
                Fault::NotReady => "not-ready".into(),
                Fault::Hangs => "hangs".into(),
                Fault::Exits(code) => (*code).into(),
            });
        }
        Act::LabelOff(pod, key) => {
            put("label-off".into());
            put((&**pod).into());
            put((&**key).into());
        }
        Act::Cordon(node, cordoned) => {
            put("cordon".into());
            put((&**node).into());
            put((*cordoned).into());
        }
        Act::Kubectl { line, text } => {
            put("kubectl".into());
            put((&**line).into());
            put(text.as_deref().map_or(JsValue::NULL, JsValue::from));
        }
        Act::Workload(image, w) => {
            put("workload".into());
            put((&**image).into());
            put(workload(w));
        }
        Act::Traffic(t) => {
            put("traffic".into());
            put(t.clients.iter().map(client).collect::<Array>().into());
        }
        Act::Latencies(l) => {
            put("latencies".into());
            put(ms(l.api_call.0));
            put(ms(l.watch.0));
            put(ms(l.proxy_watch.0));
            put(ms(l.proxy_sync.0));
            put(ms(l.proxy_min_sync_period.0));
        }
    }
    list.into()
}

fn act(entry: &Array) -> Option<Act> {
    let text = |i: u32| entry.get(i).as_string();
    Some(match text(1)?.as_str() {
        "apply" => Act::Apply(text(2)?.into()),
        "undo" => Act::Undo(text(2)?.into(), entry.get(3).as_f64().map(|r| r as i64)),
        "restart" => Act::Restart(text(2)?.into()),
        "delete" => Act::DeletePod(text(2)?.into()),
        "fault" => {
            let fault = match (text(3).as_deref(), entry.get(3).as_f64()) {
                (Some("none"), _) => Fault::None,
                (Some("not-ready"), _) => Fault::NotReady,
                (Some("hangs"), _) => Fault::Hangs,
                (_, Some(code)) => Fault::Exits(code as i32),
                _ => return None,
            };
            Act::Fault(text(2)?.into(), fault)
        }
        "label-off" => Act::LabelOff(text(2)?.into(), text(3)?.into()),
        "cordon" => Act::Cordon(text(2)?.into(), entry.get(3).is_truthy()),
        "kubectl" => Act::Kubectl { line: text(2)?.into(), text: text(3).map(Into::into) },
        "workload" => Act::Workload(text(2)?.into(), Box::new(read_workload(&Array::from(&entry.get(3))))),
        "traffic" => {
            let list = Array::from(&entry.get(2));
            let clients = list.iter().map(|c| read_client(&Array::from(&c))).collect::<Option<_>>()?;
            Act::Traffic(TrafficSpec { clients })
        }
        "latencies" => Act::Latencies(Latencies {
            api_call: read_span(&entry.get(2))?,
            watch: read_span(&entry.get(3))?,
            proxy_watch: read_span(&entry.get(4))?,
            proxy_sync: read_span(&entry.get(5))?,
            proxy_min_sync_period: read_span(&entry.get(6))?,
        }),
        _ => return None,
    })
}

fn client(c: &Client) -> JsValue {
    let fields = [
        (&*c.name).into(),
        c.service.as_deref().map_or(JsValue::NULL, JsValue::from),
        c.requests_per_second.into(),
        c.addresses.into(),
        ms(c.timeout.0),
        c.retries.times.into(),
        ms(c.retries.after.0),
        c.retries.on.bits().into(),
        c.keep_alive.into(),
    ];
    fields.into_iter().collect::<Array>().into()
}

fn read_client(fields: &Array) -> Option<Client> {
    let small = |i: u32| number(&fields.get(i)).and_then(|n| u32::try_from(n).ok());
    let bits = u8::try_from(small(7)?).ok()?;
    Some(Client {
        name: fields.get(0).as_string()?.into(),
        service: fields.get(1).as_string().map(Into::into),
        requests_per_second: small(2)?,
        addresses: small(3)?,
        timeout: read_span(&fields.get(4))?,
        retries: Retries { times: small(5)?, after: read_span(&fields.get(6))?, on: Causes::of_bits(bits) },
        keep_alive: fields.get(8).as_bool()?,
    })
}

fn workload(w: &Workload) -> JsValue {
    let small = |n: Option<u32>| n.map_or(JsValue::NULL, JsValue::from);
    let unready = w.unready_between.iter().flat_map(|(a, b)| [ms(a.0), ms(b.0)]);
    let fields = [
        ms(w.pull_for.0),
        w.pull_failures.into(),
        span(w.listens_after),
        span(w.ready_after),
        span(w.live_until),
        span(w.hangs_at),
        span(w.exits_after),
        w.exit_code.into(),
        small(w.crashes),
        small(w.memory_mib_per_second),
        ms(w.stops_after.0),
        w.stop_exit_code.into(),
        w.ignores_sigterm.into(),
        w.drains.into(),
        ms(w.serves_for.0),
        small(w.capacity),
        w.breaks_api.into(),
        unready.collect::<Array>().into(),
    ];
    fields.into_iter().collect::<Array>().into()
}

fn read_workload(a: &Array) -> Workload {
    let whole = |i: u32| read_span(&a.get(i)).unwrap_or_default();
    let some = |i: u32| read_span(&a.get(i));
    let code = |i: u32| a.get(i).as_f64().unwrap_or(0.0) as i32;
    let count = |i: u32| number(&a.get(i)).and_then(|n| u32::try_from(n).ok());
    let spans: Vec<SimDuration> = Array::from(&a.get(17)).iter().filter_map(|v| read_span(&v)).collect();
    Workload {
        pull_for: whole(0),
        pull_failures: count(1).unwrap_or(0),
        listens_after: some(2),
        ready_after: some(3),
        unready_between: spans.chunks_exact(2).map(|c| (c[0], c[1])).collect(),
        live_until: some(4),
        hangs_at: some(5),
        exits_after: some(6),
        exit_code: code(7),
        crashes: count(8),
        memory_mib_per_second: count(9),
        stops_after: whole(10),
        stop_exit_code: code(11),
        ignores_sigterm: a.get(12).is_truthy(),
        drains: a.get(13).is_truthy(),
        serves_for: whole(14),
        capacity: count(15),
        breaks_api: a.get(16).is_truthy(),
    }
}
