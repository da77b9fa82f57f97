//! Fingerprints: digests of text, used to find a note again.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// 64 bits of BLAKE3, written as 16 hex digits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Fingerprint(u64);

impl Fingerprint {
    /// The digest of parts, each with its length, so that a border between two is a difference.
    pub fn of_parts<'a>(parts: impl IntoIterator<Item = &'a str>) -> Fingerprint {
        let mut hasher = blake3::Hasher::new();
        for part in parts {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part.as_bytes());
        }
        let mut bits = [0; 8];
        hasher.finalize_xof().fill(&mut bits);
        Fingerprint(u64::from_le_bytes(bits))
    }

    /// The bits.
    pub fn bits(self) -> u64 {
        self.0
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl From<Fingerprint> for String {
    fn from(print: Fingerprint) -> String {
        print.to_string()
    }
}

impl TryFrom<String> for Fingerprint {
    type Error = String;

    fn try_from(text: String) -> Result<Fingerprint, String> {
        let digits = text.len() == 16 && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        let bits = u64::from_str_radix(&text, 16).ok().filter(|_| digits);
        bits.map(Fingerprint).ok_or_else(|| format!("`{text}` is not sixteen hex digits"))
    }
}

/// The fingerprint of a text: composed, and with every run of white space as one space, so that
/// line breaks and the form of accents do not matter, and all else does.
pub fn fingerprint(text: &str) -> Fingerprint {
    let composed = if is_nfc(text) { Cow::Borrowed(text) } else { text.nfc().collect() };
    let mut words = composed.split_whitespace();
    let mut normal = words.next().unwrap_or_default().to_owned();
    for word in words {
        normal.push(' ');
        normal.push_str(word);
    }
    Fingerprint::of_parts([normal.as_str()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_and_composition_do_not_matter() {
        assert_eq!(fingerprint("a  b\nc"), fingerprint(" a b c "));
        assert_eq!(fingerprint("é"), fingerprint("e\u{301}"));
        assert_ne!(fingerprint("a b"), fingerprint("ab"));
        assert_ne!(fingerprint("a"), fingerprint("A"));
        assert_ne!(Fingerprint::of_parts(["ab", "c"]), Fingerprint::of_parts(["a", "bc"]));
    }

    #[test]
    fn digits_come_back() {
        let print = fingerprint("x");
        assert_eq!(Fingerprint::try_from(print.to_string()), Ok(print));
        assert!(Fingerprint::try_from("xyz".to_owned()).is_err());
        assert!(Fingerprint::try_from("+123456789abcdef".to_owned()).is_err());
    }
}
