//! The signs around blanks: `{{c1::x::hint}}`, `==x==`, `[x]`.

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
        let tight = !said.is_empty() && !said.starts_with(char::is_whitespace) && !said.ends_with(char::is_whitespace);
        if open.depth == close.depth && tight {
            let number = u16::try_from(blanks.len() + 1).unwrap_or(u16::MAX);
            blanks.push(Found { blank: Blank { inner, number, hint: None }, outer: Span::new(open.at, close.at + 2) });
        }
    }
    blanks
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
    let place = |byte: usize| text.get(..byte).map_or(0, |before| before.chars().count());
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
