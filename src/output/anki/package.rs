//! The package written: notes into a scratch database as they come, then all of it into one file.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use rusqlite::{Connection, ErrorCode};
use unicode_normalization::is_nfc;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::deck::{Note, NoteTypeLook};
use crate::error::{Cause, Error};
use crate::media::MediaName;
use crate::note::{Guid, Kind};

use super::fault::{Fault, PackageError, Result};
use super::schema::{self, CardRow, DeckRow, NoteRow};
use super::{check, field, note_type};

/// What stands before the notes.
#[derive(Debug, Clone, Copy)]
pub struct Head<'a> {
    /// What the project is known by, so that its package is not taken for another's; Anki passes it over.
    pub project: &'a str,
    /// Full names of all decks that notes name, `::` between the levels. Decks between their levels need
    /// not be given: Anki makes them.
    pub decks: &'a [String],
    /// One look for each kind that notes have.
    pub looks: &'a [NoteTypeLook],
}

/// A media file to be packed.
pub struct MediaFile {
    /// The name fields show it by.
    pub name: MediaName,
    /// Its bytes.
    pub content: Box<dyn Read>,
}

/// What a package holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Summary {
    /// Notes.
    pub notes: u64,
    /// Cards.
    pub cards: u64,
    /// Media files.
    pub media: u64,
    /// Size of the package in bytes.
    pub bytes: u64,
}

/// A package being written.
pub struct Package {
    db: Connection,
    scratch: PathBuf,
    decks: BTreeMap<String, i64>,
    kinds: BTreeSet<Kind>,
    /// As long as a guid is, and no longer: 100,000 of them take 2 MiB.
    guids: HashSet<[u8; 13]>,
    /// Files that fields show, each with a note that shows it.
    shown: BTreeMap<String, (Guid, String)>,
    notes: u64,
    cards: u64,
}

impl Package {
    /// Begins a package, with its database in `scratch`, a file that must not exist.
    ///
    /// # Errors
    /// Where decks or looks do not fit together, or the database cannot be made.
    pub fn begin(scratch: &Path, head: &Head<'_>) -> Result<Package> {
        let looks = looks(head.looks).map_err(PackageError::Package)?;
        let rows = decks(head.decks).map_err(PackageError::Package)?;
        let disk = |cause| database("create", scratch, cause);
        if scratch.exists() {
            return Err(PackageError::Disk(Error::other("create", scratch, "the file exists already")));
        }
        let db = Connection::open(scratch).map_err(disk)?;
        schema::create(&db, head.project, &rows, &looks).map_err(disk)?;
        Ok(Package {
            db,
            scratch: scratch.to_owned(),
            decks: rows.iter().map(|row| (row.name.to_owned(), row.id)).collect(),
            kinds: looks.iter().map(|look| look.kind).collect(),
            guids: HashSet::new(),
            shown: BTreeMap::new(),
            notes: 0,
            cards: 0,
        })
    }

    /// Adds a note and its cards.
    ///
    /// # Errors
    /// Where Anki would refuse the note or take it in wrongly, or the database cannot be written.
    /// The package is of no use then.
    pub fn add(&mut self, note: &Note) -> Result<()> {
        let Some(&deck) = self.decks.get(&note.deck) else {
            return Err(named(note, Fault::UnknownDeck(note.deck.clone())));
        };
        let ordinals = self.note(note)?;
        let values = note_type::values(note.kind, &note.fields).map(|(_, value)| value);
        for name in values.iter().flat_map(|value| check::files(value)) {
            if !self.shown.contains_key(name) {
                self.shown.insert(name.to_owned(), (note.guid, field::title(&note.fields.front)));
            }
        }
        let disk = |cause| database("write", &self.scratch, cause);
        for ordinal in ordinals {
            let (note_id, modified, due) = (note.made, note.modified, note.due);
            let mut card = CardRow { id: card_id(note_id, ordinal), note: note_id, deck, ordinal, modified, due };
            while !schema::add_card(&self.db, &card).map_err(disk)? {
                card.id += 1;
            }
            self.cards += 1;
        }
        self.notes += 1;
        Ok(())
    }

    /// Adds a note that is only to update what a reader has: without cards, so that nobody who has it
    /// not is ever asked it, and without the files it shows, which may be gone.
    ///
    /// # Errors
    /// As [`add`](Package::add).
    pub fn add_retired(&mut self, note: &Note) -> Result<()> {
        self.note(note).map(|_| ())
    }

    /// Adds the row of a note; gives the numbers of its cards.
    fn note(&mut self, note: &Note) -> Result<Vec<u16>> {
        let fault = |fault| named(note, fault);
        let ordinals = check::note(note).map_err(fault)?;
        if !self.kinds.contains(&note.kind) {
            return Err(fault(Fault::NoLook(note.kind)));
        }
        let guid = note.guid.as_str();
        // A guid has thirteen bytes, always; one that had not would count as a duplicate.
        if !guid.as_bytes().try_into().is_ok_and(|bytes| self.guids.insert(bytes)) {
            return Err(fault(Fault::DuplicateGuid));
        }
        let values = note_type::values(note.kind, &note.fields).map(|(_, value)| value);
        let row = NoteRow {
            id: note.made,
            guid,
            note_type: note_type::id(note.kind),
            modified: note.modified,
            tags: &tags(note),
            fields: &values.join("\u{1f}"),
            sort: &field::plain(&note.fields.front),
        };
        let disk = |cause| database("write", &self.scratch, cause);
        if !schema::add_note(&self.db, &row).map_err(disk)? {
            return Err(fault(Fault::DuplicateId(note.made)));
        }
        Ok(ordinals)
    }

    /// Says of a deck, as HTML, what Anki shows on its page. An import puts it in the place of what stood
    /// there before.
    ///
    /// # Errors
    /// Where there is no such deck, or the database cannot be written.
    pub fn describe(&mut self, deck: &str, description: &str) -> Result<()> {
        let id = self.decks.get(deck).ok_or_else(|| PackageError::Package(Fault::UnknownDeck(deck.to_owned())))?;
        schema::describe(&self.db, *id, description).map_err(|cause| database("write", &self.scratch, cause))
    }

    /// Names of the files that the notes so far show, in order.
    pub fn shown(&self) -> impl Iterator<Item = &str> {
        self.shown.keys().map(String::as_str)
    }

    /// Writes the package to `out`, with the media files in the order in which they come.
    ///
    /// # Errors
    /// Where the files given are not those that fields show, one of them cannot be read, or the
    /// package cannot be written.
    pub fn finish<W: Write + Seek>(
        self,
        media: &mut dyn Iterator<Item = crate::error::Result<MediaFile>>,
        out: W,
    ) -> Result<Summary> {
        let Package { db, scratch, mut shown, notes, cards, .. } = self;
        schema::complete(&db).map_err(|cause| database("write", &scratch, cause))?;
        db.close().map_err(|(_, cause)| database("close", &scratch, cause))?;

        let mut zip = ZipWriter::new(out);
        start(&mut zip, "collection.anki2", packed())?;
        copy(&mut open(&scratch)?, &scratch, &mut zip)?;
        let mut names: BTreeSet<MediaName> = BTreeSet::new();
        let mut index = serde_json::Map::new();
        for file in media {
            let MediaFile { name, mut content } = file.map_err(PackageError::Disk)?;
            let unused = shown.remove(name.as_str()).is_none();
            if !names.insert(name.clone()) {
                return Err(PackageError::Package(Fault::RepeatedMedia(name.to_string())));
            }
            if unused {
                return Err(PackageError::Package(Fault::UnusedMedia(name.to_string())));
            }
            let number = index.len().to_string();
            start(&mut zip, &number, stored())?;
            copy(content.as_mut(), Path::new(name.as_str()), &mut zip)?;
            index.insert(number, name.as_str().into());
        }
        if let Some((name, (guid, front))) = shown.pop_first() {
            return Err(PackageError::Note { guid, front, fault: Fault::MissingMedia(name) });
        }
        start(&mut zip, "media", stored())?;
        let files = index.len() as u64;
        zip.write_all(serde_json::Value::Object(index).to_string().as_bytes()).map_err(PackageError::Write)?;
        let mut out = zip.finish().map_err(|cause| PackageError::Write(cause.into()))?;
        out.flush().map_err(PackageError::Write)?;
        let bytes = out.seek(SeekFrom::End(0)).map_err(PackageError::Write)?;
        Ok(Summary { notes, cards, media: files, bytes })
    }
}

/// The id of a note's card: the note's own for the first, and for the others a moment 400 days
/// further back each, so that ids hardly ever meet and never lie in the future.
fn card_id(made: i64, ordinal: u16) -> i64 {
    const STEP: i64 = 400 * 24 * 60 * 60 * 1000;
    if ordinal == 0 { made } else { (made - i64::from(ordinal) * STEP).rem_euclid(made).max(1) }
}

/// Decks with the ids they get: from their names, so that they are the same in each build.
fn decks(decks: &[String]) -> std::result::Result<Vec<DeckRow<'_>>, Fault> {
    let mut sorted: Vec<&str> = decks.iter().map(String::as_str).collect();
    sorted.sort_unstable();
    let mut names = BTreeSet::new();
    let mut ids = BTreeSet::new();
    let mut rows = Vec::new();
    for name in sorted {
        if name.split("::").any(is_changed_by_anki) {
            return Err(Fault::BadDeckName(name.to_owned()));
        }
        if !names.insert(name.to_lowercase()) {
            return Err(Fault::RepeatedDeck(name.to_owned()));
        }
        let digest = blake3::hash(name.as_bytes());
        let bits = digest.as_bytes().iter().take(6).fold(0_i64, |bits, byte| (bits << 8) | i64::from(*byte));
        let mut id = 1_200_000_000_000 + bits % 400_000_000_000;
        while !ids.insert(id) {
            id += 1;
        }
        rows.push(DeckRow { id, name });
    }
    Ok(rows)
}

fn is_changed_by_anki(level: &str) -> bool {
    level.is_empty()
        || level.trim() != level
        || level.starts_with(':')
        || level.ends_with(':')
        || !is_nfc(level)
        || level.contains(|c: char| c.is_control() || c == '"')
}

/// Looks in the order of kinds, each at most once.
fn looks(looks: &[NoteTypeLook]) -> std::result::Result<Vec<&NoteTypeLook>, Fault> {
    let mut sorted: Vec<&NoteTypeLook> = looks.iter().collect();
    sorted.sort_by_key(|look| look.kind);
    let mut seen = BTreeSet::new();
    for look in &sorted {
        if !seen.insert(look.kind) {
            return Err(Fault::RepeatedLook(look.kind));
        }
        if look.modified < 0 {
            return Err(Fault::BadLook(look.kind));
        }
    }
    Ok(sorted)
}

/// Tags as Anki stores them: a space around each.
fn tags(note: &Note) -> String {
    note.tags.iter().fold(String::new(), |mut all, tag| {
        if all.is_empty() {
            all.push(' ');
        }
        all.push_str(tag.as_str());
        all.push(' ');
        all
    })
}

fn named(note: &Note, fault: Fault) -> PackageError {
    PackageError::Note { guid: note.guid, front: field::title(&note.fields.front), fault }
}

/// Level 3: half the time of level 6 for a twentieth more bytes.
fn packed() -> SimpleFileOptions {
    stored().compression_method(CompressionMethod::Deflated).compression_level(Some(3))
}

fn stored() -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644)
        .system(zip::System::Unix)
}

fn start<W: Write + Seek>(zip: &mut ZipWriter<W>, name: &str, options: SimpleFileOptions) -> Result<()> {
    zip.start_file(name, options).map_err(|cause| PackageError::Write(cause.into()))
}

/// The scratch database is this room's own file, given by the one that publishes.
#[allow(clippy::disallowed_methods)]
fn open(scratch: &Path) -> Result<std::fs::File> {
    std::fs::File::open(scratch).map_err(|cause| PackageError::Disk(Error::io("read", scratch, cause)))
}

/// As [`std::io::copy`], but tells whether reading or writing failed.
fn copy(from: &mut dyn Read, path: &Path, to: &mut impl Write) -> Result<()> {
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let read = match from.read(&mut buffer) {
            Ok(0) => return Ok(()),
            Ok(read) => read,
            Err(cause) if cause.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(cause) => return Err(PackageError::Disk(Error::io("read", path, cause))),
        };
        to.write_all(buffer.get(..read).unwrap_or_default()).map_err(PackageError::Write)?;
    }
}

fn database(operation: &str, path: &Path, cause: rusqlite::Error) -> PackageError {
    let full = cause.sqlite_error_code() == Some(ErrorCode::DiskFull);
    let error = Error::new(operation, path, Cause::Other(cause.to_string()));
    PackageError::Disk(if full { error.with_help("free some space on this disk and build again") } else { error })
}
