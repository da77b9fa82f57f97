//! How Anki reads a note: whether a field is empty, which blanks it holds, which files it shows.

use std::collections::BTreeSet;

use crate::deck::Note;
use crate::note::Kind;

use super::fault::Fault;
use super::note_type;

/// The highest card number Anki takes; one more and it refuses the whole package or drops the card.
const LAST_ORDINAL: u64 = 499;

/// Checks all of a note that can be checked without the others, and gives its card numbers in order.
pub(super) fn note(note: &Note) -> Result<Vec<u16>, Fault> {
    if note.made <= 0 || note.modified < 0 {
        return Err(Fault::BadDate { made: note.made, modified: note.modified });
    }
    for tag in &note.tags {
        self::tag(tag.as_str())?;
    }
    for (name, value) in note_type::values(note.kind, &note.fields) {
        if value.contains(['\u{1f}', '\0']) {
            return Err(Fault::ControlCharacter(name));
        }
    }
    if is_blank(&note.fields.front) {
        return Err(Fault::EmptyFront);
    }
    if note.ordinals.is_empty() {
        return Err(Fault::NoOrdinals);
    }
    let mut found = note.ordinals.clone();
    found.sort_unstable();
    if found.last().is_some_and(|last| u64::from(*last) > LAST_ORDINAL) {
        return Err(Fault::TooManyBlanks);
    }
    let expected = cards(note)?;
    if expected == found { Ok(found) } else { Err(Fault::WrongOrdinals { expected, found }) }
}

/// Whether Anki takes the tag as one tag.
fn tag(tag: &str) -> Result<(), Fault> {
    let splits = tag.is_empty() || tag.contains(|c: char| c.is_whitespace() || c.is_control());
    if splits { Err(Fault::BadTag(tag.to_owned())) } else { Ok(()) }
}

/// The cards Anki would make of the note's fields.
fn cards(note: &Note) -> Result<Vec<u16>, Fault> {
    let Some(templates) = note_type::templates_of(note.kind) else {
        for (name, value) in note_type::values(note.kind, &note.fields).into_iter().skip(1) {
            // Old Anki counts blanks in all fields.
            if !matches!(blanks(value), Ok(ref blanks) if blanks.is_empty()) {
                return Err(Fault::StrayCloze(name));
            }
        }
        return Ok(blanks(&note.fields.front)?.into_iter().collect());
    };
    let reverse = note.kind == Kind::Reversed && is_blank(&note.fields.back);
    Ok(if reverse { vec![0] } else { (0..templates).collect() })
}

/// Whether Anki takes the field for empty: spaces, line breaks and bare divisions only.
pub fn is_blank(html: &str) -> bool {
    let mut rest = html;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '\u{b}');
        let Some(tag) = rest.strip_prefix('<') else { return rest.is_empty() };
        let tag = tag.strip_prefix('/').unwrap_or(tag);
        let after = ["br", "div"].into_iter().find_map(|name| strip_prefix_any_case(tag, name));
        let Some(after) = after else { return false };
        let after = after.strip_prefix(' ').unwrap_or(after);
        let Some(after) = after.strip_prefix('/').unwrap_or(after).strip_prefix('>') else { return false };
        rest = after;
    }
}

/// The card numbers, from 0, of the blanks in a cloze text.
pub(super) fn blanks(text: &str) -> Result<BTreeSet<u16>, Fault> {
    let mut found = BTreeSet::new();
    let mut open = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..) {
        let Some(next) = rest.find(['{', '}']) else { break };
        let rest = rest.get(next..).unwrap_or_default();
        at += next;
        if let Some((digits, length)) = opening(rest) {
            found.insert(ordinal(digits).map_err(|broken| broken.unwrap_or_else(|| excerpt(rest)))?);
            open.push(rest);
            at += length;
        } else if rest.starts_with("}}") && open.pop().is_some() {
            at += 2;
        } else {
            at += 1;
        }
    }
    match open.pop() {
        Some(unclosed) => Err(excerpt(unclosed)),
        None => Ok(found),
    }
}

/// The digits of the blank that opens here, and how long its opening is.
pub(super) fn opening(text: &str) -> Option<(&str, usize)> {
    let inside = text.strip_prefix("{{c")?;
    let digits = inside.get(..inside.find("::")?)?;
    let fits = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b',');
    fits.then_some((digits, digits.len() + 5))
}

/// The card number of the blank with these digits; `Err(None)` where they are not one number above 0.
fn ordinal(digits: &str) -> Result<u16, Option<Fault>> {
    if digits.contains(',') {
        return Err(None);
    }
    match digits.parse::<u64>() {
        Ok(0) => Err(None),
        Ok(number) if number - 1 <= LAST_ORDINAL => u16::try_from(number - 1).map_err(|_| Some(Fault::TooManyBlanks)),
        _ => Err(Some(Fault::TooManyBlanks)),
    }
}

fn excerpt(text: &str) -> Fault {
    Fault::BrokenCloze(text.chars().take(40).collect())
}

/// Names of the files a field shows, as Anki finds them: sources of pictures, sounds and films, and
/// `[sound:...]`. Addresses are left out.
pub(super) fn files(html: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for (at, _) in html.match_indices('<') {
        let tag = html.get(at + 1..).unwrap_or_default();
        let shows = ["img", "audio", "video", "source", "object"].into_iter().any(|name| {
            strip_prefix_any_case(tag, name).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_whitespace()))
        });
        if shows {
            found.extend(sources(tag));
        }
    }
    for (at, opening) in html.match_indices("[sound:") {
        let rest = html.get(at + opening.len()..).unwrap_or_default();
        found.extend(rest.split_once(']').map(|(name, _)| name));
    }
    found.retain(|name| !name.is_empty() && !name.contains(':') && !name.starts_with("//"));
    found
}

/// The values of `src` and `data` in the tag that `text` begins with.
fn sources(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text.trim_start_matches(|c: char| c.is_ascii_alphanumeric());
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        let name_end = rest.find(|c: char| c.is_ascii_whitespace() || matches!(c, '=' | '>' | '/'));
        let Some((name, after)) = name_end.and_then(|end| rest.split_at_checked(end)) else { return found };
        let after = after.trim_start();
        let Some(value) = after.strip_prefix('=') else {
            // No value: the next name, or the end of the tag.
            if name.is_empty() {
                return found;
            }
            rest = after;
            continue;
        };
        let value = value.trim_start();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
        let (value, after) = match quote {
            Some(quote) => value.get(1..).and_then(|value| value.split_once(quote)).unwrap_or_default(),
            None => {
                let end = value.find(|c: char| c.is_ascii_whitespace() || c == '>').unwrap_or(value.len());
                value.split_at_checked(end).unwrap_or_default()
            }
        };
        if name.eq_ignore_ascii_case("src") || name.eq_ignore_ascii_case("data") {
            found.push(value);
        }
        rest = after;
    }
}

fn strip_prefix_any_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let (head, rest) = text.split_at_checked(prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn emptiness_is_ankis() {
        for blank in ["", " \n\t", "<br>", "<BR />", "<div></div>", "<div>\n<br/></div >"] {
            assert!(is_blank(blank), "{blank:?}");
        }
        for full in ["a", "<p></p>", "<img src=a>", "&nbsp;", "<br class=x>", "<", "<é"] {
            assert!(!is_blank(full), "{full:?}");
        }
    }

    #[test]
    fn blanks_are_counted_as_anki_does() {
        let of = |text| blanks(text).map(|found| found.into_iter().collect::<Vec<_>>());
        assert_eq!(of("plain {{text}} }} {"), Ok(vec![]));
        assert_eq!(of("{{c2::a}} {{c1::b::hint}} {{c2::c}}"), Ok(vec![0, 1]));
        assert_eq!(of("{{c1::a {{c3::b}} c}}"), Ok(vec![0, 2]));
        assert_eq!(of("{{{c1::a}}}"), Ok(vec![0]));
        assert_eq!(of("{{c500::a}}"), Ok(vec![499]));
        assert_eq!(of("{{c501::a}}"), Err(Fault::TooManyBlanks));
        assert_eq!(of("{{c99999999999999999999::a}}"), Err(Fault::TooManyBlanks));
        assert_eq!(of("x {{c1::a"), Err(Fault::BrokenCloze("{{c1::a".into())));
        assert_eq!(of("{{c0::a}}"), Err(Fault::BrokenCloze("{{c0::a}}".into())));
        assert_eq!(of("{{c1,2::a}}"), Err(Fault::BrokenCloze("{{c1,2::a}}".into())));
        assert_eq!(of("{{c\u{661}::a}}"), Ok(vec![]));
    }

    #[test]
    fn files_are_found_as_anki_does() {
        assert_eq!(files("<img alt='src=no' src=\"a.png\"><IMG src=b.png>"), ["a.png", "b.png"]);
        assert_eq!(files("<video controls><source src='c.mp4' type=x></video>[sound:d.mp3]"), ["c.mp4", "d.mp3"]);
        assert_eq!(files("<object data=\"e.svg\" /><imgx src=no>"), ["e.svg"]);
        assert!(files("<img src=\"https://x/y.png\"><img src=\"data:x\"><img src='//x/y'><img><img src").is_empty());
        assert!(files("<img src=\"never closed <img").is_empty());
    }

    #[test]
    fn tags_that_anki_splits_are_refused() {
        assert!(tag("a::b").is_ok());
        for bad in ["", "a b", "a\u{3000}b", "a\nb"] {
            assert!(tag(bad).is_err(), "{bad:?}");
        }
    }
}
