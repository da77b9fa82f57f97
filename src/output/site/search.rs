//! The search index: words, the cards that hold them, and what is shown of a card.
//!
//! The files' form stands in `docs/themes.md`. Cards are added in order; what is shown of them
//! leaves in blocks on the way, and only the words stay until the end. A file's name says what it holds, so that a
//! page never reads files of two builds together: what another build has replaced is not there any more.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Display;

use super::{js, words};
use crate::path::OutPath;

/// So many cards are shown from one file.
const BLOCK: u32 = 32;

/// A file of words is closed when it is this long.
const SHARD_BYTES: usize = 48 * 1024;

/// So many characters of an answer are shown.
const SHOWN_CHARS: usize = 480;

/// So many bytes at the end of what is shown are given up for a whole word.
const LONG_WORD: usize = 40;

/// Signs of a digest in a file's name.
const DIGEST: usize = 8;

/// An index being filled.
#[derive(Debug, Default)]
pub struct SearchIndex {
    cards: u32,
    /// The open block, as text of a script.
    block: String,
    /// The digests of the blocks that are closed, one after the other.
    blocks: String,
    /// Words in no order: they are sorted once, at the end.
    words: HashMap<Box<str>, Postings>,
}

/// What is found of a card, all as plain text.
#[derive(Debug, Clone, Copy)]
pub struct Found<'a> {
    /// Its question.
    pub title: &'a str,
    /// The address of its page, from the top, without an anchor.
    pub url: &'a str,
    /// Its guid.
    pub guid: &'a str,
    /// Its answer.
    pub text: &'a str,
    /// Its tags, with spaces between.
    pub tags: &'a str,
}

/// The cards that hold a word.
#[derive(Debug, Default)]
struct Postings {
    /// The last card, counted from 1.
    last: u32,
    /// Distances as variable-length numbers, seven bits a byte, the lowest first.
    bytes: Vec<u8>,
}

impl SearchIndex {
    /// An index without cards.
    pub fn new() -> SearchIndex {
        SearchIndex::default()
    }

    /// Adds the next card, which stands on the page of this address (from the top, without an anchor).
    ///
    /// Now and then gives a finished file to write.
    pub fn add(&mut self, found: &Found<'_>) -> Option<(OutPath, String)> {
        let card = self.cards;
        let Found { title, url, guid, text, tags } = found;
        self.cards += 1;
        words::each(title, |word| self.post(word, card, 1));
        words::each(text, |word| self.post(word, card, 0));
        words::each(tags, |word| self.post(word, card, 0));

        self.block.push_str(if self.block.is_empty() { "" } else { ",\n" });
        js::strings(&mut self.block, [*title, *url, *guid, &shown(text), *tags]);
        self.cards.is_multiple_of(BLOCK).then(|| self.close_block()).flatten()
    }

    /// The remaining files, in order; the list of them all comes last.
    pub fn finish(mut self) -> impl Iterator<Item = (OutPath, String)> {
        let block = if self.block.is_empty() { None } else { self.close_block() };
        let mut terms: Vec<(Box<str>, Postings)> = self.words.into_iter().collect();
        // The order in which scripts compare strings.
        terms.sort_unstable_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
        let (cards, blocks) = (self.cards, self.blocks);
        let shards =
            Shards { cards, blocks, terms: terms.into_iter(), firsts: Vec::new(), digests: String::new(), done: false };
        block.into_iter().chain(shards)
    }

    /// Notes that `card` holds `word`, once: the first, of the title, counts.
    fn post(&mut self, word: &str, card: u32, in_title: u32) {
        let postings = match self.words.get_mut(word) {
            Some(postings) => postings,
            None => self.words.entry(word.into()).or_default(),
        };
        if postings.last == card + 1 {
            return;
        }
        let before = postings.last.saturating_sub(1);
        postings.last = card + 1;
        // Most words stand in one or two cards; doubling from eight bytes wastes most of them.
        let room = postings.bytes.len();
        if room == postings.bytes.capacity() {
            postings.bytes.reserve_exact(4 + room / 4);
        }
        push_number(&mut postings.bytes, (card - before) * 2 + in_title);
    }

    /// The open block as a file.
    fn close_block(&mut self) -> Option<(OutPath, String)> {
        let number = self.cards.div_ceil(BLOCK).saturating_sub(1);
        let cards = std::mem::take(&mut self.block);
        named("c", number, format!("recto.searchCards({number},[{cards}]);\n"), &mut self.blocks)
    }
}

/// The beginning of an answer; what is cut off ends at a word where words are told apart, and says so.
fn shown(text: &str) -> Cow<'_, str> {
    let Some((end, _)) = text.char_indices().nth(SHOWN_CHARS) else { return text.into() };
    let cut = text.get(..end).unwrap_or(text);
    let word = cut.rfind(' ').filter(|at| end - at < LONG_WORD).and_then(|at| cut.get(..at));
    format!("{} …", word.unwrap_or(cut).trim_end()).into()
}

/// A file of the index under a name that says what it holds; the digest in it is added to `digests`.
fn named(kind: &str, number: impl Display, text: String, digests: &mut String) -> Option<(OutPath, String)> {
    let digest = blake3::hash(text.as_bytes()).to_hex();
    let digest = digest.get(..DIGEST)?;
    digests.push_str(digest);
    Some((OutPath::new(&format!("search/{kind}{number}-{digest}.js"))?, text))
}

/// Writes the files of words, then the list of them.
struct Shards {
    cards: u32,
    blocks: String,
    terms: std::vec::IntoIter<(Box<str>, Postings)>,
    /// The first word of each file so far.
    firsts: Vec<Box<str>>,
    /// The digests of the files so far, one after the other.
    digests: String,
    done: bool,
}

impl Iterator for Shards {
    type Item = (OutPath, String);

    fn next(&mut self) -> Option<(OutPath, String)> {
        if self.done {
            return None;
        }
        let mut lines = String::new();
        let mut before: Box<str> = "".into();
        while lines.len() < SHARD_BYTES {
            let Some((term, postings)) = self.terms.next() else { break };
            if lines.is_empty() {
                self.firsts.push(term.clone());
            } else {
                lines.push('\n');
            }
            write_term(&mut lines, &before, &term, &postings.bytes);
            before = term;
        }
        if lines.is_empty() {
            self.done = true;
            return self.list();
        }
        let number = self.firsts.len().saturating_sub(1);
        let mut out = format!("recto.searchTerms({number},");
        js::string(&mut out, &lines);
        out.push_str(");\n");
        named("t", number, out, &mut self.digests)
    }
}

impl Shards {
    fn list(&self) -> Option<(OutPath, String)> {
        let mut out = format!("recto.searchIndex({{\"cards\":{},\"block\":{BLOCK},\"shards\":", self.cards);
        js::strings(&mut out, self.firsts.iter().map(AsRef::as_ref));
        // Digests are digits and letters alone.
        out.push_str(&format!(",\"t\":\"{}\",\"c\":\"{}\"}});\n", self.digests, self.blocks));
        Some((OutPath::new("search/index.js")?, out))
    }
}

/// One line: how much is shared with the term before, the rest, the cards.
fn write_term(out: &mut String, before: &str, term: &str, postings: &[u8]) {
    let mut shared_bytes = 0;
    let mut shared = 0u32;
    for (a, b) in before.chars().zip(term.chars()) {
        // What is shared is written as one digit.
        if a != b || shared == 35 {
            break;
        }
        shared += 1;
        shared_bytes += a.len_utf8();
    }
    base36(out, shared);
    out.push_str(term.get(shared_bytes..).unwrap_or_default());
    let (mut value, mut shift) = (0u32, 0u32);
    for byte in postings {
        value |= u32::from(byte & 0x7f) << shift.min(31);
        shift += 7;
        if byte & 0x80 == 0 {
            out.push(' ');
            base36(out, value);
            (value, shift) = (0, 0);
        }
    }
}

/// Appends `value` seven bits a byte.
fn push_number(out: &mut Vec<u8>, mut value: u32) {
    while value >= 0x80 {
        out.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Appends `value` with the digits `0` to `z`.
fn base36(out: &mut String, mut value: u32) {
    let mut digits = ['0'; 7];
    let mut used = 0;
    for place in digits.iter_mut().rev() {
        *place = char::from_digit(value % 36, 36).unwrap_or('0');
        used += 1;
        value /= 36;
        if value == 0 {
            break;
        }
    }
    out.extend(digits.iter().skip(7 - used));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_have_the_form_of_the_contract() {
        let mut index = SearchIndex::new();
        let add = |index: &mut SearchIndex, title, guid, text, tags| {
            index.add(&Found { title, url: "a.html", guid, text, tags })
        };
        assert!(add(&mut index, "Alpha", "x", "alphabet beta beta", "greek::Beta").is_none());
        assert!(add(&mut index, "Beta", "y", "</script> alpha", "").is_none());
        let mut files: Vec<(String, String)> = index.finish().map(|(path, text)| (path.to_string(), text)).collect();
        // Each file is called by what it holds, and the list names them all.
        for (at, letter) in [(0, "C"), (1, "T")] {
            let digest = blake3::hash(files[at].1.as_bytes()).to_hex()[..DIGEST].to_owned();
            files[at].0 = files[at].0.replace(&digest, letter);
            files[2].1 = files[2].1.replace(&digest, letter);
        }
        assert_eq!(
            files,
            [
                (
                    "search/c0-C.js".into(),
                    "recto.searchCards(0,[[\"Alpha\",\"a.html\",\"x\",\"alphabet beta beta\",\"greek::Beta\"],\n\
                     [\"Beta\",\"a.html\",\"y\",\"<\\/script> alpha\",\"\"]]);\n"
                        .into()
                ),
                (
                    "search/t0-T.js".into(),
                    "recto.searchTerms(0,\"0alpha 1 2\\n5bet 0\\n0beta 0 3\\n0greek 0\\n0script 2\");\n".into()
                ),
                (
                    "search/index.js".into(),
                    "recto.searchIndex({\"cards\":2,\"block\":32,\"shards\":[\"alpha\"],\"t\":\"T\",\"c\":\"C\"});\n"
                        .into()
                ),
            ]
        );
    }

    #[test]
    fn blocks_leave_on_the_way_and_long_texts_are_cut_at_a_character() {
        let mut index = SearchIndex::new();
        let text = "é".repeat(1000);
        let files: Vec<_> = (0..70)
            .filter_map(|_| index.add(&Found { title: "t", url: "u", guid: "g", text: &text, tags: "" }))
            .collect();
        let begins = |at: usize, begin| files[at].0.as_str().starts_with(begin);
        assert!(files.len() == 2 && begins(0, "search/c0-") && begins(1, "search/c1-"), "{files:?}");
        assert_eq!(files[0].1.matches('é').count(), 480 * 32);
        let rest: Vec<_> = index.finish().collect();
        assert!(rest[0].0.as_str().starts_with("search/c2-"));
        assert_eq!(rest.last().unwrap().0.as_str(), "search/index.js");
    }

    #[test]
    fn no_cards_give_an_empty_list() {
        let files: Vec<_> = SearchIndex::new().finish().collect();
        assert_eq!(files.len(), 1);
        assert!(files[0].1.contains("\"cards\":0,\"block\":32,\"shards\":[]"));
    }

    #[test]
    fn words_are_sorted_as_scripts_compare() {
        let mut index = SearchIndex::new();
        index.add(&Found { title: "𠀀 豈 ﬀ z \u{ffda}", url: "u", guid: "g", text: "", tags: "" });
        let files: Vec<_> = index.finish().collect();
        let (_, terms) = &files[1];
        // U+20000 is a surrogate pair in scripts, before U+F900 and after all that is below U+D800.
        assert!(terms.find('z') < terms.find('𠀀'));
        assert!(terms.find('𠀀').is_some());
    }

    #[test]
    fn numbers_are_written_in_base_36() {
        for (value, text) in [(0, "0"), (35, "z"), (36, "10"), (u32::MAX, "1z141z3")] {
            let mut out = String::new();
            base36(&mut out, value);
            assert_eq!(out, text);
        }
    }
}
