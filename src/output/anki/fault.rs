//! What a package is refused for.
//!
//! The author's text is made fit for Anki long before; a fault here says that some pass let slip
//! what Anki would refuse, or take in wrongly. Better no package than one that spoils a collection.

use std::fmt;
use std::io::ErrorKind;
use std::path::Path;

use crate::error::Error;
use crate::note::{Guid, Kind};

/// The result of writing a package.
pub type Result<T> = std::result::Result<T, PackageError>;

/// Why there is no package.
#[derive(Debug)]
pub enum PackageError {
    /// A note that Anki would refuse or take in wrongly.
    Note {
        /// Its identity.
        guid: Guid,
        /// The beginning of its front, as plain text.
        front: String,
        /// What is wrong with it.
        fault: Fault,
    },
    /// Decks, note types or media that do not fit together.
    Package(Fault),
    /// The scratch database or a media file could not be written or read.
    Disk(Error),
    /// The package itself could not be written.
    Write(std::io::Error),
}

/// What is wrong with a note or with the package as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Another note has its guid.
    DuplicateGuid,
    /// Another note has its id.
    DuplicateId(i64),
    /// The first field is empty.
    EmptyFront,
    /// The field named holds U+001F or U+0000.
    ControlCharacter(&'static str),
    /// The note names a deck that was not given.
    UnknownDeck(String),
    /// The note has no card.
    NoOrdinals,
    /// The cards are not those Anki would make of the fields.
    WrongOrdinals {
        /// What Anki would make, from 0.
        expected: Vec<u16>,
        /// What the note says.
        found: Vec<u16>,
    },
    /// Braces of a blank that Anki reads otherwise: not closed, numbered 0, or with two numbers.
    BrokenCloze(String),
    /// A blank in a field other than the text.
    StrayCloze(&'static str),
    /// A blank with a number above 500.
    TooManyBlanks,
    /// A tag that Anki would split.
    BadTag(String),
    /// `made` is not positive, or `modified` is negative.
    BadDate {
        /// Milliseconds.
        made: i64,
        /// Seconds.
        modified: i64,
    },
    /// No look was given for the kind.
    NoLook(Kind),
    /// Two looks were given for the kind.
    RepeatedLook(Kind),
    /// The look of the kind has a negative time.
    BadLook(Kind),
    /// A deck name that Anki would change.
    BadDeckName(String),
    /// Two decks whose names Anki takes for the same.
    RepeatedDeck(String),
    /// A field shows a media file that was not given.
    MissingMedia(String),
    /// No field shows the media file.
    UnusedMedia(String),
    /// The media file was given twice.
    RepeatedMedia(String),
}

impl PackageError {
    /// The error for a person: what could not be written and why.
    pub fn at(self, package: impl AsRef<Path>) -> Error {
        match self {
            PackageError::Disk(error) => error,
            PackageError::Write(cause) if cause.kind() == ErrorKind::StorageFull => {
                Error::io("write", package, cause).with_help("free some space on this disk and build again")
            }
            PackageError::Write(cause) => Error::io("write", package, cause),
            refused => Error::other("write", package, refused)
                .with_help("this is a mistake in Recto, not in your documents; please report it with the document"),
        }
    }
}

impl fmt::Display for PackageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PackageError::Note { guid, front, fault } => write!(f, "note {guid} (\u{201c}{front}\u{201d}): {fault}"),
            PackageError::Package(fault) => write!(f, "{fault}"),
            PackageError::Disk(error) => write!(f, "{error}"),
            PackageError::Write(cause) => write!(f, "{cause}"),
        }
    }
}

impl std::error::Error for PackageError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            PackageError::Note { .. } | PackageError::Package(_) => None,
            PackageError::Disk(error) => Some(error),
            PackageError::Write(cause) => Some(cause),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::DuplicateGuid => f.write_str("another note has the same guid; give each note one of its own"),
            Fault::DuplicateId(id) => write!(f, "another note was made at {id} too; give each note a time of its own"),
            Fault::EmptyFront => {
                f.write_str("its first field is empty, so Anki would make no card; leave the note out")
            }
            Fault::ControlCharacter(field) => {
                write!(f, "its field {field} holds U+001F or U+0000, which break Anki's import; remove them")
            }
            Fault::UnknownDeck(deck) => {
                write!(f, "it names the deck \u{201c}{deck}\u{201d}, which is not in the package")
            }
            Fault::NoOrdinals => f.write_str("it has no card; leave it out or give it one"),
            Fault::WrongOrdinals { expected, found } => {
                write!(f, "Anki would make the cards {expected:?} of its fields, not {found:?}")
            }
            Fault::BrokenCloze(text) => write!(f, "Anki does not read the blank \u{201c}{text}\u{201d} as one blank"),
            Fault::StrayCloze(field) => write!(f, "its field {field} holds a blank, which belongs into the text"),
            Fault::TooManyBlanks => {
                f.write_str("it has a blank with a number above 500, the most Anki takes; divide it")
            }
            Fault::BadTag(tag) => {
                write!(f, "its tag \u{201c}{tag}\u{201d} is empty or holds a space, where Anki splits it")
            }
            Fault::BadDate { made, modified } => {
                write!(f, "made {made} must be above 0 and modified {modified} not below 0")
            }
            Fault::NoLook(kind) => write!(f, "the note type of its kind, {kind}, is not in the package"),
            Fault::RepeatedLook(kind) => write!(f, "the note type {kind} was given twice"),
            Fault::BadLook(kind) => write!(f, "the note type {kind} was changed before 1970"),
            Fault::BadDeckName(name) => write!(
                f,
                "Anki would change the deck name \u{201c}{name}\u{201d}; it may not be empty nor hold empty levels, \
                 double quotes, control characters, or spaces around a level"
            ),
            Fault::RepeatedDeck(name) => {
                write!(f, "two decks are called \u{201c}{name}\u{201d} but for upper and lower case")
            }
            Fault::MissingMedia(name) => write!(f, "it shows the file {name}, which is not in the package"),
            Fault::UnusedMedia(name) => {
                write!(f, "no note shows the file {name}, so Anki would not take it; leave it out")
            }
            Fault::RepeatedMedia(name) => write!(f, "the file {name} was given twice"),
        }
    }
}
