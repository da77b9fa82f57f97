//! `<!-- recto: granularity=question, reversed -->`: what an author sets for one question, in a
//! comment right before it or anywhere in it.

use pulldown_cmark::Event;

use super::rules::CardRules;
use super::settings::read;
use crate::finding::{BAD_VALUE, Finding};
use crate::markdown::Document;
use crate::question::Question;
use crate::source::Span;

/// What is set for each question by comments, and what is wrong with them.
pub(super) fn marks(document: &Document<'_>, questions: &[Question]) -> (Vec<CardRules>, Vec<Finding>) {
    let mut rules = vec![CardRules::default(); questions.len()];
    let mut findings = Vec::new();
    for comment in comments(document) {
        let Some(inside) = inside(document, comment) else { continue };
        match holder(document, questions, comment).and_then(|place| rules.get_mut(place)) {
            Some(rules) => *rules = rules.with(read(document, inside, &mut findings)),
            None => findings.push(
                Finding::at(&BAD_VALUE, document.source, comment, "this comment stands before no question and in none")
                    .label("settings for nothing")
                    .help("write it right above the question it is for"),
            ),
        }
    }
    (rules, findings)
}

const OPEN: &str = "<!--";
const CLOSE: &str = "-->";

/// The comments of a document. Each line of raw HTML is an event; a comment may go on over several.
fn comments(document: &Document<'_>) -> Vec<Span> {
    let mut found = Vec::new();
    let text = document.source.text.as_str();
    let mut from = 0;
    for number in &document.raw {
        let Some((Event::Html(_) | Event::InlineHtml(_), line)) = document.events.get(*number) else { continue };
        from = from.max(line.start);
        while let Some(open) = text.get(from..line.end).and_then(|rest| rest.find(OPEN)).map(|at| from + at) {
            // Where one is never closed, none after it is.
            let Some(close) = text.get(open..).and_then(|rest| rest.find(CLOSE)) else { return found };
            from = open + close + CLOSE.len();
            found.push(Span::new(open, from));
        }
    }
    found
}

/// What stands behind `recto:` in a comment.
fn inside(document: &Document<'_>, comment: Span) -> Option<Span> {
    let inside = Span::new(comment.start + OPEN.len(), comment.end.checked_sub(CLOSE.len())?);
    let settings = document.source.slice(inside).trim_start().strip_prefix("recto:")?;
    Some(Span::new(inside.end - settings.len(), inside.end))
}

/// The question that a comment is for: the next, where nothing but comments stands between, else the
/// one that it stands in.
fn holder(document: &Document<'_>, questions: &[Question], comment: Span) -> Option<usize> {
    let next = questions.partition_point(|question| question.span.start < comment.end);
    let is_next = questions.get(next).is_some_and(|question| {
        let mut between = document.source.slice(Span::new(comment.end, question.span.start)).trim();
        while let Some((_, rest)) = between.strip_prefix("<!--").and_then(|rest| rest.split_once("-->")) {
            between = rest.trim();
        }
        between.is_empty()
    });
    let around = next.checked_sub(1).filter(|at| questions.get(*at).is_some_and(|q| q.span.holds(comment)));
    if is_next { Some(next) } else { around }
}
