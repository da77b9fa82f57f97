//! The signs around blanks: `{{c1::x::hint}}`, `{1:x}`, `{{x}}`, `==x==`, `[x]`.

use pulldown_cmark::Event;

use crate::markdown::{Blank, Document, Fragment};
use crate::source::Span;

/// A blank with the signs around it.
pub(super) struct Found {
    pub blank: Blank,
    outer: Span,
}

/// One character of the text, with the depth of marks it stands in.
struct Letter {
    at: usize,
    c: char,
    depth: usize,
}

/// The text of a fragment letter by letter; what is not text counts as one letter of its own.
fn letters(document: &Document<'_>, fragment: &Fragment) -> Vec<Letter> {
    let mut letters = Vec::new();
    let mut depth = 0usize;
    for (event, span) in fragment.events.iter().cloned().flatten().filter_map(|number| document.events.get(number)) {
        if fragment.cuts.iter().any(|cut| cut.holds(*span)) {
            continue;
        }
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::Text(text) if text.len() == span.end - span.start => {
                letters.extend(text.char_indices().map(|(at, c)| Letter { at: span.start + at, c, depth }));
            }
            _ => letters.push(Letter { at: span.start, c: '\u{fffc}', depth }),
        }
    }
    letters
}

/// The blanks `[x]` of a text, each with a number of its own. Links, boxes and escaped brackets are none.
pub(super) fn brackets(document: &Document<'_>, fragment: &Fragment) -> Vec<Found> {
    let letters = letters(document, fragment);
    let before = |at: usize| at.checked_sub(1).and_then(|at| document.source.text.as_bytes().get(at)).copied();
    let mut blanks: Vec<Found> = Vec::new();
    let mut open: Vec<(usize, usize)> = Vec::new();
    for letter in &letters {
        match letter.c {
            '[' if before(letter.at) != Some(b'\\') => open.push((letter.at, letter.depth)),
            ']' if before(letter.at) != Some(b'\\') => {
                let Some((start, depth)) = open.pop() else { continue };
                let inner = Span::new(start + 1, letter.at);
                // An outer bracket holds its inner ones.
                if open.is_empty() && depth == letter.depth && !document.source.slice(inner).trim().is_empty() {
                    let number = u16::try_from(blanks.len() + 1).unwrap_or(u16::MAX);
                    blanks.push(Found {
                        blank: Blank { inner, number, hint: None },
                        outer: Span::new(start, letter.at + 1),
                    });
                }
            }
            _ => {}
        }
    }
    blanks
}

/// The blanks `==x==` of a text.
pub(super) fn highlights(document: &Document<'_>, fragment: &Fragment) -> Vec<Found> {
    let letters = letters(document, fragment);
    let signs: Vec<&Letter> = letters
        .windows(2)
        .enumerate()
        .filter_map(|(at, pair)| match pair {
            [a, b] if a.c == '=' && b.c == '=' && b.at == a.at + 1 => {
                let alone = at == 0 || letters.get(at - 1).is_none_or(|before| before.c != '=');
                let ends = letters.get(at + 2).is_none_or(|after| after.c != '=');
                (alone && ends).then_some(a)
            }
            _ => None,
        })
        .collect();
    let text = &document.source.text;
    let mut blanks = Vec::new();
    for pair in signs.chunks_exact(2) {
        let [open, close] = pair else { continue };
        let inner = Span::new(open.at + 2, close.at);
        let said = text.get(inner.range()).unwrap_or_default();
        let (hint, hinted) = hint(text.get(close.at + 2..).unwrap_or_default());
        let tight = !said.is_empty() && !said.starts_with(char::is_whitespace) && !said.ends_with(char::is_whitespace);
        if open.depth == close.depth && tight {
            let number = u16::try_from(blanks.len() + 1).unwrap_or(u16::MAX);
            let outer = Span::new(open.at, close.at + 2 + hinted);
            blanks.push(Found { blank: Blank { inner, number, hint }, outer });
        }
    }
    blanks
}

/// The hint `^[...]` that a text begins with, and its length.
fn hint(text: &str) -> (Option<String>, usize) {
    let inside = text.strip_prefix("^[").and_then(|rest| rest.split_once(']'));
    match inside {
        Some((hint, _)) if !hint.contains('\n') => (Some(hint.to_owned()), hint.len() + 3),
        _ => (None, 0),
    }
}

/// The blanks `{{c1::x::hint}}` of a text. Nested ones count as part of the outer one.
pub(super) fn numbered(document: &Document<'_>, fragment: &Fragment) -> Vec<Found> {
    let written = |run: &std::ops::Range<usize>| {
        let events = document.events.get(run.clone()).unwrap_or_default();
        let (first, last) = (events.first()?.1, events.last()?.1);
        document.source.text.get(first.start..last.end.max(first.end))
    };
    if !fragment.events.iter().filter_map(written).any(|text| text.contains("{{")) {
        return Vec::new();
    }
    let letters = letters(document, fragment);
    let text: String = letters.iter().map(|letter| letter.c).collect();
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    let place = |byte: usize| starts.partition_point(|start| *start < byte);
    let mut blanks = Vec::new();
    let mut from = 0;
    while let Some(start) = text.get(from..).and_then(|rest| rest.find("{{")).map(|at| from + at) {
        from = start + 2;
        let rest = text.get(from..).unwrap_or_default();
        let Some(digits) = rest.strip_prefix(['c', 'C']) else { continue };
        let Some((number, inside)) = digits.split_once("::") else { continue };
        let Some(number) = number.parse::<u16>().ok().filter(|number| (1..=500).contains(number)) else { continue };
        let Some(length) = closing(inside) else { continue };
        let inner_start = text.len() - inside.len();
        let said = inside.get(..length).unwrap_or_default();
        let (shown, hint) = said.split_once("::").map_or((said, None), |(shown, hint)| (shown, Some(hint.to_owned())));
        let at = |byte: usize| letters.get(place(byte)).map(|letter| (letter.at, letter.depth));
        let (Some((begin, depth)), Some((end, end_depth))) = (at(inner_start), at(inner_start + shown.len())) else {
            continue;
        };
        let same_depth = at(start).is_some_and(|(_, open)| open == end_depth) && (depth >= end_depth);
        let begin = at(inner_start - 1).map_or(begin, |(sign, _)| sign + 1);
        if same_depth && begin < end && blanks.last().is_none_or(|last: &Found| last.outer.end <= begin) {
            let outer = Span::new(
                at(start).map_or(begin, |(sign, _)| sign),
                at(inner_start + length).map_or(end, |(sign, _)| sign + 2),
            );
            blanks.push(Found { blank: Blank { inner: Span::new(begin, end), number, hint }, outer });
            from = inner_start + length;
        }
    }
    blanks
}

/// The blanks `{{x}}`, `{{2::x}}`, `{{cloze x}}`, `{2:x}`, `{2|x}`, `{2::x}` and `{c2:x}` of a text. Single braces
/// need a number: without one they stand in many a text.
pub(super) fn braces(document: &Document<'_>, fragment: &Fragment) -> Vec<Found> {
    let letters = letters(document, fragment);
    let is_at = |at: usize, c: char| letters.get(at).is_some_and(|letter| letter.c == c);
    let mut blanks: Vec<Found> = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        let width = 1 + usize::from(is_at(at + 1, '{'));
        let found = if is_at(at, '{') { braced(document, &letters, at, width, blanks.len() + 1) } else { None };
        at += 1;
        if let Some((found, next)) = found {
            blanks.push(found);
            at = next;
        }
    }
    blanks
}

/// The blank whose `width` braces open at a letter, and the letter after those that close it.
fn braced(
    document: &Document<'_>,
    letters: &[Letter],
    open: usize,
    width: usize,
    number: usize,
) -> Option<(Found, usize)> {
    let closes = |at: &usize| {
        let pair = (letters.get(*at), letters.get(*at + width - 1));
        matches!(pair, (Some(first), Some(last)) if first.c == '}' && last.c == '}')
    };
    let close =
        (open + width..letters.len()).take_while(|at| letters.get(*at).is_none_or(|l| l.c != '{')).find(closes)?;
    let (first, last) = (letters.get(open + width)?, letters.get(close)?);
    let said = document.source.slice(Span::new(first.at, last.at));
    let (written, inside) = numbered_inside(said);
    // `{{ name }}` is a template's.
    let is_tight = !said.starts_with(char::is_whitespace) && !said.ends_with(char::is_whitespace);
    let is_whole = !said.is_empty() && is_tight && letters.get(open)?.depth == last.depth;
    if !is_whole || written.is_none() && (width == 1 || is_code(said)) {
        return None;
    }
    let (shown, hint) = match inside.split_once("::").or_else(|| inside.split_once(" \\\\ ")) {
        Some((shown, hint)) if width == 2 => (shown, Some(hint.trim().to_owned())),
        _ => (inside, None),
    };
    let start = last.at - inside.len();
    let number = written.unwrap_or_else(|| u16::try_from(number).unwrap_or(u16::MAX));
    let blank = Blank { inner: Span::new(start, start + shown.len()), number, hint };
    let outer = Span::new(letters.get(open)?.at, letters.get(close + width - 1)?.at + 1);
    (!shown.trim().is_empty()).then_some((Found { blank, outer }, close + width))
}

/// Whether what stands in braces is a template's: a call, a pipe, a path, a block or an operator.
fn is_code(said: &str) -> bool {
    let is_name = |part: &str| part.chars().count() > 1 && part.chars().all(|c| c.is_ascii_lowercase());
    let is_path = |word: &str| word.contains('.') && word.split('.').all(is_name);
    said.starts_with(['#', '/', '>', '&', '^', '!', '%', '{', '$', '@', '*'])
        || said.contains(['|', '_', '=', '"'])
        || ["()", "&&", " ? "].iter().any(|sign| said.contains(sign))
        || said.split_once('(').is_some_and(|(name, _)| !name.is_empty() && !name.ends_with(char::is_whitespace))
        || said.split_whitespace().any(is_path)
}

/// The number that the inside of braces begins with, and what follows it.
fn numbered_inside(said: &str) -> (Option<u16>, &str) {
    if let Some(inside) = said.strip_prefix("cloze ") {
        return (None, inside);
    }
    let digits = said.strip_prefix(['c', 'C']).unwrap_or(said);
    let length = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    let (number, rest) = digits.split_at_checked(length).unwrap_or_default();
    let inside = rest.strip_prefix("::").or_else(|| rest.strip_prefix([':', '|']));
    match (number.parse().ok().filter(|number| (1..=500).contains(number)), inside) {
        (Some(number), Some(inside)) => (Some(number), inside),
        _ => (None, said),
    }
}

/// Where the `}}` stands that closes what was opened before `text`.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with("{{") {
            (depth, at) = (depth + 1, at + 2);
        } else if rest.starts_with("}}") {
            if depth == 0 {
                return Some(at);
            }
            (depth, at) = (depth - 1, at + 2);
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    None
}

/// Makes found blanks the blanks of a fragment, without the signs around them.
pub(super) fn put(fragment: &mut Fragment, found: Vec<Found>) {
    for Found { blank, outer } in found {
        fragment.cuts.push(Span::new(outer.start, blank.inner.start));
        fragment.cuts.push(Span::new(blank.inner.end, outer.end));
        fragment.blanks.push(blank);
    }
}
