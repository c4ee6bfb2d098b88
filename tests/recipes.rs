//! The recipes of docs/recipes, rendered as they stand there: the blocks of code are taken out of the pages, and the lab starts. Where the
//! tool of a recipe is not installed, its test says so and proves nothing.
#![allow(clippy::disallowed_methods, reason = "native tests that run other tools")]
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use e2e::{Page, in_browser};
use loopback::{Answer, Server, media_type};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The blocks of code of a recipe, in their order.
fn blocks(recipe: &str) -> Result<Vec<String>> {
    let text = std::fs::read_to_string(root().join("docs/recipes").join(recipe))?;
    Ok(text.split("```").skip(1).step_by(2).filter_map(|b| Some(b.split_once('\n')?.1.to_owned())).collect())
}

/// A folder served with the lab in its `lab/`, and a page in front of it.
fn served(folder: PathBuf, page: Option<String>) -> Result<Server> {
    let dist = root().join("dist");
    let answer = move |path: &str| {
        let path = path.split('?').next().unwrap_or_default();
        if let ("/", Some(page)) = (path, &page) {
            return Some(Answer::ok("text/html; charset=utf-8", page.as_bytes()));
        }
        let name = path.strip_prefix("/lab/")?;
        let file = dist.join(if name.is_empty() { "index.html" } else { name });
        Some(Answer::ok(media_type(&file), std::fs::read(file).ok()?))
    };
    Server::start_with(folder, 0, answer).context("serving the recipe")
}

/// Waits for the lab in a frame of this page, and looks how many Pods it wants.
async fn lab_of(page: &Page, replicas: u64) -> Result<()> {
    let lab = "[...document.querySelectorAll('iframe')].find((f) => f.contentDocument?.querySelector('[data-ready]'))";
    page.until(lab).await.context("there is no lab in the page")?;
    let found = page
        .js(&format!("return {lab}.contentWindow.rolloutLab.state().deployments[0].spec.replicas"))
        .await?;
    ensure!(found == replicas, "{found} replicas");
    Ok(())
}

const HEAD: &str = "<!doctype html><meta charset=\"utf-8\"><link rel=\"icon\" href=\"data:,\">";

#[test]
fn plain_html() -> Result<()> {
    in_browser(async |page| {
        let blocks = blocks("html.md")?;
        let server = served(root().join("docs"), Some([HEAD, &blocks[0]].concat()))?;
        page.driver().goto(server.url()).await?;
        lab_of(page, 5).await?;

        // From a disk, pages do not see into their frames.
        let folder = root().join("target/recipes/html");
        std::fs::create_dir_all(&folder)?;
        std::fs::copy(root().join("dist/rollout-lab.html"), folder.join("rollout-lab.html"))?;
        let told = "<script>addEventListener('message', (e) => { window.told = e.data; })</script>";
        std::fs::write(folder.join("index.html"), [HEAD, told, &blocks[1]].concat())?;
        page.driver().goto(format!("file://{}/index.html", folder.canonicalize()?.display())).await?;
        page.until("window.told?.rolloutLab === 1").await.context("the lab from a disk says nothing")
    })
}

#[test]
fn reveal_js() -> Result<()> {
    let folder = root().join("target/recipes/node_modules/reveal.js");
    if !folder.exists() {
        println!(
            "reveal.js is not installed (npm install --prefix target/recipes reveal.js): nothing is proven about it"
        );
        return Ok(());
    }
    in_browser(async |page| {
        let slides = format!(
            "{HEAD}<link rel=\"stylesheet\" href=\"dist/reveal.css\"><div class=\"reveal\"><div class=\"slides\"><section>One</section>{}</div></div>\
             <script src=\"dist/reveal.js\"></script><script>Reveal.initialize()</script>",
            blocks("reveal.md")?[0]
        );
        let server = served(folder.clone(), Some(slides))?;
        page.driver().goto(server.url()).await?;
        page.until("window.Reveal?.isReady()").await?;
        page.keys(thirtyfour::Key::Right + "").await?;
        lab_of(page, 3).await?;
        page.screenshot("recipe-reveal").await?;
        page.keys(thirtyfour::Key::Right + "").await?;
        page.until("Reveal.getIndices().h === 2").await.context("the lab takes the slides' keys")
    })
}

#[test]
fn hugo() -> Result<()> {
    if Command::new("hugo").arg("version").output().is_err() {
        println!("Hugo is not installed: nothing is proven about it");
        return Ok(());
    }
    in_browser(async |page| {
        let folder = root().join("target/recipes/hugo");
        let blocks = blocks("hugo.md")?;
        let write = |name: &str, text: &str| -> Result<()> {
            let file = folder.join(name);
            std::fs::create_dir_all(file.parent().context("a folder")?)?;
            Ok(std::fs::write(file, text)?)
        };
        write("hugo.toml", "baseURL = '/'\ndisableKinds = ['taxonomy', 'term', 'RSS', 'sitemap']\n")?;
        write("layouts/index.html", &format!("{HEAD}{{{{ .Content }}}}"))?;
        write("layouts/shortcodes/rollout-lab.html", &blocks[0])?;
        // A page that begins with a brace would begin with settings.
        write("content/_index.md", &["A rollout:\n\n", &blocks[1]].concat())?;
        let built = Command::new("hugo").arg("--source").arg(&folder).output()?;
        ensure!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
        let server = served(folder.join("public"), None)?;
        page.driver().goto(server.url()).await?;
        lab_of(page, 5).await
    })
}

#[test]
fn mdbook() -> Result<()> {
    if Command::new("mdbook").arg("--version").output().is_err() {
        println!("mdBook is not installed: nothing is proven about it");
        return Ok(());
    }
    in_browser(async |page| {
        let folder = root().join("target/recipes/mdbook");
        std::fs::create_dir_all(folder.join("src"))?;
        std::fs::write(folder.join("book.toml"), "[book]\ntitle = \"A book\"\n")?;
        std::fs::write(folder.join("src/SUMMARY.md"), "- [A chapter](chapter.md)\n")?;
        std::fs::write(folder.join("src/chapter.md"), &blocks("mdbook.md")?[0])?;
        let built = Command::new("mdbook").arg("build").arg(&folder).output()?;
        ensure!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
        let server = served(folder.join("book"), None)?;
        page.driver().goto(format!("{}chapter.html", server.url())).await?;
        lab_of(page, 5).await
    })
}

#[test]
fn jekyll() -> Result<()> {
    if Command::new("jekyll").arg("--version").output().is_err() {
        println!("Jekyll is not installed: nothing is proven about it");
        return Ok(());
    }
    in_browser(async |page| {
        let folder = root().join("target/recipes/jekyll");
        let blocks = blocks("jekyll.md")?;
        std::fs::create_dir_all(folder.join("_includes"))?;
        std::fs::write(folder.join("_includes/rollout-lab.html"), &blocks[0])?;
        std::fs::write(folder.join("index.html"), format!("---\n---\n{HEAD}{}", blocks[1]))?;
        let built = Command::new("jekyll").arg("build").current_dir(&folder).output()?;
        ensure!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
        let server = served(folder.join("_site"), None)?;
        page.driver().goto(server.url()).await?;
        lab_of(page, 5).await
    })
}
