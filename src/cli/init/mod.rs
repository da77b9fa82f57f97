//! `recto init`: the files of a new project. Nothing that exists is overwritten.

use std::path::{Path, PathBuf};

use super::common::{now, shown};
use super::say::{self, DIM, GOOD, NAME, styled};
use super::{Exit, InitArguments};
use crate::error::Result;
use crate::identity::fingerprint;
use crate::publish::{Placed, add_line, place};

/// Files with their content, `{title}` and `{seed}` to be filled in.
const FILES: [(&str, &str); 3] = [
    ("recto.yaml", include_str!("recto.yaml")),
    ("content/first-steps.md", include_str!("sample.md")),
    (".github/workflows/pages.yml", include_str!("pages.yml")),
];

/// Lines that belong into files which may hold others.
const LINES: [(&str, &str); 2] = [(".gitignore", "/output/"), (".gitattributes", "recto.lock merge=union")];

pub(super) fn run(arguments: &InitArguments) -> Result<Exit> {
    let folder = arguments.folder.clone().unwrap_or_else(|| PathBuf::from("."));
    let title = title(&folder);
    let seed = fingerprint(&format!("{} {}", now()?.milliseconds, folder.display()));
    for (name, text) in FILES {
        // Whoever has documents needs no sample.
        if name.starts_with("content/") && folder.join("content").exists() {
            continue;
        }
        let text = text.replace("{title}", &quoted(&title)).replace("{seed}", &format!("\"{seed}\""));
        let text = text.replace("{version}", env!("CARGO_PKG_VERSION"));
        tell(&folder.join(name), place(&folder.join(name), text.as_bytes())?);
    }
    for (name, line) in LINES {
        tell(&folder.join(name), add_line(&folder.join(name), line)?);
    }
    say::line(&format!("{GOOD}Ready{GOOD:#}. Next: {}", styled(NAME, "recto build")));
    Ok(Exit::Fine)
}

/// The folder's name as a title: "go-notes" is "Go notes".
fn title(folder: &Path) -> String {
    let name = folder.canonicalize().ok().or_else(|| Some(folder.to_owned()));
    let name = name.and_then(|path| path.file_name().map(|name| name.to_string_lossy().replace(['-', '_'], " ")));
    let name = name.unwrap_or_else(|| "Notes".into());
    let mut chars = name.chars();
    chars.next().map_or_else(|| "Notes".into(), |first| first.to_uppercase().chain(chars).collect())
}

/// A text as a YAML string.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}

/// Says what became of a file.
pub(super) fn tell(path: &Path, placed: Placed) {
    let what = match placed {
        Placed::New => "made",
        Placed::Added => "added to",
        Placed::Kept => "kept",
    };
    say::line(&format!("  {} {}", styled(DIM, format!("{what:<9}")), styled(NAME, shown(path))));
}
