//! A package as Anki would show it: its cards in the order of their documents, with decks and style sheets.

use std::collections::BTreeMap;
use std::io::{Read, Seek};
use std::path::Path;

use rusqlite::Connection;
use serde_json::Value;

use super::note_type;
use super::read::{fields, unpacked};
use crate::error::Result;
use crate::note::{Fields, Guid, Kind};

/// The cards of a package.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shown {
    /// All cards, in document order.
    pub cards: Vec<ShownCard>,
    /// The style sheet of each kind.
    pub sheets: BTreeMap<Kind, String>,
}

/// A card of a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownCard {
    /// Its note.
    pub guid: Guid,
    /// The note's kind.
    pub kind: Kind,
    /// Its template, or the number of its blank less one.
    pub ordinal: u16,
    /// The full name of its deck.
    pub deck: String,
    /// The note's tags.
    pub tags: Vec<String>,
    /// The note's fields.
    pub fields: Fields,
}

/// Reads the cards of a package found at `path`. The database goes into `scratch`, a file that is made and removed.
///
/// # Errors
/// Where `package` is none, or the disk refuses.
pub fn shown(package: impl Read + Seek, path: &Path, scratch: &Path) -> Result<Shown> {
    unpacked(package, path, scratch, read)
}

fn read(db: &Connection) -> rusqlite::Result<Shown> {
    let row = |row: &rusqlite::Row<'_>| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?));
    let (models, decks) = db.query_row("SELECT models, decks FROM col", [], row)?;
    let models: BTreeMap<String, Value> = serde_json::from_str(&models).unwrap_or_default();
    let decks: BTreeMap<String, Value> = serde_json::from_str(&decks).unwrap_or_default();
    let text = |of: Option<&Value>, key| of.and_then(|value| value.get(key)?.as_str()).unwrap_or_default().to_owned();
    let sheet = |kind: Kind| (kind, text(models.get(&note_type::id(kind).to_string()), "css"));
    let mut shown = Shown { cards: Vec::new(), sheets: Kind::ALL.into_iter().map(sheet).collect() };
    let mut statement = db.prepare(
        "SELECT n.guid, n.mid, c.ord, c.did, n.tags, n.flds FROM cards c JOIN notes n ON n.id = c.nid \
         ORDER BY c.due, n.id, c.ord",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (guid, note_type): (String, i64) = (row.get(0)?, row.get(1)?);
        let kind = Kind::ALL.into_iter().find(|kind| note_type::id(*kind) == note_type);
        let (Some(guid), Some(kind)) = (Guid::parse(&guid), kind) else { continue };
        let (deck, tags, values): (i64, String, String) = (row.get(3)?, row.get(4)?, row.get(5)?);
        shown.cards.push(ShownCard {
            guid,
            kind,
            ordinal: row.get(2)?,
            deck: text(decks.get(&deck.to_string()), "name"),
            tags: tags.split_whitespace().map(str::to_owned).collect(),
            fields: fields(&values),
        });
    }
    Ok(shown)
}
