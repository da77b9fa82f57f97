//! Callouts that ask: `> [!question] What is it?`, the answer in the rest of the quote, perhaps in a
//! callout of its own inside.

use super::asking::{Asks, asks};
use super::label_words::{Role, is_known, names_answer};
use super::pieces::{Line, between, blocks_meeting, line_text, lines, span_of};
use super::{Claims, Dialect, Reading};
use crate::markdown::{Block, BlockKind, Document, Fragment, plain_text};
use crate::question::Question;
use crate::source::Span;

/// Callouts that ask.
pub(super) struct Callouts;

/// Kinds that say that they ask.
const KINDS: &[&str] = &["question", "faq", "help", "flashcard", "card", "quiz", "q", "qa"];

/// The first line of a callout.
struct Head {
    /// Lower case.
    kind: String,
    /// `[!kind]`, with what says whether it is folded.
    sign: Span,
    line: Line,
    title: String,
}

impl Dialect for Callouts {
    fn name(&self) -> &'static str {
        "callout"
    }

    fn summary(&self) -> &'static str {
        "a callout `> [!question] ...`, its answer in the quote"
    }

    fn recognise(&self, document: &Reading<'_>, claims: &mut Claims) -> Vec<Question> {
        let quotes = document.blocks.iter().filter(|block| matches!(block.kind, BlockKind::Quote(_)));
        let heads: Vec<(&Block, Head)> = quotes
            .filter(|block| claims.is_free(&block.events))
            .filter_map(|block| Some((block, head(document, block)?)))
            .collect();
        // A kind of the author's own is one if its callouts ask, again and again.
        let own = |kind: &str| {
            let same = heads.iter().filter(|(_, head)| head.kind == kind);
            same.clone().count() >= 2 && same.clone().all(|(_, head)| asks(&head.title) == Asks::ByMark)
        };
        let asking = heads.iter().filter(|(_, head)| KINDS.contains(&head.kind.as_str()) || own(&head.kind));
        let mut questions: Vec<Question> =
            asking.filter_map(|(block, head)| question(self.name(), document, block, head)).collect();
        let places: Vec<usize> = questions.iter().map(|question| question.span.start).collect();
        for (question, next) in questions.iter_mut().zip(places.iter().skip(1).chain([&usize::MAX])) {
            answer_below(document, question, &heads, *next);
        }
        for question in &questions {
            claims.take_blocks(blocks_meeting(&document.blocks, question.span));
        }
        questions
    }
}

/// Answers a question whose callout only asks by the next callout that is named as an answer.
fn answer_below(document: &Document<'_>, question: &mut Question, heads: &[(&Block, Head)], next: usize) {
    let said = plain_text(document, &question.answer);
    let asks_on = !said.trim().is_empty() && asks(plain_text(document, &question.prompt).trim()) == Asks::No;
    let is_open = said.trim().is_empty() || asks_on && asks(said.trim()) == Asks::ByMark;
    if !is_open {
        return;
    }
    let below = heads.iter().filter(|(block, _)| question.span.end <= block.span.start && block.span.start < next);
    let Some((block, head)) = below.clone().find(|(_, head)| names_answer(&head.title)) else { return };
    // Where the text below the title asks, the title only names it.
    if let Some((own, asking)) = heads.iter().find(|(own, _)| asks_on && own.span.start == question.span.start) {
        question.prompt = between(&own.children, Span::new(asking.sign.end, own.span.end));
    }
    question.answer = between(&block.children, Span::new(head.line.span.end, block.span.end));
    question.span.end = block.span.end;
}

/// The head of a quote that is a callout.
fn head(document: &Document<'_>, quote: &Block) -> Option<Head> {
    let first = quote.children.first().filter(|first| first.kind == BlockKind::Paragraph)?;
    let line = lines(document, first).into_iter().next()?;
    let written = document.source.slice(line.span);
    let inside = written.strip_prefix("[!")?;
    let (kind, after) = inside.split_once(']')?;
    let folded = after.len() - after.strip_prefix(['+', '-']).unwrap_or(after).len();
    let sign = Span::new(line.span.start, line.span.start + 2 + kind.len() + 1 + folded);
    let title = plain_text(document, &Fragment::new(line.events.clone()).without(sign));
    let kind = kind.split('|').next().unwrap_or_default().trim().to_lowercase();
    Some(Head { kind, sign, line, title })
}

fn question(dialect: &'static str, document: &Document<'_>, quote: &Block, head: &Head) -> Option<Question> {
    let children = &quote.children;
    let end = span_of(children).end;
    let titled = !head.title.trim().is_empty();
    // Without a title the first paragraph below the sign asks.
    let first_end = children.first().map_or(end, |first| first.span.end);
    let asked_until = if titled { head.line.span.end } else { first_end };
    let mut prompt = between(children, Span::new(head.sign.end, asked_until));
    let mut answer = between(children, Span::new(asked_until, end));
    let mut inner = None;
    for block in children.iter().filter(|block| matches!(block.kind, BlockKind::Quote(_))) {
        inner = inner.or_else(|| Some((block, self::head(document, block)?)));
    }
    if let Some((block, inner)) = inner {
        // The answer has a callout of its own: what stands before it still asks.
        prompt = between(children, Span::new(head.sign.end, block.span.start));
        answer = between(&block.children, Span::new(inner.sign.end, span_of(&block.children).end));
        let label = inner.title.trim().to_lowercase();
        if is_known(label.trim_matches(|c: char| !c.is_alphanumeric()), Role::Answer) || label.is_empty() {
            answer.cuts.push(Span::new(inner.sign.start, inner.line.span.end));
        }
        if let Some(after) = children.iter().find(|child| child.span.start >= block.span.end) {
            answer.events.push(after.events.start..quote.inner().end);
        }
    }
    let asked = Span::new(head.line.span.start, head.line.span.end);
    let says = !plain_text(document, &prompt).trim().is_empty() || !line_text(document, &head.line).is_empty();
    says.then(|| Question::new(dialect, quote.span, asked, prompt, answer))
}
