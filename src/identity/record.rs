//! Record: what the lock remembers of a note, and its line.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::line::moment;
use super::shared::Shared;
use super::{Fingerprint, Kept, Sketch, ordinals};
use crate::draft::Outline;
use crate::note::{Fields, Guid, Kind};

/// One note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Its kind.
    pub kind: Kind,
    /// Its document, when it was last built.
    pub path: Arc<str>,
    /// The headings above it, for people who read the lock.
    pub trail: Arc<str>,
    /// The id its author gave it.
    pub anchor: Option<Box<str>>,
    /// Fingerprint of the question it is a part of.
    pub parent: Option<Fingerprint>,
    /// The first 200 characters of its front.
    pub front: Arc<str>,
    /// Fingerprint of its front.
    pub front_print: Fingerprint,
    /// Sample of its front's words, where `front` is not all of it.
    pub front_sketch: Sketch,
    /// Fingerprint of its back.
    pub back_print: Fingerprint,
    /// Sample of its back's words.
    pub back_sketch: Sketch,
    /// The blanks of a cloze that are there, by number.
    pub blanks: Box<[Blank]>,
    /// The number the next new blank gets; 0 where there never was one.
    pub next_blank: u16,
    /// Digest of its rendered fields and tags.
    pub digest: Fingerprint,
    /// Milliseconds since 1970 at first sight; Anki's note id.
    pub made: i64,
    /// Seconds since 1970 when its content last changed; Anki's `mod`.
    pub modified: i64,
    /// The deck its cards were first put in.
    pub deck: Arc<str>,
    /// Seconds since 1970 when it left the content, if it did.
    pub retired: Option<i64>,
    /// What it said, for as long as it is shipped after it left.
    pub was: Option<Box<Kept>>,
    /// The note whose edit it turned out to be; it is never found again itself.
    pub became: Option<Guid>,
}

/// A blank of a cloze note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "(u16, Box<str>)", into = "(u16, Box<str>)")]
pub struct Blank {
    /// In a record its cloze number, for ever; in an outline the number the author gave.
    pub number: u16,
    /// The plain text it hides, of several of one number one a line; as much of it as of a front.
    pub text: Box<str>,
}

impl From<(u16, Box<str>)> for Blank {
    fn from((number, text): (u16, Box<str>)) -> Blank {
        Blank { number, text }
    }
}

impl From<Blank> for (u16, Box<str>) {
    fn from(blank: Blank) -> (u16, Box<str>) {
        (blank.number, blank.text)
    }
}

impl Record {
    /// Takes the texts of a draft, so that the next build finds the note by them. What was shipped,
    /// and when, stays.
    pub fn learn(&mut self, path: &str, outline: &Outline) {
        let texts = Record::of(path.into(), outline.trail.join(" / ").into(), outline);
        let numbered = ordinals::number(Some(self), outline);
        *self = Record {
            digest: self.digest,
            made: self.made,
            modified: self.modified,
            deck: std::mem::take(&mut self.deck),
            blanks: numbered.blanks.into(),
            next_blank: numbered.next,
            retired: self.retired,
            was: self.was.take(),
            ..texts
        };
    }

    /// What a draft says of itself; when it was made and changed is another matter.
    pub(super) fn of(path: Arc<str>, trail: Arc<str>, outline: &Outline) -> Record {
        let whole = outline.kept_front() == &*outline.front;
        Record {
            kind: outline.kind,
            path,
            trail,
            anchor: outline.anchor.clone(),
            parent: outline.parent,
            front: if whole { outline.front.clone() } else { outline.kept_front().into() },
            front_print: outline.front_print,
            front_sketch: outline.front_sketch.clone(),
            back_print: outline.back_print,
            back_sketch: outline.back_sketch.clone(),
            blanks: Box::default(),
            next_blank: 0,
            digest: Fingerprint::default(),
            made: 0,
            modified: 0,
            deck: Arc::default(),
            retired: None,
            was: None,
            became: None,
        }
    }
}

/// A record's line, in this order of keys.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NoteLine<'a> {
    #[serde(borrow)]
    guid: Cow<'a, str>,
    #[serde(borrow)]
    kind: Cow<'a, str>,
    #[serde(borrow)]
    path: Cow<'a, str>,
    #[serde(default, borrow, skip_serializing_if = "str::is_empty")]
    trail: Cow<'a, str>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    id: Option<Cow<'a, str>>,
    #[serde(rename = "in", skip_serializing_if = "Option::is_none")]
    parent: Option<Fingerprint>,
    #[serde(borrow)]
    front: Cow<'a, str>,
    fq: Fingerprint,
    #[serde(default, skip_serializing_if = "Sketch::is_empty")]
    sq: Sketch,
    bq: Fingerprint,
    #[serde(default, skip_serializing_if = "Sketch::is_empty")]
    sb: Sketch,
    #[serde(default, borrow, skip_serializing_if = "no_blanks")]
    ord: Cow<'a, [Blank]>,
    #[serde(default, skip_serializing_if = "is_zero")]
    next: u16,
    out: Fingerprint,
    made: i64,
    #[serde(rename = "mod")]
    modified: i64,
    #[serde(borrow)]
    deck: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    retired: Option<i64>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    was: Option<[Cow<'a, str>; 6]>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    became: Option<Cow<'a, str>>,
}

fn is_zero(number: &u16) -> bool {
    *number == 0
}

fn no_blanks(blanks: &[Blank]) -> bool {
    blanks.is_empty()
}

impl<'a> NoteLine<'a> {
    /// The line of a record.
    pub(super) fn new(guid: &'a Guid, record: &'a Record) -> NoteLine<'a> {
        NoteLine {
            guid: guid.as_str().into(),
            kind: record.kind.name().into(),
            path: (&*record.path).into(),
            trail: (&*record.trail).into(),
            id: record.anchor.as_deref().map(Into::into),
            parent: record.parent,
            front: (&*record.front).into(),
            fq: record.front_print,
            sq: record.front_sketch.clone(),
            bq: record.back_print,
            sb: record.back_sketch.clone(),
            ord: (&*record.blanks).into(),
            next: record.next_blank,
            out: record.digest,
            made: record.made,
            modified: record.modified,
            deck: (&*record.deck).into(),
            retired: record.retired,
            was: record.was.as_deref().map(|kept| {
                let Fields { front, back, extra, context, source } = &kept.fields;
                let fields = [front, back, extra, context, source].map(|field| Cow::Borrowed(field.as_str()));
                let [front, back, extra, context, source] = fields;
                [front, back, extra, context, source, kept.tags.join(" ").into()]
            }),
            became: record.became.as_ref().map(|guid| guid.as_str().into()),
        }
    }

    /// The record of a line, or what is wrong with it.
    pub(super) fn into_record(self, shared: &mut Shared) -> Result<(Guid, Record), String> {
        let guid = |text: &str| Guid::parse(text).ok_or_else(|| format!("`{text}` is not a guid"));
        let kind = Kind::from_name(&self.kind).ok_or_else(|| format!("`{}` is not a kind of note", self.kind))?;
        let (made, retired) = (moment(self.made)?, self.retired.map(moment).transpose()?);
        if made == 0 {
            return Err("a note without an id".to_owned());
        }
        if self.ord.iter().any(|blank| blank.number == 0 || blank.number >= self.next) {
            return Err("a blank whose number was never given".to_owned());
        }
        let numbers: BTreeSet<u16> = self.ord.iter().map(|blank| blank.number).collect();
        if numbers.len() < self.ord.len() {
            return Err("two blanks with one number".to_owned());
        }
        if self.deck.trim().is_empty() {
            return Err("a note without a deck".to_owned());
        }
        let record = Record {
            kind,
            path: shared.text(&self.path),
            trail: shared.text(&self.trail),
            anchor: self.id.map(|id| id.into_owned().into()),
            parent: self.parent,
            front: self.front.into(),
            front_print: self.fq,
            front_sketch: self.sq,
            back_print: self.bq,
            back_sketch: self.sb,
            blanks: self.ord.into(),
            next_blank: self.next,
            digest: self.out,
            made,
            modified: moment(self.modified)?,
            deck: shared.text(&self.deck),
            retired,
            was: self.was.map(|was| {
                let [front, back, extra, context, source, tags] = was.map(Cow::into_owned);
                let tags = tags.split_whitespace().map(str::to_owned).collect();
                Box::new(Kept { fields: Fields { front, back, extra, context, source }, tags })
            }),
            became: self.became.as_deref().map(guid).transpose()?,
        };
        Ok((guid(&self.guid)?, record))
    }
}
