//! Labels in front of questions and answers: `Q:`, `**A:**`, `Question 3:`, `Відповідь:`.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use super::label_words::{Role, is_known, is_mark, names_answer};
use crate::markdown::{Document, plain_run};
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
    if !may_begin(inline) {
        return None;
    }
    let letters = first_letters(inline, 48);
    let (word, is_numbered, next) = read(&letters)?;
    let next = match next {
        Some(next) => next,
        None => inline.iter().map(|(_, span)| span.end).max()?,
    };
    Some(Label { word, is_numbered, span: Span::new(begin, next) })
}

/// The length of the label of a question that a text begins with; 0 where it begins with none.
pub(super) fn question_length(text: &str) -> usize {
    let letters: Vec<Letter> = text.char_indices().take(48).map(|(at, c)| Letter { at, c }).collect();
    let asked = read(&letters).filter(|(word, ..)| is_known(word, Role::Question));
    asked.and_then(|(_, _, next)| next).unwrap_or_default()
}

/// Reads a label: its word, whether a number follows that, and where the text after it begins.
fn read(letters: &[Letter]) -> Option<(String, bool, Option<usize>)> {
    let mut rest = letters;
    skip(&mut rest, char::is_whitespace);
    let ordinal = ordinal(&mut rest);
    let is_ordinal = ordinal.is_some();
    let word = ordinal.unwrap_or_else(|| words(&mut rest));
    let numbered = is_ordinal || number(&mut rest);
    skip(&mut rest, |c| c == ' ');
    if word.is_empty() {
        return None;
    }
    skip_note(&mut rest);
    let is_q = matches!(word, [Letter { c: 'q' | 'Q', .. }]);
    let is_letter = word.len() == 1 && !is_q;
    let closes = match rest.first().map(|letter| letter.c) {
        Some(':' | '：') => true,
        // "v1.2.3" is a version, "v8" a name.
        Some('.' | '-') if rest.get(1).is_some_and(|next| next.c.is_numeric()) => false,
        Some('\n') | None if is_letter && word.iter().all(|letter| letter.c.is_ascii()) => false,
        Some('.' | ')' | '-' | '–' | '—' | '、' | '．' | '）' | ']') if numbered => true,
        Some('.' | ')') => is_q,
        // "Question 3", "Question"
        Some('\n') | None => (numbered || word.len() > 3) && is_known(&lower_case(word), Role::Question),
        Some(_) => false,
    };
    // "Q7 What is it?", "第3問 何か"
    let bare = !closes && numbered && (is_q || is_ordinal);
    // Most lines end here: no sign follows their first words.
    if !closes && !bare {
        return None;
    }
    let word = lower_case(word);
    let asks = || is_known(&word, Role::Question);
    let is_one_word = || word.chars().count() <= 16 && (!word.contains(' ') || asks());
    if !is_one_word() && !names_answer(&word) {
        return None;
    }
    if closes {
        rest = rest.get(1..).unwrap_or_default();
    }
    skip(&mut rest, char::is_whitespace);
    Some((word, numbered, rest.first().map(|letter| letter.at)))
}

/// Whether inline events may begin with a label. Most do not: their first three words are followed by neither a
/// colon, a number nor a remark in brackets. From byte 0xD8 on begin the scripts with colons and digits of their own.
fn may_begin(inline: &[(Event<'_>, Span)]) -> bool {
    let (mut words, mut in_word, mut is_first) = (0, false, true);
    for (event, _) in inline {
        let text = match event {
            Event::Text(text) => text,
            Event::Start(Tag::Strong | Tag::Emphasis) | Event::End(_) | Event::SoftBreak | Event::HardBreak => continue,
            // A link or code is no label's word.
            _ if is_first => return false,
            _ => continue,
        };
        for byte in text.bytes() {
            match byte {
                b'!'..=b'@' | b'['..=b'`' | b'{'..=b'~' if is_first => return false,
                b':' | b'(' | b'0'..=b'9' | 0xd8.. => return true,
                b'q' | b'Q' if is_first => return true,
                b'a'..=b'z' | b'A'..=b'Z' | 0x80.. if in_word => {}
                b'a'..=b'z' | b'A'..=b'Z' | 0x80.. if words == 3 => return false,
                b'a'..=b'z' | b'A'..=b'Z' | 0x80.. => (words, in_word, is_first) = (words + 1, true, false),
                b' ' | b'#' | b'.' | b'-' | b'\n' | b'\t' => in_word = false,
                _ => return false,
            }
        }
    }
    // The whole may be a label: "Question".
    words == 1
}

/// Passes the letters that are so.
fn skip(rest: &mut &[Letter], is: impl Fn(char) -> bool) {
    let count = rest.iter().take_while(|letter| is(letter.c)).count();
    *rest = rest.get(count..).unwrap_or_default();
}

/// Passes a short remark between a label and its colon or end: `A (short):`.
fn skip_note(rest: &mut &[Letter]) {
    let close = rest.iter().take(24).position(|letter| letter.c == ')');
    let after = close.and_then(|close| rest.get(close + 1..));
    if let Some(after) = after.filter(|after| after.first().is_none_or(|next| matches!(next.c, ':' | '：' | '\n')))
        && rest.first().is_some_and(|letter| letter.c == '(')
    {
        *rest = after;
    }
}

/// Reads at most three words: more than one only where they name an answer.
fn words<'l>(rest: &mut &'l [Letter]) -> &'l [Letter] {
    let all = *rest;
    for nth in 0..3 {
        let before = *rest;
        if nth > 0 {
            skip(rest, |c| c == ' ');
        }
        let count = rest.iter().take_while(|letter| letter.c.is_alphabetic() || is_mark(letter.c)).count();
        let after = rest.get(count..).unwrap_or_default();
        let goes_on = |rest: &[Letter]| rest.first().is_some_and(|letter| matches!(letter.c, ' ' | ':' | '：'));
        if count == 0 || nth > 0 && !goes_on(after) {
            *rest = before;
            break;
        }
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
    all.get(..all.len() - rest.len()).unwrap_or_default()
}

/// Words in lower case with single spaces.
fn lower_case(words: &[Letter]) -> String {
    let mut text = String::with_capacity(words.len());
    for letter in words {
        match letter.c {
            ' ' if text.ends_with(' ') => {}
            c if c.is_ascii() => text.push(c.to_ascii_lowercase()),
            c => text.extend(c.to_lowercase()),
        }
    }
    text
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
fn ordinal<'l>(rest: &mut &'l [Letter]) -> Option<&'l [Letter]> {
    let [Letter { c: '第', .. }, after @ ..] = *rest else { return None };
    let mut after = after;
    let spaced = |c: char| c == ' ' || c.is_numeric() || "一二三四五六七八九十百零〇".contains(c);
    skip(&mut after, spaced);
    let (sign, after) = after.split_at_checked(1)?;
    let is_sign = matches!(sign, [Letter { c: '問' | '题' | '題' | '问', .. }]);
    is_sign.then(|| {
        *rest = after;
        sign
    })
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
    short && names_answer(&plain_run(document, events))
}

/// The first `most` characters of inline events; an event that is not text counts as one letter,
/// so that it ends what can be a label.
fn first_letters(inline: &[(Event<'_>, Span)], most: usize) -> Vec<Letter> {
    let mut letters = Vec::with_capacity(most + 1);
    // What follows the first letter after a colon matters no more, unless the colon is in a remark.
    let (mut colon, mut remark) = (false, false);
    // Nor does what follows the fifth word: a label has three, and perhaps one between them and its number.
    let (mut words, mut space) = (0, true);
    for (event, span) in inline {
        match event {
            Event::Text(text) => {
                for (offset, c) in text.char_indices() {
                    letters.push(Letter { at: span.start + offset, c });
                    words += usize::from(space && c != ' ');
                    space = c == ' ';
                    remark |= c == '(';
                    let is_past = words > 5 || colon && !c.is_whitespace();
                    if letters.len() >= most || is_past && !remark {
                        return letters;
                    }
                    colon |= matches!(c, ':' | '：');
                }
            }
            Event::SoftBreak | Event::HardBreak => letters.push(Letter { at: span.start, c: '\n' }),
            Event::Start(Tag::Strong | Tag::Emphasis) | Event::End(_) => {}
            _ => letters.push(Letter { at: span.start, c: '\u{fffc}' }),
        }
        if letters.len() >= most {
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
        let source = Source::new(SourcePath::new("a.md"), text);
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
            "## v1.2.3",
            "## v0.3.0-1",
            "## v8",
            "Part 3",
            "第二章 内存",
        ] {
            assert_eq!(label(text), None, "{text}");
        }
    }
}
