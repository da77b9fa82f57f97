//! What several tests do: run the program in a folder of its own, read literate files, compare
//! with what is expected and renew it.
#![allow(dead_code, reason = "each test binary uses a part of this")]
#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

pub(crate) mod corpus;
pub(crate) mod literate;
pub(crate) mod project;

use std::fs;
use std::path::{Path, PathBuf};

use snapbox::Data;
use snapbox::report::{Palette, write_diff};

/// The folder of the sources.
pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Whether expectations are to be renewed: `UPDATE=1`, which is refused where `CI` is set.
pub(crate) fn update() -> bool {
    let wanted = std::env::var_os("UPDATE").is_some_and(|value| !value.is_empty() && value != "0");
    assert!(
        !wanted || std::env::var_os("CI").is_none(),
        "UPDATE is refused where CI is set: expectations are reviewed"
    );
    wanted
}

/// What differs, for people; `None` where nothing does.
pub(crate) fn difference(name: &str, expected: &str, actual: &str) -> Option<String> {
    if expected == actual {
        return None;
    }
    let mut out = String::new();
    let (expected, actual) = (Data::text(expected.to_owned()), Data::text(actual.to_owned()));
    write_diff(&mut out, &expected, &actual, Some(&name), Some(&"actual"), Palette::plain()).unwrap();
    Some(out)
}

/// Compares with the text of a file, or renews the file.
pub(crate) fn compare_file(path: &Path, actual: &str) -> Option<String> {
    let expected = fs::read_to_string(path).unwrap_or_default();
    if update() {
        if expected != actual {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, actual).unwrap();
        }
        return None;
    }
    let name = path.strip_prefix(root()).unwrap_or(path).display().to_string();
    difference(&name, &expected, actual)
}

/// Fails with everything that differs.
pub(crate) fn settle(failures: &[String]) {
    assert!(
        failures.is_empty(),
        "{}\n{} do not hold; `UPDATE=1 cargo test` renews the expectations\n",
        failures.join("\n"),
        failures.len()
    );
}

/// The Markdown files of a folder, sorted.
pub(crate) fn markdown_files(folder: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join(folder)).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = entries.filter(|path| path.extension().is_some_and(|end| end == "md")).collect();
    files.sort();
    assert!(!files.is_empty(), "no files in {folder}");
    files
}
