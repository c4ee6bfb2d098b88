//! Who calls, how often, and what they put up with; and how fast the cluster is.

use super::spec_panel::line;
use super::stepper;
use crate::app::Sim;
use crate::element::prelude::*;
use crate::lab::Act;
use crate::locale::Text;
use crate::locale::spec as words;
use crate::shared::Shared;
use rollout_engine::api::Name;
use rollout_engine::traffic::{Causes, Client, TrafficSpec};
use rollout_engine::{Latencies, SimDuration};

/// More are not offered.
const MOST_CLIENTS: usize = 4;

pub(crate) struct Props {
    pub(crate) traffic: Shared<TrafficSpec>,
    pub(crate) latencies: Latencies,
    pub(crate) services: Vec<Name>,
    pub(crate) sim: Sim,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        *self.traffic == *other.traffic
            && self.latencies == other.latencies
            && self.services == other.services
    }
}

pub(crate) fn traffic_form(props: &Props) -> Html {
    let clients = &props.traffic.clients;
    let several = clients.len() > 1;
    let add = set(props, |traffic, _: MouseEvent| {
        traffic.clients.push(Client { requests_per_second: 5, ..Client::default() });
    });
    html! {
        <details>
            <summary>{ words::TRAFFIC }</summary>
            { for clients.iter().enumerate().map(|(at, client)| client_form(props, at, client, several)) }
            if clients.len() < MOST_CLIENTS {
                <div class="row"><button type="button" onclick={add}>{ words::ADD_CLIENT }</button></div>
            }
            { latencies(props) }
        </details>
    }
}

/// Changes who calls.
fn set<T: 'static>(props: &Props, change: impl Fn(&mut TrafficSpec, T) + 'static) -> Callback<T> {
    let (sim, traffic) = (props.sim.clone(), props.traffic.clone());
    Callback::from(move |value: T| {
        let mut changed = (*traffic).clone();
        change(&mut changed, value);
        drop(sim.act(Act::Traffic(changed)));
    })
}

/// Changes one client.
fn set_client<T: 'static>(props: &Props, at: usize, change: fn(&mut Client, T)) -> Callback<T> {
    set(props, move |traffic, value| {
        if let Some(client) = traffic.clients.get_mut(at) {
            change(client, value);
        }
    })
}

fn client_form(props: &Props, at: usize, client: &Client, several: bool) -> Html {
    let number = |label: Text, note: Text, value: u32, change: fn(&mut Client, i64)| {
        let on_change = set_client(props, at, change);
        let note = if note.is_empty() {
            Html::default()
        } else {
            html! { <small>{ note }</small> }
        };
        line(label, note, stepper::count(label, i64::from(value), 1, on_change))
    };
    let wait = |label: Text, value: SimDuration, change: fn(&mut Client, i64)| {
        let on_change = set_client(props, at, change);
        line(label, Html::default(), seconds(label, value, on_change))
    };
    let retries = client.retries;
    let name = if client.name.is_empty() { words::client(at) } else { client.name.to_string() };
    html! {
        <div key={at}>
            if several {
                <div class="f">
                    <b>{ name.clone() }</b>
                    <button type="button" onclick={set(props, move |t, _: MouseEvent| drop(t.clients.remove(at)))}
                        aria-label={format!("{}: {name}", words::REMOVE_CLIENT)}>{ words::REMOVE_CLIENT }</button>
                </div>
            }
            { number(words::RATE, Text(""), client.requests_per_second, |c, n| c.requests_per_second = to_count(n)) }
            if props.services.len() > 1 { { service(props, at, client) } }
                { wait(words::TIMEOUT, client.timeout, |c, n| c.timeout = to_duration(n)) }
                { number(words::RETRIES, words::RETRIES_NOTE, retries.times, |c, n| c.retries.times = to_count(n)) }
                if retries.times > 0 {
                    { wait(words::RETRY_AFTER, retries.after, |c, n| c.retries.after = to_duration(n)) }
                    { retried_on(props, at, retries.on) }
                }
                { number(words::ADDRESSES, Text(""), client.addresses, |c, n| c.addresses = to_count(n)) }
                <div class="f"><label class="check">
                    <input type="checkbox" checked={client.keep_alive} onchange={set_client(props, at, |c, _: Event| c.keep_alive ^= true)} />
                    { words::KEEP_ALIVE }
                </label></div>
        </div>
    }
}

fn retried_on(props: &Props, at: usize, on: Causes) -> Html {
    let onchange = set_client(props, at, |c, event: Event| c.retries.on = causes(chosen(&event)));
    let option = |n: usize, label: Text| html! { <option selected={on == causes(n)}>{ label }</option> };
    let select = html! {
        <select class="field" {onchange} aria-label={words::RETRY_ON}>
            { option(0, words::RETRY_ON_ALL) }
            { option(1, words::RETRY_ON_NOT_DELIVERED) }
        </select>
    };
    line(words::RETRY_ON, Html::default(), select)
}

fn service(props: &Props, at: usize, client: &Client) -> Html {
    let services = props.services.clone();
    let onchange = set(props, move |traffic: &mut TrafficSpec, event: Event| {
        if let Some(client) = traffic.clients.get_mut(at) {
            client.service = services.get(chosen(&event)).cloned();
        }
    });
    let called = client.service.as_ref().or(props.services.first());
    let select = html! {
        <select class="field" {onchange} aria-label={words::CALLS_SERVICE}>
            { for props.services.iter().map(|s| html! { <option selected={called == Some(s)}>{ &**s }</option> }) }
        </select>
    };
    line(words::CALLS_SERVICE, Html::default(), select)
}

fn chosen(event: &Event) -> usize {
    let field = event.target_dyn_into::<web_sys::HtmlSelectElement>();
    field.and_then(|f| usize::try_from(f.selected_index()).ok()).unwrap_or(0)
}

fn causes(n: usize) -> Causes {
    if n == 0 { Causes::ALL } else { Causes::NOT_DELIVERED }
}

fn latencies(props: &Props) -> Html {
    let wait = |label: Text, note: Html, value: SimDuration, change: fn(&mut Latencies, SimDuration)| {
        let (sim, latencies) = (props.sim.clone(), props.latencies);
        let on_change = Callback::from(move |n: i64| {
            let mut changed = latencies;
            change(&mut changed, to_duration(n));
            drop(sim.act(Act::Latencies(changed)));
        });
        line(label, note, seconds(label, value, on_change))
    };
    let l = props.latencies;
    let none = Html::default;
    html! {
        <details>
            <summary>{ words::LATENCIES }</summary>
            { wait(words::API_CALL, none(), l.api_call, |l, d| l.api_call = d) }
            { wait(words::WATCH, none(), l.watch, |l, d| l.watch = d) }
            { wait(words::PROXY_WATCH, none(), l.proxy_watch, |l, d| l.proxy_watch = d) }
            { wait(words::PROXY_SYNC, none(), l.proxy_sync, |l, d| l.proxy_sync = d) }
            { wait(words::PROXY, html! { <small>{ words::PROXY_NOTE }</small> }, l.proxy_min_sync_period, |l, d| l.proxy_min_sync_period = d) }
        </details>
    }
}

fn seconds(label: Text, value: SimDuration, on_change: Callback<i64>) -> Html {
    let value = i64::try_from(value.0).unwrap_or(i64::MAX);
    let step = match value {
        1000.. => 500,
        100.. => 100,
        10.. => 10,
        _ => 1,
    };
    stepper::seconds(label, value, step, on_change)
}

fn to_duration(n: i64) -> SimDuration {
    SimDuration(u64::try_from(n).unwrap_or(0))
}

fn to_count(n: i64) -> u32 {
    u32::try_from(n.max(0)).unwrap_or(u32::MAX)
}
