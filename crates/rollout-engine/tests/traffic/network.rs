//! From a client to a Pod: who is chosen, who hears of changes when, who keeps what connection, who tries again.

use crate::cluster::{
    NEW, OLD, OPENS_AT, client, container, failures, healthy, ledger, ms, pre_stop, rolled, scenario,
    set_image,
};
use rollout_engine::api::{ContainerPort, ServiceSpec, ServiceType, TrafficPolicy};
use rollout_engine::traffic::{Causes, Client, Ledger, Outcome::*, Retries, TrafficSpec};
use rollout_engine::{Applied, Command, Propagation, Scenario, SimDuration, Timeline, Workload};

/// A rollout that was paused when one new Pod of five was ready, two minutes later.
fn one_of_five(set_up: impl FnOnce(&mut Scenario)) -> Ledger {
    let mut scenario = scenario();
    set_up(&mut scenario);
    let traffic = std::mem::take(&mut scenario.traffic);
    let mut timeline = Timeline::new(scenario);
    let mut apply = |command| assert_eq!(timeline.apply(command), Ok(Applied::Changed));
    apply(Command::UpdateDeployment(Box::new(surge_one(&crate::cluster::scenario()))));
    apply(set_image());
    timeline.next_decision();
    timeline.apply(Command::SetPaused { deployment: "web".into(), paused: true }).expect("it can be paused");
    timeline.run_until(timeline.now() + ms(30_000));
    assert_eq!(timeline.snapshot().services[0].ready.len(), 5);
    timeline.apply(Command::SetTraffic(traffic)).expect("anybody may call");
    timeline.run_until(timeline.now() + ms(120_000));
    (*ledger(&timeline)).clone()
}

fn surge_one(scenario: &Scenario) -> rollout_engine::api::Deployment {
    let mut deployment = scenario.deployments[0].clone();
    deployment.spec.strategy = rollout_engine::api::DeploymentStrategy::RollingUpdate {
        max_unavailable: rollout_engine::api::IntOrPercent::Int(0),
        max_surge: rollout_engine::api::IntOrPercent::Int(1),
    };
    deployment
}

fn service(scenario: &mut Scenario) -> &mut ServiceSpec {
    &mut scenario.services[0].spec
}

#[test]
fn each_endpoint_is_as_likely() {
    let ledger = one_of_five(|_| {});
    assert_eq!(ledger.sent, 24_000);
    // A fifth, give or take four standard deviations.
    assert!(ledger.answered_by(NEW).abs_diff(4_800) < 250, "{ledger:?}");
    assert_eq!(ledger.failed_in_all(), 0);
}

#[test]
fn an_address_stays_with_its_pod_where_the_service_says_so() {
    let one_address = |s: &mut Scenario| {
        service(s).client_ip_affinity_seconds = Some(10_800);
        client(s).addresses = 1;
    };
    let ledger = one_of_five(one_address);
    assert!(ledger.answered_by(NEW) == 0 || ledger.answered_by(OLD) == 0, "{ledger:?}");
    let many = |s: &mut Scenario| {
        one_address(s);
        client(s).addresses = 1000;
    };
    let ledger = one_of_five(many);
    assert!(ledger.answered_by(NEW) > 2_000 && ledger.answered_by(OLD) > 12_000, "{ledger:?}");
}

#[test]
fn open_connections_outlive_the_endpoint() {
    let with = |keep_alive: bool, drains: bool| {
        let mut scenario = scenario();
        scenario.default_workload = Workload { stops_after: ms(0), drains, ..healthy() };
        client(&mut scenario).keep_alive = keep_alive;
        pre_stop(&mut scenario, 15);
        (*ledger(&rolled(scenario, 60))).clone()
    };
    let (closed, open) = (with(false, true), with(true, true));
    assert!(open.answered_by(OLD) > closed.answered_by(OLD) + 1_000, "{open:?} {closed:?}");
    // preStop does not save those who do not come by the proxies; closing the connections does.
    assert_eq!((closed.failed_in_all(), open.failed_in_all()), (0, 0));
    assert!(with(true, false).failed(Reset) > 0);
}

#[test]
fn a_local_policy_drops_what_comes_in_elsewhere() {
    let run = |service_type, internal, external, replicas| {
        let mut scenario = scenario();
        scenario.deployments[0].spec.replicas = replicas;
        let spec = service(&mut scenario);
        spec.service_type = service_type;
        (spec.internal_traffic_policy, spec.external_traffic_policy) = (internal, external);
        let mut timeline = Timeline::new(scenario);
        timeline.run_until(OPENS_AT + ms(30_000));
        (*ledger(&timeline)).clone()
    };
    use ServiceType::{ClusterIp, NodePort};
    use TrafficPolicy::{Cluster, Local};
    for (kind, internal, external) in [(ClusterIp, Local, Cluster), (NodePort, Cluster, Local)] {
        let ledger = run(kind, internal, external, 1);
        // One node of three has the Pod.
        assert!(ledger.failed(Timeout).abs_diff(2 * ledger.sent / 3) < 600, "{ledger:?}");
        assert_eq!(ledger.failed_in_all(), ledger.failed(Timeout));
    }
    for (kind, internal, external) in [(ClusterIp, Cluster, Local), (NodePort, Local, Cluster)] {
        assert_eq!(run(kind, internal, external, 1).failed_in_all(), 0);
    }
    let nobody = run(ClusterIp, Local, Cluster, 0);
    assert_eq!(nobody.failed(NoEndpoint), nobody.sent, "nothing anywhere: refused");
}

#[test]
fn unready_pods_are_called_where_the_service_publishes_them() {
    let run = |publish| {
        let mut scenario = scenario();
        service(&mut scenario).publish_not_ready_addresses = publish;
        failures(&ledger(&rolled(scenario, 60)))
    };
    assert_eq!(run(false).len(), 0);
    assert!(run(true).contains_key(&NotServingYet));
}

#[test]
fn a_service_that_sends_to_the_wrong_port_reaches_nobody() {
    let run = |port| {
        let mut scenario = scenario();
        let declared = ContainerPort { container_port: port, ..ContainerPort::default() };
        container(&mut scenario).ports = vec![declared];
        container(&mut scenario).readiness_probe = None;
        failures(&ledger(&rolled(scenario, 0))).into_iter().collect::<Vec<_>>()
    };
    assert_eq!(run(8080), []);
    assert_eq!(run(9090), [(ConnectionRefused, 200)]);
}

#[test]
fn trying_again_helps_where_another_pod_can_answer() {
    let run = |retries: Retries| {
        let mut scenario = scenario();
        scenario.default_workload = Workload { stops_after: ms(0), drains: false, ..healthy() };
        client(&mut scenario).retries = retries;
        client(&mut scenario).requests_per_second = 1000;
        (*ledger(&rolled(scenario, 60))).clone()
    };
    let never = run(Retries::default());
    assert!(never.failed(ConnectionRefused) > 0 && never.failed(Reset) > 0 && never.retried == 0);
    let always = run(Retries { times: 10, after: ms(100), on: Causes::ALL });
    assert_eq!(always.failed_in_all(), 0, "{always:?}");
    assert!(always.retried > 0);
    let safely = run(Retries { times: 10, after: ms(100), on: Causes::NOT_DELIVERED });
    assert_eq!(safely.failures().map(|(cause, _)| cause).collect::<Vec<_>>(), [Reset]);
}

#[test]
fn proxies_hear_at_once_after_a_quiet_time_and_else_a_period_later() {
    let mut scenario = scenario();
    pre_stop(&mut scenario, 20);
    let mut timeline = Timeline::new(scenario);
    timeline.run_until(OPENS_AT + ms(20_000));
    let mut delete = |pod: usize| {
        let pod = timeline.snapshot().pods[pod].clone();
        let delete = Command::Delete {
            kind: rollout_engine::api::Kind::Pod,
            name: pod.object.meta.name.clone(),
            propagation: Propagation::Background,
            grace_period_seconds: None,
        };
        timeline.apply(delete).expect("it is there");
        let from = timeline.now();
        let routed = |t: &Timeline| {
            let service = &t.snapshot().services[0];
            service.ready.contains(&pod.id) || service.still_routed.contains(&pod.id)
        };
        while routed(&timeline) {
            timeline.run_until(timeline.now() + ms(1));
            assert!(timeline.now().since(from) < ms(5_000));
        }
        timeline.now().since(from)
    };
    let first = delete(0);
    assert!(first > ms(20) && first < ms(100), "{first:?}");
    let second = delete(1);
    assert!(second > ms(950) && second < ms(1_100), "{second:?}");
}

#[test]
fn several_clients_call_side_by_side() {
    let mut scenario = scenario();
    let of = |name: &str, rate| Client { name: name.into(), requests_per_second: rate, ..Client::default() };
    let lost = Client { service: Some("nowhere".into()), ..of("lost", 30) };
    scenario.traffic = TrafficSpec { clients: vec![of("a", 10), lost, of("b", 50)] };
    let mut timeline = Timeline::new(scenario);
    timeline.run_until(OPENS_AT + ms(10_000));
    let l = ledger(&timeline);
    assert_eq!((l.sent, l.failed(NoEndpoint), l.failed_in_all()), (900, 300, 300));
    let failed = timeline.snapshot().failures;
    assert!(failed.iter().all(|r| &*r.client == "lost" && r.outcome == Some(NoEndpoint)), "{failed:?}");
    // Without the Service nobody is answered.
    let delete = Command::Delete {
        kind: rollout_engine::api::Kind::Service,
        name: "web".into(),
        propagation: Propagation::Background,
        grace_period_seconds: None,
    };
    timeline.apply(delete).expect("it is there");
    timeline.run_until(OPENS_AT + ms(20_000));
    let answered = ledger(&timeline).answered_in_all();
    timeline.run_until(OPENS_AT + ms(30_000));
    assert_eq!(ledger(&timeline).answered_in_all(), answered);
}

#[test]
fn every_request_says_where_it_went_and_how_it_ended() {
    let mut scenario = scenario();
    container(&mut scenario).readiness_probe = None;
    client(&mut scenario).retries = Retries { times: 2, after: ms(10), on: Causes::ALL };
    client(&mut scenario).requests_per_second = 1000;
    let timeline = rolled(scenario, 4);
    let failed = timeline.snapshot().failures;
    assert!(!failed.is_empty());
    for request in failed {
        assert_eq!((request.tries, request.outcome), (3, Some(NotServingYet)));
        assert!(request.ends_at.since(request.sent_at) == ms(20) && request.pod_name.is_some());
    }
}

#[test]
fn absurd_numbers_run() {
    let numbers = [0, 1, u32::MAX];
    for rate in numbers {
        for timeout in [ms(0), ms(2_000), SimDuration(u64::MAX)] {
            for times in numbers {
                let mut scenario = scenario();
                scenario.default_workload.hangs_at = Some(ms(5_000));
                *client(&mut scenario) = Client {
                    requests_per_second: rate,
                    timeout,
                    retries: Retries { times, after: timeout, on: Causes::ALL },
                    addresses: times,
                    keep_alive: true,
                    ..Client::default()
                };
                scenario.default_workload.capacity = Some(rate);
                let l = ledger(&rolled(scenario, 19));
                let sent = 20 * u64::from(rate);
                assert!(
                    l.sent >= sent && l.sent - sent <= sent / 100 + 64,
                    "{rate} {timeout:?} {times}: {l:?}"
                );
                assert_eq!(l.sent, l.answered_in_all() + l.failed_in_all() + l.under_way());
            }
        }
    }
}
