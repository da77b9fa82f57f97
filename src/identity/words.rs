//! Words: what texts are compared by. Lower case, composed; scripts that put no spaces between
//! words give pairs of letters.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization, is_nfc};

/// What a word is, as far as a change of it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// A word of a language.
    Plain,
    /// Holds a digit, or is written as names in code are: `useMemo`, `snake_case`, `TCP`.
    Exact,
    /// Turns a sentence into its opposite.
    Not,
    /// A run of signs that mean something in code: `==`, `++`.
    Sign,
}

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The word, in lower case.
    pub text: String,
    /// Its digest.
    pub print: u32,
    /// What it is.
    pub sort: Sort,
}

/// Words that deny, of the languages most decks are written in.
const DENIALS: [&str; 36] = [
    "not",
    "no",
    "never",
    "none",
    "nor",
    "without",
    "cannot",
    "non",
    "nicht",
    "kein",
    "keine",
    "nie",
    "ohne",
    "ne",
    "pas",
    "sans",
    "jamais",
    "nunca",
    "sin",
    "ningún",
    "tampoco",
    "mai",
    "senza",
    "não",
    "sem",
    "niet",
    "geen",
    "inte",
    "ikke",
    "не",
    "ни",
    "без",
    "ні",
    "нет",
    "немає",
    "nem",
];

/// Calls `take` with each run of letters and digits (`true`) or signs (`false`) as it is written.
fn runs<'a>(text: &'a str, mut take: impl FnMut(&'a str, bool)) {
    let mut from = 0;
    let mut now = Class::Gap;
    for (at, c) in text.char_indices() {
        let class = Class::of(c);
        // An apostrophe belongs to the word it stands in.
        if class == now || (now == Class::Letter && matches!(c, '\'' | '’')) {
            continue;
        }
        if now != Class::Gap {
            take(text.get(from..at).unwrap_or_default(), now == Class::Letter);
        }
        (from, now) = (at, class);
    }
    if now != Class::Gap {
        take(text.get(from..).unwrap_or_default(), now == Class::Letter);
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Letter,
    Sign,
    Gap,
}

impl Class {
    fn of(c: char) -> Class {
        match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '_' => Class::Letter,
            '=' | '<' | '>' | '!' | '+' | '-' | '*' | '/' | '&' | '|' | '^' | '%' | '~' | '$' | '@' => Class::Sign,
            _ if c.is_ascii() => Class::Gap,
            _ if c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c) => Class::Letter,
            _ => Class::Gap,
        }
    }
}

/// Han, kana and Thai: no spaces between words.
fn is_dense(c: char) -> bool {
    matches!(c, '\u{0e00}'..='\u{0eff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Composed, where it is not.
fn composed(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || is_nfc(text) { Cow::Borrowed(text) } else { Cow::Owned(text.nfc().collect()) }
}

/// The words of a text in order, signs of code among them.
pub fn words(text: &str) -> Vec<Word> {
    let mut out = Vec::new();
    runs(&composed(text), |run, is_word| {
        if !is_word {
            // A lone sign that prose uses too says nothing.
            if !matches!(run, "-" | "/" | "!") {
                out.push(Word { text: run.to_owned(), print: print(run), sort: Sort::Sign });
            }
            return;
        }
        let run = run.trim_end_matches(['\'', '’']);
        let sort = sort(run);
        split(&run.to_lowercase(), |word| out.push(Word { text: word.to_owned(), print: print(word), sort }));
    });
    out
}

/// The fingerprints of the words of a text that are long enough to say something.
pub(super) fn telling_prints(text: &str, mut take: impl FnMut(u32)) {
    runs(&composed(text), |run, is_word| {
        if is_word {
            split(&run.to_lowercase(), |word| {
                if word.len() >= 3 || word.bytes().any(|b| b.is_ascii_digit()) {
                    take(print(word));
                }
            });
        }
    });
}

/// Splits a run of letters into words: itself, or pairs of neighbours where it is dense.
fn split(run: &str, mut take: impl FnMut(&str)) {
    if !run.chars().any(is_dense) || run.chars().count() <= 2 {
        return take(run);
    }
    let starts: Vec<usize> = run.char_indices().map(|(at, _)| at).chain([run.len()]).collect();
    for (from, to) in starts.iter().zip(starts.iter().skip(2)) {
        take(run.get(*from..*to).unwrap_or_default());
    }
}

fn sort(run: &str) -> Sort {
    let lower = run.to_lowercase();
    let capitals_inside = run.chars().skip(1).any(char::is_uppercase);
    if run.chars().any(char::is_numeric) || run.contains('_') || capitals_inside {
        Sort::Exact
    } else if DENIALS.contains(&lower.as_str()) || lower.ends_with("n't") || lower.ends_with("n’t") {
        Sort::Not
    } else {
        Sort::Plain
    }
}

/// 24 bits of FNV-1a, mixed. Written into locks, so never to be changed.
fn print(word: &str) -> u32 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in word.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash ^= hash >> 33;
    (hash >> 40) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        words(text).into_iter().map(|word| word.text).collect()
    }

    #[test]
    fn texts_fall_into_words() {
        assert_eq!(texts("Why isn't `a == b` TRUE?"), ["why", "isn't", "a", "==", "b", "true"]);
        assert_eq!(texts("記憶とは何"), ["記憶", "憶と", "とは", "は何"]);
        assert_eq!(texts("e\u{301}tat"), texts("état"));
        assert!(texts("?! …").is_empty());
    }

    #[test]
    fn what_matters_is_told_apart() {
        let sorts = |text| words(text).into_iter().map(|word| word.sort).collect::<Vec<_>>();
        assert_eq!(
            sorts("Word useMemo IPv4 2 not don't ++"),
            [Sort::Plain, Sort::Exact, Sort::Exact, Sort::Exact, Sort::Not, Sort::Not, Sort::Sign]
        );
    }
}
