//! The tests' own tools see what they are for: each finds a page that was made wrong, and is silent on the same page made right.
use anyhow::{Result, ensure};
use e2e::{Viewport, in_browser};
use serde_json::json;

/// Shows `html` in an empty page of its own and compares what is wrong with it with the expected beginnings.
async fn check(page: &e2e::Page, html: &str, expected: &[&str]) -> Result<()> {
    page.driver().goto("about:blank").await?;
    page.js_with("document.body.innerHTML = arguments[0]", vec![json!(html)]).await?;
    let found = page.overlaps("body").await?;
    let same = found.len() == expected.len()
        && found.iter().zip(expected).all(|(found, start)| found.starts_with(start));
    ensure!(same, "{html}\nexpected {expected:?}\nfound {found:?}");
    Ok(())
}

#[test]
fn geometry_finds_what_a_person_would_call_broken() -> Result<()> {
    in_browser(async |page| {
        page.set_viewport(Viewport { width: 600, height: 800 }).await?;
        let cases: &[(&str, &[&str])] = &[
            ("<p>one</p><p>two</p>", &[]),
            (
                "<p>one</p><p style='margin-top:-34px'>two</p>",
                &["text of <p> \"one\" overlaps text of <p> \"two\""],
            ),
            ("<button>one</button><button>two</button>", &[]),
            (
                "<button>one</button><button style='margin-left:-20px'>two</button>",
                &["control of <button> \"one\" overlaps control of <button> \"two\""],
            ),
            (
                "<button><i>one</i><i style='margin-left:-20px'>two</i></button>",
                &["text of <i> \"one\" overlaps text of <i> \"two\""],
            ),
            (
                "<p>text</p><button style='position:absolute;top:16px;left:8px'>control</button>",
                &["text of <p> \"text\" overlaps control of <button> \"control\""],
            ),
            ("<p style='overflow:hidden;height:4px'>cut</p>", &["text of <p> \"cut\" is cut off"]),
            ("<p style='overflow:auto;height:40px'>one<br>two<br>three<br>four</p>", &[]),
            (
                "<p style='position:absolute;left:-20px'>left of the window</p>",
                &["text of <p> \"left of the window\" sticks out"],
            ),
            (
                "<p style='white-space:nowrap;font-size:40px'>a line that is far longer than this window is wide</p>",
                &["the page is ", "text of <p> \"a line"],
            ),
            (
                "<div style='overflow-x:auto'><p style='width:900px'>a <span style='margin-left:500px'>b</span></p></div>",
                &[],
            ),
            (
                "<button style='width:20px;height:20px;white-space:nowrap;overflow:visible;padding:0'>long name</button>",
                &["the text of <button>"],
            ),
            ("<p>below</p><p style='position:fixed;top:0'>a bar above the page</p>", &[]),
            ("<p>one</p><p style='margin-top:-34px;visibility:hidden'>two</p>", &[]),
            (
                "<p>one</p><p style='position:absolute;top:16px;width:1px;height:1px;overflow:hidden'>for readers</p>",
                &[],
            ),
            (
                "<svg width=200 height=50><text x=10 y=20>one</text><text x=12 y=22>two</text></svg>",
                &["text of <text> \"one\" overlaps text of <text> \"two\""],
            ),
            (
                "<svg width=20 height=50><text x=10 y=20>longer than the drawing</text></svg>",
                &["text of <text> \"longer"],
            ),
        ];
        for (html, expected) in cases {
            check(page, html, expected).await?;
        }
        Ok(())
    })
}

#[test]
fn an_error_in_the_console_fails_a_test() -> Result<()> {
    let outcome = in_browser(async |page| {
        page.open("").await?;
        page.js("console.error('wrong')").await?;
        Ok(())
    });
    let error = outcome.err().map(|error| error.to_string()).unwrap_or_default();
    ensure!(error.contains("wrong"), "it passed, or failed otherwise: {error}");
    Ok(())
}

#[test]
fn the_policy_refuses_what_comes_from_elsewhere() -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        let script = "document.body.setAttribute('style', 'color: red'); fetch('http://127.0.0.1:9/').catch(() => {});
            document.head.append(Object.assign(document.createElement('script'), { textContent: 'window.ran = 1' }));";
        page.js(script).await?;
        ensure!(page.js("return window.ran ?? 0").await? == 0, "an inline script ran");
        let errors = page.take_console_errors().await?;
        for directive in ["style-src", "connect-src", "script-src"] {
            ensure!(
                errors.iter().any(|error| error.contains(directive)),
                "{directive} does not hold: {errors:?}"
            );
        }
        Ok(())
    })
}
