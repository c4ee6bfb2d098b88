//! Random manifests: a good one, and ways to spoil it.

use crate::lines::spoil;
use rollout_engine::SimRng;

/// A Deployment and its Service.
pub const WEB: &str = "\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  labels: {app: web}
spec:
  replicas: 3
  strategy:
    type: RollingUpdate
    rollingUpdate: {maxSurge: 25%, maxUnavailable: 1}
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels: {app: web}
    spec:
      containers:
      - name: web
        image: web:1.0.0
        ports:
        - containerPort: 8080
          name: http
        env:
        - {name: A, value: \"1\"}
        resources: {limits: {cpu: 200m, memory: 64Mi}}
        readinessProbe:
          httpGet: {path: /ready, port: http}
          periodSeconds: 5
        lifecycle: {preStop: {sleep: {seconds: 2}}}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: web}
  ports:
  - {port: 80, targetPort: http}
";

/// What stands in the place of a value.
const VALUES: &[&str] = &[
    "null",
    "-1",
    "0",
    "1",
    "99999999999",
    "1.5",
    "true",
    "\"\"",
    "\"x\"",
    "25%",
    "\"101%\"",
    "{}",
    "[]",
    "[1]",
    "{a: b}",
    "web",
    "Recreate",
    "&a [*a]",
    "*a",
    "!!str 1",
    "|\n  x",
    "2026-11-23",
    "1e9",
    "0x10",
    "~",
    "{",
    "'",
    "é",
    "NodePort",
    "Always",
];

/// A manifest.
pub fn manifest(rng: &mut SimRng) -> String {
    let mut lines: Vec<String> = WEB.lines().map(str::to_owned).collect();
    for _ in 0..rng.below(4) {
        let at = usize::try_from(rng.below(lines.len() as u64)).unwrap_or(0);
        match rng.below(4) {
            0 => drop(lines.remove(at)),
            1 => {
                if let Some(line) = lines.get(at).cloned() {
                    lines.insert(at, line);
                }
            }
            _ => {
                let value = usize::try_from(rng.below(VALUES.len() as u64)).unwrap_or(0);
                if let (Some(line), Some(value)) = (lines.get_mut(at), VALUES.get(value))
                    && let Some((key, _)) = line.split_once(": ")
                {
                    *line = format!("{key}: {value}");
                }
            }
        }
        if lines.is_empty() {
            break;
        }
    }
    let mut text = lines.join("\n");
    if rng.below(3) == 0 {
        let times = 1 + rng.below(8);
        spoil(&mut text, rng, times);
    }
    if rng.below(10) == 0
        && let Ok(trees) = manifest::parse_like_kubectl(&text)
    {
        text = trees.first().map(manifest::to_json).unwrap_or_default();
    }
    text
}
