//! The lab as a part of other pages: made when it comes into sight, as high as what is in it, talked with, and never in the way.
use anyhow::{Context, Result, ensure};
use e2e::{Look, Page, Viewport, in_browser, page_around, site};
use loopback::Server;
use serde_json::json;

/// A page around the lab. It notes every message.
fn around(body: &str) -> Result<Server> {
    let page = format!(
        "<!doctype html><meta charset=\"utf-8\"><link rel=\"icon\" href=\"data:,\"><script src=\"{}rollout-lab.js\"></script>\
         <script>let told = []; addEventListener('message', (e) => told.push({{ at: performance.now(), origin: e.origin, ...e.data }}));
         const last = (type) => told.findLast((m) => m.type === type);</script>{body}",
        site()?
    );
    page_around(page)
}

async fn open(page: &Page, server: &Server) -> Result<()> {
    Ok(page.driver().goto(server.url()).await?)
}

#[test]
fn the_page_around_is_told_and_asks() -> Result<()> {
    in_browser(async |page| {
        let server = around(
            "<rollout-lab id=\"lab\" scenario=\"workshop\" replicas=\"5\" maxSurge=\"2\" title=\"The rollout\"></rollout-lab>",
        )?;
        open(page, &server).await?;
        page.until("last('ready') && last('resize')").await?;
        ensure!(page.js("return last('ready').rolloutLab").await? == 1);
        let frame = page.js("return [document.querySelector('iframe').title, document.querySelector('iframe').clientHeight - last('resize').height]").await?;
        ensure!(frame == json!(["The rollout", 0]), "{frame}");

        page.js("lab.send({ type: 'state' })").await?;
        page.until("last('state')").await?;
        let spec = page.js("const s = last('state').state.deployments[0].spec; return [s.replicas, s.strategy.rollingUpdate.maxSurge]").await?;
        ensure!(spec == json!([5, 2]), "{spec}");

        page.js("lab.send({ type: 'kubectl', line: 'kubectl set image deployment/web web=web:2.0.0' })")
            .await?;
        page.until("last('output')?.exitCode === 0 && last('state').link.includes('web=web:2.0.0')").await?;
        page.js("lab.send({ type: 'step' })").await?;
        page.until("last('state').state.decisions > 0 && last('event')?.event.kind === 'Event'").await?;
        page.js("lab.send({ type: 'load', link: '?replicas=2&image=web:7.0.0&replicas=many' })").await?;
        page.until("last('state').state.deployments[0].spec.replicas === 2").await?;
        ensure!(
            page.js("return last('problem').problems.join()")
                .await?
                .as_str()
                .is_some_and(|p| p.contains("many"))
        );
        page.js("lab.send({ type: 'load', manifest: 'kind: Nonsense' })").await?;
        page.js("lab.send({ type: 'explode' })").await?;
        page.until("last('problem').problems[0].includes('explode')").await?;
        page.js("lab.send({ type: 'seek', timeMs: 5000 })").await?;
        page.until("last('state').state.timeMs === 5000").await?;
        ensure!(page.js("return last('state').state.deployments[0].spec.replicas").await? == 2);

        // Narrower, it is another height; the frame follows.
        page.js("lab.style.width = '360px'").await?;
        page.until("document.querySelector('iframe').clientHeight === last('resize').height && told.filter((m) => m.type === 'resize').length > 1").await
    })
}

#[test]
fn others_are_not_heard() -> Result<()> {
    in_browser(async |page| {
        let server = around(
            "<rollout-lab id=\"lab\"></rollout-lab><iframe id=\"other\" srcdoc=\"<p>Another frame</p>\"></iframe>",
        )?;
        open(page, &server).await?;
        page.until("last('ready')").await?;
        // A frame beside it, and one that says that it is the lab.
        page.js(
            "const to = document.querySelector('rollout-lab iframe').contentWindow, other = document.getElementById('other').contentWindow;
             const script = other.document.createElement('script');
             script.textContent = `addEventListener('message', ({ data }) => data.to
                 ? parent.frames[0].postMessage({ rolloutLab: 1, type: 'kubectl', line: 'kubectl scale deployment/web --replicas=9' }, '*')
                 : parent.postMessage({ rolloutLab: 1, type: 'resize', height: 3333 }, '*'))`;
             other.document.body.append(script);
             other.postMessage({ to: true }, '*'); other.postMessage({}, '*');",
        )
        .await?;
        page.until("told.some((m) => m.height === 3333)").await?;
        page.js("lab.send({ type: 'state' })").await?;
        page.until("last('state')").await?;
        ensure!(page.js("return last('state').state.deployments[0].spec.replicas").await? == 3);
        ensure!(page.js("return document.querySelector('rollout-lab iframe').clientHeight").await? != 3333);
        Ok(())
    })
}

#[test]
fn ten_labs_on_a_page() -> Result<()> {
    in_browser(async |page| {
        let labs = "<p style=\"height:1500px\">Text</p><rollout-lab></rollout-lab>".repeat(10);
        let server = around(&labs)?;
        open(page, &server).await?;
        page.settled().await?;
        ensure!(page.count("iframe").await? == 0, "an idle one has a frame");
        let mut took = Vec::new();
        for n in 0..10 {
            page.js_with(
                "window.from = performance.now(); document.querySelectorAll('rollout-lab')[arguments[0]].scrollIntoView()",
                vec![json!(n)],
            )
            .await?;
            page.until(&format!("told.filter((m) => m.type === 'ready').length === {}", n + 1)).await?;
            took.push(page.js("return last('ready').at - window.from").await?.as_f64().unwrap_or(f64::MAX));
        }
        took.sort_by(f64::total_cmp);
        println!("ten labs start after {took:.0?} ms");
        ensure!(took[4] <= 500.0, "they start after {took:.0?} ms");
        // All of them are there, none of them does anything.
        page.js("told.length = 0").await?;
        page.settled().await?;
        ensure!(page.js("return told.length").await? == 0, "a lab that stands still tells something");
        Ok(())
    })
}

#[test]
fn it_is_never_in_the_way() -> Result<()> {
    in_browser(async |page| {
        let server = around(
            "<input id=\"mine\"><div style=\"height:200px\"></div><rollout-lab id=\"lab\" autoplay></rollout-lab><div style=\"height:3000px\"></div>",
        )?;
        open(page, &server).await?;
        page.click("#mine").await?;
        page.until("last('ready') && last('resize')").await?;
        page.js("lab.send({ type: 'kubectl', line: 'kubectl set image deployment/web web=web:2.0.0' })")
            .await?;
        page.until("last('state')?.state.decisions > 0").await?;
        page.keys("a b").await?;
        let mine = page
            .js("return [document.activeElement.id, document.getElementById('mine').value, scrollY]")
            .await?;
        ensure!(mine == json!(["mine", "a b", 0]), "{mine}");
        // Out of sight the clock stands: for longer than it does at a decision.
        page.js("scrollTo(0, 2500); told.length = 0").await?;
        page.until(
            "(lab.send({ type: 'state' }), told = told.filter((m) => m.type === 'state').slice(-90)).length === 90
             && told.every((m) => m.state.timeMs === told[0].state.timeMs)",
        )
        .await
        .context("it runs on out of sight")
    })
}

#[test]
fn what_an_embed_shows() -> Result<()> {
    in_browser(async |page| {
        let mut problems = Vec::new();
        for (name, query) in [
            ("start", "?embed=1"),
            ("rolling", "?embed=1&at=9s#1s:kubectl+set+image+deployment/web+web=web:2.0.0"),
            ("lesson", "?embed=1&lesson=tour/rolling-update/3"),
            ("dark", "?embed=1&theme=dark&hide=say&lang=de"),
        ] {
            for (width, height) in [(390, 640), (720, 520), (1000, 640)] {
                page.set_viewport(Viewport { width, height }).await?;
                page.open(query).await?;
                let picture = format!("embed-{name}-{width}");
                problems.extend(page.problems(&picture, Look::GeometryAndAxe).await?);
            }
        }
        ensure!(problems.is_empty(), "{}", problems.join("\n"));

        page.open("?embed=1").await?;
        page.js("document.querySelector('.whole').addEventListener('click', (e) => e.preventDefault())")
            .await?;
        page.lab("seek", vec![json!(2_000)]).await?;
        page.click(".whole").await?;
        let leads = page.js("return document.querySelector('.whole').getAttribute('href')").await?;
        ensure!(leads == json!(site()? + "?v=1&scenario=workshop&at=2s"), "{leads}");
        page.open("?embed=1&allowLinks=false").await?;
        ensure!(page.count("a.whole").await? == 0);
        page.open("?embed=1&keys=off").await?;
        page.keys("2 ").await?;
        page.settled().await?;
        ensure!(page.js("return document.documentElement.hasAttribute('data-playing')").await? == false);
        ensure!(
            page.js("return localStorage.getItem('rollout-lab.run')").await?.is_null(),
            "an embed keeps a run"
        );
        Ok(())
    })
}
