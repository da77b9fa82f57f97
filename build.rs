//! Puts every file under `themes/` into the binary, as one sorted table.
//!
//! It reads nothing else: no clock, no network, no version control. What a theme's files hold is
//! checked by the tests; here only that the needed ones are there.

// A build script has no other way to learn where it runs and to hand over what it made.
#![allow(clippy::disallowed_methods)]

use std::collections::BTreeSet;
use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;

use walkdir::WalkDir;

#[path = "src/theme/required.rs"]
mod required;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=themes");
    let root = std::env::var("CARGO_MANIFEST_DIR")?;
    let files = theme_files(&Path::new(&root).join("themes"))?;
    check(&files)?;

    let mut table = String::from("[\n");
    for file in &files {
        let from_root = format!("/themes/{file}");
        writeln!(table, "    ({file:?}, include_bytes!(concat!(env!(\"CARGO_MANIFEST_DIR\"), {from_root:?}))),")?;
    }
    table.push(']');
    let out = std::env::var("OUT_DIR")?;
    std::fs::write(Path::new(&out).join("themes.rs"), table)?;
    Ok(())
}

/// The files below `folder`, relative to it with `/`, sorted; none where there is no such folder.
fn theme_files(folder: &Path) -> Result<BTreeSet<String>, Box<dyn Error>> {
    let mut files = BTreeSet::new();
    if !folder.is_dir() {
        return Ok(files);
    }
    let hidden = |name: &std::ffi::OsStr| name.as_encoded_bytes().starts_with(b".");
    for entry in WalkDir::new(folder).sort_by_file_name().into_iter().filter_entry(|e| !hidden(e.file_name())) {
        let entry = entry?;
        if !entry.file_type().is_file() {
            continue;
        }
        let path = entry.path().strip_prefix(folder)?;
        let path = path.to_str().ok_or_else(|| format!("{} is not named in UTF-8", entry.path().display()))?;
        let path = path.replace(std::path::MAIN_SEPARATOR, "/");
        // A file beside the theme folders (a README) belongs to no theme.
        if path.contains('/') {
            files.insert(path);
        }
    }
    Ok(files)
}

/// Whether every theme has the files that make it one, and the theme all others lean on is whole.
fn check(files: &BTreeSet<String>) -> Result<(), Box<dyn Error>> {
    let themes: BTreeSet<&str> = files.iter().filter_map(|file| file.split('/').next()).collect();
    for theme in themes {
        let templates = required::TEMPLATES.iter().map(|name| format!("site/templates/{name}"));
        let whole = templates.filter(|_| theme == required::BASE_THEME);
        for file in ["theme.yaml", "tokens.css"].into_iter().map(str::to_owned).chain(whole) {
            if !files.contains(&format!("{theme}/{file}")) {
                return Err(format!("themes/{theme} lacks {file}").into());
            }
        }
    }
    Ok(())
}
