//! Letters and numbers in front of options: `A:`, `b)`, `**C.**`, `가)`, `③`.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use super::numbering::value;
use crate::markdown::Document;
use crate::source::Span;

/// What stands in front of an option.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Letter {
    /// The letter or number itself, in upper case.
    pub mark: String,
    /// With its sign and the space after it.
    pub span: Span,
}

/// The orders in which options are lettered.
const ORDERS: &[&str] = &[
    "ABCDEFGHIJ",
    "АБВГДЕЖЗИК",
    "АБВГҐДЕЄЖЗ",
    "ΑΒΓΔΕΖΗΘΙΚ",
    "가나다라마바사아자차",
    "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊ",
    "أبجدهوزحطي",
    "ابتثجحخدذر",
    "אבגדהוזחטי",
    "甲乙丙丁戊己庚辛壬癸",
    "アイウエオカキクケコ",
    "①②③④⑤⑥⑦⑧⑨⑩",
    "1234567890",
];

/// The line that draws an Arabic letter out.
const DRAWN: char = '\u{640}';

/// The letter that inline events begin with.
pub(super) fn leading(document: &Document<'_>, events: Range<usize>) -> Option<Letter> {
    let inline = document.events.get(events)?;
    let first = inline.iter().find(|(event, _)| !matches!(event, Event::Start(Tag::Strong | Tag::Emphasis)));
    if matches!(first, Some((Event::Text(text), _)) if begins_word(text)) {
        return None;
    }
    let begin = inline.first()?.1.start;
    let mut letters = Vec::with_capacity(24);
    for (event, span) in inline {
        match event {
            Event::Text(text) => letters.extend(text.char_indices().take(12).map(|(at, c)| (span.start + at, c))),
            Event::Start(Tag::Strong | Tag::Emphasis) | Event::End(_) => {}
            _ => letters.push((span.start, '\u{fffc}')),
        }
        if letters.len() > 8 {
            break;
        }
    }
    let mut rest = letters.iter().skip_while(|(_, c)| c.is_whitespace() || *c == '(').peekable();
    let (_, mark) = *rest.next()?;
    if !mark.is_alphanumeric() {
        return None;
    }
    // Arabic letters stand alone in their first form, drawn out: "هـ".
    while rest.next_if(|(_, c)| *c == DRAWN).is_some() {}
    let circled = ('①'..='⑳').contains(&mark);
    let closes = rest.next_if(|(_, c)| matches!(c, '.' | ')' | ':' | '-' | '）' | '．' | '、' | '：')).copied();
    let wide = closes.is_some_and(|(_, sign)| sign.len_utf8() > 1);
    let next = rest.peek();
    let spaced = next.is_none_or(|(_, c)| c.is_whitespace() || *c == '\u{fffc}');
    if closes.is_none() && !circled || !(spaced || wide || circled) {
        return None;
    }
    let end = || inline.iter().map(|(_, span)| span.end).max();
    let text = rest.find(|(_, c)| !c.is_whitespace()).map(|(at, _)| *at).or_else(end)?;
    Some(Letter { mark: mark.to_uppercase().collect(), span: Span::new(begin, text) })
}

/// Which of `marks` a line names first after the place `from`, with a sign after them, and where the text after that
/// begins; at the line's end where it names nothing else: `**B** - because`, `A, C`.
pub(super) fn said_first(
    document: &Document<'_>,
    events: Range<usize>,
    from: usize,
    marks: &[String],
) -> Option<(Vec<usize>, usize)> {
    let inline = document.events.get(events)?;
    let end = inline.iter().map(|(_, span)| span.end).max()?;
    let mut letters: Vec<(usize, char)> = Vec::new();
    for (event, span) in inline {
        match event {
            Event::Text(text) => letters.extend(text.char_indices().take(24).map(|(at, c)| (span.start + at, c))),
            Event::Start(Tag::Strong | Tag::Emphasis) | Event::End(_) => {}
            _ => letters.push((span.start, '\u{fffc}')),
        }
    }
    let begins = |(at, c): &&(usize, char)| *at >= from && (c.is_alphanumeric() || *c == '\u{fffc}');
    let mut rest = letters.iter().skip_while(|letter| !begins(letter)).peekable();
    let mut named = Vec::new();
    loop {
        let (_, mark) = rest.next()?;
        let place = marks.iter().position(|known| known.chars().eq(mark.to_uppercase()));
        if place.is_none() || rest.peek().is_some_and(|(_, c)| c.is_alphanumeric()) {
            return None;
        }
        named.extend(place);
        let mut signs = String::new();
        while let Some((_, sign)) = rest.next_if(|(_, c)| c.is_whitespace() || is_sign(*c)) {
            signs.push(*sign);
        }
        let Some((at, next)) = rest.peek().copied().copied() else { return Some((named, end)) };
        let is_letter = marks.iter().any(|known| known.chars().eq(next.to_uppercase()))
            && rest.clone().nth(1).is_none_or(|(_, c)| !c.is_alphanumeric());
        if is_letter && signs.contains([',', '/', '&', '、', '，', ';']) {
            continue;
        }
        let is_circled = ('①'..='⑳').contains(mark);
        let is_signed = is_circled || signs.contains(|c: char| !c.is_whitespace()) || matches!(next, '(' | '（');
        return is_signed.then_some((named, at));
    }
}

/// Whether a character parts a letter from what follows it.
fn is_sign(c: char) -> bool {
    matches!(c, '.' | ')' | ':' | '-' | '–' | '—' | ',' | '/' | '&' | ';' | '）' | '．' | '、' | '：' | '，')
}

/// Whether a text begins with two letters at least, as most do, so that the first is none of an option.
pub(super) fn begins_word(text: &str) -> bool {
    matches!(text.as_bytes(), [first, second, ..] if first.is_ascii_alphanumeric() && second.is_ascii_alphanumeric())
}

/// Whether marks follow one another from the first of their order.
pub(super) fn are_in_order<'a>(marks: impl IntoIterator<Item = &'a str>) -> bool {
    let ranked = |place: usize, mark: &str| {
        let mut letters = mark.chars();
        let (Some(letter), None) = (letters.next(), letters.next()) else { return false };
        ORDERS.iter().any(|order| order.chars().nth(place) == Some(letter))
    };
    marks.into_iter().enumerate().all(|(place, mark)| ranked(place, mark))
}

/// Whether a word is a mark, in whatever case; a number is that in a circle as well.
fn is_mark(mark: &str, word: &str) -> bool {
    let is_number = |text: &str| text.chars().all(char::is_numeric);
    *mark == word.to_uppercase() || is_number(mark) && is_number(word) && value(mark) == value(word)
}

/// A word without the line that draws its letter out, and a number without its counter: "2번", "3番".
fn bare(word: &str) -> &str {
    let digits = word.find(|c: char| !c.is_ascii_digit()).unwrap_or(word.len());
    match word.split_at_checked(digits) {
        Some((number, counter)) if !number.is_empty() && counter.starts_with(|c: char| !c.is_ascii()) => number,
        _ => word.trim_end_matches(DRAWN),
    }
}

/// Which of `marks` a short line names as right: "B", "A and C", "Answer: **D**", "정답은 ②".
pub(super) fn named(line: &str, marks: &[String]) -> Vec<usize> {
    let from_colon = line.split_once([':', '：']).map(|(_, after)| after);
    let read = |text: &str| {
        let mut found = Vec::new();
        let mut rest = text.trim_start_matches(|c: char| !c.is_alphanumeric());
        while !rest.is_empty() {
            let word: String = rest.chars().take_while(|c| c.is_alphanumeric()).collect();
            let after = rest.get(word.len()..).unwrap_or_default();
            let place = marks.iter().position(|mark| is_mark(mark, bare(&word)));
            match place {
                Some(place) if !found.contains(&place) => found.push(place),
                Some(_) => {}
                // One short word may join two letters: "A and C", "А та В".
                None if found.is_empty() || word.chars().count() > 3 => break,
                None => {}
            }
            // "B) text": what follows the sign is the option said again.
            if place.is_some()
                && after.starts_with([')', '.', ':', '）', '：', '．'])
                && after.trim().chars().count() > 1
            {
                break;
            }
            rest = after.trim_start_matches(|c: char| !c.is_alphanumeric());
        }
        found
    };
    let plain = |text: &str| {
        let found = read(text);
        // "A closure is ..." begins with a word, not with an option.
        let letter = text.trim().starts_with(char::is_alphabetic);
        let article = letter
            && found.len() == 1
            && text.trim().chars().nth(1) == Some(' ')
            && text.split_whitespace().count() > 2;
        if article { Vec::new() } else { found }
    };
    let mut found = from_colon.map(read).unwrap_or_default();
    if found.is_empty() {
        found = plain(line);
    }
    if found.is_empty() && line.chars().count() <= 60 {
        let words = || line.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let place = |word: &str| {
            let word = word.trim_end_matches(DRAWN);
            marks.iter().position(|mark| *mark == word && !mark.starts_with(|c: char| c.is_ascii_digit()))
        };
        // "The right one is B"; a letter of another script than the line's names an option wherever it stands.
        let foreign = |word: &&str| word.is_ascii() && !line.is_ascii();
        found.extend(words().next_back().and_then(place).or_else(|| words().filter(foreign).find_map(place)));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_of_many_scripts_are_known() {
        for order in ["ABC", "АБВ", "가나다", "①②③", "123", "أبج"] {
            let marks: Vec<String> = order.chars().map(String::from).collect();
            assert!(are_in_order(marks.iter().map(String::as_str)), "{order}");
        }
        assert!(!are_in_order(["A", "C"]));
        assert!(!are_in_order(["B", "C"]));
    }

    #[test]
    fn answers_name_options() {
        let marks: Vec<String> = ["A", "B", "C", "D"].map(String::from).to_vec();
        for (line, right) in [
            ("Answer: D", vec![3]),
            ("B", vec![1]),
            ("A and C", vec![0, 2]),
            ("Відповідь: A, D", vec![0, 3]),
            ("C) because of B", vec![2]),
            ("The right one is B.", vec![1]),
            ("پاسخ گزینه D میباشد", vec![3]),
            ("A closure is a function", vec![]),
            ("Both are right", vec![]),
        ] {
            assert_eq!(named(line, &marks), right, "{line}");
        }
        let marks: Vec<String> = ["1", "2", "3"].map(String::from).to_vec();
        for (line, right) in [("정답: 2번 (떡)", vec![1]), ("答え：3番", vec![2]), ("1", vec![0]), ("12번", vec![])]
        {
            assert_eq!(named(line, &marks), right, "{line}");
        }
    }
}
