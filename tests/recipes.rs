//! The recipes of docs/recipes, rendered as they stand there: the blocks of code are taken out of the pages, and the lab starts. Where the
//! tool of a recipe is not installed, its test says so and proves nothing.
#![allow(clippy::disallowed_methods, reason = "native tests that run other tools")]
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use e2e::{Page, in_browser, root};
use loopback::{Answer, Server, media_type};

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
            return Some(Answer::html(page.as_bytes()));
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

/// A tool that makes pages of sources.
struct Generator {
    name: &'static str,
    program: &'static str,
    says_version: &'static str,
    builds: &'static [&'static str],
    /// Where it puts the pages, in the folder of the sources.
    output: &'static str,
    /// The page with the lab in it.
    page: &'static str,
}

/// Lets a generator make pages of these files, and looks for the lab in them.
fn check(generator: &Generator, files: &[(&str, String)]) -> Result<()> {
    let Generator { name, program, says_version, builds, output, page: address } = generator;
    if Command::new(program).arg(says_version).output().is_err() {
        println!("{name} is not installed: nothing is proven about it");
        return Ok(());
    }
    in_browser(async |page| {
        let folder = root().join("target/recipes").join(program);
        for (name, text) in files {
            let file = folder.join(name);
            std::fs::create_dir_all(file.parent().context("a folder")?)?;
            std::fs::write(file, text)?;
        }
        let built = Command::new(program).args(*builds).current_dir(&folder).output()?;
        ensure!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
        let server = served(folder.join(output), None)?;
        page.driver().goto(format!("{}{address}", server.url())).await?;
        lab_of(page, 5).await
    })
}

#[test]
fn hugo() -> Result<()> {
    let blocks = blocks("hugo.md")?;
    let settings = "baseURL = '/'\ndisableKinds = ['taxonomy', 'term', 'RSS', 'sitemap']\n";
    check(
        &Generator {
            name: "Hugo",
            program: "hugo",
            says_version: "version",
            builds: &[],
            output: "public",
            page: "",
        },
        &[
            ("hugo.toml", settings.to_owned()),
            ("layouts/index.html", format!("{HEAD}{{{{ .Content }}}}")),
            ("layouts/shortcodes/rollout-lab.html", blocks[0].clone()),
            // A page that begins with a brace would begin with settings.
            ("content/_index.md", ["A rollout:\n\n", &blocks[1]].concat()),
        ],
    )
}

#[test]
fn mdbook() -> Result<()> {
    check(
        &Generator {
            name: "mdBook",
            program: "mdbook",
            says_version: "--version",
            builds: &["build"],
            output: "book",
            page: "chapter.html",
        },
        &[
            ("book.toml", "[book]\ntitle = \"A book\"\n".to_owned()),
            ("src/SUMMARY.md", "- [A chapter](chapter.md)\n".to_owned()),
            ("src/chapter.md", blocks("mdbook.md")?[0].clone()),
        ],
    )
}

#[test]
fn jekyll() -> Result<()> {
    let blocks = blocks("jekyll.md")?;
    check(
        &Generator {
            name: "Jekyll",
            program: "jekyll",
            says_version: "--version",
            builds: &["build"],
            output: "_site",
            page: "",
        },
        &[
            ("_includes/rollout-lab.html", blocks[0].clone()),
            ("index.html", format!("---\n---\n{HEAD}{}", blocks[1])),
        ],
    )
}
