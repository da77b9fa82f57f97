//! The text of a document, and places in it.

use std::ops::Range;

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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Where it lies in the project.
    pub path: SourcePath,
    /// Its text.
    pub text: String,
}

impl Source {
    /// The source of bytes that are UTF-8.
    ///
    /// # Errors
    /// The offset of the first byte that is not, and the text before it.
    pub fn from_bytes(path: SourcePath, bytes: Vec<u8>) -> Result<Source, NotUtf8> {
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Source { path, text: normalise_lines(text) }),
            Err(error) => {
                let valid = error.utf8_error().valid_up_to();
                let bytes = error.into_bytes();
                let bad = bytes.get(valid).copied().unwrap_or_default();
                let before = String::from_utf8_lossy(bytes.get(..valid).unwrap_or_default()).into_owned();
                Err(NotUtf8 { offset: valid, byte: bad, before: Source { path, text: normalise_lines(before) } })
            }
        }
    }

    /// The text of a span; empty where the span is not one of this source.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// Line and column of a byte, both from 1, the column in characters.
    pub fn position(&self, offset: usize) -> (usize, usize) {
        let before = self.text.get(..offset.min(self.text.len())).unwrap_or_default();
        let line = before.bytes().filter(|&byte| byte == b'\n').count() + 1;
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let column = before.get(start..).unwrap_or_default().chars().count() + 1;
        (line, column)
    }

    /// The beginnings of all lines, for many look-ups.
    pub fn lines(&self) -> Lines {
        let newlines = self.text.match_indices('\n');
        Lines { starts: std::iter::once(0).chain(newlines.map(|(at, _)| at + 1)).collect() }
    }
}

/// Where the lines of a source begin.
#[derive(Debug, Clone)]
pub struct Lines {
    starts: Vec<usize>,
}

impl Lines {
    /// The line that holds a byte, from 1.
    pub fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|&start| start <= offset).max(1)
    }
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
            assert_eq!(source(other).unwrap(), plain);
        }
    }

    #[test]
    fn positions_count_characters() {
        let text = source("añb\nціна\n".as_bytes()).unwrap();
        assert_eq!(text.position("añb\nці".len()), (2, 3));
        assert_eq!(text.lines().line("añb\nці".len()), 2);
        assert_eq!(text.lines().line(0), 1);
    }

    #[test]
    fn bytes_that_are_not_text_are_placed() {
        let error = source(b"fine\nbad \xff here").unwrap_err();
        assert_eq!((error.offset, error.byte), (9, 0xff));
        assert_eq!(error.before.text, "fine\nbad ");
    }
}
