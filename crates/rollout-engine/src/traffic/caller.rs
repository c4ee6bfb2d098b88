//! A client, and how far it has come.

use super::kube_proxy::{Route, Rules};
use super::spec::Client;
use crate::api::Name;
use crate::id::PodId;
use crate::rng::SimRng;
use crate::time::{SimDuration, SimTime};

/// A client sends at most so many bundles a second, and has at most so many under way: above that 2, 4, 8 … requests share one fate,
/// and cost what one costs.
const MOST_BUNDLES_PER_SECOND: u64 = 2048;
const MOST_BUNDLES_UNDER_WAY: u64 = 16_384;

/// A client, and how far it has come.
#[derive(Clone, Debug)]
pub(super) struct Caller {
    pub(super) spec: Client,
    /// Its rate counts from here.
    from: SimTime,
    /// How many it has sent since.
    sent: u64,
    /// When it sends the next; never, if it is silent.
    pub(super) next_at: Option<SimTime>,
    /// How many share one fate.
    pub(super) weight: u32,
    /// What is known of its addresses, where it matters that a request comes from the same one as an earlier one.
    addresses: Vec<Address>,
}

/// Where requests of an address have gone.
#[derive(Clone, Debug, Default)]
struct Address {
    /// The Pod that it holds an open connection to.
    open: Option<(PodId, Name)>,
    /// Where its last new connection went, and when: for `sessionAffinity: ClientIP`.
    last: Option<(PodId, SimTime)>,
}

impl Caller {
    pub(super) fn new(spec: &Client, from: SimTime) -> Self {
        let rate = u64::from(spec.requests_per_second);
        let most_under_way = rate.saturating_mul(spec.patience().0) / 1000;
        let weight =
            rate.div_ceil(MOST_BUNDLES_PER_SECOND).max(most_under_way.div_ceil(MOST_BUNDLES_UNDER_WAY));
        let weight = u32::try_from(weight.max(1).next_power_of_two()).unwrap_or(1 << 31);
        Self {
            spec: spec.clone(),
            from,
            sent: 0,
            next_at: (rate > 0).then_some(from),
            weight,
            addresses: Vec::new(),
        }
    }

    pub(super) fn open_connection(&self, address: u32) -> Option<(PodId, Name)> {
        self.addresses.get(address as usize)?.open.clone()
    }

    /// Where a new connection of an address goes: with affinity where it went before, as long as that is an endpoint and it was not
    /// long ago.
    pub(super) fn pick<'a>(
        &mut self,
        rules: &'a Rules,
        node: &str,
        address: u32,
        now: SimTime,
        chance: &mut SimRng,
    ) -> Option<&'a Route> {
        let Some(longest) = rules.affinity() else { return rules.pick(node, chance) };
        let last = &mut self.address_mut(address)?.last;
        let known = last.filter(|(_, since)| now.since(*since) <= longest);
        let route =
            known.and_then(|(pod, _)| rules.route_to(node, pod)).or_else(|| rules.pick(node, chance))?;
        *last = Some((route.pod, now));
        Some(route)
    }

    fn address_mut(&mut self, number: u32) -> Option<&mut Address> {
        if self.addresses.len() <= number as usize {
            self.addresses.resize(number as usize + 1, Address::default());
        }
        self.addresses.get_mut(number as usize)
    }

    /// A bundle is sent; the next one comes when the rate says.
    pub(super) fn count_one(&mut self) {
        self.sent += u64::from(self.weight);
        let after = self.sent.saturating_mul(1000).checked_div(u64::from(self.spec.requests_per_second));
        self.next_at = after.map(|ms| self.from + SimDuration(ms));
    }

    /// A Pod's program has ended.
    pub(super) fn close_connections(&mut self, pod: PodId) {
        for address in self.addresses.iter_mut().filter(|a| a.open.as_ref().is_some_and(|(at, _)| *at == pod))
        {
            address.open = None;
        }
    }

    /// An address hangs up.
    pub(super) fn hang_up(&mut self, address: u32) {
        if let Some(address) = self.addresses.get_mut(address as usize) {
            address.open = None;
        }
    }

    /// An address keeps its connection open.
    pub(super) fn keep(&mut self, address: u32, connection: &Option<(PodId, Name)>) {
        if let Some(address) = self.address_mut(address) {
            address.open.clone_from(connection);
        }
    }
}
