//! The run and its Pods as CSV: comma-separated, quoted where it is needed, one header line. Names stay English, for programs.

use super::chart::{CAUSES, ChartSample};
use super::scene::Scene;
use super::versions::Version;
use rollout_engine::SimTime;

fn field(out: &mut String, text: &str) {
    if !out.is_empty() && !out.ends_with('\n') {
        out.push(',');
    }
    // A spreadsheet would take what begins so for a formula.
    let text = if text.starts_with(['=', '+', '-', '@']) { ["'", text].concat() } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r']) {
        out.extend(["\"", &text.replace('"', "\"\""), "\""]);
    } else {
        out.push_str(&text);
    }
}

/// Seconds since the lab opened.
fn seconds(at: SimTime, opens_at: SimTime) -> String {
    let ms = at.since(opens_at).0;
    let rest = (ms % 1000 + 1000).to_string();
    [&*(ms / 1000).to_string(), ".", &rest[1..]].concat()
}

/// The run over time: a line per change, for the Deployment that is told about.
pub(crate) fn timeline(samples: &[ChartSample], scene: &Scene) -> String {
    let mut versions: Vec<Version> = Vec::new();
    for set in samples.iter().flat_map(|s| s.sets.iter()) {
        if !versions.contains(&set.version) {
            versions.push(set.version);
        }
    }
    let mut out = String::new();
    field(&mut out, "seconds");
    for version in &versions {
        let lane = scene.own_lanes().iter().find(|l| l.version == *version);
        let image = lane.map_or("", |l| &*l.image);
        for state in [" available", " not available", " terminating"] {
            field(&mut out, &[image, state].concat());
        }
    }
    field(&mut out, "most allowed");
    field(&mut out, "least available");
    for cause in CAUSES {
        field(&mut out, &format!("failed {cause:?}"));
    }
    out.push('\n');
    for sample in samples {
        field(&mut out, &seconds(sample.at, scene.opens_at));
        for version in &versions {
            let of = |count: fn(&super::chart::SetCount) -> u32| -> u32 {
                sample.sets.iter().filter(|s| s.version == *version).map(count).sum()
            };
            for n in [of(|s| s.available), of(|s| s.waiting), of(|s| s.leaving)] {
                field(&mut out, &n.to_string());
            }
        }
        field(&mut out, &sample.ceiling.to_string());
        field(&mut out, &sample.floor.to_string());
        for n in CAUSES.map(|cause| sample.failed.of(cause)) {
            field(&mut out, &n.to_string());
        }
        out.push('\n');
    }
    out
}

/// The Pods of the moment, a line each.
pub(crate) fn pods(scene: &Scene) -> String {
    let mut out =
        String::from("name,replicaset,image,node,status,ready,restarts,age seconds,answers users\n");
    for pod in &scene.snapshot.pods {
        let lane = scene.lanes.iter().find(|l| l.pods.iter().any(|p| p.id == pod.id));
        let image = super::versions::image_of(&pod.object.template);
        let answers = scene.snapshot.services.iter().any(|s| s.ready.contains(&pod.id));
        for text in [
            &*pod.object.meta.name,
            lane.map_or("", |l| &*l.name),
            &image,
            pod.object.node_name.as_deref().unwrap_or(""),
            &pod.status,
            &[&*pod.ready.0.to_string(), "/", &pod.ready.1.to_string()].concat(),
            &pod.restarts.to_string(),
            &(scene.snapshot.time.since(pod.created_at).0 / 1000).to_string(),
            if answers { "yes" } else { "no" },
        ] {
            field(&mut out, text);
        }
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_quoted_where_they_must_be() {
        let mut out = String::new();
        for text in ["a", "b,c", "say \"hi\"", "=1+1", ""] {
            field(&mut out, text);
        }
        assert_eq!(out, "a,\"b,c\",\"say \"\"hi\"\"\",'=1+1,");
    }

    #[test]
    fn times_have_milliseconds() {
        assert_eq!(seconds(SimTime(121_050), SimTime(120_000)), "1.050");
    }
}
