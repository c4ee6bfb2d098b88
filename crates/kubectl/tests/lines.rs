//! Lines that change something, and what of the object they change.

mod cluster;

use kubectl::{Outcome, Request, run};
use rollout_engine::Simulation;
use rollout_engine::api::Deployment;

const WEB: &str = "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {replicas: 3, selector: {matchLabels: \
                   {app: web}}, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web, image: 'web:1.0.0', \
                   ports: [{containerPort: 8080}]}, {name: log, image: 'log:1'}]}}}}";

fn line(cluster: &Simulation, line: &str, stdin: &str) -> Outcome {
    run(Request { line, stdin, files: &[("web.yaml", WEB)] }, cluster)
}

fn applied(cluster: &mut Simulation, manifest: &str) -> Deployment {
    cluster::act(cluster, "apply -f -", manifest);
    Deployment::clone(cluster.deployment_named("web").unwrap())
}

fn web() -> Simulation {
    let mut cluster = cluster::empty();
    applied(&mut cluster, WEB);
    cluster
}

/// The command that a line comes to, as `Debug` begins to print it, and what the line prints.
fn check(text: &str, command: &str, printed: &str) {
    let outcome = line(&web(), text, "");
    let got: Vec<String> = outcome.commands.iter().map(|c| format!("{c:?}")).collect();
    assert!(
        got.concat().starts_with(command) && got.len() == usize::from(!command.is_empty()),
        "{text}: {got:?}"
    );
    assert_eq!(format!("{}{}", outcome.stdout, outcome.stderr), printed, "{text}");
}

#[test]
fn lines_come_to_commands() {
    check("kubectl scale deploy web --replicas 5", "Scale", "deployment.apps/web scaled\n");
    check(
        "scale --current-replicas=9 --replicas=1 deployment/web",
        "",
        "error: Expected replicas to be 9, was 3\n",
    );
    check("k set image deployment/web web=web:2", "SetImage", "deployment.apps/web image updated\n");
    check("set image deployment/web *=x:2", "UpdateDeployment", "deployment.apps/web image updated\n");
    check("set image deployment/web web=web:1.0.0", "", "");
    check("set env deployment/web -c web A=1 B-", "UpdateDeployment", "deployment.apps/web env updated\n");
    check(
        "set resources deployment web --limits=cpu=1",
        "UpdateDeployment",
        "deployment.apps/web resource requirements updated\n",
    );
    check("rollout pause deployment/web", "SetPaused", "deployment.apps/web paused\n");
    check(
        "rollout restart deploy/web --dry-run=server",
        "",
        "deployment.apps/web restarted (server dry run)\n",
    );
    check("annotate deployment web a='b c'", "SetMetadata", "deployment.apps/web annotated\n");
    check("label deployment web a=b", "SetMetadata", "deployment.apps/web labeled\n");
    check(
        "patch deploy web -p '{\"spec\":{\"replicas\":3}}'",
        "",
        "deployment.apps/web patched (no change)\n",
    );
    check(
        "patch deploy web --type json -p '[{\"op\":\"remove\",\"path\":\"/spec/paused\"}]'",
        "",
        "The request is invalid: the server rejected our request due to an error in our request\n",
    );
    check("expose deployment web --port=80", "CreateService", "service/web exposed\n");
    check(
        "delete deployments -l app!=x",
        "Delete",
        "deployment.apps \"web\" deleted from default namespace\n",
    );
    check("delete pods --all", "", "No resources found\n");
    check("apply -f web.yaml", "", "deployment.apps/web unchanged\n");
    check("apply -f nope.yaml", "", "error: the path \"nope.yaml\" does not exist\n");
    check("scael", "", "error: unknown command \"scael\" for \"kubectl\"\n\nDid you mean this?\n\tscale\n");
    check("scale web --foo", "", "error: unknown flag: --foo\nSee 'kubectl scale --help' for usage.\n");
    check(
        "logs deployment/web",
        "",
        "error: the lab does not model \"kubectl logs\": its containers are simulated, there is nothing inside\n",
    );
}

#[test]
fn what_a_manifest_no_longer_says_falls_back() {
    let mut cluster = cluster::empty();
    let first = applied(&mut cluster, &WEB.replace("replicas: 3,", "replicas: 5, minReadySeconds: 7,"));
    assert_eq!((first.spec.replicas, first.spec.min_ready_seconds), (5, 7));
    let second = applied(&mut cluster, &WEB.replace(", {name: log, image: 'log:1'}", ""));
    assert_eq!((second.spec.replicas, second.spec.min_ready_seconds), (3, 0));
    assert_eq!(second.spec.template.spec.containers.len(), 1);
}

#[test]
fn what_only_the_cluster_says_stays() {
    let mut cluster = web();
    cluster::act(&mut cluster, "patch deploy web -p '{\"spec\":{\"minReadySeconds\":9}}'", "");
    let again = applied(&mut cluster, &WEB.replace("web:1.0.0", "web:2.0.0"));
    assert_eq!(again.spec.min_ready_seconds, 9);
    assert_eq!(&*again.spec.template.spec.containers[0].image, "web:2.0.0");
}
