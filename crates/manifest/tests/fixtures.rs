//! Manifests as files: what is read from them is what is written again; what is wrong with them is said at its place.
//! With `BLESS=1` the expectations beside the invalid ones are written anew.

use manifest::{Detail, Manifest, read, write_yaml};
use std::error::Error;
use std::fs::{read_to_string, write};
use std::path::{Path, PathBuf};

fn files(folder: &str) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder);
    let paths: Result<Vec<_>, _> = std::fs::read_dir(folder)?.map(|entry| entry.map(|e| e.path())).collect();
    let mut paths = paths?;
    paths.retain(|path| path.extension().is_some_and(|e| e == "yaml"));
    paths.sort();
    Ok(paths)
}

fn without_notices(manifest: Manifest) -> Manifest {
    Manifest { notices: Vec::new(), ..manifest }
}

/// Compares with the file beside it.
fn expect(path: &Path, extension: &str, lines: &[String]) -> Result<(), Box<dyn Error>> {
    let beside = path.with_extension(extension);
    let got: String = lines.iter().map(|line| format!("{line}\n")).collect();
    if option_env!("BLESS").is_some() {
        write(&beside, &got)?;
    }
    assert_eq!(got, read_to_string(&beside).unwrap_or_default(), "{}", path.display());
    Ok(())
}

fn check_valid(path: &Path) -> Result<(), Box<dyn Error>> {
    let text = read_to_string(path)?;
    let manifest = read(&text).map_err(|errors| format!("{}: {errors:?}", path.display()))?;
    let notices: Vec<String> = manifest.notices.iter().map(ToString::to_string).collect();
    if !notices.is_empty() {
        expect(path, "notices", &notices)?;
    }
    let manifest = without_notices(manifest);
    for detail in [Detail::Brief, Detail::Defaults] {
        let written = write_yaml(&manifest, detail);
        let again = read(&written).map_err(|errors| format!("{errors:?}\n{written}"))?;
        assert_eq!(without_notices(again), manifest, "{written}");
    }
    Ok(())
}

#[test]
fn what_is_written_reads_as_it_was() -> Result<(), Box<dyn Error>> {
    let files = files("valid")?;
    assert!(files.len() >= 3);
    files.iter().try_for_each(|path| check_valid(path))
}

#[test]
fn what_is_wrong_is_said_at_its_place() -> Result<(), Box<dyn Error>> {
    let files = files("invalid")?;
    assert!(files.len() >= 16);
    for path in files {
        let errors = read(&read_to_string(&path)?).err().ok_or(format!("{} is accepted", path.display()))?;
        let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
        expect(&path, "errors", &lines)?;
    }
    Ok(())
}

#[test]
fn a_text_that_is_too_long_is_refused_at_once() {
    let errors = read(&"a: b\n".repeat(2 << 20)).unwrap_err();
    assert!(errors[0].to_string().contains("at most 1048576 are read"), "{errors:?}");
}
