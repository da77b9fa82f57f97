//! `### Q: What is it?`, then `**A:** It is ...`, `A: ...` or the answer at once. Any level, any
//! language: the words are known ones, or ones that the document uses as labels throughout.

use std::collections::BTreeMap;

use super::asking::{Asks, asks};
use super::label::{self, Label};
use super::label_words::{Role, is_known};
use super::opening::{question_label, says_answer};
use super::pieces::text;
use super::{Claims, Dialect, Reading};
use crate::markdown::{Block, BlockKind, Document, Fragment, plain_text};
use crate::question::Question;
use crate::source::Span;

/// Headings with a label.
pub(super) struct Labelled;

impl Dialect for Labelled {
    fn name(&self) -> &'static str {
        "labelled"
    }

    fn summary(&self) -> &'static str {
        "a heading `### Q: ...`, its answer after `A:` or at once"
    }

    fn recognise(&self, document: &Reading<'_>, claims: &mut Claims) -> Vec<Question> {
        let words = Words::of(document);
        if words.questions.is_empty() {
            return Vec::new();
        }
        let labelled = |block: &Block| heading_label(document, block).filter(|label| words.asks(label));
        let mut questions = Vec::new();
        let blocks = &document.blocks;
        for (number, block) in blocks.iter().enumerate() {
            let (Some(heading), Some(label)) = (block.heading(), labelled(block)) else { continue };
            let ends = |next: &&Block| {
                let level = next.heading().is_some_and(|other| other.level <= heading.level);
                (level && !words.answers(document, next)) || labelled(next).is_some() || !claims.is_free(&next.events)
            };
            let after = blocks.get(number + 1..).unwrap_or_default();
            let body = after.iter().position(|next| ends(&next)).map_or(after, |end| after.get(..end).unwrap_or(after));
            // "Question" alone, with no answer labelled below it, is a heading like others.
            let is_word = !label.is_numbered && !document.source.slice(label.span).contains([':', '：', '.', ')']);
            let is_topic = is_word && !body.iter().any(|block| words.answers(document, block));
            // What another dialect took right below a label is what the label asks for.
            let next_is_taken = || after.first().is_some_and(|next| !claims.is_free(&next.events));
            let names = || is_bare(document, block, &label) || asks(&text(document, block)) == Asks::No;
            let is_taken = body.is_empty() && next_is_taken() && names();
            if claims.is_free(&block.events) && !is_topic && !is_taken {
                let question = question(document, &words, block, label, body);
                claims.take(block.events.start..body.last().unwrap_or(block).events.end);
                questions.push(question);
            }
        }
        questions
    }
}

/// The question whose heading is `heading`, followed by `body`.
fn question(document: &Document<'_>, words: &Words, heading: &Block, label: Label, body: &[Block]) -> Question {
    let body = without_rules(body);
    let answer_at = body.iter().position(|block| words.answers(document, block));
    let is_bare = is_bare(document, heading, &label);
    // "## Question 1" alone: the paragraph below it asks; "## Question 1 - Types": the heading below it may.
    let own = Fragment::new(heading.inner()).without(label.span);
    let asks_below = body.first().is_some_and(|first| {
        let sub = label.is_numbered && first.heading().is_some() && asks(&text(document, first)) != Asks::No;
        is_bare || sub && asks(plain_text(document, &own).trim()) == Asks::No
    });
    let (more, answer) = body.split_at(answer_at.unwrap_or(usize::from(asks_below)));
    let mut prompt = own;
    if let Some(last) = more.last() {
        prompt = Fragment::new(heading.events.start..last.events.end).without(label.span);
        // "### Question 1: the topic", "**Question:** What is it?"
        prompt.cuts.extend(more.first().and_then(|first| question_label(document, first)));
    }
    let end = body.last().unwrap_or(heading);
    let events = match (answer.first(), answer.last()) {
        (Some(first), Some(last)) => first.events.start..last.events.end,
        _ => heading.events.end..heading.events.end,
    };
    let mut fragment = Fragment::new(events);
    if let Some(first) = answer.first()
        && words.answers(document, first)
    {
        let inner_end =
            document.events.get(first.inner()).and_then(|inner| inner.last()).map_or(0, |(_, span)| span.end);
        let label = block_label(document, first).filter(|label| label.span.end < inner_end);
        fragment = fragment.without(label.map_or(first.span, |label| label.span));
    }
    Question {
        level: heading.heading().map(|heading| heading.level),
        anchor: heading.heading().and_then(|heading| heading.id.clone()),
        ..Question::new("labelled", Span::new(heading.span.start, end.span.end), heading.span, prompt, fragment)
    }
}

/// Whether a heading says nothing but its label.
fn is_bare(document: &Document<'_>, heading: &Block, label: &Label) -> bool {
    heading.inner().all(|number| {
        document.events.get(number).is_none_or(|(_, span)| label.span.holds(*span) || span.end <= label.span.end)
    })
}

/// The body without the rules that only part it from what comes next.
fn without_rules(body: &[Block]) -> &[Block] {
    let rules = body.iter().rev().take_while(|block| block.kind == BlockKind::Rule).count();
    body.get(..body.len() - rules).unwrap_or(body)
}

fn heading_label(document: &Document<'_>, block: &Block) -> Option<Label> {
    block.heading()?;
    label::leading(document, block.inner())
}

/// The label of a paragraph or heading.
fn block_label(document: &Document<'_>, block: &Block) -> Option<Label> {
    let labelled = matches!(block.kind, BlockKind::Paragraph | BlockKind::Heading(_));
    if labelled { label::leading(document, block.inner()) } else { None }
}

/// The words that are labels here: known ones, and any word that two or more headings begin with
/// while some of them ask and most are followed by a paragraph with one and the same other label.
struct Words {
    questions: Vec<String>,
    answers: Vec<String>,
}

/// What is known of the headings that begin with one word.
#[derive(Default)]
struct Headed {
    /// The label below each, if there is one.
    followers: Vec<Option<String>>,
    /// How many of them ask.
    asking: usize,
}

impl Words {
    fn of(document: &Document<'_>) -> Words {
        let mut headed: BTreeMap<String, Headed> = BTreeMap::new();
        for (number, block) in document.blocks.iter().enumerate() {
            if let Some(label) = heading_label(document, block) {
                let next = document.blocks.get(number + 1).filter(|next| next.heading().is_none());
                let follower = next.and_then(|next| block_label(document, next)).map(|label| label.word);
                let headed = headed.entry(label.word).or_default();
                headed.followers.push(follower);
                headed.asking += usize::from(asks(&text(document, block)) != Asks::No);
            }
        }
        let mut words = Words { questions: Vec::new(), answers: Vec::new() };
        for (word, Headed { followers: next, asking }) in headed {
            let answered = || next.iter().flatten().any(|follower| is_known(follower, Role::Answer));
            // A letter may label anything, and an exercise may stand in any course.
            let is_weak = word != "q" && word.len() == 1 || word == "exercise";
            let known = is_known(&word, Role::Question) && (!is_weak || asking > 0 || answered());
            let mut counts: BTreeMap<&String, usize> = BTreeMap::new();
            next.iter().flatten().for_each(|follower| *counts.entry(follower).or_default() += 1);
            let most = counts.into_iter().max_by_key(|(_, count)| *count);
            match most.filter(|(_, count)| *count >= 2 && 2 * count > next.len()) {
                Some((answer, _)) if !known && (asking > 0 || answered()) => words.answers.push(answer.clone()),
                _ if !known => continue,
                _ => {}
            }
            words.questions.push(word);
        }
        words
    }

    fn asks(&self, label: &Label) -> bool {
        self.questions.contains(&label.word)
    }

    fn answers(&self, document: &Document<'_>, block: &Block) -> bool {
        block_label(document, block).is_some_and(|label| self.answers.contains(&label.word))
            || says_answer(document, block)
    }
}
