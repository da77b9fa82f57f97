//! What makes the site an app that works without a network: the list of its files for the service
//! worker, whose code is the theme's `offline.js`.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use super::js;
use super::urls::encode;
use crate::path::OutPath;

/// The files a reader's browser keeps, by address, each with a digest of what it holds.
///
/// May be filled from many threads.
#[derive(Debug, Default)]
pub struct Kept {
    files: Mutex<BTreeMap<String, String>>,
}

impl Kept {
    /// Notes a file of the site. Those for search engines and hosts are passed over.
    pub fn add(&self, path: &OutPath, bytes: &[u8]) {
        if !is_for_hosts(path) {
            let digest = blake3::hash(bytes).to_hex();
            self.note(path.as_str(), digest.get(..12).unwrap_or_default());
        }
    }

    /// Notes a file whose name changes with what it holds.
    pub fn add_named(&self, path: &OutPath) {
        self.note(path.as_str(), "");
    }

    fn note(&self, path: &str, digest: &str) {
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        files.insert(encode(path), digest.to_owned());
    }

    /// `sw.js`: the list with its version, and the call of the code that keeps it. The same files give
    /// the same bytes; any other file gives another version.
    pub fn worker(self) -> Option<(OutPath, String)> {
        let files = self.files.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut list = String::new();
        for (url, digest) in &files {
            list.push_str(if list.is_empty() { "" } else { ",\n" });
            js::strings(&mut list, [url.as_str(), digest.as_str()]);
        }
        let version = blake3::hash(list.as_bytes()).to_hex();
        let version = version.get(..16).unwrap_or_default();
        let text =
            format!("self.recto={{\"version\":\"{version}\",\"files\":[\n{list}]}};\nimportScripts(\"{CODE}\");\n");
        Some((OutPath::new("sw.js")?, text))
    }
}

/// Whether a file speaks to search engines and hosts rather than to readers.
pub fn is_for_hosts(path: &OutPath) -> bool {
    let name = path.as_str();
    name.starts_with('.') || name.ends_with(".txt") || name.ends_with(".xml")
}

/// The theme's file with the code of the service worker; without it there is none.
pub(super) const CODE: &str = "assets/offline.js";

#[cfg(test)]
mod tests {
    use super::*;

    fn worker(files: &[(&str, &str)]) -> String {
        let kept = Kept::default();
        for (path, text) in files {
            kept.add(&OutPath::new(path).unwrap(), text.as_bytes());
        }
        kept.worker().unwrap().1
    }

    #[test]
    fn the_version_depends_on_the_files_alone() {
        let one = worker(&[("a.html", "a"), ("記/b.html", "b"), (".nojekyll", ""), ("robots.txt", "x")]);
        assert_eq!(one, worker(&[("sitemap.xml", "y"), ("記/b.html", "b"), ("a.html", "a")]));
        assert!(one.contains("[\"%E8%A8%98/b.html\",\"") && !one.contains("robots"));
        assert_ne!(one, worker(&[("a.html", "a"), ("記/b.html", "c")]));
    }
}
