//! A numbered question and the answer that stands elsewhere, made one.

use std::ops::Range;

use super::asking::{Asks, asks};
use super::entries::Entry;
use super::letter::{self, named};
use super::options::{self, Options, Sign};
use super::pieces::{is_line, lines};
use super::right::says_only;
use crate::markdown::{Block, Document, Fragment, plain_text};
use crate::note::Kind;
use crate::question::{Choice, Question, Verdict};
use crate::source::Span;

/// The letters of options that have only boxes.
const LETTERS: [&str; 10] = ["A", "B", "C", "D", "E", "F", "G", "H", "I", "J"];

/// The options that stand below a numbered question's first line, and where they end.
pub(super) fn options_of(document: &Document<'_>, entry: &Entry<'_>) -> Option<(Options, usize)> {
    let in_blocks = |blocks: &[Block]| {
        let rest = Span::new(entry.asked.end, entry.span.end);
        let read = |at: usize| match blocks.get(at).filter(|block| is_line(block) && block.span.start < rest.start) {
            // Other questions may stand in the paragraph.
            Some(shared) => options::in_lines_within(document, shared, at, rest),
            None => options::read(document, blocks, at),
        };
        let options = (0..blocks.len()).find_map(read)?;
        let last = blocks.get(options.blocks.end.checked_sub(1)?)?;
        let end = options.after.map_or(last.span.end, |after| after.start);
        Some((options, end.min(entry.span.end)))
    };
    let (mut options, end) = in_blocks(entry.own).or_else(|| in_blocks(entry.more))?;
    if options.sign == Sign::Boxes {
        options.marks = LETTERS.iter().take(options.texts.len()).map(|letter| (*letter).to_owned()).collect();
    }
    Some((options, end))
}

/// The question that `entry` asks; without an answer it goes unanswered.
pub(super) fn question(
    dialect: &'static str,
    document: &Document<'_>,
    entry: &Entry<'_>,
    answer: Option<&Entry<'_>>,
) -> Question {
    let heading = entry.own.first().and_then(Block::heading);
    let new = |prompt, answer| Question {
        level: heading.map(|heading| heading.level),
        anchor: heading.and_then(|heading| heading.id.clone()),
        ..Question::new(dialect, entry.span, entry.asked, prompt, answer)
    };
    let Some(answer) = answer else { return new(entry.text.clone(), Fragment::default()) };
    let text = without_heading(document, entry, answer);
    let line = first_line(document, answer, &text);
    let options = options_of(document, entry).map(|(options, end)| (right_among(document, options, &line), end));
    let Some((options, end)) = options.filter(|(options, _)| !options.right.is_empty()) else {
        return Question { extra: answer.remark.clone(), ..new(entry.text.clone(), text) };
    };
    let prompt = entry.text.clone().without(Span::new(options.start, end));
    let choice = |(at, text): (usize, &Fragment)| Choice {
        text: text.clone(),
        verdict: if options.right.contains(&at) { Verdict::Right } else { Verdict::Wrong },
    };
    let mut answer_text = explanation(document, &options, &line, text);
    if answer_text.is_blank(document) {
        answer_text = answer.remark.clone();
    }
    Question {
        kind: Kind::Choice,
        options: options.texts.iter().enumerate().map(choice).collect(),
        ..new(prompt, answer_text)
    }
}

/// The line that an answer begins with, less what is cut from it.
struct FirstLine {
    /// Its events, and where it ends: at the next line of its paragraph, or with its block.
    events: Range<usize>,
    span: Span,
    /// Where what is left of it begins.
    from: usize,
    /// Its words.
    said: String,
}

fn first_line(document: &Document<'_>, answer: &Entry<'_>, text: &Fragment) -> FirstLine {
    let shown = |block: &&Block| !text.is_blank_in(document, block.events.clone());
    let first = answer.own.iter().chain(answer.more).find(shown);
    let all = first.filter(|first| is_line(first)).map(|first| lines(document, first)).unwrap_or_default();
    let own = all.iter().position(|line| !text.is_blank_in(document, line.events.clone()));
    let (events, span) = match (own.and_then(|at| all.get(at)), first) {
        (Some(line), Some(first)) => {
            let next = all.iter().find(|next| next.span.start >= line.span.end);
            (line.events.clone(), Span::new(line.span.start, next.map_or(first.span.end, |next| next.span.start)))
        }
        (_, Some(first)) => (first.inner(), first.span),
        (_, None) => (text.events.first().cloned().unwrap_or_default(), answer.span),
    };
    let said = plain_text(document, &Fragment { events: vec![events.clone()], ..text.clone() });
    let said = said.trim().lines().next().unwrap_or_default().trim().to_owned();
    let cuts = text.cuts.iter().filter(|cut| cut.start <= span.start && cut.end < span.end);
    let from = cuts.map(|cut| cut.end).max().unwrap_or(span.start);
    FirstLine { events, span, from, said }
}

/// The options, with those that the answer names by their letters or says again.
fn right_among(document: &Document<'_>, mut options: Options, line: &FirstLine) -> Options {
    let bare = |text: &str| text.trim().trim_end_matches(['.', '。']).to_lowercase();
    let same = |text: &Fragment| bare(&plain_text(document, text)) == bare(&line.said);
    // "A grain" says an option again before it names one.
    options.right = options.texts.iter().position(same).into_iter().collect();
    if options.right.is_empty() {
        options.right = match letter::said_first(document, line.events.clone(), line.from, &options.marks) {
            Some((right, _)) => right,
            None => named(&line.said, &options.marks),
        };
    }
    options
}

/// What an answer says beside the letters of the right options, or these said again.
fn explanation(document: &Document<'_>, options: &Options, line: &FirstLine, text: Fragment) -> Fragment {
    if says_only(document, options, &options.right, &line.said) {
        return text.without(line.span);
    }
    match letter::said_first(document, line.events.clone(), line.from, &options.marks) {
        Some((_, from)) => text.without(Span::new(line.span.start, from)),
        None => text,
    }
}

/// An answer without a heading that only numbers it or asks again.
fn without_heading(document: &Document<'_>, entry: &Entry<'_>, answer: &Entry<'_>) -> Fragment {
    let text = answer.text.clone();
    let Some(heading) = answer.own.first().filter(|first| first.heading().is_some()) else { return text };
    let said = |block: &Block, text: &Fragment| {
        let own = Fragment { events: vec![block.inner()], ..text.clone() };
        plain_text(document, &own).trim().to_owned()
    };
    let title = said(heading, &text);
    let repeats = || entry.own.first().is_some_and(|asked| said(asked, &entry.text) == title);
    if !answer.more.is_empty() && (title.is_empty() || asks(&answer.title) != Asks::No || repeats()) {
        text.without(heading.span)
    } else {
        text
    }
}
