//! Multiple choice: a question with lettered or numbered options or check boxes. What is right is checked or
//! marked, or named by its letter in a toggle or a line after the options.

use std::collections::BTreeSet;

use super::opening::{self, Opens, opens_before, question_label, says_answer};
use super::options::{self, Options, Sign, may_be_lettered, may_be_parted};
use super::pieces::{between, is_line, number, of_blocks, span_of};
use super::reading::Scope;
use super::{Claims, Dialect, Reading, right};
use crate::markdown::{Block, BlockKind, Document, Fragment};
use crate::note::Kind;
use crate::question::{Choice, Question, Verdict};
use crate::source::Span;

/// Questions with options.
pub(super) struct Choices;

/// A question with options among its siblings.
struct Group<'d> {
    siblings: &'d [Block],
    options: Options,
    /// The block the question begins with.
    first: usize,
    /// The block after the last of its answer.
    end: usize,
    /// The block that its answer cannot reach over: a heading, a rule.
    limit: usize,
    opens: Opens,
}

impl Dialect for Choices {
    fn name(&self) -> &'static str {
        "choice"
    }

    fn summary(&self) -> &'static str {
        "a question with options, lettered or with check boxes, and what is right"
    }

    fn recognise(&self, document: &Reading<'_>, claims: &mut Claims) -> Vec<Question> {
        let mut groups = Vec::new();
        for scope in &document.scopes {
            groups.extend(groups_in(document, scope, claims));
        }
        if groups.is_empty() {
            return Vec::new();
        }
        let opening = groups.iter().filter(|group| group.opens != Opens::Not);
        let mut asked: BTreeSet<usize> = opening.filter_map(Group::begins).collect();
        // A numbered list is an option's list only where most of them are.
        let numbered = |group: &&Group<'_>| group.options.sign == Sign::Numbers;
        let stray = !claims.insists() && {
            let all = groups.iter().filter(numbered).count();
            2 * groups.iter().filter(numbered).filter(|group| group.is_resolved()).count() < all
        };
        groups.retain(|group| !stray || group.options.sign != Sign::Numbers);
        // What opens no question is a part of the answer above it.
        asked.extend(groups.iter().filter(|group| group.is_resolved()).filter_map(Group::begins));
        groups.iter_mut().for_each(|group| group.end_before(&asked));
        let resolved: Vec<&Group<'_>> = groups.iter().filter(|group| group.is_resolved()).collect();
        let plain = resolved.iter().filter(|group| group.opens == Opens::Plainly).count();
        // Plans have boxes and numbers too; they do not ask.
        let asking = |group: &&&Group<'_>| match group.options.sign {
            Sign::Boxes => group.opens == Opens::Plainly || group.opens == Opens::ByNumber && plain > 0,
            Sign::Letters | Sign::Numbers | Sign::Said => group.opens != Opens::Not,
        };
        let (asking, many) = (resolved.iter().filter(asking).count(), resolved.len());
        if !(asking >= 1 && 2 * asking >= many || claims.insists()) {
            return Vec::new();
        }
        let goes_along = |group: &Group<'_>| many >= 2 && group.opens != Opens::Not;
        groups.retain(|group| group.is_resolved() || goes_along(group));
        groups.iter().map(|group| group.question(self.name(), document, claims)).collect()
    }
}

impl Group<'_> {
    /// The event that it begins with.
    fn begins(&self) -> Option<usize> {
        self.siblings.get(self.first).map(|first| first.events.start)
    }

    /// Lets its answer reach to the next of these beginnings of questions.
    fn end_before(&mut self, asked: &BTreeSet<usize>) {
        let from = self.options.blocks.end;
        let after = self.siblings.get(from..self.limit).unwrap_or_default();
        let next = after.iter().position(|block| asked.contains(&block.events.start));
        self.end = next.map_or(self.limit, |at| from + at).max(from);
    }

    fn is_resolved(&self) -> bool {
        let right = self.options.right.len();
        right > 0 && (right < self.options.texts.len() || self.opens == Opens::Plainly)
    }

    fn question(&self, dialect: &'static str, document: &Document<'_>, claims: &mut Claims) -> Question {
        let Group { siblings, options, .. } = self;
        let all = siblings.get(self.first..self.end).unwrap_or_default();
        for block in all {
            if claims.is_free(&block.events) {
                claims.take(block.events.clone());
            }
        }
        let span = span_of(all);
        let resolved = self.is_resolved();
        let choice = |(at, text): (usize, &Fragment)| Choice {
            text: text.clone(),
            verdict: if options.right.contains(&at) { Verdict::Right } else { Verdict::Wrong },
        };
        let choices = if resolved { options.texts.iter().enumerate().map(choice).collect() } else { Vec::new() };
        let first = all.first().map_or(span, |block| block.span);
        let heading = all.first().and_then(|first| first.heading());
        Question {
            kind: if resolved { Kind::Choice } else { Kind::Basic },
            options: choices,
            level: heading.map(|heading| heading.level),
            anchor: heading.and_then(|heading| heading.id.clone()),
            ..Question::new(
                dialect,
                span,
                Span::new(first.start, first.end.min(options.start).max(first.start + 1)),
                self.prompt(document, all, resolved),
                right::answer(document, siblings, options, self.end),
            )
        }
    }

    /// What stands before the options; with them, where nobody says which is right.
    fn prompt(&self, document: &Document<'_>, all: &[Block], resolved: bool) -> Fragment {
        let options = &self.options;
        let Some((opening, _)) = all.split_first() else { return Fragment::default() };
        let until = if resolved {
            options.start
        } else {
            options
                .blocks
                .end
                .checked_sub(self.first + 1)
                .and_then(|at| all.get(at))
                .map_or(options.start, |b| b.span.end)
        };
        let mut prompt = between(all, Span::new(opening.span.start, until));
        // A question that is the one item of a numbered list asks without its number.
        if let (BlockKind::List(_), [item]) = (&opening.kind, opening.children.as_slice()) {
            let rest = all.get(1..options.blocks.start - self.first).unwrap_or_default();
            prompt = Fragment::new(item.inner()).without(Span::new(until.min(item.span.end), item.span.end));
            prompt.events.extend(of_blocks(rest).events);
        }
        prompt.cuts.extend(number(document, opening));
        if let Some(label) = question_label(document, opening) {
            prompt.cuts.push(label);
        }
        prompt
    }
}

/// The questions with options among siblings.
fn groups_in<'d>(document: &Document<'_>, scope: &Scope<'d>, claims: &Claims) -> Vec<Group<'d>> {
    let siblings = scope.siblings;
    let may_hold = |at: usize, block: &Block| match block.kind {
        BlockKind::List(_) => true,
        BlockKind::Paragraph | BlockKind::Inline => {
            may_be_lettered(document, block) || may_be_parted(document, block, siblings.get(at + 1))
        }
        _ => false,
    };
    // Outermost toggles stand one after another, so the last that begins before a block is the one to hold it.
    let outer: Vec<Span> =
        scope.toggles.iter().filter(|toggle| toggle.parent.is_none()).map(|toggle| toggle.span).collect();
    let is_hidden = |block: &Block| {
        let begun = outer.partition_point(|toggle| toggle.start < block.span.start);
        begun.checked_sub(1).and_then(|last| outer.get(last)).is_some_and(|toggle| toggle.holds(block.span))
    };
    let mut found: Vec<Options> = Vec::new();
    for (at, block) in siblings.iter().enumerate() {
        let taken = found.last().is_some_and(|last| at < last.blocks.end);
        if !taken && may_hold(at, block) && claims.is_free(&block.events) && !is_hidden(block) {
            found.extend(options::read(document, siblings, at));
        }
    }
    if found.is_empty() {
        return Vec::new();
    }
    let is_answer = |block: &Block| says_answer(document, block);
    let ends = |block: &Block| block.kind == BlockKind::Rule || block.heading().is_some() && !is_answer(block);
    let limits = siblings.iter().enumerate().filter(|(_, block)| ends(block) && !is_hidden(block));
    let limits: Vec<usize> = limits.map(|(at, _)| at).collect();
    let starts: Vec<usize> =
        found.iter().map(|options| first_of(document, siblings, options, &found, is_hidden)).collect();
    let mut groups = Vec::new();
    for (nth, (mut options, first)) in found.into_iter().zip(starts.iter().copied()).enumerate() {
        // A rule may part the options from the answer below them.
        let from = options.blocks.end;
        // A rule right below the options may part them from their answer.
        let parts = |block: &Block| block.kind == BlockKind::Rule && siblings.get(from + 1).is_some_and(is_answer);
        let first_limit = from + usize::from(siblings.get(from).is_some_and(parts));
        let limit = limits.get(limits.partition_point(|at| *at < first_limit)).copied().unwrap_or(siblings.len());
        let end = starts.get(nth + 1).map_or(limit, |next| limit.min(*next).max(from));
        if options.right.is_empty() && options.sign != Sign::Boxes {
            options.right = right::by_name(document, siblings, &options, end);
        }
        let Some(opening) = siblings.get(first).filter(|opening| opening.span.start < options.start) else { continue };
        // A list below "Answer" is a part of the answer.
        let between = siblings.get(first + 1..options.blocks.start).unwrap_or_default();
        if !between.iter().any(|block| says_answer(document, block)) {
            let opens = opens_before(document, opening, options.start);
            groups.push(Group { siblings, opens, options, first, end, limit });
        }
    }
    groups
}

/// The block a question begins with; without any that opens it, the paragraph before the options.
fn first_of(
    document: &Document<'_>,
    siblings: &[Block],
    options: &Options,
    all: &[Options],
    is_hidden: impl Fn(&Block) -> bool,
) -> usize {
    let at = options.blocks.start;
    if siblings.get(at).is_some_and(|block| block.span.start < options.start) {
        return at;
    }
    let before = all.partition_point(|other| other.blocks.start < at).checked_sub(1);
    let floor = before.and_then(|before| all.get(before)).map_or(0, |other| other.blocks.end);
    let first = |floor: usize| {
        let before = siblings.get(floor..at).unwrap_or_default();
        opening::first(document, before).or_else(|| before.iter().rposition(is_line)).map(|first| floor + first)
    };
    // What a toggle hides answers the question before.
    let toggle = siblings.get(floor..at).unwrap_or_default().iter().rposition(is_hidden);
    toggle.and_then(|toggle| first(floor + toggle + 1)).or_else(|| first(floor)).unwrap_or(at)
}
