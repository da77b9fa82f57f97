//! `recto.lock`: the memory of identities. JSON Lines: a header, then one line for the look of
//! each note type, then one line a note, sorted by guid.
//!
//! One record a line lets git join two branches line by line (`merge=union`); what that leaves
//! behind, the same guid twice or lines out of order, is put right when the lock is read.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Serialize};

use super::record::NoteLine;
use super::shared::Shared;
use super::{Fingerprint, Record};
use crate::note::{Guid, Kind};

/// The version this program writes.
const VERSION: u32 = 1;

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

/// Why a lock cannot be used. A lock is read whole or not at all, so no record is ever dropped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LockError {
    /// Line from 1.
    pub line: usize,
    /// What is wrong with it.
    pub why: String,
}

impl fmt::Display for LockError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.why)
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct HeaderLine {
    #[serde(rename = "recto.lock")]
    version: u32,
    seed: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    root: Option<String>,
}

impl HeaderLine {
    fn names(self) -> Option<Names> {
        self.name.zip(self.root).map(|(name, root)| Names { name, root })
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct LookLine {
    note_type: String,
    look: Fingerprint,
    #[serde(rename = "mod")]
    modified: i64,
}

impl Lock {
    /// An empty lock.
    pub fn new(seed: impl Into<String>) -> Lock {
        Lock { seed: seed.into(), ..Lock::default() }
    }

    /// Reads a lock.
    ///
    /// # Errors
    /// The first line that is not one of a lock: a conflict mark, a cut-off or foreign line, a
    /// lock of a later version.
    pub fn read(text: &str) -> Result<Lock, LockError> {
        let mut reading = Reading::default();
        text.split_inclusive('\n').try_for_each(|line| reading.line(line))?;
        reading.finish()
    }

    /// Two branches may have given one note id to two notes: all but the first get another. Anki
    /// knows notes by their guids.
    fn part_ids(&mut self) {
        let mut taken: BTreeSet<i64> = BTreeSet::new();
        let twice: Vec<Guid> = {
            let mut by_id: Vec<(i64, Guid)> = self.records.iter().map(|(guid, record)| (record.made, *guid)).collect();
            by_id.sort_unstable();
            by_id.into_iter().filter(|(made, _)| !taken.insert(*made)).map(|(_, guid)| guid).collect()
        };
        for guid in twice {
            if let Some(record) = self.records.get_mut(&guid) {
                while !taken.insert(record.made) {
                    record.made += 1;
                }
            }
        }
    }

    fn read_line(&mut self, number: usize, line: &str, notes: &mut Notes) -> Result<(), LockError> {
        if line.starts_with("{\"guid\":") {
            let parsed = parse::<NoteLine<'_>>(number, line)?;
            let (guid, record) = parsed.into_record(&mut notes.shared).map_err(|why| refuse(number, why))?;
            notes.records.push((guid, record));
        } else if line.starts_with("{\"note_type\":") {
            let look: LookLine = parse(number, line)?;
            let kind = Kind::from_name(&look.note_type)
                .ok_or_else(|| refuse(number, format!("`{}` is not a kind of note", look.note_type)))?;
            let record = LookRecord { digest: look.look, modified: look.modified };
            match self.looks.get(&kind) {
                Some(other) if other.modified >= record.modified => {}
                _ => {
                    self.looks.insert(kind, record);
                }
            }
        } else if line.starts_with("{\"recto.lock\":") {
            let header: HeaderLine = parse(number, line)?;
            if header.version != VERSION || header.seed != self.seed {
                return Err(refuse(number, "a second header that differs from the first"));
            }
            // Two branches published under two names; one stands, whichever way they were joined.
            self.names = [self.names.take(), header.names()].into_iter().flatten().min();
        } else if ["<<<<<<<", "=======", ">>>>>>>", "|||||||"].iter().any(|mark| line.starts_with(mark)) {
            return Err(refuse(number, "a conflict mark of git; keep the lines of both sides and drop the marks"));
        } else {
            return Err(refuse(number, "not a line of a lock"));
        }
        Ok(())
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
        let (name, root) = self.names.clone().map(|Names { name, root }| (name, root)).unzip();
        let header = HeaderLine { version: VERSION, seed: self.seed.clone(), name, root };
        let looks = self.looks.iter().map(|(kind, look)| {
            line(&LookLine { note_type: kind.name().to_owned(), look: look.digest, modified: look.modified })
        });
        let notes = self.records.iter().map(|(guid, record)| line(&NoteLine::new(guid, record)));
        std::iter::once(line(&header)).chain(looks).chain(notes)
    }
}

/// A lock being read line by line, so that its text need not be held as well.
#[derive(Debug, Default)]
pub struct Reading {
    /// Once the header is read.
    lock: Option<Lock>,
    notes: Notes,
    number: usize,
}

/// The notes read so far. Lines come sorted, so a list that becomes the map at the end takes half of
/// what a map takes that grows.
#[derive(Debug, Default)]
struct Notes {
    records: Vec<(Guid, Record)>,
    shared: Shared,
}

impl Reading {
    /// Takes the next line, with its end.
    ///
    /// # Errors
    /// Where it is no line of a lock, see [`Lock::read`].
    pub fn line(&mut self, line: &str) -> Result<(), LockError> {
        self.number += 1;
        if let Some(lock) = &mut self.lock {
            return lock.read_line(self.number, line, &mut self.notes);
        }
        let header: HeaderLine = parse(1, line)?;
        if header.version != VERSION {
            let why = format!("version {} is not {VERSION}, which this program reads", header.version);
            return Err(refuse(1, why));
        }
        let seed = header.seed.clone();
        self.lock = Some(Lock { names: header.names(), ..Lock::new(seed) });
        Ok(())
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// Where there was no line at all.
    pub fn finish(self) -> Result<Lock, LockError> {
        let mut lock = self.lock.ok_or_else(|| refuse(1, "the file is empty"))?;
        let mut records = self.notes.records;
        records.sort_by_key(|(guid, _)| *guid);
        records.dedup_by(|(guid, record), (kept, other)| guid == kept && join(other, record));
        lock.records = records.into_iter().collect();
        lock.part_ids();
        Ok(lock)
    }
}

/// Two branches may both have a note: the later content stands, and where both are of one second it
/// is shipped as later than either, so that it reaches everybody.
fn join(kept: &mut Record, other: &mut Record) -> bool {
    let same_moment = kept.modified == other.modified && kept.digest != other.digest;
    if (kept.modified, kept.digest) <= (other.modified, other.digest) {
        std::mem::swap(kept, other);
    }
    if same_moment {
        kept.modified += 1;
    }
    true
}

fn parse<'a, T: Deserialize<'a>>(number: usize, line: &'a str) -> Result<T, LockError> {
    let Some(line) = line.strip_suffix('\n') else { return Err(refuse(number, "the line is cut off")) };
    serde_json::from_str(line).map_err(|error| refuse(number, format!("not a line of a lock: {error}")))
}

fn refuse(line: usize, why: impl Into<String>) -> LockError {
    LockError { line, why: why.into() }
}

fn line(line: &impl Serialize) -> String {
    // Strings, numbers and options always serialise.
    let mut text = serde_json::to_string(line).unwrap_or_default();
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::{Blank, Kept, Sketch, fingerprint};
    use crate::note::Fields;

    fn lock() -> Lock {
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
        assert_eq!(text.lines().count(), 5);
        assert!(text.starts_with("{\"recto.lock\":1,\"seed\":\"go\",\"name\":\"Go notes\",\"root\":\"Work::Go\"}\n"));
    }

    #[test]
    fn a_lock_cut_anywhere_is_refused_or_loses_whole_lines_only() {
        let text = lock().write();
        for end in 0..text.len() {
            let Some(cut) = text.get(..end) else { continue };
            match Lock::read(cut) {
                Ok(lock) => assert!(cut.ends_with('\n') && lock.records.len() == cut.matches("\"guid\"").count()),
                Err(error) => assert!(!cut.ends_with('\n'), "{error} at byte {end}"),
            }
        }
    }

    #[test]
    fn foreign_lines_are_refused_with_their_number() {
        let text = lock().write();
        for bad in [
            "<<<<<<< HEAD\n",
            "hello\n",
            "\n",
            "{\"guid\":\"x\"}\n",
            "{\"note_type\":\"odd\",\"look\":\"0123456789abcdef\",\"mod\":1}\n",
        ] {
            assert_eq!(Lock::read(&format!("{text}{bad}")).unwrap_err().line, 6, "{bad}");
        }
        assert_eq!(Lock::read("{\"recto.lock\":2,\"seed\":\"\"}\n").unwrap_err().line, 1);
    }

    #[test]
    fn of_two_headers_one_name_stands_and_two_seeds_are_refused() {
        let text = lock().write();
        let header = text.lines().next().unwrap().to_owned() + "\n";
        let other = header.replace("Go notes", "Folder").replace("Work::Go", "Folder");
        let nameless = "{\"recto.lock\":1,\"seed\":\"go\"}\n";
        let names = |headers: &[&str]| {
            let joined = headers.concat() + text.split_once('\n').unwrap().1;
            Lock::read(&joined).unwrap().names.map(|names| names.name)
        };
        assert_eq!(names(&[&header, &other]), names(&[&other, &header]));
        assert_eq!(names(&[nameless, &header]), Some("Go notes".into()));
        assert_eq!(names(&[nameless]), None);
        let foreign = header.replace("\"seed\":\"go\"", "\"seed\":\"rust\"");
        assert_eq!(Lock::read(&format!("{header}{foreign}")).unwrap_err().line, 2);
    }

    #[test]
    fn of_two_lines_for_one_note_the_later_content_stands() {
        let text = lock().write();
        let line = text.lines().nth(2).unwrap().to_owned();
        let later = line.replace("\"mod\":1700000000", "\"mod\":1700000009");
        for joined in [format!("{text}{later}\n"), text.replace(&line, &format!("{later}\n{line}"))] {
            let read = Lock::read(&joined).unwrap();
            assert_eq!(read.records.len(), 3);
            assert_eq!(read.records.values().map(|record| record.modified).max(), Some(1_700_000_009));
        }
    }
}
