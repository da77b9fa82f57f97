//! Paths with their rules: where a document lies, and where a build may write.

use std::fmt;
use std::sync::Arc;

/// The path of a document relative to the folder its project reads documents from, with `/`
/// between the parts on every system.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourcePath(Arc<str>);

impl SourcePath {
    /// A path made of `parts`, none of which holds a separator.
    pub fn new(path: &str) -> SourcePath {
        SourcePath(path.into())
    }

    /// The text with `/`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text, to be held together with the path.
    pub fn shared(&self) -> Arc<str> {
        self.0.clone()
    }

    /// The file name without its extension.
    pub fn stem(&self) -> &str {
        let name = self.0.rsplit('/').next().unwrap_or_default();
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }

    /// The folders above the file, outermost first.
    pub fn folders(&self) -> impl Iterator<Item = &str> {
        let folder = self.0.rsplit_once('/').map_or("", |(folder, _)| folder);
        folder.split('/').filter(|part| !part.is_empty())
    }

    /// The path that `reference`, written in this document, points at; `None` where it leaves the
    /// folder documents are read from.
    pub fn join(&self, reference: &str) -> Option<SourcePath> {
        let mut parts: Vec<&str> = self.folders().collect();
        for part in reference.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop()?;
                }
                _ => parts.push(part),
            }
        }
        Some(SourcePath(parts.join("/").into()))
    }
}

impl fmt::Display for SourcePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where a build writes: relative, `/` between the parts, and of names every file system and web
/// server takes. What a build names itself has lower-case letters of any script, digits, `-`, `_`, `.`,
/// never a leading dot but for the two files that need one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutPath(String);

impl OutPath {
    /// The path, if each of its parts is a portable name.
    pub fn new(path: &str) -> Option<OutPath> {
        let portable = !path.is_empty() && path.split('/').all(is_portable);
        portable.then(|| OutPath(path.to_owned()))
    }

    /// The path of a file whose name somebody else has chosen, if it has one that every file system takes.
    pub fn given(path: &str) -> Option<OutPath> {
        let possible = !path.is_empty() && path.split('/').all(is_possible);
        possible.then(|| OutPath(path.to_owned()))
    }

    /// The same path below a folder of the output.
    #[must_use]
    pub fn below(&self, folder: &OutPath) -> OutPath {
        OutPath(format!("{folder}/{self}"))
    }

    /// The text with `/`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// How many folders the file lies below the top.
    pub fn depth(&self) -> usize {
        self.0.matches('/').count()
    }
}

impl fmt::Display for OutPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether Linux, macOS and Windows all take `name` for a file.
fn is_possible(name: &str) -> bool {
    let forbidden = |c: char| c.is_control() || matches!(c, '\\' | '/' | ':' | '*' | '?' | '"' | '<' | '>' | '|');
    !name.is_empty()
        && name.len() <= 200
        && !name.contains(forbidden)
        && !name.ends_with(['.', ' '])
        && !is_device(name)
}

/// Whether Windows takes `name` for a device.
fn is_device(name: &str) -> bool {
    const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_ascii_lowercase();
    let numbered = |prefix: &str| stem.strip_prefix(prefix).is_some_and(|n| n.len() == 1 && n != "0");
    DEVICES.contains(&stem.as_str()) || numbered("com") || numbered("lpt")
}

/// Whether `name` is safe as a file name on Linux, macOS and Windows and as a part of an address.
fn is_portable(name: &str) -> bool {
    let dotfile = matches!(name, ".gitignore" | ".nojekyll");
    let chars = name.chars().all(|c| {
        let other = matches!(c, '-' | '_' | '.') || unicode_normalization::char::is_combining_mark(c);
        other || (c.is_alphanumeric() && c.to_lowercase().eq(std::iter::once(c)))
    });
    let dots = dotfile || !(name.starts_with('.') || name.ends_with('.'));
    !name.is_empty() && name.len() <= 200 && chars && dots && !is_device(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_stay_inside() {
        let path = SourcePath::new("go/memory.md");
        assert_eq!(path.join("../img/a.png"), Some(SourcePath::new("img/a.png")));
        assert_eq!(path.join("./b c.png"), Some(SourcePath::new("go/b c.png")));
        assert_eq!(path.join("../../etc/passwd"), None);
        assert_eq!(path.stem(), "memory");
        assert_eq!(path.folders().collect::<Vec<_>>(), ["go"]);
    }

    #[test]
    fn only_portable_names_are_written() {
        for good in ["index.html", "go/記憶.html", ".nojekyll", "a-b_c.1.js"] {
            assert!(OutPath::new(good).is_some(), "{good}");
        }
        for bad in ["", "../a", "a//b", "A.html", "con", "nul.txt", "com1.html", ".hidden", "a.", "a b", "a:b", "a\\b"]
        {
            assert!(OutPath::new(bad).is_none(), "{bad}");
        }
        for good in ["CNAME", ".well-known/security.txt", "My photo (1).JPG", "日本.html"] {
            assert!(OutPath::given(good).is_some(), "{good}");
        }
        for bad in ["", "..", "a/../b", "/a", "a//b", "a:b", "a\\b", "Aux.txt", "a.", "a ", "a\u{1}"] {
            assert!(OutPath::given(bad).is_none(), "{bad}");
        }
    }
}
