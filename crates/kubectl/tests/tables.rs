//! Whole outputs, blank by blank.

mod cluster;

use rollout_engine::Simulation;

const WEB: &str = "
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, labels: {app: web}}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - name: web
        image: web:1.0.0
        ports: [{containerPort: 8080}]
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {type: NodePort, selector: {app: web}, ports: [{port: 80, targetPort: 8080, nodePort: 30080}]}
";

fn rolled_out() -> Simulation {
    let mut cluster = cluster::empty();
    cluster::act(&mut cluster, "apply -f -", WEB);
    cluster::wait(&mut cluster, 20);
    cluster
}

/// Compares an output; `$` stands for a suffix by chance, `%` for a Pod's address.
fn check(cluster: &mut Simulation, line: &str, wanted: &str) {
    let got = cluster::act(cluster, line, "");
    assert_eq!(got.stderr, "", "{line}");
    let (got, wanted): (Vec<&str>, Vec<&str>) = (got.stdout.lines().collect(), wanted.lines().collect());
    let same = |got: &str, wanted: &str| {
        let mut got = got.chars().peekable();
        wanted.chars().all(|w| match w {
            '$' => got.next().is_some_and(|c| c.is_ascii_alphanumeric()),
            '%' => {
                let mut any = false;
                while got.next_if(|c| c.is_ascii_digit() || *c == '.').is_some() {
                    any = true;
                }
                any
            }
            w => got.next() == Some(w),
        }) && got.next().is_none()
    };
    let equal = got.len() == wanted.len() && got.iter().zip(&wanted).all(|(g, w)| same(g, w));
    assert!(equal, "{line}:\n{}\nwanted:\n{}", got.join("\n"), wanted.join("\n"));
}

#[test]
fn tables_are_as_wide_as_those_of_kubectl() {
    let mut cluster = rolled_out();
    let c = &mut cluster;
    check(
        c,
        "get deployments",
        "NAME   READY   UP-TO-DATE   AVAILABLE   AGE\nweb    2/2     2            2           20s\n",
    );
    check(
        c,
        "k get deploy web -o wide --show-labels",
        "NAME   READY   UP-TO-DATE   AVAILABLE   AGE   CONTAINERS   IMAGES      SELECTOR   LABELS\n\
         web    2/2     2            2           20s   web          web:1.0.0   app=web    app=web\n",
    );
    check(
        c,
        "get rs",
        "NAME             DESIRED   CURRENT   READY   AGE\nweb-5cbcff677b   2         2         2       20s\n",
    );
    check(
        c,
        "get pods --no-headers",
        "web-5cbcff677b-$$$$$   1/1   Running   0     20s\nweb-5cbcff677b-$$$$$   1/1   Running   0     20s\n",
    );
    check(
        c,
        "get pods -l app=web -L app",
        "NAME                   READY   STATUS    RESTARTS   AGE   APP\n\
         web-5cbcff677b-$$$$$   1/1     Running   0          20s   web\n\
         web-5cbcff677b-$$$$$   1/1     Running   0          20s   web\n",
    );
    check(
        c,
        "get nodes",
        "NAME     STATUS   ROLES    AGE         VERSION\nnode-1   Ready    <none>   <unknown>   v1.37.2\n\
         node-2   Ready    <none>   <unknown>   v1.37.2\n",
    );
    check(
        c,
        "get deploy,rs -A",
        "NAMESPACE   NAME                  READY   UP-TO-DATE   AVAILABLE   AGE\n\
         default     deployment.apps/web   2/2     2            2           20s\n\n\
         NAMESPACE   NAME                             DESIRED   CURRENT   READY   AGE\n\
         default     replicaset.apps/web-5cbcff677b   2         2         2       20s\n",
    );
    check(c, "get deploy -o name", "deployment.apps/web\n");
    check(c, "get deploy -o jsonpath='{.items[*].spec.replicas}'", "2");
    check(
        c,
        "get deploy -o custom-columns=N:.metadata.name,X:.spec.nothing,L:.metadata.labels",
        "N     X        L\nweb   <none>   map[app:web]\n",
    );
    check(c, "get pods | grep web | wc -l", "2\n");
    check(c, "get pods --no-headers | head -1 | wc -l", "1\n");
}

#[test]
fn objects_are_told_of_in_full() {
    let mut cluster = rolled_out();
    check(
        &mut cluster,
        "describe rs",
        "Name:           web-5cbcff677b\n\
         Namespace:      default\n\
         Selector:       app=web,pod-template-hash=5cbcff677b\n\
         Labels:         app=web\n                pod-template-hash=5cbcff677b\n\
         Annotations:    deployment.kubernetes.io/desired-replicas: 2\n                deployment.kubernetes.io/max-replicas: 3\n                \
         deployment.kubernetes.io/revision: 1\n\
         Controlled By:  Deployment/web\n\
         Replicas:       2 current / 2 desired\n\
         Pods Status:    2 Running / 0 Waiting / 0 Succeeded / 0 Failed\n\
         Pod Template:\n  Labels:  app=web\n           pod-template-hash=5cbcff677b\n  Containers:\n   web:\n    \
         Image:         web:1.0.0\n    Port:          8080/TCP\n    Host Port:     0/TCP\n    Environment:   <none>\n    \
         Mounts:        <none>\n  Volumes:         <none>\n  Node-Selectors:  <none>\n  Tolerations:     <none>\n\
         Events:\n  Type    Reason            Age   From                   Message\n  ----    ------            ----  \
         ----                   -------\n  Normal  SuccessfulCreate  20s   replicaset-controller  Created pod: \
         web-5cbcff677b-$$$$$\n  Normal  SuccessfulCreate  20s   replicaset-controller  Created pod: web-5cbcff677b-$$$$$\n",
    );
    check(
        &mut cluster,
        "describe svc web",
        "Name:                     web\n\
         Namespace:                default\n\
         Labels:                   <none>\n\
         Annotations:              <none>\n\
         Selector:                 app=web\n\
         Type:                     NodePort\n\
         IP Family Policy:         SingleStack\n\
         IP Families:              IPv4\n\
         IP:                       %\n\
         IPs:                      %\n\
         Port:                     <unset>  80/TCP\n\
         TargetPort:               8080/TCP\n\
         NodePort:                 <unset>  30080/TCP\n\
         Endpoints:                %:8080,%:8080\n\
         Session Affinity:         None\n\
         External Traffic Policy:  Cluster\n\
         Internal Traffic Policy:  Cluster\n\
         Events:                   <none>\n",
    );
}

#[test]
fn nothing_found_is_said_on_standard_error() {
    let mut cluster = cluster::empty();
    for (line, stdout, stderr, exit) in [
        ("get pods", "", "No resources found in default namespace.\n", 0),
        ("get all", "", "No resources found in default namespace.\n", 0),
        ("describe deploy", "", "No resources found in default namespace.\n", 0),
        ("get deploy x", "", "Error from server (NotFound): deployments.apps \"x\" not found\n", 1),
        ("get cm", "", "error: the lab does not model cm\n", 1),
        ("get pods -w svc", "", "Error from server (NotFound): pods \"svc\" not found\n", 1),
        (
            "get pods -w,",
            "",
            "error: unknown shorthand flag: ',' in -w,\nSee 'kubectl get --help' for usage.\n",
            1,
        ),
        ("get deploy,rs -w", "", "error: you may only specify a single resource type\n", 1),
        (
            "get pods --watch=maybe",
            "",
            "error: invalid argument \"maybe\" for \"--watch\" flag: strconv.ParseBool: parsing \"maybe\": invalid syntax\nSee 'kubectl get --help' for usage.\n",
            1,
        ),
        (
            "get pods -o foo",
            "",
            "error: unable to match a printer suitable for the output format \"foo\", allowed formats are: custom-columns,custom-columns-file,go-template,go-template-file,json,jsonpath,jsonpath-as-json,jsonpath-file,kyaml,name,template,templatefile,wide,yaml\n",
            1,
        ),
        ("rollout history deploy -l a=b", "", "No resources found in default namespace.\n", 0),
        ("rollout pause deploy", "", "error: resource(s) were provided, but no name was specified\n", 1),
        ("rollout status", "", "error: required resource not specified\n", 1),
        ("wait --for=condition=Ready pod --all", "", "error: no matching resources found\n", 1),
        (
            "get pods | awk '{print $1}'",
            "",
            "awk: command not found: behind a pipe the lab knows grep, wc, head, tail, sort, uniq and cat\n",
            127,
        ),
        ("frobnicate", "", "error: unknown command \"frobnicate\" for \"kubectl\"\n", 1),
        (
            "ls",
            "",
            "error: unknown command \"ls\" for \"kubectl\"\n\nDid you mean this?\n\tcp\n\tget\n\tlogs\n",
            1,
        ),
    ] {
        let got = cluster::act(&mut cluster, line, "");
        assert_eq!(
            (got.stdout.as_str(), got.stderr.as_str(), got.exit_code),
            (stdout, stderr, exit),
            "{line}"
        );
    }
}
