//! Reading: a lock read line by line, whole or not at all, so that no record is ever dropped.

use std::fmt;

use serde::Deserialize;

use super::line::{END, HeaderLine, LookLine, VERSION, VersionLine};
use super::record::NoteLine;
use super::shared::Shared;
use super::{Lock, Record, joined};
use crate::note::Guid;

/// Why a lock cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LockError {
    /// Line from 1.
    pub line: usize,
    /// What is wrong with it.
    pub why: String,
    /// What sort of damage it is.
    pub damage: Damage,
}

/// What happened to a lock that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Damage {
    /// It ends before its last line; these notes are read.
    Cut(Vec<Guid>),
    /// Two branches were joined, and git left its marks.
    Conflict,
    /// A later program wrote it.
    Later,
    /// It holds what no program wrote there.
    Foreign,
}

impl fmt::Display for LockError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.why)
    }
}

/// What git leaves in a file that it could not join.
const MARKS: [&str; 4] = ["<<<<<<<", "=======", ">>>>>>>", "|||||||"];

/// A lock being read, so that its text need not be held as well.
#[derive(Debug, Default)]
pub struct Reading {
    /// Once the header is read.
    lock: Option<Lock>,
    /// Lines come sorted, so a list that becomes the map at the end takes half of what a map takes that grows.
    notes: Vec<(Guid, Record)>,
    shared: Shared,
    number: usize,
    /// Whether the last line read was the one that ends a lock. Joined by git, it may stand before others too.
    ended: bool,
}

impl Reading {
    /// Takes the next line, with its end.
    ///
    /// # Errors
    /// Where it is no line of a lock: a conflict mark, a cut-off or foreign line, a header of a later version.
    pub fn line(&mut self, bytes: &[u8]) -> Result<(), LockError> {
        self.number += 1;
        // Editors put one before a text; it says nothing.
        let mark = if self.number == 1 { "\u{feff}" } else { "" };
        let bytes = bytes.strip_prefix(mark.as_bytes()).unwrap_or(bytes);
        self.ended = bytes.trim_ascii_end() == END.as_bytes();
        if self.ended {
            return Ok(());
        }
        if MARKS.iter().any(|mark| bytes.starts_with(mark.as_bytes())) {
            return Err(self.refuse("a conflict mark of git", Damage::Conflict));
        }
        if !bytes.ends_with(b"\n") {
            return Err(self.cut("the line is cut off"));
        }
        let line = std::str::from_utf8(bytes).map_err(|_| self.foreign("not UTF-8 text"))?;
        if line.starts_with("{\"guid\":") && self.lock.is_some() {
            let parsed: NoteLine<'_> = self.parse(line)?;
            let note = parsed.into_record(&mut self.shared).map_err(|why| self.foreign(why))?;
            self.notes.push(note);
        } else if line.starts_with("{\"note_type\":") && self.lock.is_some() {
            let (kind, look) = self.parse::<LookLine>(line)?.into_look().map_err(|why| self.foreign(why))?;
            joined::look(self.lock.get_or_insert_default(), kind, look);
        } else if line.starts_with("{\"recto.lock\":") {
            self.header(line)?;
        } else {
            return Err(self.foreign("not a line of a lock"));
        }
        Ok(())
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// Where the last line was not the one that ends a lock.
    pub fn finish(mut self) -> Result<Lock, LockError> {
        self.number += 1;
        match self.lock.take() {
            None => Err(self.cut(if self.number == 1 { "the file is empty" } else { "the first line is missing" })),
            Some(_) if !self.ended => Err(self.cut(&format!("the file ends here, without its last line, {END}"))),
            Some(lock) => Ok(Lock { records: joined::notes(self.notes), ..lock }),
        }
    }

    fn header(&mut self, line: &str) -> Result<(), LockError> {
        let VersionLine { version } = self.parse(line)?;
        if version != VERSION {
            let why = format!("version {version} of the file; this program reads version {VERSION}");
            return Err(self.refuse(why, Damage::Later));
        }
        let header: HeaderLine = self.parse(line)?;
        let first = self.lock.get_or_insert_with(|| Lock::new(header.seed.clone()));
        if first.seed != header.seed {
            return Err(self.foreign("a second header, of another project"));
        }
        first.names = joined::names(first.names.take(), header.names());
        Ok(())
    }

    fn parse<'a, T: Deserialize<'a>>(&self, line: &'a str) -> Result<T, LockError> {
        serde_json::from_str(line).map_err(|error| {
            // The line is known, and not the only one.
            let said = error.to_string();
            let why = said.split(" at line ").next().unwrap_or_default();
            self.foreign(format!("not a line of a lock: {why} at column {}", error.column()))
        })
    }

    fn cut(&self, why: &str) -> LockError {
        self.refuse(why, Damage::Cut(self.notes.iter().map(|(guid, _)| *guid).collect()))
    }

    fn foreign(&self, why: impl Into<String>) -> LockError {
        self.refuse(why, Damage::Foreign)
    }

    fn refuse(&self, why: impl Into<String>, damage: Damage) -> LockError {
        LockError { line: self.number, why: why.into(), damage }
    }
}

#[cfg(test)]
mod tests {
    use super::super::lock::tests::lock;
    use super::*;

    /// The line and the damage of a lock that is refused.
    fn refused(text: &str) -> (usize, Damage) {
        let error = Lock::read(text).unwrap_err();
        (error.line, error.damage)
    }

    #[test]
    fn a_lock_cut_anywhere_is_refused_with_what_is_left() {
        let text = lock().write();
        // Its last line break alone loses nothing.
        assert_eq!(Lock::read(text.trim_end()), Ok(lock()));
        for end in 0..text.len() - 1 {
            let Some(cut) = text.get(..end) else { continue };
            let (line, damage) = refused(cut);
            let whole = cut.rfind('\n').map_or("", |at| &cut[..=at]);
            assert_eq!(line, whole.lines().count() + 1, "at byte {end}");
            assert!(matches!(damage, Damage::Cut(left) if left.len() == whole.matches("\"guid\"").count()));
        }
    }

    #[test]
    fn a_lock_whose_end_stands_before_other_lines_is_whole() {
        let text = lock().write();
        let (half, _) = text.split_once("{\"guid\"").unwrap();
        assert_eq!(Lock::read(&format!("{half}{END}\n{text}")), Ok(lock()));
        assert_eq!(Lock::read(&text.replace('\n', "\r\n")), Ok(lock()), "as git checks out on Windows");
        assert_eq!(Lock::read(&format!("\u{feff}{text}")), Ok(lock()));
    }

    #[test]
    fn foreign_lines_are_refused_with_their_number() {
        let text = lock().write();
        let note = text.lines().nth(3).unwrap();
        for (bad, damage) in [
            ("<<<<<<< HEAD", Damage::Conflict),
            ("=======", Damage::Conflict),
            ("hello", Damage::Foreign),
            ("", Damage::Foreign),
            ("{\"guid\":\"x\"}", Damage::Foreign),
            ("{\"note_type\":\"odd\",\"look\":\"0123456789abcdef\",\"mod\":1}", Damage::Foreign),
            ("{\"end\":false}", Damage::Foreign),
            ("\u{feff}{\"end\":true}", Damage::Foreign),
            ("{\"recto.lock\":1,\"seed\":\"rust\"}", Damage::Foreign),
            ("{\"recto.lock\":2,\"seed\":\"go\"}", Damage::Later),
            (&note.replace("\"made\":17", "\"made\":\"17\","), Damage::Foreign),
            (&note.replace("\"made\":17", "\"made\":-17"), Damage::Foreign),
            (&note.replace("\"mod\":17", "\"mod\":17000000000"), Damage::Foreign),
            (&note.replace("\"deck\":\"Go\"", "\"deck\":\"\""), Damage::Foreign),
            (&note.replace("[[2,\"a blank\"]]", "[[2,\"a blank\"],[2,\"another\"]]"), Damage::Foreign),
            (&note.replace("[[2,\"a blank\"]]", "[[3,\"a blank\"]]"), Damage::Foreign),
            (&note.replace("\"deck\"", "\"deck\":\"Go\",\"deck\""), Damage::Foreign),
            (&note.replace("\"deck\"", "\"later\":1,\"deck\""), Damage::Foreign),
        ] {
            assert_ne!(bad, note);
            assert_eq!(refused(&text.replace(END, &format!("{bad}\n{END}"))), (6, damage), "{bad}");
        }
        assert_eq!(refused("{\"recto.lock\":2,\"seeds\":[]}\n"), (1, Damage::Later));
        assert_eq!(refused("{\"end\":true}\n"), (2, Damage::Cut(Vec::new())), "no header");
        assert_eq!(refused(note), (1, Damage::Cut(Vec::new())));
        assert_eq!(refused(&format!("{note}\n")), (1, Damage::Foreign), "no header");
        let mut reading = Reading::default();
        assert_eq!(reading.line(b"\xff\xfe{\0\n").unwrap_err().why, "not UTF-8 text");
    }
}
