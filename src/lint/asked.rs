//! A question as lints read it.

use super::vocabulary::{SENTENCE_ENDS, is_article, is_common};
use crate::identity::{Sort, Word, words};
use crate::markdown::{CODE, Document, plain_text, prose};
use crate::question::Question;
use crate::source::Span;

/// A question with its texts.
#[derive(Debug)]
pub struct Asked<'q, 'd> {
    /// Where it stands.
    pub document: &'q Document<'d>,
    /// The question.
    pub question: &'q Question,
    /// What it asks, without code.
    pub prose: String,
    /// Its answer.
    pub answer: String,
}

/// A sentence with the sign that ends it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sentence {
    /// Its words in lower case; code is a word.
    pub words: Vec<String>,
    /// Whether a question mark ends it.
    pub is_marked: bool,
}

impl<'q, 'd> Asked<'q, 'd> {
    /// Reads a question's texts.
    pub fn new(document: &'q Document<'d>, question: &'q Question) -> Asked<'q, 'd> {
        let prose = prose(document, &question.prompt);
        let answer = plain_text(document, &question.answer);
        Asked { document, question, prose, answer }
    }

    /// The line that asks, to point at.
    pub(super) fn line(&self) -> Span {
        let span = self.question.asked;
        Span::new(span.start, span.start + self.document.source.slice(span).trim_end().len())
    }

    /// The sentences that ask, without what stands in quotes and brackets.
    pub(super) fn sentences(&self) -> Vec<Sentence> {
        sentences(&unquoted(&self.prose))
    }
}

/// A text without what stands in quotes or brackets.
fn unquoted(text: &str) -> String {
    const PAIRS: [(char, char); 9] = [
        ('(', ')'),
        ('[', ']'),
        ('"', '"'),
        ('“', '”'),
        ('„', '“'),
        ('«', '»'),
        ('「', '」'),
        ('（', '）'),
        ('‘', '’'),
    ];
    let mut out = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let after = rest.get(c.len_utf8()..).unwrap_or_default();
        let close =
            PAIRS.iter().find(|(open, _)| *open == c).and_then(|(_, close)| Some((after.find(*close)?, *close)));
        match close {
            Some((end, close)) => {
                out.push(' ');
                rest = after.get(end + close.len_utf8()..).unwrap_or_default();
            }
            None => {
                out.push(c);
                rest = after;
            }
        }
    }
    out
}

/// Parts a text where sentences end: at their signs, and at the ends of lines.
fn sentences(text: &str) -> Vec<Sentence> {
    let mut found = Vec::new();
    let mut now = String::new();
    let mut letters = text.chars().peekable();
    let mut end = |now: &mut String, is_marked: bool| {
        let words: Vec<String> = now
            .split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’' | '-' | '_' | CODE) || is_mark(c)))
            .filter(|word| word.contains(|c: char| c.is_alphanumeric() || c == CODE))
            .map(|word| word.to_lowercase().replace('’', "'"))
            .collect();
        now.clear();
        if !words.is_empty() {
            found.push(Sentence { words, is_marked });
        }
    };
    while let Some(c) = letters.next() {
        let is_end = match c {
            '\n' => true,
            // A full stop inside a word or number ends nothing.
            '.' => letters.peek().is_none_or(|next| next.is_whitespace()),
            _ => SENTENCE_ENDS.contains(&c),
        };
        if is_end {
            end(&mut now, matches!(c, '?' | '？' | '؟' | '\u{37e}' | '⁇' | '‽' | '՞' | '፧'));
        } else {
            now.push(c);
        }
    }
    end(&mut now, false);
    found
}

fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

/// Whether a letter is of a script that parts no words by spaces.
pub(super) fn is_dense(c: char) -> bool {
    matches!(c, '\u{0e00}'..='\u{0eff}' | '\u{3040}'..='\u{9fff}')
}

/// Whether the words of `part` stand in `whole` one after the other, plural and singular alike.
pub(super) fn holds(whole: &[Word], part: &[Word]) -> bool {
    let same = |(one, other): (&Word, &Word)| singular(&one.text) == singular(&other.text);
    !part.is_empty() && whole.windows(part.len()).any(|words| words.iter().zip(part).all(same))
}

/// A word without the `s` of an English plural.
pub(super) fn singular(word: &str) -> &str {
    match word.strip_suffix('s') {
        Some(rest) if rest.len() >= 3 && !rest.ends_with(['s', 'u', 'i']) => rest,
        _ => word,
    }
}

/// The words of a short answer that say something, from the first of them on ("It is the", "By"): at most `most`, articles left out, and among
/// them one of four letters or more. Nothing where the answer is longer or says too little.
pub(super) fn telling(answer: &str, most: usize) -> Vec<Word> {
    // Most answers are far longer, and not worth being read for this.
    if answer.split_whitespace().nth(4 * most).is_some() {
        return Vec::new();
    }
    let said = words(answer).into_iter().skip_while(|word| word.sort == Sort::Plain && is_common(&word.text));
    let words: Vec<Word> = said.filter(|word| !is_article(&word.text)).collect();
    // Two letters of a script without spaces are no more than one syllable or two.
    let dense = words.iter().filter(|word| word.text.chars().any(is_dense)).count() >= 2;
    let says = |word: &Word| {
        word.sort != Sort::Sign
            && word.text.chars().any(char::is_alphabetic)
            && (word.text.chars().count() >= 4 || dense)
    };
    if words.len() <= most && words.iter().any(says) { words } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_fall_into_sentences() {
        let told = |text: &str| {
            let found = sentences(&unquoted(text));
            found
                .iter()
                .map(|s| format!("{}{}", s.words.join(" "), if s.is_marked { "?" } else { "" }))
                .collect::<Vec<_>>()
        };
        assert_eq!(told("What is it? Why (or why not?)"), ["what is it?", "why"]);
        assert_eq!(told("In Go 1.18, what's \"new? or old?\" here?!"), ["in go 1 18 what's here?"]);
        assert_eq!(told("これは何？それは？"), ["これは何?", "それは?"]);
    }

    #[test]
    fn short_answers_that_say_something_are_told() {
        let told = |text: &str| telling(text, 3).iter().map(|word| word.text.clone()).collect::<Vec<_>>().join(" ");
        assert_eq!(told("The heap."), "heap");
        for nothing in ["42", "a b", "one two three four", "x = 1", ""] {
            assert_eq!(told(nothing), "", "{nothing}");
        }
    }
}
