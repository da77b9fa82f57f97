//! The note: what Anki keeps, with its kind, identity and fields.

use std::fmt;

/// The kind of a note. Each kind is one frozen Anki note type, and part of a note's identity:
/// a question that changes its kind becomes a new note, because Anki never moves a note between
/// note types on import.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Front asks for back.
    Basic,
    /// Front asks for back, and back asks for front: two cards.
    Reversed,
    /// Text with blanks; one card a blank number.
    Cloze,
    /// A question with options on the front; the right ones and the reason on the back.
    Choice,
    /// The answer is typed in and compared.
    Typed,
}

impl Kind {
    /// All kinds, in the order in which their note types were defined.
    pub const ALL: [Kind; 5] = [Kind::Basic, Kind::Reversed, Kind::Cloze, Kind::Choice, Kind::Typed];

    /// The name in the lock, in reports and in explanations.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Basic => "basic",
            Kind::Reversed => "reversed",
            Kind::Cloze => "cloze",
            Kind::Choice => "choice",
            Kind::Typed => "typed",
        }
    }

    /// The kind with this [`name`](Kind::name).
    pub fn from_name(name: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The identity Anki matches on: thirteen lower-case base32 characters, stable for a note's life,
/// safe in Anki, in addresses, in file names and as an HTML `id`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Guid([u8; 13]);

/// Digits of a [`Guid`]: no `l`, `o`, `u`, `v`, so that none is mistaken and no word is spelt.
const BASE32: &[u8; 32] = b"0123456789abcdefghijkmnpqrstwxyz";

impl Guid {
    /// The guid that stands for these 64 bits.
    pub fn from_bits(bits: u64) -> Guid {
        let mut digits = [b'0'; 13];
        for (place, digit) in digits.iter_mut().rev().enumerate() {
            let value = (bits >> (place * 5)) & 31;
            *digit = BASE32.get(value as usize).copied().unwrap_or(b'0');
        }
        Guid(digits)
    }

    /// The guid written as `text`, if it has a guid's form.
    pub fn parse(text: &str) -> Option<Guid> {
        let digits: [u8; 13] = text.as_bytes().try_into().ok()?;
        digits.iter().all(|digit| BASE32.contains(digit)).then_some(Guid(digits))
    }

    /// The thirteen characters.
    pub fn as_str(&self) -> &str {
        // Only digits of ASCII ever get in.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Display for Guid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Guid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Guid({})", self.as_str())
    }
}

/// The rendered fields of a note, as HTML, in Anki's form.
///
/// For [`Kind::Cloze`] `front` is the field `Text`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields {
    /// What is asked.
    pub front: String,
    /// What is to be remembered.
    pub back: String,
    /// References and remarks, shown small under the answer.
    pub extra: String,
    /// The trail above the question.
    pub context: String,
    /// A link to the card on the site, or nothing.
    pub source: String,
}
