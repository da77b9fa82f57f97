//! The text of a document, and places in it.

use std::ops::Range;
use std::sync::OnceLock;

use memchr::memmem;

use crate::path::SourcePath;

/// A stretch of a source's text, in bytes from its beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

impl Span {
    /// The stretch from `start` up to `end`.
    pub fn new(start: usize, end: usize) -> Span {
        Span { start, end: end.max(start) }
    }

    /// Whether `other` lies within this stretch.
    pub fn holds(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The part of this stretch that lies in `other`, if they meet.
    pub fn meet(self, other: Span) -> Option<Span> {
        let (start, end) = (self.start.max(other.start), self.end.min(other.end));
        (start < end).then_some(Span { start, end })
    }

    /// As a range to slice with.
    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Span {
        Span::new(range.start, range.end)
    }
}

/// One document as it was read: UTF-8 without a byte order mark, lines ended by `\n` alone.
///
/// Line and column of a byte are those of the file, since a mark and a `\r` lie before or after
/// all that can be pointed at.
#[derive(Debug, Clone)]
pub struct Source {
    /// Where it lies in the project.
    pub path: SourcePath,
    /// Its text.
    pub text: String,
    /// Made when the first place is looked up.
    index: OnceLock<Index>,
}

impl Source {
    /// The source of a text whose lines end in `\n` alone.
    pub fn new(path: SourcePath, text: impl Into<String>) -> Source {
        Source { path, text: text.into(), index: OnceLock::new() }
    }

    /// The source of bytes that are UTF-8.
    ///
    /// # Errors
    /// The offset of the first byte that is not, and the text before it.
    pub fn from_bytes(path: SourcePath, bytes: Vec<u8>) -> Result<Source, NotUtf8> {
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Source::new(path, normalise_lines(text))),
            Err(error) => {
                let valid = error.utf8_error().valid_up_to();
                let bytes = error.into_bytes();
                let bad = bytes.get(valid).copied().unwrap_or_default();
                let before = String::from_utf8_lossy(bytes.get(..valid).unwrap_or_default()).into_owned();
                Err(NotUtf8 { offset: valid, byte: bad, before: Source::new(path, normalise_lines(before)) })
            }
        }
    }

    /// The text of a span; empty where the span is not one of this source.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// Whether a sign stands anywhere in the text.
    pub fn holds(&self, sign: &str) -> bool {
        memmem::find(self.text.as_bytes(), sign.as_bytes()).is_some()
    }

    /// Line and column of a byte, both from 1, the column in characters.
    pub fn position(&self, offset: usize) -> (usize, usize) {
        let (line, index) = (self.line(offset), self.index());
        let start = self.line_start(line);
        let column = index.characters(&self.text, offset).saturating_sub(index.characters(&self.text, start)) + 1;
        (line, column)
    }

    /// The line that holds a byte, from 1.
    pub fn line(&self, offset: usize) -> usize {
        self.index().starts.partition_point(|&start| start <= offset).max(1)
    }

    /// Where a line begins, counted from 1; the end of the text where there is no such line.
    pub fn line_start(&self, line: usize) -> usize {
        self.index().starts.get(line.saturating_sub(1)).copied().unwrap_or(self.text.len())
    }

    fn index(&self) -> &Index {
        self.index.get_or_init(|| Index::of(&self.text))
    }
}

/// Where lines begin and how many characters lie before, so that looking up a place takes as long in a
/// long text as in a short one, even where all of it is one line.
#[derive(Debug, Clone)]
struct Index {
    starts: Vec<usize>,
    /// The characters that begin before each block of bytes.
    characters: Vec<usize>,
}

/// Bytes in a block.
const BLOCK: usize = 1024;

impl Index {
    fn of(text: &str) -> Index {
        let newlines = text.match_indices('\n');
        let starts = std::iter::once(0).chain(newlines.map(|(at, _)| at + 1)).collect();
        let mut characters = vec![0];
        for block in text.as_bytes().chunks(BLOCK) {
            characters.push(characters.last().copied().unwrap_or_default() + beginnings(block));
        }
        Index { starts, characters }
    }

    /// The characters that begin before a byte.
    fn characters(&self, text: &str, offset: usize) -> usize {
        let offset = offset.min(text.len());
        let before = self.characters.get(offset / BLOCK).copied().unwrap_or_default();
        before + beginnings(text.as_bytes().get(offset / BLOCK * BLOCK..offset).unwrap_or_default())
    }
}

/// How many characters begin in a piece of UTF-8.
fn beginnings(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0b1100_0000 != 0b1000_0000).count()
}

/// A file that is not UTF-8.
#[derive(Debug)]
pub struct NotUtf8 {
    /// How many bytes are good.
    pub offset: usize,
    /// The first one that is not.
    pub byte: u8,
    /// What comes before it.
    pub before: Source,
}

/// Drops a byte order mark and makes every line end in `\n`.
fn normalise_lines(mut text: String) -> String {
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(bytes: &[u8]) -> Result<Source, NotUtf8> {
        Source::from_bytes(SourcePath::new("a.md"), bytes.to_vec())
    }

    #[test]
    fn marks_and_line_ends_do_not_matter() {
        let plain = source(b"one\ntwo\nthree\n").unwrap();
        for other in [&b"\xef\xbb\xbfone\r\ntwo\r\nthree\r\n"[..], b"one\rtwo\rthree\r"] {
            assert_eq!(source(other).unwrap().text, plain.text);
        }
    }

    #[test]
    fn positions_count_characters() {
        let text = source("añb\nціна\n".as_bytes()).unwrap();
        assert_eq!(text.position("añb\nці".len()), (2, 3));
        assert_eq!((text.line("añb\nці".len()), text.line(0), text.line(usize::MAX)), (2, 1, 3));
        assert_eq!((text.line_start(1), text.line_start(2), text.line_start(9)), (0, 5, text.text.len()));
    }

    #[test]
    fn every_place_of_long_lines_is_found() {
        let text = source(format!("{}\n{}\nend", "añ日𠀀".repeat(600), "é".repeat(1024)).as_bytes()).unwrap();
        let (mut line, mut column) = (1, 1);
        for (at, c) in text.text.char_indices() {
            assert_eq!(text.position(at), (line, column), "byte {at}");
            (line, column) = if c == '\n' { (line + 1, 1) } else { (line, column + 1) };
        }
        assert_eq!(text.position(text.text.len()), (3, 4));
        assert_eq!(source(b"").unwrap().position(0), (1, 1));
    }

    #[test]
    fn bytes_that_are_not_text_are_placed() {
        let error = source(b"fine\nbad \xff here").unwrap_err();
        assert_eq!((error.offset, error.byte), (9, 0xff));
        assert_eq!(error.before.text, "fine\nbad ");
    }
}
