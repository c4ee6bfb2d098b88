//! `cargo xtask package`: everything that people take along, from one build.
use anyhow::Result;
use sha2::{Digest, Sha256};

use crate::build::{self, toolchain_choice};
use crate::page::SiteFile;
use crate::say::kilobytes;
use crate::toolchain::Toolchain;
use crate::{Command, scorm, workspace, zip};

pub(crate) const COMMAND: Command = Command {
    name: "package",
    summary: "makes what people take along, in target/package/: the site, the one file, SCORM, the embed script",
    help: "\
  --debian   compile with Debian's packages even where rustup has the wasm target

rollout-lab-site.zip    the static site, for any folder of any server
rollout-lab.html        the whole lab as one file, for a disk without a network
rollout-lab-scorm.zip   SCORM 1.2, for a learning management system
rollout-lab.js          the element <rollout-lab>, to lie beside the site; it is in its zip too",
    run,
};

fn run(arguments: &mut lexopt::Parser) -> Result<()> {
    let choice = toolchain_choice(arguments)?;
    let built = build::everything(&Toolchain::find(choice)?)?;
    println!("{}/ holds", workspace::packages().display());
    for file in &built.packages {
        println!(
            "{:<24}{:>10}  sha256 {}",
            file.name,
            kilobytes(file.bytes.len() as u64),
            sha256(&file.bytes)
        );
    }
    Ok(())
}

/// The packages of a site.
pub(crate) fn all(site: &[SiteFile], one_file: &SiteFile, embed: &SiteFile) -> Result<Vec<SiteFile>> {
    let with_embed: Vec<&SiteFile> = site.iter().chain([embed]).collect();
    let copy = |file: &SiteFile| SiteFile::new(&file.name, file.bytes.clone());
    Ok(vec![
        SiteFile::new("rollout-lab-site.zip", zip::archive(&with_embed)?),
        copy(one_file),
        SiteFile::new(
            "rollout-lab-scorm.zip",
            zip::archive(&scorm::files(site)?.iter().collect::<Vec<_>>())?,
        ),
        copy(embed),
    ])
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
