//! The recipes of docs/recipes, rendered as they stand there: the blocks of code are taken out of the pages, the lab is put where they
//! say, the recipe's own tool makes the site, and the lab starts in it. Where it can be, the site lies in a folder of its host, as it
//! does on most. Pictures are in `target/screenshots/recipe-*.png`.
//!
//! A tool that is not there is named on the terminal, with what installs it, and nothing is proven of its recipe; with
//! `ROLLOUT_LAB_ALL_RECIPES=1` that is a failure. Tools are looked for on `PATH` and in `target/recipes`:
//!
//! ```text
//! apt-get install hugo jekyll
//! cargo install --root target/recipes --no-default-features mdbook
//! npm install --prefix target/recipes reveal.js @docusaurus/core @docusaurus/preset-classic react react-dom
//! ```
#![allow(clippy::disallowed_methods, reason = "native tests that run other tools")]
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use e2e::{Page, in_browser, root};
use loopback::Server;

/// Where the sites lie on their host, if their tool can have that.
const PLACE: &str = "handbook";

fn tools() -> PathBuf {
    root().join("target/recipes")
}

/// The blocks of code of a recipe, in their order.
fn blocks<const N: usize>(recipe: &str) -> Result<[String; N]> {
    let text = std::fs::read_to_string(root().join("docs/recipes").join(recipe))?;
    let blocks: Vec<String> =
        text.split("```").skip(1).step_by(2).filter_map(|b| Some(b.split_once('\n')?.1.to_owned())).collect();
    blocks.try_into().map_err(|found| anyhow::anyhow!("{recipe} has other blocks: {found:?}"))
}

/// A program of this name, if it is there; else it is said that it is not, even where the output of tests is held back.
fn tool(name: &str, installed_by: &str) -> Result<Option<PathBuf>> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let own = [tools().join("bin"), tools().join("node_modules/.bin")];
    let found = own.into_iter().chain(std::env::split_paths(&path)).map(|folder| folder.join(name));
    let found = found.into_iter().find(|file| file.is_file());
    if found.is_none() {
        missing(name, installed_by)?;
    }
    Ok(found)
}

fn missing(name: &str, installed_by: &str) -> Result<()> {
    ensure!(std::env::var_os("ROLLOUT_LAB_ALL_RECIPES").is_none(), "{name} is missing: {installed_by}");
    let said = format!("SKIPPED: nothing is proven of the recipe for {name}; to have it: {installed_by}\n");
    Ok(std::io::stderr().write_all(said.as_bytes())?)
}

/// A site in the making.
struct Site {
    folder: PathBuf,
}

impl Site {
    fn new(name: &str) -> Result<Self> {
        let folder = tools().join("sites").join(name);
        if folder.exists() {
            std::fs::remove_dir_all(&folder)?;
        }
        std::fs::create_dir_all(&folder)?;
        Ok(Self { folder: folder.canonicalize()? })
    }

    fn write(&self, name: &str, text: &str) -> Result<&Self> {
        let file = self.folder.join(name);
        std::fs::create_dir_all(file.parent().context("a folder")?)?;
        std::fs::write(file, text)?;
        Ok(self)
    }

    /// Puts a folder's files and folders into this one of the site.
    fn put(&self, from: &Path, into: &str) -> Result<&Self> {
        std::fs::create_dir_all(self.folder.join(into))?;
        for entry in std::fs::read_dir(from).with_context(|| format!("reading {}", from.display()))? {
            let entry = entry?;
            let name = format!("{into}/{}", entry.file_name().to_string_lossy());
            if entry.file_type()?.is_dir() {
                self.put(&entry.path(), &name)?;
            } else {
                std::fs::copy(entry.path(), self.folder.join(name))?;
            }
        }
        Ok(self)
    }

    fn put_lab(&self, into: &str) -> Result<&Self> {
        self.put(&root().join("dist"), into)
    }

    /// Runs a tool in its folder.
    fn run(&self, tool: &Path, arguments: &[&str]) -> Result<&Self> {
        let mut command = Command::new(tool);
        // In German, or with colours, no tool says more.
        command.current_dir(&self.folder).args(arguments).envs([("LC_ALL", "C.UTF-8"), ("CI", "1")]);
        let built = command.output().with_context(|| format!("running {}", tool.display()))?;
        let said = [built.stdout, built.stderr].concat();
        ensure!(built.status.success(), "{}", String::from_utf8_lossy(&said));
        Ok(self)
    }

    fn serve(&self, folder: &str) -> Result<Server> {
        Server::start(self.folder.join(folder), 0).context("serving the recipe")
    }
}

/// Opens a page and waits for the lab in a frame of it: it wants so many Pods, can be seen, and nothing of it sticks out of its frame.
async fn lab_of(page: &Page, address: &str, replicas: u64, picture: &str) -> Result<()> {
    page.driver().goto(address).await?;
    lab_in_sight(page, replicas, picture).await
}

async fn lab_in_sight(page: &Page, replicas: u64, picture: &str) -> Result<()> {
    let lab = "[...document.querySelectorAll('iframe')].find((f) => f.contentDocument?.querySelector('[data-ready]'))";
    page.until(lab).await.context("there is no lab in the page")?;
    let found = page
        .js(&format!("return {lab}.contentWindow.rolloutLab.state().deployments[0].spec.replicas"))
        .await?;
    ensure!(found == replicas, "{found} replicas");
    page.settled().await?;
    page.screenshot(&format!("recipe-{picture}")).await?;
    let look = format!(
        "const lab = {lab}, box = lab.getBoundingClientRect(), inside = lab.contentDocument.documentElement;
         const seen = document.elementFromPoint(box.x + box.width / 2, Math.min(box.y + 200, innerHeight - 1));
         return [box.width >= 320 && box.height >= 400 || `${{box.width}} x ${{box.height}}`,
             box.x >= 0 && box.right <= innerWidth || `from ${{box.x}} to ${{box.right}}`,
             lab.contains(seen) || seen?.contains(lab) || `behind ${{seen?.outerHTML.slice(0, 200)}}`,
             inside.scrollWidth <= inside.clientWidth || `${{inside.scrollWidth}} in ${{inside.clientWidth}}`].filter((it) => it !== true)"
    );
    let wrong = page.js(&look).await?;
    ensure!(wrong == serde_json::json!([]), "the lab does not lie well: {wrong}");
    Ok(())
}

const HEAD: &str = "<!doctype html><meta charset=\"utf-8\"><link rel=\"icon\" href=\"data:,\">";

#[test]
fn plain_html() -> Result<()> {
    in_browser(async |page| {
        let [element, frame] = blocks("html.md")?;
        let site = Site::new("html")?;
        site.put_lab("lab")?.write("index.html", &[HEAD, &element].concat())?;
        let server = site.serve("")?;
        lab_of(page, &server.url(), 5, "html").await?;

        // From a disk, pages do not see into their frames.
        std::fs::copy(root().join("dist/rollout-lab.html"), site.folder.join("rollout-lab.html"))?;
        let told = "<script>addEventListener('message', (e) => { (window.told ??= {})[e.data.type] = e.data; })</script>";
        site.write("disk.html", &[HEAD, told, &frame].concat())?;
        page.driver().goto(format!("file://{}/disk.html", site.folder.display())).await?;
        page.until("told.ready.rolloutLab === 1 && told.resize")
            .await
            .context("the lab from a disk says nothing")?;
        page.until("told.resize.height <= document.querySelector('iframe').clientHeight")
            .await
            .context("the lab is higher than the frame that the recipe gives it")?;
        page.screenshot("recipe-html-disk").await?;
        Ok(())
    })
}

#[test]
fn reveal_js() -> Result<()> {
    let reveal = tools().join("node_modules/reveal.js/dist");
    if !reveal.exists() {
        return missing("reveal.js", "npm install --prefix target/recipes reveal.js");
    }
    in_browser(async |page| {
        let [sections] = blocks("reveal.md")?;
        // As the slides' own template has it.
        let slides = format!(
            "{HEAD}<link rel=\"stylesheet\" href=\"dist/reset.css\"><link rel=\"stylesheet\" href=\"dist/reveal.css\">\
             <div class=\"reveal\"><div class=\"slides\"><section>One</section>{sections}</div></div>\
             <script src=\"dist/reveal.js\"></script><script>Reveal.initialize()</script>"
        );
        let site = Site::new("reveal")?;
        site.put(&reveal, "dist")?.put_lab("lab")?.write("index.html", &slides)?;
        let server = site.serve("")?;
        page.driver().goto(server.url()).await?;
        page.until("window.Reveal?.isReady()").await?;
        page.keys(thirtyfour::Key::Right + "").await?;
        lab_in_sight(page, 3, "reveal").await?;
        page.keys(thirtyfour::Key::Right + "").await?;
        page.until("Reveal.getIndices().h === 2").await.context("the lab takes the slides' keys")?;
        let said = "[...document.querySelectorAll('iframe')]
            .some((f) => f.contentDocument?.body?.innerText.includes('A Pod with the new image is created'))";
        page.until(said).await.context("the moment of the lesson is not shown")?;
        page.screenshot("recipe-reveal-lesson").await?;
        Ok(())
    })
}

#[test]
fn hugo() -> Result<()> {
    let Some(hugo) = tool("hugo", "apt-get install hugo")? else { return Ok(()) };
    in_browser(async |page| {
        let [shortcode, in_a_page] = blocks("hugo.md")?;
        let site = Site::new("hugo")?;
        let config = format!(
            "baseURL = 'https://docs.example/{PLACE}/'\ndisableKinds = ['taxonomy', 'term', 'RSS', 'sitemap', 'home']\n"
        );
        site.write("hugo.toml", &config)?
            .write("layouts/_default/single.html", &format!("{HEAD}{{{{ .Content }}}}"))?
            .write("layouts/shortcodes/rollout-lab.html", &shortcode)?
            .write(
                "content/rollouts.md",
                &["---\ntitle: Rollouts\n---\nA rollout:\n\n", &in_a_page].concat(),
            )?
            .put_lab("static/lab")?
            .run(&hugo, &["--destination", &format!("public/{PLACE}")])?;
        let server = site.serve("public")?;
        lab_of(page, &format!("{}{PLACE}/rollouts/", server.url()), 5, "hugo").await
    })
}

#[test]
fn mdbook() -> Result<()> {
    let installed_by = "cargo install --root target/recipes --no-default-features mdbook";
    let Some(mdbook) = tool("mdbook", installed_by)? else { return Ok(()) };
    in_browser(async |page| {
        let [chapter, everywhere] = blocks("mdbook.md")?;
        let element = chapter.lines().find(|line| line.starts_with("<rollout-lab")).context("an element")?;
        let deeper = chapter.replace("\"lab/", "\"../lab/");
        ensure!(deeper != chapter);
        // The script in each chapter, in a folder or not, and once for the whole book.
        for (name, head, page_name, text) in [
            ("mdbook", "", "chapter", chapter.as_str()),
            ("mdbook-folder", "", "part/chapter", &deeper),
            ("mdbook-once", &everywhere, "part/chapter", element),
        ] {
            let site = Site::new(name)?;
            site.write("book.toml", "[book]\ntitle = \"A book\"\n")?
                .write("theme/head.hbs", head)?
                .write("src/SUMMARY.md", &format!("- [A chapter]({page_name}.md)\n"))?
                .write(&format!("src/{page_name}.md"), &["# A chapter\n\n", text].concat())?
                .put_lab("src/lab")?
                .run(&mdbook, &["build", "--dest-dir", &format!("book/{PLACE}")])?;
            let server = site.serve("book")?;
            let address = format!("{}{PLACE}/{page_name}.html", server.url());
            lab_of(page, &address, 5, name).await.context(name)?;
        }
        Ok(())
    })
}

#[test]
fn jekyll() -> Result<()> {
    let Some(jekyll) = tool("jekyll", "apt-get install jekyll")? else { return Ok(()) };
    in_browser(async |page| {
        let [include, in_a_page] = blocks("jekyll.md")?;
        let site = Site::new("jekyll")?;
        site.write("_config.yml", &format!("baseurl: /{PLACE}\n"))?
            .write("_layouts/page.html", &format!("{HEAD}{{{{ content }}}}"))?
            .write("_includes/rollout-lab.html", &include)?
            .write("part/rollouts.md", &["---\nlayout: page\n---\nA rollout:\n\n", &in_a_page].concat())?
            .put_lab("lab")?
            .run(&jekyll, &["build", "--disable-disk-cache", "--destination", &format!("_site/{PLACE}")])?;
        let server = site.serve("_site")?;
        lab_of(page, &format!("{}{PLACE}/part/rollouts.html", server.url()), 5, "jekyll").await
    })
}

#[test]
fn docusaurus() -> Result<()> {
    let installed_by =
        "npm install --prefix target/recipes @docusaurus/core @docusaurus/preset-classic react react-dom";
    let Some(docusaurus) = tool("docusaurus", installed_by)? else { return Ok(()) };
    in_browser(async |page| {
        let [scripts, in_a_page] = blocks("docusaurus.md")?;
        let scripts = scripts.replace("\"/lab/", &format!("\"/{PLACE}/lab/"));
        let config = format!(
            "module.exports = {{ title: 'A site', url: 'https://docs.example', baseUrl: '/{PLACE}/', favicon: 'lab/icon.svg',\n\
             presets: [['classic', {{ docs: false, blog: false }}]],\n{scripts}}};\n"
        );
        let site = Site::new("docusaurus")?;
        site.write("docusaurus.config.js", &config)?
            .write("package.json", "{ \"private\": true }\n")?
            .write("src/pages/index.md", "# A site\n")?
            .write("src/pages/rollouts.mdx", &["# A rollout\n\n", &in_a_page].concat())?
            .put_lab("static/lab")?
            .run(&docusaurus, &["build", "--out-dir", &format!("build/{PLACE}")])?;
        let server = site.serve("build")?;
        lab_of(page, &format!("{}{PLACE}/rollouts/", server.url()), 5, "docusaurus").await
    })
}
