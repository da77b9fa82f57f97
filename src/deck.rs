//! What the Anki output receives: notes with identity and times, and the decks they sit in.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use crate::note::{Fields, Guid, Kind};
use crate::tag::Tag;

/// A note with all that Anki stores of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Identity across builds.
    pub guid: Guid,
    /// Which note type it is of.
    pub kind: Kind,
    /// Milliseconds since 1970 at first sight, unique in the project; Anki's note id.
    pub made: i64,
    /// Seconds since 1970 of the build that first shipped this content; Anki's `mod`.
    pub modified: i64,
    /// Full name of the deck, `::` between the levels.
    pub deck: String,
    /// Tags, sorted.
    pub tags: Vec<Tag>,
    /// Field contents.
    pub fields: Fields,
    /// The cards: template numbers from 0, or for a cloze the blank's number less one.
    pub ordinals: Vec<u16>,
    /// Position among new cards, from 1, in document order.
    pub due: u32,
}

/// What may change about a frozen note type: its look, and when that last changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteTypeLook {
    /// Which note type.
    pub kind: Kind,
    /// Its style sheet.
    pub css: String,
    /// Seconds since 1970 when style sheet or templates last changed; Anki's `mod` of the type.
    pub modified: i64,
}

/// The names of decks, as Anki keeps them and each in one spelling.
#[derive(Debug, Clone, Default)]
pub struct DeckNames {
    /// By the form in which Anki takes names for the same.
    spelt: BTreeMap<String, String>,
}

impl DeckNames {
    /// Keeps a name that is in use.
    pub fn keep(&mut self, name: &str) {
        self.spelt.entry(name.to_lowercase()).or_insert_with(|| name.to_owned());
    }

    /// The name that a deck gets where an author wants `wanted`, levels parted by `::`.
    pub fn name(&mut self, wanted: &str) -> String {
        let levels: Vec<String> = wanted.split("::").map(level).filter(|level| !level.is_empty()).collect();
        let name = if levels.is_empty() { "Deck".to_owned() } else { levels.join("::") };
        self.spelt.entry(name.to_lowercase()).or_insert(name).clone()
    }
}

/// One level of a deck's name: without what Anki would take out of it.
fn level(text: &str) -> String {
    let kept: String = text.nfc().filter(|c| !c.is_control() && *c != '"').collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ").trim_matches(':').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_that_anki_keeps() {
        let mut names = DeckNames::default();
        for (wanted, name) in [
            ("Go: \"the\" parts", "Go: the parts"),
            ("  A ::::\tB\u{1f} :: \" \"", "A::B"),
            ("a::b", "A::B"),
            ("\"\"", "Deck"),
            ("Мова", "Мова"),
        ] {
            assert_eq!(names.name(wanted), name, "{wanted}");
        }
        names.keep("Мова Go");
        assert_eq!(names.name("мова go"), "Мова Go");
    }
}
