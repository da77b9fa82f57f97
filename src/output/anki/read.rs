//! A package read back: what its notes said. The notes of an old build are no longer in any document.

use std::io::{Read, Seek};
use std::path::Path;

use rusqlite::{Connection, OpenFlags};
use zip::ZipArchive;

use super::note_type;
use crate::deck::NoteTypeLook;
use crate::error::{Error, Result};
use crate::note::{Fields, Guid, Kind};

/// A note as a package has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShippedNote {
    /// Its identity.
    pub guid: Guid,
    /// Its kind.
    pub kind: Kind,
    /// Anki's note id.
    pub made: i64,
    /// Anki's `mod`.
    pub modified: i64,
    /// The deck of its cards; empty where it has none.
    pub deck: String,
    /// Its tags.
    pub tags: Vec<String>,
    /// Its fields.
    pub fields: Fields,
}

/// What the notes of a package are preceded by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShippedHead {
    /// What the project was known by that it was made of.
    pub project: String,
    /// Its note types, those that this version makes in the same way.
    pub looks: Vec<NoteTypeLook>,
}

/// Hands on the notes of a package one by one; those that are none of Recto's are passed over. The
/// database goes into `scratch`, a file that is made and removed.
///
/// # Errors
/// Where `package`, found at `path`, is none, or the disk refuses.
pub fn read(
    package: impl Read + Seek,
    path: &Path,
    scratch: &Path,
    take: impl FnMut(ShippedNote),
) -> Result<ShippedHead> {
    unpacked(package, path, scratch, |db| rows(db, take))
}

/// Reads the database of a package, which is unpacked into `scratch` for that long.
#[allow(clippy::disallowed_methods, reason = "the scratch database is this room's own file")]
pub(super) fn unpacked<T>(
    package: impl Read + Seek,
    path: &Path,
    scratch: &Path,
    read: impl FnOnce(&Connection) -> rusqlite::Result<T>,
) -> Result<T> {
    let failed = |error: String| Error::other("read", path, error);
    let mut archive = ZipArchive::new(package).map_err(|error| failed(error.to_string()))?;
    let mut entry = archive.by_name("collection.anki2").map_err(|error| failed(error.to_string()))?;
    let mut file = std::fs::File::create(scratch).map_err(|cause| Error::io("create", scratch, cause))?;
    std::io::copy(&mut entry, &mut file).map_err(|cause| Error::io("unpack", path, cause))?;
    drop(file);
    let db = Connection::open_with_flags(scratch, OpenFlags::SQLITE_OPEN_READ_ONLY);
    let done = db.and_then(|db| read(&db)).map_err(|error| failed(error.to_string()));
    std::fs::remove_file(scratch).map_err(|cause| Error::io("remove", scratch, cause))?;
    done
}

fn rows(db: &Connection, mut take: impl FnMut(ShippedNote)) -> rusqlite::Result<ShippedHead> {
    let (conf, decks, models): (String, String, String) =
        db.query_row("SELECT conf, decks, models FROM col", [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let json = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap_or_default();
    let (conf, decks, models) = (json(&conf), json(&decks), json(&models));
    let project = conf.get("rectoProject").and_then(|name| name.as_str()).unwrap_or_default().to_owned();
    let name = |id: i64| Some(decks.get(id.to_string())?.get("name")?.as_str()?.to_owned());
    let deck = "(SELECT did FROM cards WHERE nid = notes.id LIMIT 1)";
    let mut statement = db.prepare(&format!("SELECT guid, mid, id, mod, tags, flds, {deck} FROM notes ORDER BY id"))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (guid, note_type): (String, i64) = (row.get(0)?, row.get(1)?);
        let kind = Kind::ALL.into_iter().find(|kind| note_type::id(*kind) == note_type);
        let (Some(guid), Some(kind)) = (Guid::parse(&guid), kind) else { continue };
        let (tags, values): (String, String) = (row.get(4)?, row.get(5)?);
        take(ShippedNote {
            guid,
            kind,
            made: row.get(2)?,
            modified: row.get(3)?,
            deck: row.get::<_, Option<i64>>(6)?.and_then(name).unwrap_or_default(),
            tags: tags.split_whitespace().map(str::to_owned).collect(),
            fields: fields(&values),
        });
    }
    Ok(ShippedHead { project, looks: Kind::ALL.into_iter().filter_map(|kind| look(kind, &models)).collect() })
}

/// The look of a note type, unless an earlier version made its templates.
fn look(kind: Kind, models: &serde_json::Value) -> Option<NoteTypeLook> {
    let model = models.get(note_type::id(kind).to_string())?;
    let css = model.get("css")?.as_str()?.to_owned();
    let look = NoteTypeLook { kind, css, modified: model.get("mod")?.as_i64()? };
    (note_type::model(&look) == *model).then_some(look)
}

pub(super) fn fields(values: &str) -> Fields {
    let mut values = values.split('\u{1f}').map(str::to_owned);
    let mut next = || values.next().unwrap_or_default();
    Fields { front: next(), back: next(), extra: next(), context: next(), source: next() }
}
