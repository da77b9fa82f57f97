//! Marks of difficulty: an emoji out of a few that stands at the edge of many questions. It is cut
//! from them and becomes a tag, by the document's own legend where it has one.

use std::collections::BTreeMap;

use pulldown_cmark::Event;

use crate::markdown::{Document, Fragment};
use crate::question::Question;
use crate::source::Span;
use crate::tag::Tag;

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

/// Takes level marks from prompts and gives tags for them.
pub(super) fn take(document: &Document<'_>, questions: &mut [Question]) {
    let marks: Vec<Option<(char, Span)>> = questions.iter().map(|question| mark(document, &question.prompt)).collect();
    let mut counts: BTreeMap<char, usize> = BTreeMap::new();
    marks.iter().flatten().for_each(|(mark, _)| *counts.entry(*mark).or_default() += 1);
    let marked: usize = counts.values().sum();
    let regular = counts.len() <= 6 && marked >= 3 && 3 * marked >= questions.len() && marked > counts.len();
    if !regular {
        return;
    }
    let legend = legend(document, &counts, questions);
    for (question, mark) in questions.iter_mut().zip(marks) {
        let Some((mark, span)) = mark else { continue };
        question.prompt.cuts.push(span);
        let usual = || USUAL.iter().find(|(known, _)| *known == mark).map(|(_, name)| (*name).to_owned());
        let name = legend.get(&mark).cloned().or_else(usual);
        question.tags.extend(name.and_then(|name| Tag::from_levels(["level", &name])));
    }
}

/// The emoji at the end, else at the beginning, of a prompt, with the signs that only shape it.
fn mark(document: &Document<'_>, prompt: &Fragment) -> Option<(char, Span)> {
    let texts: Vec<(String, Span)> = prompt
        .read(document)
        .filter_map(|(_, event, span)| match event {
            Event::Text(text) if !text.trim().is_empty() => Some((text.to_string(), span)),
            Event::Code(_) => Some((String::from("x"), span)),
            _ => None,
        })
        .collect();
    let (last, span) = texts.last()?;
    if let Some((at, mark)) = last.char_indices().rev().find(|(_, c)| !is_shaping(*c) && !c.is_whitespace())
        && is_emoji(mark)
        && last.len() == span.end - span.start
    {
        let begin = last.get(..at)?.trim_end_matches(|c: char| is_shaping(c) || c.is_whitespace()).len();
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
        if !text.contains(|c| marks.contains_key(&c)) || questions.iter().any(|question| asked(&question)) {
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
