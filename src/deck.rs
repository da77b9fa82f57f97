//! What the Anki output receives: notes with identity and times, and the decks they sit in.

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

/// A deck that notes may name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deck {
    /// Full name, `::` between the levels.
    pub name: String,
    /// Text shown under the deck's name in Anki, as HTML; may be empty.
    pub description: String,
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
