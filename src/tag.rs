//! Tags: what carries a topic into Anki.

use std::fmt;
use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;

/// A tag in Anki's form: no spaces, `::` between levels, case folded.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tag(Arc<str>);

impl Tag {
    /// Makes a tag from words as a person writes them, one for each level.
    ///
    /// Levels that hold nothing a tag may hold are left out; `None` where nothing is left.
    pub fn from_levels<'a>(levels: impl IntoIterator<Item = &'a str>) -> Option<Tag> {
        let levels: Vec<String> = levels.into_iter().map(level).filter(|level| !level.is_empty()).collect();
        (!levels.is_empty()).then(|| Tag(levels.join("::").into()))
    }

    /// Makes a tag from one text in which `::` (or `/`, as Obsidian nests) parts the levels.
    pub fn parse(text: &str) -> Option<Tag> {
        let text = text.trim().trim_start_matches('#');
        Tag::from_levels(text.split("::").flat_map(|part| part.split('/')))
    }

    /// The text Anki stores.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The levels, outermost first.
    pub fn levels(&self) -> impl Iterator<Item = &str> {
        self.0.split("::")
    }
}

/// A tag, and what gave it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Topic {
    /// The tag.
    pub tag: Tag,
    /// What gave it; of several, the first of [`Origin::ALL`].
    pub origin: Origin,
}

/// What gives a question a tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// The document's title and the headings above the question.
    Trail,
    /// The folders the document is in.
    Folder,
    /// `tags` of the document's front matter.
    FrontMatter,
    /// A line of tags in the text.
    Inline,
    /// The language of code in question or answer.
    Language,
    /// A mark of difficulty.
    Level,
    /// `tag_rules` of the project.
    Rule,
    /// `tags` of the project.
    Project,
}

impl Origin {
    /// Every origin.
    pub const ALL: [Origin; 8] = [
        Origin::Trail,
        Origin::Folder,
        Origin::FrontMatter,
        Origin::Inline,
        Origin::Language,
        Origin::Level,
        Origin::Rule,
        Origin::Project,
    ];

    /// Those that the setting `topics` switches; rules and tags of the project are there or not.
    pub const SWITCHED: [Origin; 6] =
        [Origin::Trail, Origin::Folder, Origin::FrontMatter, Origin::Inline, Origin::Language, Origin::Level];

    /// Its name in settings and explanations.
    pub fn name(self) -> &'static str {
        match self {
            Origin::Trail => "trail",
            Origin::Folder => "folder",
            Origin::FrontMatter => "front-matter",
            Origin::Inline => "inline",
            Origin::Language => "language",
            Origin::Level => "level",
            Origin::Rule => "rule",
            Origin::Project => "project",
        }
    }
}

/// A set of origins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Origins([bool; Origin::ALL.len()]);

impl Origins {
    /// Every origin.
    pub const ALL: Origins = Origins([true; Origin::ALL.len()]);

    /// Those of the switched ones that are in `chosen`, and all others.
    pub fn only(chosen: &[Origin]) -> Origins {
        Origins(Origin::ALL.map(|origin| !Origin::SWITCHED.contains(&origin) || chosen.contains(&origin)))
    }

    /// Whether an origin may give topics.
    pub fn admit(self, origin: Origin) -> bool {
        self.0.get(origin as usize).is_some_and(|admitted| *admitted)
    }
}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One level: compatibility forms composed, lower case, runs of anything but letters, digits and
/// the few signs that names of languages need (`c++`, `c#`, `.net`) turned into one hyphen.
fn level(text: &str) -> String {
    let mut out = String::new();
    // The whole text at once, since the last letter of a Greek word is written otherwise; a Turkish capital
    // would keep its dot as a mark of its own.
    for c in text.nfkc().collect::<String>().replace('İ', "i").to_lowercase().chars() {
        if c.is_alphanumeric() || matches!(c, '+' | '#' | '.' | '_') || is_mark(c) {
            out.push(c);
            continue;
        }
        // The dot of "Chapter 1." ends a number or a sentence.
        out.truncate(out.trim_end_matches('.').len());
        if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    // A dot is kept inside a name (`node.js`) and before one (`.net`), not as the end of a sentence.
    let out = out.trim_end_matches(['-', '.']).trim_start_matches('-');
    out.to_owned()
}

/// Combining marks, without which words of many scripts fall apart.
fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(levels: &[&str]) -> String {
        Tag::from_levels(levels.iter().copied()).map(|tag| tag.to_string()).unwrap_or_default()
    }

    #[test]
    fn levels_are_folded_and_joined() {
        assert_eq!(tag(&["Go Internals", "Memory Management"]), "go-internals::memory-management");
        assert_eq!(tag(&["C++ & C#", ".NET", "node.js"]), "c++-c#::.net::node.js");
        assert_eq!(tag(&["Пам'ять", "メモリ 管理", "हिन्दी"]), "пам-ять::メモリ-管理::हिन्दी");
        assert_eq!(tag(&["???"]), "");
        assert_eq!(tag(&["Глава 1. Куча", "Vue 3.5 vs. React", "1.2 ... 3"]), "глава-1-куча::vue-3.5-vs-react::1.2-3");
        assert_eq!(tag(&["ΛΟΓΟΣ", "λόγος", "İSTANBUL"]), "λογος::λόγος::istanbul");
    }

    #[test]
    fn text_may_nest_with_colons_or_slashes() {
        assert_eq!(Tag::parse("#lang/Go").map(|t| t.to_string()).as_deref(), Some("lang::go"));
        assert_eq!(Tag::parse("Level::Senior Dev").map(|t| t.to_string()).as_deref(), Some("level::senior-dev"));
        assert_eq!(Tag::parse("  ").map(|t| t.to_string()), None);
    }
}
