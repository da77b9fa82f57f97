//! Marks of difficulty: a word such as `(senior)` at the edge of a question, or an emoji out of a few
//! that stands at the edge of many. It is cut from them and becomes a tag, by the document's own
//! legend where it has one.

use std::collections::BTreeMap;

use pulldown_cmark::{CowStr, Event};

use super::level_words::{BRACKETS, bracketed_begin, bracketed_end};
use crate::markdown::{Document, Fragment};
use crate::question::Question;
use crate::source::Span;
use crate::tag::{Origin, Tag, Topic};

/// What marks mean where no legend says so.
const USUAL: &[(char, &str)] = &[
    ('👶', "easy"),
    ('🐣', "easy"),
    ('🌱', "easy"),
    ('🟢', "easy"),
    ('⭐', "medium"),
    ('🟡', "medium"),
    ('🟠', "medium"),
    ('🚀', "expert"),
    ('🔥', "hard"),
    ('🔴', "hard"),
    ('💀', "hard"),
];

/// Takes level marks from prompts and gives topics for them.
pub(super) fn take(document: &Document<'_>, questions: &mut [Question]) {
    questions.iter_mut().for_each(|question| take_words(document, question));
    let marks: Vec<Option<(char, Span)>> = questions.iter().map(|question| mark(document, &question.prompt)).collect();
    let mut counts: BTreeMap<char, usize> = BTreeMap::new();
    marks.iter().flatten().for_each(|(mark, _)| *counts.entry(*mark).or_default() += 1);
    let marked: usize = counts.values().sum();
    let regular = counts.len() <= 6 && marked >= 3 && 3 * marked >= questions.len() && marked > counts.len();
    if !regular {
        return;
    }
    let legend = legend(document, &counts, questions);
    let named = |mark: char| {
        let usual = || USUAL.iter().find(|(known, _)| *known == mark).map(|(_, name)| *name);
        legend.get(&mark).map(String::as_str).or_else(usual).and_then(topic)
    };
    let topics: BTreeMap<char, Option<Topic>> = counts.keys().map(|mark| (*mark, named(*mark))).collect();
    for (question, mark) in questions.iter_mut().zip(marks) {
        let Some((mark, span)) = mark else { continue };
        question.prompt.cuts.push(span);
        question.topics.extend(topics.get(&mark).cloned().flatten());
    }
}

fn topic(level: &str) -> Option<Topic> {
    Tag::from_levels(["level", level]).map(|tag| Topic { tag, origin: Origin::Level })
}

/// Takes words for levels from one prompt: `(senior)`, `[Junior]`, `Middle:` at its edges.
fn take_words(document: &Document<'_>, question: &mut Question) {
    if !may_be_marked(document, &question.prompt) {
        return;
    }
    let texts = texts(document, &question.prompt);
    let is_literal = |(text, span): &&(CowStr<'_>, Span)| text.len() == span.end - span.start;
    let mut cut = None;
    if let Some((text, span)) = texts.last().filter(is_literal)
        && let Some((begin, levels)) = bracketed_end(text).filter(|(begin, _)| *begin > 0 || texts.len() > 1)
    {
        cut = Some((Span::new(span.start + begin, span.end), levels));
    } else if let Some((text, span)) = texts.first().filter(is_literal)
        && let Some((end, levels)) = bracketed_begin(text).filter(|(end, _)| *end < text.len() || texts.len() > 1)
    {
        cut = Some((Span::new(span.start, span.start + end), levels));
    }
    let Some((span, levels)) = cut else { return };
    question.prompt.cuts.push(span);
    question.topics.extend(levels.iter().filter_map(|level| topic(level)));
}

/// Whether a prompt begins or ends with what may be a mark; most do not, and are not read any further.
fn may_be_marked(document: &Document<'_>, prompt: &Fragment) -> bool {
    let shown = |number: usize| match document.events.get(number)? {
        (Event::Code(_), span) => Some(("x", *span)),
        // A line of a block of code.
        (Event::Text(text), span) if text.ends_with('\n') => Some(("x", *span)),
        (Event::Text(text), span) if !text.trim().is_empty() => Some((&**text, *span)),
        _ => None,
    };
    let is_left = |(_, span): &(&str, Span)| !prompt.cuts.iter().any(|cut| cut.holds(*span));
    let mut shown = prompt.events.iter().cloned().flatten().filter_map(shown).filter(is_left);
    let first = shown.next();
    let last = shown.next_back().or(first);
    let is_mark = |c: char| is_emoji(c) || BRACKETS.iter().any(|(open, close)| c == *open || c == *close);
    let is_filler = |c: char| is_shaping(c) || c.is_whitespace();
    let begins = |text: &str| text.trim_start().starts_with(is_mark);
    let ends = |text: &str| text.trim_end_matches(is_filler).ends_with(is_mark);
    // Where it is not known what is left, it may be.
    first.is_some_and(|(text, span)| left(prompt, text, span).is_none_or(begins))
        || last.is_some_and(|(text, span)| left(prompt, text, span).is_none_or(ends))
}

/// What is left of a text of which at most its beginning is cut.
fn left<'t>(prompt: &Fragment, text: &'t str, span: Span) -> Option<&'t str> {
    let mut cuts = prompt.cuts.iter().filter_map(|cut| cut.meet(span));
    match (cuts.next(), cuts.next()) {
        (None, _) => Some(text),
        (Some(cut), None) if cut.start == span.start && text.len() == span.end - span.start => {
            text.get(cut.end - span.start..)
        }
        _ => None,
    }
}

/// The texts of a prompt that show something; code counts as one letter.
fn texts<'a>(document: &Document<'a>, prompt: &Fragment) -> Vec<(CowStr<'a>, Span)> {
    let pieces = prompt.read(document).filter_map(|(_, event, span)| match event {
        Event::Text(text) if !text.trim().is_empty() => Some((text, span)),
        Event::Code(_) => Some((CowStr::from("x"), span)),
        _ => None,
    });
    pieces.collect()
}

/// The emoji at the end, else at the beginning, of a prompt, with the signs that only shape it.
fn mark(document: &Document<'_>, prompt: &Fragment) -> Option<(char, Span)> {
    if !may_be_marked(document, prompt) {
        return None;
    }
    let texts = texts(document, prompt);
    let (last, span) = texts.last()?;
    if let Some((at, mark)) = last.char_indices().rev().find(|(_, c)| !is_shaping(*c) && !c.is_whitespace())
        && is_emoji(mark)
        && last.len() == span.end - span.start
    {
        // "⭐⭐⭐" is one mark, said with stress.
        let begin = last.get(..at)?.trim_end_matches(|c: char| c == mark || is_shaping(c) || c.is_whitespace()).len();
        return (begin > 0 || texts.len() > 1).then(|| (mark, Span::new(span.start + begin, span.end)));
    }
    let (first, span) = texts.first()?;
    let mark = first.trim_start().chars().next().filter(|c| is_emoji(*c))?;
    let after =
        first.trim_start().get(mark.len_utf8()..)?.trim_start_matches(|c: char| is_shaping(c) || c.is_whitespace());
    let whole = first.len() == span.end - span.start && !after.is_empty();
    whole.then(|| (mark, Span::new(span.start, span.start + first.len() - after.len())))
}

/// Joiners and selectors around emoji.
fn is_shaping(c: char) -> bool {
    matches!(c, '\u{200d}' | '\u{fe0e}' | '\u{fe0f}')
}

fn is_emoji(c: char) -> bool {
    matches!(c, '\u{1f300}'..='\u{1faff}' | '\u{2600}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}')
}

/// What the document itself says its marks mean: a line outside all questions with two of them,
/// each with a word after it.
fn legend(document: &Document<'_>, marks: &BTreeMap<char, usize>, questions: &[Question]) -> BTreeMap<char, String> {
    let mut legend = BTreeMap::new();
    for (event, span) in &document.events {
        let Event::Text(text) = event else { continue };
        let asked = |question: &&Question| question.span.start <= span.start && span.start < question.span.end;
        if text.is_ascii()
            || !text.contains(|c: char| !c.is_ascii() && marks.contains_key(&c))
            || questions.iter().any(|question| asked(&question))
        {
            continue;
        }
        for (at, c) in text.char_indices().filter(|(_, c)| marks.contains_key(c)) {
            let after = text.get(at + c.len_utf8()..).unwrap_or_default();
            let word: String = after
                .trim_start_matches(|c: char| !c.is_alphanumeric() && !is_emoji(c))
                .chars()
                .take_while(|c| c.is_alphanumeric() || matches!(c, ' ' | '-'))
                .collect();
            let word = word.trim();
            if !word.is_empty() && word.chars().count() <= 24 {
                legend.entry(c).or_insert_with(|| word.to_owned());
            }
        }
    }
    legend
}
