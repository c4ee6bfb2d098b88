//! The lab for learning management systems: SCORM 1.2. The lab and every lesson are entries of the table of contents; `scorm.js` reports
//! place, status and score of whichever is open.
use anyhow::{Context, Result};
use course::LessonKind;

use crate::page::SiteFile;
use crate::squeeze;

/// Stands before the page's own scripts: the place where the learner was has to be known before the lab opens.
const BEFORE: &str = "<script src=\"boot.js";

/// The site's files, with what makes them a SCORM package.
pub(crate) fn files(site: &[SiteFile]) -> Result<Vec<SiteFile>> {
    let script = SiteFile::new("scorm.js", squeeze::script(include_str!("../../../web/scorm.js")));
    let tag = format!("<script src=\"{}\"></script>\n{BEFORE}", script.address());
    let mut files = Vec::new();
    for file in site {
        let mut copy = SiteFile::new(&file.name, file.bytes.clone());
        if file.name == "index.html" {
            let page = String::from_utf8(copy.bytes)?;
            let at = page.find(BEFORE).context("index.html has no boot.js")?;
            copy.bytes = [&page[..at], &tag, &page[at + BEFORE.len()..]].concat().into_bytes();
        }
        files.push(copy);
    }
    files.push(script);
    let manifest = manifest(files.iter().map(|file| file.name.as_str()));
    files.push(SiteFile::new("imsmanifest.xml", manifest));
    Ok(files)
}

fn manifest<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let lessons = course::lessons();
    let of = |kind: LessonKind| {
        let of_kind = lessons.iter().filter(|lesson| lesson.kind == kind);
        of_kind.map(|l| item(&l.id, &l.title, &format!("?lesson={}", l.id))).collect::<String>()
    };
    let group = |id: &str, title: &str, kind| {
        format!("<item identifier=\"{id}\"><title>{title}</title>\n{}</item>\n", of(kind))
    };
    let files: String = names.map(|name| format!("<file href=\"{}\"/>\n", escaped(name))).collect();
    [
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <manifest identifier=\"rollout-lab\" version=\"1.0\" xmlns=\"http://www.imsproject.org/xsd/imscp_rootv1p1p2\" \
         xmlns:adlcp=\"http://www.adlnet.org/xsd/adlcp_rootv1p2\">\n\
         <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>\n\
         <organizations default=\"lab\">\n<organization identifier=\"lab\"><title>Rollout Lab</title>\n",
        &item("the-lab", "The lab", "?scenario=workshop"),
        &group("tour", "Guided tour", LessonKind::Tour),
        &group("experiments", "Experiments", LessonKind::Experiment),
        &group("challenges", "Challenges", LessonKind::Challenge),
        "</organization>\n</organizations>\n<resources>\n\
         <resource identifier=\"page\" type=\"webcontent\" adlcp:scormtype=\"sco\" href=\"index.html\">\n",
        &files,
        "</resource>\n</resources>\n</manifest>\n",
    ]
    .concat()
}

fn item(id: &str, title: &str, parameters: &str) -> String {
    format!(
        "<item identifier=\"i-{}\" identifierref=\"page\" parameters=\"{}\"><title>{}</title></item>\n",
        escaped(id),
        escaped(parameters),
        escaped(title)
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_lesson_and_every_file_is_in_the_manifest() {
        let site = [
            SiteFile::new("index.html", "<head>\n<script src=\"boot.js?v=1\"></script>\n</head>"),
            SiteFile::new("a&b.js", ""),
        ];
        let files = files(&site).expect("they can be made");
        let text = |name: &str| {
            let file = files.iter().find(|file| file.name == name).expect("it is there");
            String::from_utf8(file.bytes.clone()).expect("it is text")
        };
        let page = text("index.html");
        assert!(page.find("scorm.js") < page.find("boot.js"), "{page}");
        let manifest = text("imsmanifest.xml");
        for lesson in course::lessons() {
            assert!(manifest.contains(&format!("\"?lesson={}\"", lesson.id)), "{}", lesson.id);
        }
        for name in ["index.html", "a&amp;b.js", "scorm.js"] {
            assert!(manifest.contains(&format!("<file href=\"{name}\"/>")), "{name}");
        }
    }
}
