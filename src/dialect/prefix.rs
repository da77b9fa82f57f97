//! `Q:` and `A:` in front of lines (hashcards and its kin), in any language; `C:` in front of a text
//! with `[blanks]`.

use std::collections::BTreeMap;

use super::asking::{Asks, asks};
use super::label::{self, Label};
use super::label_words::{Role, is_known};
use super::letter;
use super::options::may_be_lettered;
use super::pieces::{Line, between, blocks_meeting, from_each_line, is_line, line_text, lines};
use super::{Claims, Dialect, Reading, blank, elsewhere};
use crate::markdown::{Block, BlockKind, Document, Fragment, plain_text};
use crate::note::Kind;
use crate::question::Question;
use crate::source::Span;

/// Lines with labels.
pub(super) struct Prefixes;

/// A line that begins with a label.
struct Mark {
    label: Label,
    /// The sibling it stands in.
    block: usize,
    /// The line's words with the label.
    text: String,
}

impl Mark {
    /// Whether it is the label `C:` of a text that may have blanks.
    fn may_hold_blanks(&self) -> bool {
        self.label.word == "c" && self.text.contains('[')
    }
}

/// The labels of a document.
#[derive(Default)]
struct Words {
    questions: Vec<String>,
    answers: Vec<String>,
}

impl Dialect for Prefixes {
    fn name(&self) -> &'static str {
        "prefix"
    }

    fn summary(&self) -> &'static str {
        "`Q:` and `A:` in front of lines, `C:` in front of a text with `[blanks]`"
    }

    fn recognise(&self, document: &Reading<'_>, claims: &mut Claims) -> Vec<Question> {
        let marked = |siblings| (siblings, marks(document, siblings, claims));
        let all: Vec<(&[Block], Vec<Mark>)> =
            document.siblings().map(marked).filter(|(_, marks)| !marks.is_empty()).collect();
        let words = Words::of(all.iter().map(|(_, marks)| marks));
        let mut questions = Vec::new();
        let mut marks = all.iter().flat_map(|(_, marks)| marks);
        if words.questions.is_empty() && !marks.any(Mark::may_hold_blanks) {
            return questions;
        }
        let others = elsewhere::begins(document);
        for (siblings, marks) in &all {
            let end = |mark: &Mark, next: usize| end_of_text(siblings, mark, next, &others, claims);
            let found = questions_in(self.name(), document, siblings, marks, &words, end);
            for question in &found {
                claims.take_blocks(blocks_meeting(siblings, question.span));
            }
            questions.extend(found);
        }
        questions
    }
}

/// The lines of siblings that begin with a label.
fn marks(document: &Document<'_>, siblings: &[Block], claims: &Claims) -> Vec<Mark> {
    let mut found = Vec::new();
    for (at, block) in siblings.iter().enumerate().filter(|(_, block)| is_line(block) && claims.is_free(&block.events))
    {
        // Most paragraphs have no colon near a line's beginning; they are not read line by line.
        if !from_each_line(document.source.slice(block.span)).any(may_be_labelled) {
            continue;
        }
        for line in lines(document, block) {
            let after_dot = |mark: &&Mark| mark.label.word == "q" && is_dotted(document, mark.label.span);
            let dotted = || found.last().filter(after_dot).and_then(|_| dotted_answer(document, block, &line));
            if let Some(label) = label::leading(document, line.events.clone()).or_else(dotted) {
                found.push(Mark { label, block: at, text: line_text(document, &line) });
            }
        }
    }
    found
}

fn is_dotted(document: &Document<'_>, label: Span) -> bool {
    document.source.slice(label).trim_end().ends_with('.')
}

/// The label `A.` below `Q.`; elsewhere, and above a line `B.`, it is the letter of an option.
fn dotted_answer(document: &Document<'_>, block: &Block, line: &Line) -> Option<Label> {
    let letter = letter::leading(document, line.events.clone())?;
    let alone = letter.mark == "A" && is_dotted(document, letter.span) && !may_be_lettered(document, block);
    alone.then(|| Label { word: "a".into(), is_numbered: false, span: letter.span })
}

/// Whether the first line of a text may begin with a label: a colon, or a number's sign, follows its first words, of
/// which there are four at most with the number. What is not ASCII may be a letter of a word; a full-width colon
/// begins with the byte 0xEF.
fn may_be_labelled(text: &str) -> bool {
    let (mut words, mut in_word, mut numbered) = (0, false, false);
    for byte in text.bytes().take(48) {
        match byte {
            b':' | 0xef | b'.' | b')' | b'-' => return true,
            // "Question 3 (2 points): ..."
            b'(' => return numbered,
            b' ' | b'#' | b'>' => in_word = false,
            b'*' | b'_' => {}
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | 0x80.. if in_word || words < 4 => {
                words += usize::from(!in_word);
                in_word = true;
                numbered |= byte.is_ascii_digit();
            }
            _ => return false,
        }
    }
    false
}

impl Words {
    /// Known words, and two others that follow each other throughout.
    fn of<'m>(all: impl Iterator<Item = &'m Vec<Mark>>) -> Words {
        let mut pairs: BTreeMap<(String, String), (usize, usize)> = BTreeMap::new();
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for marks in all {
            for mark in marks {
                *counts.entry(mark.label.word.clone()).or_default() += 1;
            }
            for pair in marks.windows(2) {
                let [first, second] = pair else { continue };
                let pair = pairs.entry((first.label.word.clone(), second.label.word.clone())).or_default();
                pair.0 += 1;
                pair.1 += usize::from(asks(&first.text) == Asks::ByMark);
            }
        }
        let mut words = Words::default();
        let count = |word: &str| counts.get(word).copied().unwrap_or_default();
        for ((question, answer), (times, asking)) in &pairs {
            let known = is_known(question, Role::Question) && is_known(answer, Role::Answer);
            let throughout = *times == count(question) && *times == count(answer);
            let letters = question.chars().count() == 1 && answer.chars().count() == 1;
            let regular = throughout && (*times >= 3 && 2 * asking >= *times || *times >= 2 && letters);
            if question != answer && (known || regular) {
                words.questions.push(question.clone());
                words.answers.push(answer.clone());
            }
        }
        words
    }
}

fn questions_in(
    dialect: &'static str,
    document: &Document<'_>,
    siblings: &[Block],
    marks: &[Mark],
    words: &Words,
    end_of_text: impl Fn(&Mark, usize) -> usize,
) -> Vec<Question> {
    let is_cloze = |mark: &Mark| mark.may_hold_blanks() && !words.answers.contains(&mark.label.word);
    let is_question = |mark: &Mark| words.questions.contains(&mark.label.word);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(mark) = marks.get(at) {
        at += 1;
        let begins = is_cloze(mark) || is_question(mark);
        if !begins {
            continue;
        }
        let after = marks.get(at..).unwrap_or_default();
        let next = after.iter().find(|other| is_cloze(other) || is_question(other));
        let stop = end_of_text(mark, next.map_or(siblings.len(), |next| next.block + 1));
        let end = next.map_or(stop, |next| stop.min(next.label.span.start));
        let span = Span::new(mark.label.span.start, end);
        let asked = Span::new(
            mark.label.span.start,
            mark.label.span.start + document.source.slice(span).lines().next().map_or(0, str::len),
        );
        if is_cloze(mark) {
            let mut prompt = between(siblings, Span::new(mark.label.span.end, end));
            let blanks = blank::brackets(document, &prompt);
            blank::put(&mut prompt, blanks);
            let question = Question::new(dialect, span, asked, prompt, Fragment::default());
            if !question.prompt.blanks.is_empty() {
                found.push(Question { kind: Kind::Cloze, ..question });
            }
            continue;
        }
        let answer = after.iter().take_while(|other| other.label.span.start < end);
        let answer =
            answer.filter(|other| words.answers.contains(&other.label.word)).map(|other| other.label.span).next();
        // A paragraph that asks is answered by what follows, label or not.
        let below = siblings.get(mark.block).map(|block| block.span.end).filter(|from| {
            let said = between(siblings, Span::new(mark.label.span.end, *from));
            *from < end && asks(plain_text(document, &said).trim()) != Asks::No
        });
        let (asked_until, answer_from) = match (answer, below) {
            (Some(label), _) => (label.start, label.end),
            (None, Some(from)) => (from, from),
            (None, None) => (end, end),
        };
        let prompt = between(siblings, Span::new(mark.label.span.end, asked_until));
        let answer = between(siblings, Span::new(answer_from, end));
        found.push(Question::new(dialect, span, asked, prompt, answer));
    }
    found
}

/// Where, above the sibling `until`, the text that a mark's block belongs to ends: before the next heading or rule, or what is written in
/// another way.
fn end_of_text(siblings: &[Block], mark: &Mark, until: usize, others: &[usize], claims: &Claims) -> usize {
    let after = siblings.get(mark.block + 1..until).unwrap_or_default();
    let is_other = |block: &Block| {
        let next = others.get(others.partition_point(|other| *other < block.span.start));
        next.is_some_and(|next| *next < block.span.end) || !claims.is_free(&block.events)
    };
    let ends = |block: &&Block| block.heading().is_some() || block.kind == BlockKind::Rule || is_other(block);
    let last = siblings.last().map_or(0, |block| block.span.end);
    after.iter().find(ends).map_or(last, |block| block.span.start)
}
