//! Record: what the lock remembers of a note, and its line.

use serde::{Deserialize, Serialize};

use super::{Fingerprint, Sketch};
use crate::draft::Outline;
use crate::note::{Guid, Kind};

/// One note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Its kind.
    pub kind: Kind,
    /// Its document, when it was last built.
    pub path: String,
    /// The headings above it, for people who read the lock.
    pub trail: String,
    /// The id its author gave it.
    pub anchor: Option<String>,
    /// Fingerprint of the question it is a part of.
    pub parent: Option<Fingerprint>,
    /// The first 200 characters of its front.
    pub front: String,
    /// Fingerprint of its front.
    pub front_print: Fingerprint,
    /// Sample of its front's words, where `front` is not all of it.
    pub front_sketch: Sketch,
    /// Fingerprint of its back.
    pub back_print: Fingerprint,
    /// Sample of its back's words.
    pub back_sketch: Sketch,
    /// The blanks of a cloze that are there, by number.
    pub blanks: Vec<Blank>,
    /// The number the next new blank gets; 0 where there never was one.
    pub next_blank: u16,
    /// Digest of its rendered fields and tags.
    pub digest: Fingerprint,
    /// Milliseconds since 1970 at first sight; Anki's note id.
    pub made: i64,
    /// Seconds since 1970 when its content last changed; Anki's `mod`.
    pub modified: i64,
    /// The deck its cards were first put in.
    pub deck: String,
    /// Seconds since 1970 when it left the content, if it did.
    pub retired: Option<i64>,
    /// The note whose edit it turned out to be; it is never found again itself.
    pub became: Option<Guid>,
}

/// A blank of a cloze note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "(u16, Fingerprint)", into = "(u16, Fingerprint)")]
pub struct Blank {
    /// Its cloze number, for ever.
    pub number: u16,
    /// Fingerprint of its text.
    pub print: Fingerprint,
}

impl From<(u16, Fingerprint)> for Blank {
    fn from((number, print): (u16, Fingerprint)) -> Blank {
        Blank { number, print }
    }
}

impl From<Blank> for (u16, Fingerprint) {
    fn from(blank: Blank) -> (u16, Fingerprint) {
        (blank.number, blank.print)
    }
}

impl Record {
    /// Takes the texts of a draft, so that the next build finds the note by them. What was shipped,
    /// and when, stays.
    pub fn learn(&mut self, path: &str, outline: &Outline) {
        let texts = Record::of(path, outline);
        *self = Record {
            digest: self.digest,
            made: self.made,
            modified: self.modified,
            deck: std::mem::take(&mut self.deck),
            blanks: std::mem::take(&mut self.blanks),
            next_blank: self.next_blank,
            retired: self.retired,
            ..texts
        };
    }

    /// What a draft says of itself; when it was made and changed is another matter.
    pub(super) fn of(path: &str, outline: &Outline) -> Record {
        Record {
            kind: outline.kind,
            path: path.to_owned(),
            trail: outline.trail.join(" / "),
            anchor: outline.anchor.clone(),
            parent: outline.parent,
            front: outline.kept_front().to_owned(),
            front_print: outline.front_print,
            front_sketch: outline.front_sketch.clone(),
            back_print: outline.back_print,
            back_sketch: outline.back_sketch.clone(),
            blanks: Vec::new(),
            next_blank: 0,
            digest: Fingerprint::default(),
            made: 0,
            modified: 0,
            deck: String::new(),
            retired: None,
            became: None,
        }
    }
}

/// A record's line, in this order of keys.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NoteLine {
    guid: String,
    kind: String,
    path: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    trail: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(rename = "in", skip_serializing_if = "Option::is_none")]
    parent: Option<Fingerprint>,
    front: String,
    fq: Fingerprint,
    #[serde(default, skip_serializing_if = "Sketch::is_empty")]
    sq: Sketch,
    bq: Fingerprint,
    #[serde(default, skip_serializing_if = "Sketch::is_empty")]
    sb: Sketch,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    ord: Vec<Blank>,
    #[serde(default, skip_serializing_if = "is_zero")]
    next: u16,
    out: Fingerprint,
    made: i64,
    #[serde(rename = "mod")]
    modified: i64,
    deck: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    retired: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    became: Option<String>,
}

fn is_zero(number: &u16) -> bool {
    *number == 0
}

impl NoteLine {
    /// The line of a record.
    pub(super) fn new(guid: &Guid, record: &Record) -> NoteLine {
        let record = record.clone();
        NoteLine {
            guid: guid.to_string(),
            kind: record.kind.name().to_owned(),
            path: record.path,
            trail: record.trail,
            id: record.anchor,
            parent: record.parent,
            front: record.front,
            fq: record.front_print,
            sq: record.front_sketch,
            bq: record.back_print,
            sb: record.back_sketch,
            ord: record.blanks,
            next: record.next_blank,
            out: record.digest,
            made: record.made,
            modified: record.modified,
            deck: record.deck,
            retired: record.retired,
            became: record.became.map(|guid| guid.to_string()),
        }
    }

    /// The record of a line, or what is wrong with it.
    pub(super) fn into_record(self) -> Result<(Guid, Record), String> {
        let guid = |text: &str| Guid::parse(text).ok_or_else(|| format!("`{text}` is not a guid"));
        let kind = Kind::from_name(&self.kind).ok_or_else(|| format!("`{}` is not a kind of note", self.kind))?;
        if self.made <= 0 || self.modified < 0 {
            return Err("a time before 1970".to_owned());
        }
        if self.ord.iter().any(|blank| blank.number == 0 || blank.number >= self.next) {
            return Err("a blank whose number was never given".to_owned());
        }
        let record = Record {
            kind,
            path: self.path,
            trail: self.trail,
            anchor: self.id,
            parent: self.parent,
            front: self.front,
            front_print: self.fq,
            front_sketch: self.sq,
            back_print: self.bq,
            back_sketch: self.sb,
            blanks: self.ord,
            next_blank: self.next,
            digest: self.out,
            made: self.made,
            modified: self.modified,
            deck: self.deck,
            retired: self.retired,
            became: self.became.as_deref().map(guid).transpose()?,
        };
        Ok((guid(&self.guid)?, record))
    }
}
