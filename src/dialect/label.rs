//! Labels in front of questions and answers: `Q:`, `**A:**`, `Question 3:`, `Відповідь:`.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use crate::markdown::Document;
use crate::source::Span;

/// A label at the beginning of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Label {
    /// Its word in lower case, without number and colon.
    pub word: String,
    /// Label, number, colon and the space after them.
    pub span: Span,
}

/// What a label stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// It is in front of a question.
    Question,
    /// It is in front of an answer.
    Answer,
}

/// Words that are known to label questions.
const QUESTION: &[&str] = &[
    "q",
    "question",
    "frage",
    "f",
    "pregunta",
    "p",
    "pergunta",
    "domanda",
    "d",
    "vraag",
    "v",
    "fråga",
    "pytanie",
    "otázka",
    "soru",
    "вопрос",
    "в",
    "питання",
    "запитання",
    "п",
    "问",
    "問",
    "问题",
    "問題",
    "質問",
    "질문",
    "문",
    "문제",
    "س",
    "سؤال",
    "السؤال",
    "प्रश्न",
];

/// Words that are known to label answers.
const ANSWER: &[&str] = &[
    "a",
    "answer",
    "ans",
    "antwort",
    "respuesta",
    "r",
    "resposta",
    "risposta",
    "réponse",
    "antwoord",
    "svar",
    "odpowiedź",
    "odpověď",
    "cevap",
    "c",
    "ответ",
    "о",
    "відповідь",
    "в",
    "答",
    "答案",
    "回答",
    "答え",
    "답",
    "답변",
    "ج",
    "جواب",
    "الجواب",
    "الإجابة",
    "उत्तर",
];

/// Whether a word is known to be a label of this role.
pub(super) fn is_known(word: &str, role: Role) -> bool {
    match role {
        Role::Question => QUESTION.contains(&word),
        Role::Answer => ANSWER.contains(&word),
    }
}

/// One character of a line as it is read: where it begins in the source.
struct Letter {
    at: usize,
    c: char,
}

/// Finds the label that inline events begin with: a word of at most sixteen letters, perhaps a
/// number, then a colon (or, after a number, a full stop or a bracket).
pub(super) fn leading(document: &Document<'_>, events: Range<usize>) -> Option<Label> {
    let inline = document.events.get(events)?;
    let begin = inline.first()?.1.start;
    let end = inline.iter().map(|(_, span)| span.end).max()?;
    let letters = first_letters(inline, 48);
    let mut rest = letters.iter().skip_while(|letter| letter.c.is_whitespace()).peekable();

    let mut word = String::new();
    while let Some(letter) = rest.next_if(|letter| letter.c.is_alphabetic() || is_mark(letter.c)) {
        word.extend(letter.c.to_lowercase());
    }
    while rest.next_if(|letter| matches!(letter.c, ' ' | '#' | '.') && letter.c != ':').is_some() {}
    let mut numbered = false;
    while rest.next_if(|letter| letter.c.is_numeric()).is_some() {
        numbered = true;
    }
    while rest.next_if(|letter| letter.c == ' ').is_some() {}
    let sign = rest.next()?.c;
    let closes = matches!(sign, ':' | '：') || (numbered && matches!(sign, '.' | ')' | '-'));
    if word.is_empty() || word.chars().count() > 16 || !closes {
        return None;
    }
    let next = rest.find(|letter| !letter.c.is_whitespace()).map_or(end, |letter| letter.at);
    Some(Label { word, span: Span::new(begin, next) })
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

fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
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
    }

    #[test]
    fn what_is_no_label_is_none() {
        for text in ["What is it?", "Q and A", "`Q`: x", "Memory usage: a lot", "12. x", ": x", "Go. It is"] {
            assert_eq!(label(text), None, "{text}");
        }
    }
}
