//! Multiple choice: a question with lettered options or task boxes. What is right is checked, or
//! named by its letter in a toggle or a line after the options.

use super::asking::{Asks, asks};
use super::label::{self, Role};
use super::letter::{self, are_in_order, named};
use super::pieces::{between, is_line, lines, number, scopes, span_of, text};
use super::toggle::among;
use super::{Claims, Dialect};
use crate::markdown::{Block, BlockKind, Document, Fragment, plain_text};
use crate::note::Kind;
use crate::question::{Choice, Question, Verdict};
use crate::source::Span;
use pulldown_cmark::Event;

/// Questions with options.
pub(super) struct Choices;

/// The options in one block.
struct Options {
    /// The block's number among its siblings.
    block: usize,
    /// Where they begin: in a paragraph the question may stand on the lines before.
    start: usize,
    texts: Vec<Fragment>,
    /// The lines after them in the same paragraph.
    after: Option<Span>,
    /// Their letters; empty where boxes say what is right.
    marks: Vec<String>,
    right: Vec<usize>,
}

/// A question with options among its siblings.
struct Group<'d> {
    siblings: &'d [Block],
    options: Options,
    /// The block the question begins with.
    first: usize,
    /// The block after the last of its answer.
    end: usize,
    asks: bool,
}

impl Dialect for Choices {
    fn name(&self) -> &'static str {
        "choice"
    }

    fn summary(&self) -> &'static str {
        "a question with options, lettered or with check boxes, and what is right"
    }

    fn recognise(&self, document: &Document<'_>, claims: &mut Claims) -> Vec<Question> {
        let mut groups = Vec::new();
        for siblings in scopes(&document.blocks) {
            groups.extend(groups_in(document, siblings, claims));
        }
        let right = |group: &&Group<'_>| !group.options.right.is_empty();
        let resolved = groups.iter().filter(right).count();
        let asking = groups.iter().filter(|group| right(group) && group.asks).count();
        let enough = asking >= 1 && 2 * asking >= resolved || claims.insists();
        if !enough {
            return Vec::new();
        }
        groups
            .retain(|group| 2 * resolved > 1 && (right(&group) || group.options.marks.len() >= 2 && 2 * resolved > 3));
        groups.iter().map(|group| group.question(self.name(), document, claims)).collect()
    }
}

impl Group<'_> {
    fn question(&self, dialect: &'static str, document: &Document<'_>, claims: &mut Claims) -> Question {
        let Group { siblings, options, .. } = self;
        let all = siblings.get(self.first..self.end).unwrap_or_default();
        for block in all.iter().filter(|block| claims.is_free(&block.events)).collect::<Vec<_>>() {
            claims.take(block.events.clone());
        }
        let span = span_of(all);
        let mut prompt = between(all, Span::new(span.start, options.start));
        // A question that is the one item of a numbered list asks without its number.
        if let Some([item]) =
            all.first().filter(|first| matches!(first.kind, BlockKind::List(_))).map(|list| list.children.as_slice())
        {
            let rest = all.get(1..options.block - self.first).unwrap_or_default();
            prompt = Fragment { events: vec![item.inner()], ..Fragment::default() };
            prompt.events.extend(super::pieces::of_blocks(rest).events);
        }
        prompt.cuts.extend(all.first().and_then(|first| number(document, first)));
        let first = all.first().map_or(span, |block| block.span);
        let asked = Span::new(first.start, first.end.min(options.start).max(first.start + 1));
        if let Some(label) = all.first().and_then(|block| label::leading(document, block.inner()))
            && label::is_known(&label.word, Role::Question)
        {
            prompt.cuts.push(label.span);
        }
        let answer = answer(document, siblings, options, self.end);
        let heading = all.first().and_then(|first| first.heading());
        let resolved = !options.right.is_empty();
        let choices = options.texts.iter().enumerate().map(|(at, text)| Choice {
            text: text.clone(),
            verdict: if options.right.contains(&at) { Verdict::Right } else { Verdict::Wrong },
        });
        let choices: Vec<Choice> = if resolved { choices.collect() } else { Vec::new() };
        if !resolved {
            prompt = between(all, Span::new(span.start, siblings.get(options.block).map_or(span.end, |b| b.span.end)));
            prompt.cuts.extend(all.first().and_then(|first| number(document, first)));
        }
        Question {
            kind: if resolved { Kind::Choice } else { Kind::Basic },
            options: choices,
            level: heading.map(|heading| heading.level),
            anchor: heading.and_then(|heading| heading.id.clone()),
            ..Question::new(dialect, span, asked, prompt, answer)
        }
    }
}

/// What follows the options: without the toggles that hide it, and without the line that only names
/// the letter.
fn answer(document: &Document<'_>, siblings: &[Block], options: &Options, end: usize) -> Fragment {
    let mut answer = tail(document, siblings, options, end);
    if let Some(first) = first_said(document, siblings, options, end, &answer)
        && !options.marks.is_empty()
    {
        let said = plain_text(document, &Fragment { events: vec![first.inner()], ..answer.clone() });
        let said = said.trim();
        // Only letters and a label: the options themselves will show it.
        let words = said.rsplit([':', '：']).next().unwrap_or_default();
        let bare = words.chars().filter(|c| c.is_alphanumeric()).count() <= 2 * options.marks.len().min(3);
        if bare && is_line_or_heading(first) && !named(said, &options.marks).is_empty() {
            answer.cuts.push(first.span);
        }
    }
    answer
}

/// All that follows the options, out of its toggles.
fn tail(document: &Document<'_>, siblings: &[Block], options: &Options, end: usize) -> Fragment {
    let blocks = siblings.get(options.block + 1..end).unwrap_or_default();
    let mut tail = super::pieces::of_blocks(blocks);
    if let (Some(after), Some(block)) = (options.after, siblings.get(options.block)) {
        tail.events.insert(0, block.inner());
        tail.cuts.push(Span::new(block.span.start, after.start));
    }
    for toggle in among(document, blocks).iter().filter(|toggle| toggle.parent.is_none()) {
        tail.cuts.extend([toggle.head, toggle.tail]);
    }
    tail
}

/// The first block after the options that says something.
fn first_said<'d>(
    document: &Document<'_>,
    siblings: &'d [Block],
    options: &Options,
    end: usize,
    answer: &Fragment,
) -> Option<&'d Block> {
    let from = if options.after.is_some() { options.block } else { options.block + 1 };
    siblings.get(from..end).unwrap_or_default().iter().find(|block| {
        let own = Fragment { events: vec![block.events.clone()], ..answer.clone() };
        block.kind != BlockKind::Rule && !own.is_blank(document)
    })
}

fn is_line_or_heading(block: &Block) -> bool {
    is_line(block) || block.heading().is_some()
}

/// The questions with options among siblings.
fn groups_in<'d>(document: &Document<'_>, siblings: &'d [Block], claims: &Claims) -> Vec<Group<'d>> {
    let may_hold = |block: &Block| match block.kind {
        BlockKind::List(_) => true,
        BlockKind::Paragraph | BlockKind::Inline => lettered(document.source.slice(block.span)) >= 2,
        _ => false,
    };
    if !siblings.iter().any(may_hold) {
        return Vec::new();
    }
    let hidden: Vec<Span> = among(document, siblings).iter().map(|toggle| toggle.span).collect();
    let mut found: Vec<Options> = Vec::new();
    for (at, block) in siblings.iter().enumerate().filter(|(_, block)| claims.is_free(&block.events)) {
        if !hidden.iter().any(|span| span.start < block.span.start && span.holds(block.span)) {
            found.extend(options(document, block, at));
        }
    }
    let starts: Vec<usize> = found.iter().map(|options| first_of(document, siblings, options, &found)).collect();
    let mut groups = Vec::new();
    for (nth, (mut options, first)) in found.into_iter().zip(starts.iter().copied()).enumerate() {
        let ends = |(at, block): (usize, &Block)| {
            let answer = block.heading().is_some() && is_answer_heading(document, block);
            (block.heading().is_some() && !answer || block.kind == BlockKind::Rule).then_some(at)
        };
        let after = siblings.iter().enumerate().skip(options.block + 1);
        let end = after
            .filter(|(_, block)| !hidden.iter().any(|span| span.start < block.span.start && span.holds(block.span)))
            .find_map(ends)
            .unwrap_or(siblings.len());
        let end = starts.get(nth + 1).map_or(end, |next| end.min(*next).max(options.block + 1));
        if options.right.is_empty() {
            options.right = right_by_name(document, siblings, &options, end);
        }
        let Some(opening) = siblings.get(first) else { continue };
        let said = text(document, opening);
        let labelled =
            label::leading(document, opening.inner()).is_some_and(|label| label::is_known(&label.word, Role::Question));
        let between = siblings.get(first + 1..options.block).unwrap_or_default();
        if between
            .iter()
            .any(|block| (is_line(block) || block.heading().is_some()) && is_answer_heading(document, block))
        {
            continue;
        }
        let asks = asks(&said) != Asks::No
            || number(document, opening).is_some()
            || labelled
            || matches!(opening.kind, BlockKind::List(Some(_)));
        if options.start > opening.span.start {
            groups.push(Group { siblings, options, first, end, asks });
        }
    }
    groups
}

/// How many lines of a text may begin with a letter.
fn lettered(text: &str) -> usize {
    let marked = |line: &str| {
        let mut letters = line.chars().filter(|c| !matches!(c, ' ' | '\t' | '*' | '_' | '(' | '>' | '-' | '\\'));
        letters.next().is_some_and(char::is_alphanumeric)
            && letters.next().is_some_and(|c| matches!(c, '.' | ')' | ':' | '）' | '．' | '、' | '：'))
            || line.trim_start().starts_with(|c| ('①'..='⑳').contains(&c))
    };
    text.lines().filter(|line| marked(line)).count()
}

fn is_answer_heading(document: &Document<'_>, block: &Block) -> bool {
    label::leading(document, block.inner()).is_some_and(|label| label::is_known(&label.word, Role::Answer))
}

/// The block a question begins with: the heading above its options, else the last line that asks,
/// has a number or a label, else the paragraph before them.
fn first_of(document: &Document<'_>, siblings: &[Block], options: &Options, all: &[Options]) -> usize {
    let floor = all.iter().rfind(|other| other.block < options.block).map_or(0, |other| other.block + 1);
    let before = siblings.get(floor..options.block).unwrap_or_default();
    if siblings.get(options.block).is_some_and(|block| block.span.start < options.start) {
        return options.block;
    }
    if let Some(at) = before.iter().rposition(|block| block.heading().is_some() && !is_answer_heading(document, block))
    {
        return floor + at;
    }
    let opens = |block: &Block| {
        let is_item = matches!(block.kind, BlockKind::List(Some(_))) && block.children.len() == 1;
        (is_line(block) || is_item)
            && (is_item || asks(&text(document, block)) != Asks::No || number(document, block).is_some())
    };
    let opening = before.iter().rposition(opens).or_else(|| before.iter().rposition(is_line));
    opening.map_or(options.block, |at| floor + at)
}

/// The options a block holds, if it is a list of them or a paragraph with a line for each.
fn options(document: &Document<'_>, block: &Block, at: usize) -> Option<Options> {
    match block.kind {
        BlockKind::List(first) => {
            if block.children.len() < 2 {
                return None;
            }
            let texts: Vec<Fragment> = block.children.iter().map(|item| Fragment::new(item.inner())).collect();
            boxes(document, block, at).or_else(|| {
                let letters: Option<Vec<_>> =
                    block.children.iter().map(|item| letter::leading(document, inline_of(item)?.inner())).collect();
                let by_letter = letters.filter(|all| are_in_order(all.iter().map(|letter| letter.mark.as_str())));
                let options = |texts, marks| Options {
                    block: at,
                    start: block.span.start,
                    texts,
                    after: None,
                    marks,
                    right: Vec::new(),
                };
                match (by_letter, first) {
                    (Some(all), _) => {
                        let texts = texts.iter().zip(&all).map(|(text, letter)| text.clone().without(letter.span));
                        Some(options(texts.collect(), all.iter().map(|letter| letter.mark.clone()).collect()))
                    }
                    (None, Some(1)) => {
                        Some(options(texts, (1..=block.children.len()).map(|n| n.to_string()).collect()))
                    }
                    (None, _) => None,
                }
            })
        }
        BlockKind::Paragraph | BlockKind::Inline => {
            if lettered(document.source.slice(block.span)) < 2 {
                return None;
            }
            let lines = lines(document, block);
            let letter = |line: &super::pieces::Line| letter::leading(document, line.events.clone());
            let from = lines
                .iter()
                .position(|line| letter(line).is_some_and(|letter| are_in_order([letter.mark.as_str()])))?;
            let lines = lines.get(from..)?;
            let letters: Vec<_> = lines.iter().map_while(letter).collect();
            let in_order = |count: &usize| are_in_order(letters.iter().take(*count).map(|letter| letter.mark.as_str()));
            let count = (2..=letters.len()).rev().find(in_order)?;
            let (lines, after) = lines.split_at(count);
            let texts = lines
                .iter()
                .zip(&letters)
                .map(|(line, letter)| Fragment::new(line.events.clone()).without(letter.span));
            let marks = letters.iter().take(count).map(|letter| letter.mark.clone()).collect();
            let after = after.first().zip(after.last()).map(|(first, last)| Span::new(first.span.start, last.span.end));
            Some(Options {
                block: at,
                start: lines.first()?.span.start,
                texts: texts.collect(),
                after,
                marks,
                right: Vec::new(),
            })
        }
        _ => None,
    }
}

/// A list whose every item has a box, some checked and some not.
fn boxes(document: &Document<'_>, block: &Block, at: usize) -> Option<Options> {
    let mut options = Options {
        block: at,
        start: block.span.start,
        texts: Vec::new(),
        after: None,
        marks: Vec::new(),
        right: Vec::new(),
    };
    for (nth, item) in block.children.iter().enumerate() {
        let events = document.events.get(item.inner())?;
        let (checked, span) = events.iter().take(2).find_map(|(event, span)| match event {
            Event::TaskListMarker(checked) => Some((*checked, *span)),
            _ => None,
        })?;
        if checked {
            options.right.push(nth);
        }
        options.texts.push(Fragment::new(item.inner()).without(span));
    }
    let some = !options.right.is_empty() && options.right.len() < block.children.len();
    some.then_some(options)
}

/// The inline content an item begins with.
fn inline_of(item: &Block) -> Option<&Block> {
    item.children.first().filter(|first| is_line(first))
}

/// The options that the beginning of the answer names or says again.
fn right_by_name(document: &Document<'_>, siblings: &[Block], options: &Options, end: usize) -> Vec<usize> {
    let answer = tail(document, siblings, options, end);
    let Some(first) = first_said(document, siblings, options, end, &answer) else { return Vec::new() };
    let said = plain_text(document, &Fragment { events: vec![first.events.clone()], ..answer });
    let said = said.trim().lines().next().unwrap_or_default();
    let by_letter = if said.chars().count() <= 160 { named(said, &options.marks) } else { Vec::new() };
    if !by_letter.is_empty() {
        return by_letter;
    }
    let said = said.rsplit([':', '：']).next().unwrap_or_default().trim();
    let same = |text: &Fragment| plain_text(document, text).trim() == said;
    options.texts.iter().position(same).into_iter().collect()
}
