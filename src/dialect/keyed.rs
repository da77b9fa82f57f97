//! A numbered question and the answer that stands elsewhere, made one.

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
    let text = without_heading(document, answer);
    let said = plain_text(document, &text);
    let said = said.trim().lines().next().unwrap_or_default().trim().to_owned();
    let options = options_of(document, entry).map(|(options, end)| (right_among(document, options, &said), end));
    let Some((options, end)) = options.filter(|(options, _)| !options.right.is_empty()) else {
        return Question { extra: answer.remark.clone(), ..new(entry.text.clone(), text) };
    };
    let prompt = entry.text.clone().without(Span::new(options.start, end));
    let choice = |(at, text): (usize, &Fragment)| Choice {
        text: text.clone(),
        verdict: if options.right.contains(&at) { Verdict::Right } else { Verdict::Wrong },
    };
    let mut answer_text = explanation(document, &options, answer, text, &said);
    if answer_text.is_blank(document) {
        answer_text = answer.remark.clone();
    }
    Question {
        kind: Kind::Choice,
        options: options.texts.iter().enumerate().map(choice).collect(),
        ..new(prompt, answer_text)
    }
}

/// The options, with those that the answer names by their letters or says again.
fn right_among(document: &Document<'_>, mut options: Options, said: &str) -> Options {
    let bare = |text: &str| text.trim().trim_end_matches(['.', '。']).to_lowercase();
    options.right = named(said, &options.marks);
    if options.right.is_empty() {
        let same = |text: &Fragment| bare(&plain_text(document, text)) == bare(said);
        options.right = options.texts.iter().position(same).into_iter().collect();
    }
    options
}

/// What an answer says beside the letters of the right options, or these said again.
fn explanation(document: &Document<'_>, options: &Options, answer: &Entry<'_>, text: Fragment, said: &str) -> Fragment {
    let first = answer.own.iter().chain(answer.more).find(|block| !text.is_blank_in(document, block.events.clone()));
    let only = says_only(document, options, &options.right, said);
    let Some(first) = first.filter(|first| is_line(first)) else {
        return if only { Fragment::default() } else { text };
    };
    let all = lines(document, first);
    let own = all.iter().find(|line| line.span.end > answer.asked.start.max(first.span.start));
    if only {
        let next = all.iter().find(|line| own.is_some_and(|own| line.span.start >= own.span.end));
        let end = next.map_or(first.span.end, |next| next.span.start);
        return text.without(Span::new(answer.asked.start.min(first.span.start), end));
    }
    match own.and_then(|own| letter::said_first(document, own.events.clone(), &options.marks)) {
        Some(letter) => text.without(letter),
        None => text,
    }
}

/// An answer without a heading that only numbers it or asks again.
fn without_heading(document: &Document<'_>, answer: &Entry<'_>) -> Fragment {
    let text = answer.text.clone();
    let Some(heading) = answer.own.first().filter(|first| first.heading().is_some()) else { return text };
    let is_empty = text.is_blank_in(document, heading.events.clone());
    if (is_empty || asks(&answer.title) != Asks::No) && !answer.more.is_empty() {
        text.without(heading.span)
    } else {
        text
    }
}
