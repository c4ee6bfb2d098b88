//! Changing a value keeps everything else of the text.

use manifest::{Edit, edit, edit_object};

const TEXT: &str = "\
# the workshop's own
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  # how many
  replicas: 3   # three
  selector: {matchLabels: {app: web}}
  strategy:
    type: RollingUpdate
    rollingUpdate:
      maxSurge: 25%
      # none
      maxUnavailable: 0
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - name: wéb
        image: 'web:1.0.0'
";

/// Changes the text and expects the lines that have gone (`-`) and come (`+`), in order.
fn check(edits: &[Edit], expected: &[&str]) {
    let changed = edit(TEXT, "web", edits).unwrap_or_else(|e| panic!("{edits:?}: {e}"));
    let (old, new): (Vec<&str>, Vec<&str>) = (TEXT.lines().collect(), changed.lines().collect());
    let head = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let tail = old[head..].iter().rev().zip(new[head..].iter().rev()).take_while(|(a, b)| a == b).count();
    let gone = old[head..old.len() - tail].iter().map(|l| format!("-{l}"));
    let come = new[head..new.len() - tail].iter().map(|l| format!("+{l}"));
    assert_eq!(gone.chain(come).collect::<Vec<_>>(), expected, "{changed}");
}

#[test]
fn values_change_in_place() {
    check(&[Edit::set("spec.replicas", 5)], &["-  replicas: 3   # three", "+  replicas: 5   # three"]);
    check(&[Edit::set("spec.replicas", 3)], &[]);
    let image = "spec.template.spec.containers[0].image";
    check(
        &[Edit::set(image, "web:2.0.0")],
        &["-        image: 'web:1.0.0'", "+        image: \"web:2.0.0\""],
    );
    let surge = "spec.strategy.rollingUpdate.maxSurge";
    check(&[Edit::set(surge, 1)], &["-      maxSurge: 25%", "+      maxSurge: 1"]);
    check(&[Edit::set("spec.minReadySeconds", 5)], &["+  minReadySeconds: 5"]);
    check(
        &[Edit::set("spec.strategy.type", "Recreate"), Edit::remove("spec.strategy.rollingUpdate")],
        &[
            "-    type: RollingUpdate",
            "-    rollingUpdate:",
            "-      maxSurge: 25%",
            "-      # none",
            "-      maxUnavailable: 0",
            "+    type: Recreate",
        ],
    );
    check(&[Edit::remove(surge)], &["-      maxSurge: 25%"]);
    check(
        &[Edit::remove("spec.strategy")],
        &[
            "-  strategy:",
            "-    type: RollingUpdate",
            "-    rollingUpdate:",
            "-      maxSurge: 25%",
            "-      # none",
            "-      maxUnavailable: 0",
        ],
    );
    check(
        &[Edit::remove("spec.selector.matchLabels"), Edit::set("metadata.labels.a", "1")],
        &[
            "-metadata: {name: web}",
            "-spec:",
            "-  # how many",
            "-  replicas: 3   # three",
            "-  selector: {matchLabels: {app: web}}",
            "+metadata: {\"labels\":{\"a\":\"1\"}, name: web}",
            "+spec:",
            "+  # how many",
            "+  replicas: 3   # three",
        ],
    );
}

#[test]
fn deep_fields_are_made_with_all_on_their_way() {
    let text =
        "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  paused:\n  replicas: 1\n";
    let changed = edit(text, "web", &[Edit::set("spec.strategy.rollingUpdate.maxSurge", "50%")]);
    let head = "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n";
    let strategy = "  strategy:\n    rollingUpdate:\n      maxSurge: 50%\n";
    assert_eq!(changed, Ok(format!("{head}{strategy}  paused:\n  replicas: 1\n")));
    let changed = edit(text, "web", &[Edit::set("spec.paused", true)]);
    assert_eq!(changed, Ok(format!("{head}  paused: true\n  replicas: 1\n")));
    let json =
        r#"{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web"},"spec":{"replicas":1}}"#;
    let changed = edit(json, "web", &[Edit::set("spec.minReadySeconds", 3), Edit::remove("spec.replicas")]);
    assert_eq!(changed, Ok(json.replace(r#""replicas":1"#, r#""minReadySeconds":3"#)));
}

#[test]
fn keys_with_dots_in_them_stand_in_brackets() {
    let cause = "metadata.annotations[kubernetes.io/change-cause]";
    let text = "kind: Service\nmetadata:\n  name: web # its name\n";
    let with = "kind: Service\nmetadata:\n  annotations:\n    kubernetes.io/change-cause: first\n  name: web # its name\n";
    let change = |text: &str, change: Edit| edit_object(text, "Service", "web", &[change]);
    assert_eq!(change(text, Edit::set(cause, "first")).as_deref(), Ok(with));
    assert_eq!(change(with, Edit::set(cause, "second")), Ok(with.replace("first", "second")));
    assert_eq!(change(with, Edit::remove(cause)).as_deref(), Ok(text));
}

#[test]
fn what_cannot_be_changed_is_said() {
    assert!(edit(TEXT, "api", &[]).is_ok());
    for (name, path) in [("api", "spec.replicas"), ("web", "spec.template")] {
        let error = edit(TEXT, name, &[Edit::set(path, 5)]).unwrap_err();
        assert!(!error.to_string().is_empty());
    }
}
