//! A heading or line and, below it, a toggle with the answer: `<summary>Answer</summary>`. What the
//! summary says does not matter where all toggles say the same.

use std::collections::BTreeMap;

use super::asking::{Asks, asks};
use super::label_words::names_answer;
use super::opening::{self, Opens, opens, question_label};
use super::pieces::{between, blocks_in, is_line, number, of_blocks, span_of, text};
use super::toggle::Toggle;
use super::{Claims, Dialect, Reading};
use crate::markdown::{Block, BlockKind, Document};
use crate::question::Question;
use crate::source::Span;

/// Questions whose answer is in a toggle.
pub(super) struct AnswerToggles;

impl Dialect for AnswerToggles {
    fn name(&self) -> &'static str {
        "answer-toggle"
    }

    fn summary(&self) -> &'static str {
        "a heading or line, its answer below in a toggle named \"Answer\" or the like"
    }

    fn recognise(&self, document: &Reading<'_>, claims: &mut Claims) -> Vec<Question> {
        let mut all = Vec::new();
        for scope in document.scopes.iter().filter(|scope| !scope.toggles.is_empty()) {
            let siblings = scope.siblings;
            let toggles = scope.toggles.iter().zip(&scope.titles).filter(|(toggle, _)| {
                let blocks = siblings.get(toggle.blocks.clone()).unwrap_or_default();
                toggle.parent.is_none() && blocks.iter().all(|block| claims.is_free(&block.events))
            });
            let named: Vec<_> = toggles.map(|(toggle, title)| (words(title), toggle.clone())).collect();
            if !named.is_empty() {
                all.push((siblings, named));
            }
        }
        if all.is_empty() {
            return Vec::new();
        }
        let names = answer_names(document, &all, claims);
        if names.is_empty() {
            return Vec::new();
        }
        // Where many more headings ask than toggles answer, a toggle is a part of an answer.
        let toggles = all.iter().flat_map(|(_, toggles)| toggles).filter(|(name, _)| names.contains(name)).count();
        let asking =
            all_headings(&document.blocks).filter(|block| asks(&text(document, block)) == Asks::ByMark).count();
        let few = !claims.insists() && asking > 2 * toggles;
        let mut questions = Vec::new();
        for (siblings, toggles) in all {
            let answers: Vec<Toggle> =
                toggles.into_iter().filter(|(name, _)| names.contains(name)).map(|(_, toggle)| toggle).collect();
            let is_top = siblings.first().map(|block| block.span) == document.blocks.first().map(|block| block.span);
            let answers: Vec<Toggle> =
                answers.into_iter().filter(|toggle| !few || is_top && stands_below_heading(siblings, toggle)).collect();
            questions.extend(questions_in(self.name(), document, siblings, &answers));
            for toggle in &answers {
                for block in siblings.get(toggle.blocks.clone()).unwrap_or_default() {
                    if claims.is_free(&block.events) {
                        claims.take(block.events.clone());
                    }
                }
            }
        }
        for question in &questions {
            claims.take_blocks(blocks_in(&document.blocks, question.span));
        }
        questions
    }
}

/// The headings at the top level, and those that are first in a list item.
fn all_headings(blocks: &[Block]) -> impl Iterator<Item = &Block> {
    let items = blocks.iter().filter(|block| matches!(block.kind, BlockKind::List(_))).flat_map(|list| &list.children);
    let inner = items.filter_map(|item| item.children.first());
    blocks.iter().chain(inner).filter(|block| block.heading().is_some())
}

/// Words without numbers and signs, in lower case.
fn words(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    for word in text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
    }
    words.to_lowercase()
}

type Scope<'d> = (&'d [Block], Vec<(String, Toggle)>);

/// What summaries of answers say here: a known word, or the same words most times right below what
/// asks, again and again.
fn answer_names(document: &Document<'_>, all: &[Scope<'_>], claims: &Claims) -> Vec<String> {
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (siblings, toggles) in all {
        for (name, toggle) in toggles {
            let count = counts.entry(name).or_default();
            count.0 += 1;
            // Without a summary it may hold anything.
            let asked = || !name.is_empty() || asked_above(document, siblings, toggle);
            count.1 += usize::from(stands_below_question(document, siblings, toggle) && asked());
        }
    }
    let is_answer = |(name, (many, below)): (&str, (usize, usize))| {
        let known = names_answer(name);
        let regular = many >= 3 && 3 * below >= 2 * many;
        (known || regular || claims.insists()).then(|| name.to_owned())
    };
    counts.into_iter().filter_map(is_answer).collect()
}

/// Whether only code, pictures or a list stand between a toggle and the heading above it.
fn stands_below_heading(siblings: &[Block], toggle: &Toggle) -> bool {
    let before = siblings.get(..toggle.blocks.start).unwrap_or_default();
    let shown = |block: &&Block| matches!(block.kind, BlockKind::Code(_) | BlockKind::List(_) | BlockKind::Table);
    before.iter().rev().find(|block| !shown(block)).is_some_and(|block| block.heading().is_some())
}

/// Whether the heading or line that a toggle's question would begin with asks.
fn asked_above(document: &Document<'_>, siblings: &[Block], toggle: &Toggle) -> bool {
    let above = siblings.get(..toggle.blocks.start).unwrap_or_default();
    let opening = above.iter().rfind(|block| block.heading().is_some() || is_line(block));
    opening.is_some_and(|block| opens(document, block) != Opens::Not)
}

/// Whether a toggle stands below a heading, or right below a line that opens a question.
fn stands_below_question(document: &Document<'_>, siblings: &[Block], toggle: &Toggle) -> bool {
    let line =
        toggle.blocks.start.checked_sub(1).and_then(|before| siblings.get(before)).filter(|block| is_line(block));
    line.is_some_and(|line| opens(document, line) != Opens::Not) || stands_below_heading(siblings, toggle)
}

/// The questions whose answers are these toggles.
fn questions_in(
    dialect: &'static str,
    document: &Document<'_>,
    siblings: &[Block],
    answers: &[Toggle],
) -> Vec<Question> {
    let mut questions: Vec<Question> = Vec::new();
    let mut floor = 0;
    for (nth, toggle) in answers.iter().enumerate() {
        let above = siblings.get(floor..toggle.blocks.start).unwrap_or_default();
        let opening = opening::first(document, above);
        let heading = opening.filter(|at| above.get(*at).is_some_and(|block| block.heading().is_some()));
        let rule = above.iter().rposition(|block| block.kind == BlockKind::Rule).map(|at| at + 1);
        let first = floor + heading.or(opening.max(rule)).unwrap_or(0);
        let prompt = siblings.get(first..toggle.blocks.start).unwrap_or_default();
        floor = toggle.blocks.end;
        let Some(opening) = prompt.first() else {
            // A second toggle right below the first belongs to the same question.
            if let Some(question) = questions.last_mut() {
                let more = toggle.body(siblings);
                question.answer.events.extend(more.events);
                question.answer.cuts.extend(more.cuts);
                question.span.end = toggle.span.end;
            }
            continue;
        };
        let mut answer = toggle.body(siblings);
        let mut end = toggle.span.end;
        if heading.is_some() {
            // What follows up to the next heading, if no other toggle stands there.
            let next = answers.get(nth + 1).map_or(siblings.len(), |next| next.blocks.start);
            let after = siblings.get(toggle.blocks.end..).unwrap_or_default();
            let stop = after.iter().position(|block| block.heading().is_some() || block.kind == BlockKind::Rule);
            let stop = toggle.blocks.end + stop.unwrap_or(after.len());
            if stop <= next {
                let rest = siblings.get(toggle.blocks.end..stop).unwrap_or_default();
                answer.events.extend(of_blocks(rest).events);
                end = rest.last().map_or(end, |block| block.span.end);
                floor = stop;
            }
        }
        let span = Span::new(opening.span.start, span_of(prompt).end);
        let mut asked = between(prompt, span);
        asked.cuts.extend(number(document, opening));
        asked.cuts.extend(question_label(document, opening));
        let heading = opening.heading();
        questions.push(Question {
            level: heading.map(|heading| heading.level),
            anchor: heading.and_then(|heading| heading.id.clone()),
            ..Question::new(dialect, Span::new(span.start, end), opening.span, asked, answer)
        });
    }
    questions
}
