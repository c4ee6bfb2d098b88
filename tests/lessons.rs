//! The course in the page: chosen, gone through by keys, changed on the way, answered, solved.
use anyhow::{Result, ensure};
use e2e::{Look, Page, Viewport, in_browser, root};
use serde_json::json;
use thirtyfour::Key;

async fn open(page: &Page, kind: &str, title: &str) -> Result<()> {
    page.press_button(kind).await?;
    page.js_with(
        "const entry = [...document.querySelectorAll('.lessons li button')].find((b) => b.querySelector('b').textContent === arguments[0]);
         if (!entry) throw new Error(`no lesson ${arguments[0]}`); entry.click();",
        vec![json!(title)],
    )
    .await?;
    page.settled().await
}

#[test]
fn the_list_of_lessons() -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        page.press_button("Guided tour").await?;
        let chapters = page.count(".lessons li").await?;
        ensure!(chapters == 10, "{chapters} chapters");
        page.look("lesson-list").await?;
        page.click(".lessons .seg button:nth-child(3)").await?;
        page.look("lesson-challenges").await?;
        page.keys(Key::Escape + "").await?;
        page.until("!document.querySelector('dialog.lessons').open").await
    })
}

#[test]
fn a_chapter_by_keys_and_with_other_numbers() -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        open(page, "Guided tour", "A rolling update").await?;
        ensure!(page.text("h1").await? == "A rolling update");
        page.keys(Key::Right + "").await?;
        ensure!(page.text("h1").await? == "What is a rolling update?");
        for _ in 0..4 {
            page.keys(Key::PageDown + "").await?;
        }
        let heading = page.text("h1").await?;
        page.look("lesson-tour").await?;
        page.keys(Key::Left + "").await?;
        ensure!(page.text("h1").await? != heading);
        page.keys(Key::Right + "").await?;
        ensure!(page.text("h1").await? == heading, "{}", page.text("h1").await?);
        // A reload loses nothing of it.
        page.open("").await?;
        ensure!(page.text("h1").await? == heading);
        page.lab("scale", vec![json!("web"), json!(5)]).await?;
        page.open("").await?;
        ensure!(page.text("h1").await? == heading);
        ensure!(page.spec().await?["replicas"] == 5);
        let mut moments = 0;
        while page.js("return !document.querySelector('.lesson .strong').disabled && document.querySelector('.lesson .strong').textContent === 'Next'").await? == true {
            page.keys(Key::Right + "").await?;
            moments += 1;
            ensure!(moments < 60, "it does not end");
        }
        ensure!(moments > 20, "{moments} more moments with 5 replicas");
        ensure!(page.text(".lesson").await?.contains("Next: Who creates the Pods?"));
        page.press_button("Back to the lab").await?;
        ensure!(page.spec().await?["replicas"] == 3);
        ensure!(page.count(".lesson").await? == 0);
        Ok(())
    })
}

#[test]
fn an_experiment_is_guessed_and_seen() -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        open(page, "Experiments", "One replica and the defaults").await?;
        page.look("lesson-question").await?;
        page.press_button("none, so there is an outage").await?;
        page.press_button("Run it").await?;
        let said = page.text(".say").await?;
        ensure!(said.contains("Not so. It is: always one"), "{said}");
        page.look("lesson-seen").await?;
        page.press_button("Previous").await?;
        page.press_button("always one").await?;
        page.press_button("Run it").await?;
        ensure!(page.text(".say").await?.contains("Just so."));
        Ok(())
    })
}

#[test]
fn a_challenge_is_solved_and_starred() -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        open(page, "Challenges", "Out of the mire").await?;
        page.press_button("A hint").await?;
        ensure!(page.text(".say").await?.contains("Which revision was good?"));
        page.look("lesson-challenge").await?;
        page.press_button("16×").await?;
        page.lab("play", vec![]).await?;
        page.until("rolloutLab.state().timeMs > 15000").await?;
        page.lab("pause", vec![]).await?;
        page.js("rolloutLab.kubectl('kubectl rollout undo deployment/web')").await?;
        page.lab("play", vec![]).await?;
        page.until("document.querySelector('.stars')").await?;
        page.lab("pause", vec![]).await?;
        let stars = page.text(".stars").await?;
        ensure!(stars.matches('★').count() == 3, "{stars}");
        page.look("lesson-stars").await
    })
}

/// What the strip says of the guesses so far: right, of how many.
async fn tally(page: &Page) -> Result<String> {
    page.text(".guess .tally").await
}

#[test]
fn the_next_step_is_guessed() -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        page.press_button("Guided tour").await?;
        page.click(".lessons .check input").await?;
        page.press_button("Close").await?;
        ensure!(page.text(".guess").await?.contains("Nothing more comes by itself"));
        page.click("[data-first=roll-out]").await?;
        ensure!(page.text(".guess").await?.contains("Will this rollout come to its end?"));
        page.look("lesson-guess").await?;
        page.press_button("no").await?;
        ensure!(page.text(".guess").await?.contains("You say: no. Go on and see."));
        // Nobody has to answer: the run goes on all the same, and every question is another one.
        let mut pointed = false;
        for _ in 0..12 {
            page.keys(Key::Right + "").await?;
            let said = page.text(".guess").await?;
            if said.contains("Point at it.") && !pointed {
                page.look("lesson-point").await?;
                page.js("document.querySelector('.stage .pod[role=button]').dispatchEvent(new MouseEvent('click', { bubbles: true }))").await?;
                ensure!(page.text(".guess").await?.contains("You say: "), "{}", page.text(".guess").await?);
                ensure!(page.js("return document.querySelector('.tabs') !== null").await? == true);
                pointed = true;
            } else if said.contains("How many Pods") {
                // Four, the ceiling, is right at first.
                page.press_button("4").await?;
            }
        }
        ensure!(pointed, "nobody was asked to point at a Pod");
        page.until("rolloutLab.state().atRest").await?;
        let said = page.text(".guess").await?;
        ensure!(tally(page).await?.contains(" of "), "{said}");
        page.click(".guess .tally").await?;
        let told = page.text(".guess dialog").await?;
        ensure!(told.contains("Whether a rollout comes to its end 0 of 1 right"), "{told}");
        ensure!(told.contains("nothing turns it back by itself"), "{told}");
        page.look("lesson-tally").await?;
        page.press_button("Kubernetes rolls back by itself").await?;
        ensure!(page.text("h1").await? == "Kubernetes rolls back by itself");
        page.press_button("Do not ask any more").await?;
        ensure!(page.count(".guess").await? == 0);
        Ok(())
    })
}

#[test]
fn guessing_does_not_stop_the_clock() -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        page.press_button("Guided tour").await?;
        page.click(".lessons .check input").await?;
        page.press_button("Close").await?;
        page.press_button("16×").await?;
        page.click("[data-first=roll-out]").await?;
        page.lab("play", vec![]).await?;
        page.until("rolloutLab.state().atRest && rolloutLab.state().timeMs > 20000").await?;
        page.lab("pause", vec![]).await?;
        ensure!(page.count(".tally").await? == 0, "who answered?");
        // Who wants to be asked is asked after a reload too.
        page.open("").await?;
        page.find(".guess").await?;
        Ok(())
    })
}

#[test]
fn a_chapter_is_presented_by_clicker() -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        open(page, "Guided tour", "A rolling update").await?;
        page.press_button("Present").await?;
        ensure!(page.js("return document.documentElement.dataset.theme").await? == "projector");
        ensure!(
            page.js("return getComputedStyle(document.querySelector('header')).display").await? == "none"
        );
        ensure!(
            !page
                .js("return document.documentElement.hasAttribute('data-playing')")
                .await?
                .as_bool()
                .unwrap_or(true)
        );
        let mut seen = Vec::new();
        for key in [Key::PageDown, Key::Right, Key::PageDown, Key::PageDown, Key::Right, Key::PageDown] {
            page.keys(key + "").await?;
            seen.push(page.text("h1").await?);
        }
        page.set_viewport(Viewport { width: 1920, height: 1080 }).await?;
        let found = page.problems("lesson-present-1920", Look::Geometry).await?;
        ensure!(found.is_empty(), "{}", found.join("\n"));
        page.look("lesson-present").await?;
        // Blank, and the first key brings it back and does nothing else.
        page.keys("b").await?;
        page.until("document.documentElement.hasAttribute('data-blank')").await?;
        page.keys(Key::PageDown + "").await?;
        page.until("!document.documentElement.hasAttribute('data-blank')").await?;
        ensure!(page.text("h1").await? == seen[5]);
        page.keys(Key::PageUp + "").await?;
        ensure!(page.text("h1").await? == seen[4]);
        page.keys(Key::Left + "").await?;
        ensure!(page.text("h1").await? == seen[3]);
        page.keys(" ").await?;
        page.until("document.documentElement.hasAttribute('data-playing')").await?;
        page.keys(" ").await?;
        page.until("!document.documentElement.hasAttribute('data-playing')").await?;
        page.keys(Key::Escape + "").await?;
        page.until("!document.documentElement.hasAttribute('data-presenting')").await?;
        ensure!(page.js("return document.documentElement.dataset.theme ?? ''").await? == "");
        Ok(())
    })
}

#[test]
fn the_notes_are_in_a_window_of_their_own() -> Result<()> {
    in_browser(async |page| {
        page.open("?lesson=tour/rolling-update/2").await?;
        the_notes_follow(page).await
    })
}

/// Where pages have no origin, windows know less of each other.
#[test]
fn so_are_the_notes_of_the_one_file_on_a_disk() -> Result<()> {
    in_browser(async |page| {
        let file = root().join("dist/rollout-lab.html").canonicalize()?;
        let address = format!("file://{}?lesson=tour/rolling-update/2", file.display());
        page.driver().goto(address).await?;
        page.until("document.querySelector('[data-ready]')").await?;
        the_notes_follow(page).await
    })
}

async fn the_notes_follow(page: &Page) -> Result<()> {
    page.press_button("Present").await?;
    page.press_button("Speaker's notes").await?;
    let windows = page.driver().windows().await?;
    ensure!(windows.len() == 2, "{} windows", windows.len());
    page.driver().switch_to_window(windows[1].clone()).await?;
    page.until("document.querySelector('main h1')").await?;
    let notes = page.text("main").await?;
    for said in [
        "2 of 18",
        "The image is changed",
        "does a new Pod come first",
        "A Pod with the new image is created",
    ] {
        ensure!(notes.contains(said), "{notes}");
    }
    let found = page.problems("lesson-notes", Look::Geometry).await?;
    ensure!(found.is_empty(), "{}", found.join("\n"));
    // The clicker works wherever the focus is.
    page.keys(Key::PageDown + "").await?;
    page.until("document.querySelector('main').textContent.includes('3 of 18')").await?;
    page.driver().switch_to_window(windows[0].clone()).await?;
    ensure!(page.text("h1").await? == "A Pod with the new image is created");
    let errors = page.take_console_errors().await?;
    ensure!(errors.is_empty(), "{errors:?}");
    Ok(())
}
