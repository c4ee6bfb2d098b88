//! Whatever comes from outside is text: names, labels, links, messages, what is kept in the browser. None of it is run, none of it stops the
//! lab.
use anyhow::{Context, Result, ensure};
use e2e::{Page, in_browser, page_around, site};
use serde_json::json;

const MARKUP: &str = "<img src=x onerror=hit()><script>hit()</script>\"'`${hit()}{{hit()}}javascript:hit()";

/// Scripts in the page would say so.
const TRAP: &str = "window.hits = 0; window.hit = () => { window.hits += 1; }; window.alert = window.hit;";

async fn nothing_was_run(page: &Page, where_: &str) -> Result<()> {
    page.settled().await?;
    let found = page
        .js("return [window.hits, document.querySelectorAll('img, body script, iframe, object, [onerror], a[href^=javascript]').length]")
        .await?;
    ensure!(found == json!([0, 0]), "{where_}: {found}");
    Ok(())
}

/// The workshop's objects with markup in a place.
fn manifest(place: &str) -> String {
    let at = |name: &str, usual: &str| {
        let text = if name == place { MARKUP } else { usual };
        serde_json::Value::from(text).to_string()
    };
    let (name, app, image, container) =
        (at("name", "web"), at("app", "web"), at("image", "web:1.0.0"), at("container", "web"));
    let (key, value, cause, env) =
        (at("key", "tier"), at("value", "front"), at("cause", "first"), at("env", "A"));
    let (port, path, node) = (at("port", "http"), at("path", "/ready"), at("node", "disk"));
    format!(
        "apiVersion: v1\nkind: Service\nmetadata: {{name: {name}}}\nspec: {{selector: {{app: {app}}}, ports: [{{port: 80, targetPort: {port}}}]}}\n---\n\
         apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: {name}, labels: {{app: {app}, {key}: {value}}}, annotations: {{kubernetes.io/change-cause: {cause}}}}}\n\
         spec:\n  replicas: 2\n  selector: {{matchLabels: {{app: {app}}}}}\n  template:\n    metadata: {{labels: {{app: {app}, {key}: {value}}}}}\n    \
         spec:\n      nodeSelector: {{{node}: {value}}}\n      containers:\n      - {{name: {container}, image: {image}, command: [{env}], env: [{{name: {env}, value: {env}}}], \
         ports: [{{containerPort: 8080, name: {port}}}], readinessProbe: {{httpGet: {{path: {path}, port: {port}}}}}}}\n"
    )
}

#[test]
fn markup_in_every_name_and_label_is_text() -> Result<()> {
    in_browser(async |page| {
        page.driver().cdp().page().add_script_to_evaluate_on_new_document(TRAP).await?;
        let mut accepted = Vec::new();
        for place in
            ["name", "app", "image", "container", "key", "value", "cause", "env", "port", "path", "node"]
        {
            page.open("").await?;
            let loaded = page
                .js_with(
                    "try { rolloutLab.load(arguments[0]); return true } catch (e) { return String(e) }",
                    vec![json!(manifest(place))],
                )
                .await?;
            if loaded == true {
                accepted.push(place);
            }
            page.lab("seek", vec![json!(9_000)]).await?;
            for tab in 0..6 {
                page.js_with(
                    "document.querySelectorAll('[role=tab]')[arguments[0]]?.click()",
                    vec![json!(tab)],
                )
                .await?;
                nothing_was_run(page, &format!("{place}, tab {tab}")).await?;
            }
            for line in [
                "kubectl describe deployments,pods,services",
                "kubectl get all -o yaml --show-labels",
                "kubectl rollout history deployment",
            ] {
                page.lab("kubectl", vec![json!(line)]).await?;
            }
            page.js(
                "document.querySelector('.pod')?.dispatchEvent(new MouseEvent('click', { bubbles: true }))",
            )
            .await?;
            nothing_was_run(page, place).await?;
        }
        ensure!(
            accepted.contains(&"cause") && accepted.contains(&"env"),
            "the API would accept more than {accepted:?}"
        );

        let encoded: String = MARKUP.bytes().map(|byte| format!("%{byte:02X}")).collect();
        for link in [
            format!("?image={encoded}&scenario={encoded}&{encoded}=1&lesson={encoded}"),
            format!("?hide={encoded}&theme={encoded}&lang={encoded}&embed=1"),
            format!(
                "#0s:kubectl+annotate+deployment+web+a={encoded};1s:calls+client+name={encoded}+rate=5;2s:{encoded};3s:fault+{encoded}+hangs"
            ),
        ] {
            page.open(&link).await?;
            nothing_was_run(page, &link).await?;
        }
        Ok(())
    })
}

/// Random values, made in the page: texts, numbers, lists and objects in each other, and what the lab itself sends.
const RANDOM: &str = "
    let seed = 7;
    const below = (n) => { seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0; return Math.floor(seed / 4294967296 * n); };
    const TEXTS = ['', 'load', 'kubectl', 'seek', 'state', 'resize', '__proto__', 'constructor', '?replicas=4', '#0s:restart+web',
        '<img src=x onerror=hit()>', 'kubectl get pods', '{', '[]', '{\"run\":\"?v=1#1s:x\",\"link\":\"x\"}', '\\u0000', 'rolling-update/9999999', 'de', 'dark'];
    const value = (depth) => [
        () => TEXTS[below(TEXTS.length)], () => below(1e9) - 5e8, () => null, () => undefined, () => NaN, () => true,
        () => depth ? Array.from({ length: below(4) }, () => value(depth - 1)) : [],
        () => message(depth - 1),
    ][below(8)]();
    const message = (depth) => {
        const made = { rolloutLab: below(4) ? 1 : value(0), type: TEXTS[below(5)] };
        for (const name of ['link', 'manifest', 'line', 'timeMs', 'height', 'type']) if (!below(3)) made[name] = depth > 0 ? value(depth - 1) : TEXTS[below(TEXTS.length)];
        // A run of hours is not what is tried here.
        if (typeof made.timeMs === 'number') made.timeMs %= 60000;
        return made;
    };";

#[test]
fn random_messages_do_no_harm() -> Result<()> {
    in_browser(async |page| {
        let html = format!(
            "<!doctype html><link rel=\"icon\" href=\"data:,\"><iframe src=\"{}?embed=1\"></iframe>\
             <script>const told = []; addEventListener('message', (e) => told.push(e.data));</script>",
            site()?
        );
        let server = page_around(html)?;
        page.driver().goto(server.url()).await?;
        page.until("told.some((m) => m.type === 'ready')").await?;
        for _ in 0..10 {
            page.js(&format!(
                "{RANDOM} seed = (window.seed ?? 1); const lab = document.querySelector('iframe').contentWindow; told.length = 0;
                 for (let i = 0; i < 300; i++) lab.postMessage(below(4) ? message(2) : value(3), '*');
                 window.seed = seed; lab.postMessage({{ rolloutLab: 1, type: 'seek', timeMs: 1234 }}, '*');
                 lab.postMessage({{ rolloutLab: 1, type: 'state' }}, '*');"
            ))
            .await?;
            page.until("told.findLast((m) => m.type === 'state')?.state.timeMs === 1234")
                .await
                .context("it no longer answers")?;
        }
        Ok(())
    })
}

#[test]
fn whatever_is_kept_in_the_browser_opens() -> Result<()> {
    in_browser(async |page| {
        page.driver().cdp().page().add_script_to_evaluate_on_new_document(TRAP).await?;
        page.open("").await?;
        for _ in 0..25 {
            page.js(&format!(
                "{RANDOM} seed = Number(sessionStorage.seed ?? 1);
                 for (const name of ['run', 'before', 'lesson', 'language', 'theme', 'draft', 'console', 'course']) {{
                     const kept = value(2);
                     localStorage.setItem(`rollout-lab.${{name}}`, below(2) ? JSON.stringify(kept) ?? '' : String(kept));
                 }}
                 sessionStorage.seed = seed;"
            ))
            .await?;
            page.open("").await?;
            nothing_was_run(page, "what is kept").await?;
            page.lab("seek", vec![json!(500)]).await?;
        }
        Ok(())
    })
}
