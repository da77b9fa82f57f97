//! Lines of only tags, as Obsidian's users write them: `#go #memory/gc` in or under a question, or
//! under the title or a heading for all questions below it. They are cut and become topics.

use pulldown_cmark::Event;

use super::pieces::{is_line, line_text, lines};
use crate::markdown::{Block, BlockKind, Document, Fragment, outer_blocks};
use crate::question::{Question, Recognised, Remark};
use crate::source::Span;
use crate::tag::{Origin, Tag, Topic};

/// Takes lines of tags from questions, and from between them. A question of which nothing else is
/// left as an answer is unanswered.
pub fn take_tag_lines(document: &Document<'_>, recognised: &mut Recognised) {
    let mut told = Vec::new();
    let Recognised { questions, unanswered, .. } = recognised;
    for question in questions.iter_mut().chain(unanswered.iter_mut()) {
        take(document, question, &mut told);
    }
    above(document, questions, &mut told);
    let (answered, open) = std::mem::take(questions).into_iter().partition(|question| question.is_answered(document));
    *questions = answered;
    unanswered.extend::<Vec<Question>>(open);
    unanswered.sort_by_key(|question| question.span);
    told.sort_by_key(|remark: &Remark| remark.span);
    recognised.tag_lines = told;
}

/// Takes the lines of tags out of a question.
fn take(document: &Document<'_>, question: &mut Question, told: &mut Vec<Remark>) {
    let mut found = Vec::new();
    for fragment in [&mut question.prompt, &mut question.answer, &mut question.extra] {
        let mut cuts = Vec::new();
        for block in paragraphs(document, fragment) {
            let (tags, spans, whole) = tag_lines(document, block);
            // What another reader has cut is not there any more.
            if tags.is_empty() || fragment.cuts.iter().any(|cut| cut.holds(block.span)) {
                continue;
            }
            if whole {
                told.push(Remark { span: block.span, text: "tags of this question".into() });
            }
            found.extend(tags);
            cuts.extend(spans);
        }
        fragment.cuts.extend(cuts);
    }
    question.topics.extend(found.into_iter().map(|tag| Topic { tag, origin: Origin::Inline }));
    only_heading(document, &mut question.prompt);
}

/// A prompt of which only a heading is left asks with that heading's text alone.
fn only_heading(document: &Document<'_>, prompt: &mut Fragment) {
    let blocks = outer_blocks(document, prompt);
    let mut left = blocks.iter().filter(|block| !prompt.cuts.iter().any(|cut| cut.holds(block.span)));
    if let (Some(heading), None) = (left.next(), left.next())
        && blocks.len() > 1
        && heading.heading().is_some()
    {
        prompt.events = vec![heading.inner()];
    }
}

/// Gives the tags of lines that belong to no question to the questions below: to all under the
/// heading they stand under, to all of the document where that is its title or none.
fn above(document: &Document<'_>, questions: &mut [Question], told: &mut Vec<Remark>) {
    let mut heading: Option<u8> = None;
    for (number, block) in document.blocks.iter().enumerate() {
        if let Some(own) = block.heading() {
            heading = Some(own.level);
        }
        if block.kind != BlockKind::Paragraph {
            continue;
        }
        let next = questions.partition_point(|question| question.span.end <= block.span.start);
        if questions.get(next).is_some_and(|question| question.span.meet(block.span).is_some()) {
            continue;
        }
        let (tags, _, whole) = tag_lines(document, block);
        if !whole {
            continue;
        }
        let level = heading.unwrap_or(1);
        let ends = |next: &&Block| level > 1 && next.heading().is_some_and(|other| other.level <= level);
        let after = document.blocks.get(number + 1..).unwrap_or_default();
        let end = after.iter().find(ends).map_or(usize::MAX, |next| next.span.start);
        let below = questions.iter_mut().skip(next).take_while(|question| question.span.start < end);
        let mut count = 0;
        for question in below {
            question.topics.extend(tags.iter().cloned().map(|tag| Topic { tag, origin: Origin::Inline }));
            count += 1;
        }
        let text = if count == 0 { "tags, but of no question" } else { "tags of the questions below it" };
        told.push(Remark { span: block.span, text: text.into() });
    }
}

/// The paragraphs of a fragment, at any depth of lists and quotes.
fn paragraphs<'d>(document: &'d Document<'_>, fragment: &Fragment) -> Vec<&'d Block> {
    let mut waiting = outer_blocks(document, fragment);
    let mut found = Vec::new();
    while let Some(block) = waiting.pop() {
        match block.kind {
            BlockKind::Paragraph | BlockKind::Inline => found.push(block),
            BlockKind::List(_) | BlockKind::Item | BlockKind::Quote(_) | BlockKind::Definition => {
                waiting.extend(&block.children)
            }
            _ => {}
        }
    }
    found
}

/// The tags of those lines of a paragraph that hold nothing else, what to cut, and whether that is all of it.
fn tag_lines(document: &Document<'_>, block: &Block) -> (Vec<Tag>, Vec<Span>, bool) {
    let nothing = (Vec::new(), Vec::new(), false);
    let begins = |line: &str| line.trim_start().starts_with('#');
    if !is_line(block)
        || !document.source.slice(block.span).lines().any(|line| begins(line.trim_start_matches(['>', ' ', '-', '*'])))
    {
        return nothing;
    }
    let lines = lines(document, block);
    let found: Vec<Option<Vec<Tag>>> = lines
        .iter()
        .map(|line| {
            let events = document.events.get(line.events.clone()).unwrap_or_default();
            let plain = events.iter().all(|(event, _)| matches!(event, Event::Text(_)));
            tags(&line_text(document, line)).filter(|_| plain)
        })
        .collect();
    let tags: Vec<Tag> = found.iter().flatten().flatten().cloned().collect();
    if tags.is_empty() {
        return nothing;
    }
    if found.iter().all(Option::is_some) {
        return (tags, vec![block.span], true);
    }
    // A line goes with the break that parts it from the others.
    let mut cuts = Vec::new();
    for (number, line) in lines.iter().enumerate().filter(|(number, _)| found.get(*number).is_some_and(Option::is_some))
    {
        let start = number
            .checked_sub(1)
            .and_then(|before| lines.get(before))
            .map_or(line.span.start, |before| before.span.end);
        let next = lines.get(number + 1).filter(|_| number == 0).map_or(line.span.end, |next| next.span.start);
        cuts.push(Span::new(start, next));
    }
    (tags, cuts, false)
}

/// The tags of a line that holds nothing else.
fn tags(line: &str) -> Option<Vec<Tag>> {
    let words: Vec<&str> = line.split([' ', '\t', ',']).filter(|word| !word.is_empty()).collect();
    let tags: Option<Vec<Tag>> = words.iter().map(|word| tag(word)).collect();
    tags.filter(|tags| !tags.is_empty())
}

/// A tag with its `#`: letters, digits and a few signs, and not a number alone, which is an issue's.
pub(super) fn tag(word: &str) -> Option<Tag> {
    let name = word.strip_prefix('#')?;
    let is_sign = |c: char| matches!(c, '_' | '-' | '/' | ':' | '+' | '#' | '.');
    let is_mark = unicode_normalization::char::is_combining_mark;
    let fits = name.starts_with(|c: char| c.is_alphanumeric() || c == '_')
        && name.chars().any(char::is_alphabetic)
        && name.chars().all(|c| c.is_alphanumeric() || is_sign(c) || is_mark(c));
    if fits { Tag::parse(name) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_lines_of_only_tags_are_taken() {
        let of = |line| tags(line).map(|tags| tags.iter().map(Tag::to_string).collect::<Vec<_>>());
        assert_eq!(of("#go #memory/gc, #Пам'ять"), None, "an apostrophe is no part of a tag");
        assert_eq!(of("#go #Memory/GC, #память"), Some(vec!["go".into(), "memory::gc".into(), "память".into()]));
        assert_eq!(of("#c++ #lang::c#"), Some(vec!["c++".into(), "lang::c#".into()]));
        for line in ["#123", "#include <stdio.h>", "see #go", "#", "# go", "", "#!/bin/sh", "#go."] {
            let tags = of(line).unwrap_or_default();
            assert!(tags.is_empty() || line == "#go.", "{line}: {tags:?}");
        }
    }
}
