//! Labels in front of questions and answers: `Q:`, `**A:**`, `Question 3:`, `Відповідь:`.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use super::label_words::{Role, is_known, is_mark, names_answer};
use crate::markdown::{Document, Fragment, plain_text};
use crate::source::Span;

/// A label at the beginning of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Label {
    /// Its word in lower case, without number and colon.
    pub word: String,
    /// Whether a number stands after the word.
    pub is_numbered: bool,
    /// Label, number, colon and the space after them.
    pub span: Span,
}

/// One character of a line as it is read: where it begins in the source.
struct Letter {
    at: usize,
    c: char,
}

/// Finds the label that inline events begin with: a word, or a few that name an answer, perhaps a number,
/// then a colon (or, after a number, another sign or nothing more).
pub(super) fn leading(document: &Document<'_>, events: Range<usize>) -> Option<Label> {
    let inline = document.events.get(events)?;
    let begin = inline.first()?.1.start;
    let letters = first_letters(inline, 48);
    let mut rest = letters.as_slice();
    skip(&mut rest, char::is_whitespace);
    let by_ordinal = ordinal(&mut rest);
    let is_ordinal = by_ordinal.is_some();
    let (word, numbered) = by_ordinal.map_or_else(
        || {
            let word = words(&mut rest);
            let numbered = number(&mut rest);
            (word, numbered)
        },
        |word| (word, true),
    );
    skip(&mut rest, |c| c == ' ');
    if word.is_empty() || word.chars().count() > 16 && !names_answer(&word) {
        return None;
    }
    skip_note(&mut rest);
    let sign = rest.first().map(|letter| letter.c);
    let asks = is_known(&word, Role::Question);
    let closes = match sign {
        Some(':' | '：') => true,
        Some('.' | ')' | '-' | '–' | '—' | '、' | '．' | '）' | ']') if numbered => true,
        Some('.' | ')') => word == "q",
        Some('\n') | None => numbered && asks,
        Some(_) => false,
    };
    // "Q7 What is it?", "第3問 何か"
    let bare = !closes && numbered && (word == "q" || is_ordinal);
    if word.contains(' ') && !names_answer(&word) && !asks || !closes && !bare {
        return None;
    }
    if closes {
        rest = rest.get(1..).unwrap_or_default();
    }
    skip(&mut rest, char::is_whitespace);
    let next = match rest.first() {
        Some(letter) => letter.at,
        None => inline.iter().map(|(_, span)| span.end).max()?,
    };
    Some(Label { word, is_numbered: numbered, span: Span::new(begin, next) })
}

/// Passes the letters that are so.
fn skip(rest: &mut &[Letter], is: impl Fn(char) -> bool) {
    let count = rest.iter().take_while(|letter| is(letter.c)).count();
    *rest = rest.get(count..).unwrap_or_default();
}

/// Passes a short remark between a label and its colon: `A (short):`.
fn skip_note(rest: &mut &[Letter]) {
    let close = rest.iter().take(24).position(|letter| letter.c == ')');
    let after = close.and_then(|close| rest.get(close + 1..));
    if let Some(after) = after.filter(|after| after.first().is_some_and(|next| matches!(next.c, ':' | '：')))
        && rest.first().is_some_and(|letter| letter.c == '(')
    {
        *rest = after;
    }
}

/// Reads at most three words, in lower case: more than one only where they name an answer.
fn words(rest: &mut &[Letter]) -> String {
    let mut words = String::new();
    for nth in 0..3 {
        let before = *rest;
        if nth > 0 {
            skip(rest, |c| c == ' ');
        }
        let count = rest.iter().take_while(|letter| letter.c.is_alphabetic() || is_mark(letter.c)).count();
        let (word, after) = rest.split_at(count);
        let goes_on = |rest: &[Letter]| rest.first().is_some_and(|letter| matches!(letter.c, ' ' | ':' | '：'));
        if count == 0 || nth > 0 && !goes_on(after) {
            *rest = before;
            break;
        }
        if nth > 0 {
            words.push(' ');
        }
        words.extend(word.iter().flat_map(|letter| letter.c.to_lowercase()));
        *rest = after;
        if !goes_on(after) || after.first().is_some_and(|letter| letter.c != ' ') {
            break;
        }
        // "Question 3" and "Q : " are one word.
        let mut next = after;
        skip(&mut next, |c| c == ' ');
        if !next.first().is_some_and(|letter| letter.c.is_alphabetic()) {
            break;
        }
    }
    words
}

/// Reads the number of a label: `3`, ` 3`, ` #3`, `.3`, `-3`, ` №3`.
fn number(rest: &mut &[Letter]) -> bool {
    let mut after = *rest;
    skip(&mut after, |c| matches!(c, ' ' | '#' | '.' | '-' | '№'));
    let digits = after.iter().take_while(|letter| letter.c.is_numeric()).count();
    if digits > 0 {
        *rest = after.get(digits..).unwrap_or_default();
        // "Q1.2: ..."
        let mut deeper = *rest;
        skip(&mut deeper, |c| c == '.');
        let more = deeper.iter().take_while(|letter| letter.c.is_numeric()).count();
        if more > 0 {
            *rest = deeper.get(more..).unwrap_or_default();
        }
    }
    digits > 0
}

/// Reads an ordinal of East Asia, `第3問`: its last sign is the label's word.
fn ordinal(rest: &mut &[Letter]) -> Option<String> {
    let [first, after @ ..] = *rest else { return None };
    if first.c != '第' {
        return None;
    }
    let mut after = after;
    let spaced = |c: char| c == ' ' || c.is_numeric() || "一二三四五六七八九十百零〇".contains(c);
    skip(&mut after, spaced);
    let sign = after.first().map(|letter| letter.c).filter(|c| matches!(c, '問' | '题' | '題' | '问'))?;
    *rest = after.get(1..).unwrap_or_default();
    Some(sign.to_string())
}

/// Whether the whole of inline events names an answer, with or without a colon: `### Answer`.
pub(super) fn is_answer_alone(document: &Document<'_>, events: Range<usize>) -> bool {
    let short = document.events.get(events.clone()).is_some_and(|inline| {
        let written: usize = inline
            .iter()
            .map(|(event, _)| match event {
                Event::Text(text) => text.len(),
                Event::Code(_) | Event::SoftBreak | Event::HardBreak => 100,
                _ => 0,
            })
            .sum();
        (4..=60).contains(&written)
    });
    short && names_answer(&plain_text(document, &Fragment::new(events)))
}

/// The first `most` characters of inline events; an event that is not text counts as one letter,
/// so that it ends what can be a label.
fn first_letters(inline: &[(Event<'_>, Span)], most: usize) -> Vec<Letter> {
    let mut letters = Vec::new();
    for (event, span) in inline {
        match event {
            Event::Text(text) => {
                let place = |(offset, c)| Letter { at: span.start + offset, c };
                letters.extend(text.char_indices().take(most).map(place));
            }
            Event::SoftBreak | Event::HardBreak => letters.push(Letter { at: span.start, c: '\n' }),
            Event::Start(Tag::Strong | Tag::Emphasis) | Event::End(_) => {}
            _ => letters.push(Letter { at: span.start, c: '\u{fffc}' }),
        }
        if letters.len() > most {
            break;
        }
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::SourcePath;
    use crate::source::Source;

    fn label(text: &str) -> Option<(String, String)> {
        let source = Source { path: SourcePath::new("a.md"), text: text.into() };
        let document = Document::parse(&source);
        let inner = document.blocks[0].inner();
        leading(&document, inner).map(|label| (label.word, source.text[label.span.end..].trim_end().to_owned()))
    }

    #[test]
    fn labels_are_read_through_marks() {
        let is = |text: &str, word: &str, rest: &str| {
            assert_eq!(label(text), Some((word.into(), rest.into())), "{text}");
        };
        is("### Q: What is it?", "q", "What is it?");
        is("**A:** Go's collector", "a", "Go's collector");
        is("**A**: `code`", "a", "`code`");
        is("A: ", "a", "");
        is("**Answer:**\ntext", "answer", "text");
        is("## Question 3: Why?", "question", "Why?");
        is("## Q1. Why?", "q", "Why?");
        is("## Q #12) Why?", "q", "Why?");
        is("问：什么是堆？", "问", "什么是堆？");
        is("**Q: Why?**", "q", "Why?**");
        is("प्रश्न: क्या", "प्रश्न", "क्या");
        is("Q. Why?", "q", "Why?");
        is("Q7 Why?", "q", "Why?");
        is("第 1 問 それは何か", "問", "それは何か");
        is("第三题：为什么", "题", "为什么");
        is("## Вопрос 3", "вопрос", "");
        is("## Питання №3 – Чому?", "питання", "Чому?");
        is("문제 4. 왜?", "문제", "왜?");
        is("**Correct answer:** B", "correct answer", "B");
        is("Правильна відповідь: Б", "правильна відповідь", "Б");
    }

    #[test]
    fn what_is_no_label_is_none() {
        for text in [
            "What is it?",
            "Q and A",
            "`Q`: x",
            "Memory usage: a lot",
            "12. x",
            ": x",
            "Go. It is",
            "F1 score",
            "Part 3",
            "第二章 内存",
        ] {
            assert_eq!(label(text), None, "{text}");
        }
    }
}
