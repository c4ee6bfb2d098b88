//! The EndpointSlice controller: which Pods are endpoints, and under what conditions.

use super::{check, each, phase};
use crate::api::{ObjectMeta, Pod, PodStatus};
use crate::controller::endpoint_slice::{address, conditions};
use crate::time::Timestamp;
use serde_json::json;

#[test]
fn conditions_of_endpoints() {
    check("PodToEndpointConditions", 6, |input| {
        let set = |field: &str| input[field] == true;
        let got = conditions(set("podReady"), set("deletionTimestampSet"), set("publishNotReadyAddresses"));
        json!({ "ready": got.ready, "serving": got.serving, "terminating": got.terminating })
    });
}

#[test]
fn which_pods_are_endpoints() {
    each("ShouldPodBeInEndpoints", 11, |vector, input, expected| {
        let mut meta = ObjectMeta::named("pod");
        meta.deletion_timestamp = (input["deletionTimestampSet"] == true).then_some(Timestamp(0));
        if meta.is_being_deleted() && input["includeTerminating"] == false {
            // Only the legacy Endpoints controller leaves these out.
            return;
        }
        let status = PodStatus {
            phase: phase(&input["phase"]),
            pod_ip: (input["hasIP"] == true).then_some(1),
            ..PodStatus::default()
        };
        let pod = Pod { meta, template: super::template("any"), node_name: None, status };
        assert_eq!(json!({ "included": address(&pod).is_some() }), *expected, "{vector}");
    });
}
