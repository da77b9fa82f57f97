//! `recto.lock`: the memory of identities. JSON Lines: a header, then one line for the look of
//! each note type, then one line a note, sorted by guid, then one that says that this is all.
//!
//! One record a line lets git join two branches line by line (`merge=union`).

use std::collections::BTreeMap;

use super::line::{END, HeaderLine, LookLine, line};
use super::reading::{LockError, Reading};
use super::record::NoteLine;
use super::{Fingerprint, Record};
use crate::note::{Guid, Kind};

/// Everything remembered between builds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lock {
    /// What guids of this project are mixed with.
    pub seed: String,
    /// What the project was called when it was first published.
    pub names: Option<Names>,
    /// When each note type last changed its look.
    pub looks: BTreeMap<Kind, LookRecord>,
    /// Every note there ever was.
    pub records: BTreeMap<Guid, Record>,
}

/// What a project goes by in Anki. Readers have the deck under these names, so they outlive the reasons
/// for which they were chosen.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Names {
    /// What the package is named after.
    pub name: String,
    /// The deck that holds all others, `::` between the levels.
    pub root: String,
}

/// The look of a note type when it last changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookRecord {
    /// Digest of style sheet and templates.
    pub digest: Fingerprint,
    /// Seconds since 1970.
    pub modified: i64,
}

impl LookRecord {
    /// The record of a look, by the digest of its style sheet and templates.
    pub fn new(look: &blake3::Hash, modified: i64) -> LookRecord {
        LookRecord { digest: Fingerprint::of_parts([look.to_hex().as_str()]), modified }
    }
}

impl Lock {
    /// An empty lock.
    pub fn new(seed: impl Into<String>) -> Lock {
        Lock { seed: seed.into(), ..Lock::default() }
    }

    /// Reads a lock.
    ///
    /// # Errors
    /// Where it is cut off, or the first line that is not one of a lock, see [`Reading`].
    pub fn read(text: &str) -> Result<Lock, LockError> {
        let mut reading = Reading::default();
        text.split_inclusive('\n').try_for_each(|line| reading.line(line.as_bytes()))?;
        reading.finish()
    }

    /// The lock as text, always the same for the same content.
    pub fn write(&self) -> String {
        self.lines().collect()
    }

    /// Digest of that text.
    pub fn digest(&self) -> blake3::Hash {
        let mut hasher = blake3::Hasher::new();
        for line in self.lines() {
            hasher.update(line.as_bytes());
        }
        hasher.finalize()
    }

    /// The text line by line, so that all of it need not be held.
    pub fn lines(&self) -> impl Iterator<Item = String> {
        let header = line(&HeaderLine::new(self.seed.clone(), self.names.clone()));
        let looks = self.looks.iter().map(|(kind, look)| line(&LookLine::new(*kind, look)));
        let notes = self.records.iter().map(|(guid, record)| line(&NoteLine::new(guid, record)));
        std::iter::once(header).chain(looks).chain(notes).chain([format!("{END}\n")])
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::identity::{Blank, Kept, Sketch, fingerprint};
    use crate::note::Fields;

    pub(in crate::identity) fn lock() -> Lock {
        let mut lock = Lock::new("go");
        lock.names = Some(Names { name: "Go notes".into(), root: "Work::Go".into() });
        lock.looks.insert(Kind::Cloze, LookRecord { digest: fingerprint("css"), modified: 7 });
        for number in 1..=3 {
            let record = Record {
                kind: Kind::Basic,
                path: "go.md".into(),
                trail: "Memory".into(),
                front: format!("What is \"{number}\"? \u{2028}").into(),
                front_print: fingerprint(&number.to_string()),
                front_sketch: Sketch::default(),
                back_print: fingerprint("back"),
                back_sketch: Sketch::of("back"),
                anchor: (number == 1).then(|| "one".into()),
                parent: (number == 3).then(|| fingerprint("parent")),
                blanks: [Blank { number: 2, text: "a blank".into() }].into(),
                next_blank: 3,
                was: (number == 2).then(|| {
                    let fields = Fields { front: "<p>\"Q\"</p>".into(), ..Fields::default() };
                    Box::new(Kept { fields, tags: vec!["a::b".into(), "c".into()] })
                }),
                became: None,
                digest: fingerprint("out"),
                made: 1_700_000_000_000 + number,
                modified: 1_700_000_000,
                deck: "Go".into(),
                retired: (number == 2).then_some(1_700_000_001),
            };
            lock.records.insert(Guid::from_bits((number as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15)), record);
        }
        lock
    }

    #[test]
    fn what_is_written_is_read() {
        let text = lock().write();
        assert_eq!(Lock::read(&text), Ok(lock()));
        assert_eq!(text.lines().count(), 6);
        assert!(text.starts_with("{\"recto.lock\":1,\"seed\":\"go\",\"name\":\"Go notes\",\"root\":\"Work::Go\"}\n"));
        assert!(text.ends_with("\n{\"end\":true}\n"));
    }
}
