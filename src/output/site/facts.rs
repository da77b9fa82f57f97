//! What the site says of itself on every page.

use super::pages::{Counts, SiteContext};
use super::urls::encode;
use super::{links, urls};
use crate::path::SourcePath;
use crate::site::Plan;
use crate::theme::Theme;

/// The style sheet of a theme that lays its own rules over those of the theme it extends.
const LOOK: &str = "assets/look.css";

/// What the site is told beside its questions.
#[derive(Debug, Clone)]
pub struct SiteFacts {
    /// The site's title.
    pub title: String,
    /// What the project is known by, whatever it is called: readers' progress is kept under it.
    pub project: String,
    /// Its language as BCP 47 (`en`, `uk`, `zh-Hant`).
    pub language: String,
    /// Where it is published, if known: for the sitemap and the page for wrong addresses.
    pub base_url: Option<String>,
    /// Where its documents can be edited, if anywhere.
    pub repository: Option<Repository>,
    /// File name of the deck beside `index.html`.
    pub deck_file: String,
    /// Cards in the deck.
    pub cards: usize,
    /// Recto's version.
    pub version: &'static str,
}

/// A place where documents can be edited.
#[derive(Debug, Clone)]
pub struct Repository {
    /// Its address.
    pub url: String,
    /// The address of a line of a document, with `{path}` and `{line}` in it.
    pub edit: String,
}

impl Repository {
    /// A repository on GitHub, or on a host of the same addresses, whose documents lie in `folder`
    /// (empty for the top). The branch is that of an address which ends with `/tree/BRANCH`, else `main`.
    pub fn on_github(url: &str, folder: &str) -> Repository {
        let url = url.trim_end_matches('/');
        let (url, branch) = url.split_once("/tree/").unwrap_or((url, "main"));
        let url = url.trim_end_matches(".git");
        let folder = folder.trim_matches('/');
        let folder = if folder.is_empty() { String::new() } else { format!("{}/", encode(folder)) };
        let edit = format!("{url}/blob/{}/{folder}{{path}}?plain=1#L{{line}}", encode(branch));
        Repository { url: url.to_owned(), edit }
    }
}

impl SiteFacts {
    /// The address at which a line of a document is edited; empty where there is no repository.
    pub(super) fn edit(&self, path: &SourcePath, line: usize) -> String {
        let Some(repository) = &self.repository else { return String::new() };
        repository.edit.replace("{line}", &line.to_string()).replace("{path}", &encode(path.as_str()))
    }

    /// What templates receive as `site`.
    pub(super) fn context(&self, plan: &Plan, theme: &Theme) -> SiteContext<'_> {
        let questions = plan.chapters.iter().flat_map(|chapter| &chapter.sections).map(|s| s.entries.len()).sum();
        SiteContext {
            title: &self.title,
            project: &self.project,
            language: &self.language,
            dir: direction(&self.language),
            deck: urls::encode(&self.deck_file),
            counts: Counts {
                documents: plan.chapters.len(),
                questions,
                cards: self.cards,
                unanswered: plan.unanswered.len(),
            },
            base_url: self.base_url.as_deref().unwrap_or_default(),
            repository: self.repository.as_ref().map_or("", |repository| &repository.url),
            version: self.version,
            shards: links::shards(self.cards),
            look: theme.statics().iter().any(|(path, _)| path.as_str() == LOOK),
        }
    }

    /// What leads to the top from any address: the path of the base address.
    ///
    /// The page for wrong addresses is shown at depths nobody knows, so `../` cannot help it.
    pub(super) fn root_anywhere(&self) -> String {
        let base = self.base_url.as_deref().unwrap_or_default();
        let Some((_, rest)) = base.split_once("://") else { return String::new() };
        let path = rest.split_once('/').map_or("", |(_, path)| path).trim_matches('/');
        if path.is_empty() { "/".to_owned() } else { format!("/{path}/") }
    }
}

/// The direction the language is written in.
pub(super) fn direction(language: &str) -> &'static str {
    const RTL: [&str; 11] = ["ar", "ckb", "dv", "fa", "he", "iw", "ps", "sd", "ug", "ur", "yi"];
    let language = language.to_ascii_lowercase();
    let mut parts = language.split(['-', '_']);
    let first = parts.next().unwrap_or_default();
    // A script, where it is given, decides against the language's usual one.
    let rtl = match parts.find(|part| part.len() == 4 && part.chars().all(|c| c.is_ascii_alphabetic())) {
        Some(script) => matches!(script, "arab" | "aran" | "hebr" | "thaa" | "syrc" | "nkoo"),
        None => RTL.contains(&first),
    };
    if rtl { "rtl" } else { "ltr" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_have_a_direction() {
        let directions = ["ar", "he-IL", "fa_IR", "uz-Arab", "az-Latn", "en", "uk-UA", "ar-Latn", ""].map(direction);
        assert_eq!(directions, ["rtl", "rtl", "rtl", "rtl", "ltr", "ltr", "ltr", "ltr", "ltr"]);
    }

    #[test]
    fn addresses_of_the_source_are_made() {
        let repository = Repository::on_github("https://github.com/o/r.git", "content");
        let mut facts = SiteFacts {
            title: String::new(),
            project: String::new(),
            language: String::new(),
            base_url: Some("https://o.github.io/r/".into()),
            repository: Some(repository),
            deck_file: String::new(),
            cards: 0,
            version: "",
        };
        let edit = facts.edit(&SourcePath::new("go/a b.md"), 7);
        assert_eq!(edit, "https://github.com/o/r/blob/main/content/go/a%20b.md?plain=1#L7");
        facts.repository = Some(Repository::on_github("https://github.com/o/r/tree/notes/2026/", ""));
        assert_eq!(facts.edit(&SourcePath::new("a.md"), 1), "https://github.com/o/r/blob/notes/2026/a.md?plain=1#L1");
        assert_eq!(facts.root_anywhere(), "/r/");
        facts.base_url = Some("https://example.org".into());
        assert_eq!(facts.root_anywhere(), "/");
        facts.base_url = None;
        assert_eq!(facts.root_anywhere(), "");
    }
}
