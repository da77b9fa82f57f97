//! Line: the lines of a lock that are no notes, and how a line is written.

use serde::{Deserialize, Serialize};

use super::{Fingerprint, LookRecord, Names};
use crate::note::Kind;

/// The version this program writes.
pub(super) const VERSION: u32 = 1;

/// The last line of every lock: one that ends otherwise is cut off. It never changes, so git finds it on
/// both sides of a merge.
pub(super) const END: &str = "{\"end\":true}";

/// The first line.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HeaderLine {
    #[serde(rename = "recto.lock")]
    pub version: u32,
    pub seed: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    root: Option<String>,
}

/// The version of a lock, whatever else its header says.
#[derive(Deserialize)]
pub(super) struct VersionLine {
    #[serde(rename = "recto.lock")]
    pub version: u32,
}

impl HeaderLine {
    pub(super) fn new(seed: String, names: Option<Names>) -> HeaderLine {
        let (name, root) = names.map(|Names { name, root }| (name, root)).unzip();
        HeaderLine { version: VERSION, seed, name, root }
    }

    pub(super) fn names(self) -> Option<Names> {
        self.name.zip(self.root).map(|(name, root)| Names { name, root })
    }
}

/// The look of a note type.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LookLine {
    note_type: String,
    look: Fingerprint,
    #[serde(rename = "mod")]
    modified: i64,
}

impl LookLine {
    pub(super) fn new(kind: Kind, look: &LookRecord) -> LookLine {
        LookLine { note_type: kind.name().to_owned(), look: look.digest, modified: look.modified }
    }

    /// What the line says, or what is wrong with it.
    pub(super) fn into_look(self) -> Result<(Kind, LookRecord), String> {
        let kind =
            Kind::from_name(&self.note_type).ok_or_else(|| format!("`{}` is not a kind of note", self.note_type))?;
        Ok((kind, LookRecord { digest: self.look, modified: moment(self.modified)? }))
    }
}

/// The latest moment a lock takes, a little below what exact arithmetic can hold.
const LATEST: i64 = 1 << 53;

/// A moment since 1970 in whatever unit, where a clock can have shown it.
pub(super) fn moment(time: i64) -> Result<i64, String> {
    if (0..=LATEST).contains(&time) { Ok(time) } else { Err(format!("{time} is a time that no clock shows")) }
}

/// A value as a line.
pub(super) fn line(value: &impl Serialize) -> String {
    // Strings, numbers and options always serialise.
    let mut text = serde_json::to_string(value).unwrap_or_default();
    text.push('\n');
    text
}
