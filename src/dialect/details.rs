//! `<details><summary>What is it?</summary> It is ... </details>`: the summary asks, the rest of the
//! toggle answers. A toggle that holds nothing but toggles is a topic.

use std::cmp::Reverse;

use super::asking::{Asks, asks};
use super::contents::is_contents;
use super::evidence::Evidence;
use super::pieces::text;
use super::reading::Scope;
use super::toggle::Toggle;
use super::{Claims, Dialect, Reading, label, numbering};
use crate::markdown::{Block, BlockKind, Document};
use crate::question::Question;
use crate::source::Span;

/// Toggles that ask.
pub(super) struct Details;

/// A toggle that may be a question.
struct Candidate<'d> {
    siblings: &'d [Block],
    toggle: Toggle,
    title: String,
    asks: Asks,
}

impl Dialect for Details {
    fn name(&self) -> &'static str {
        "details"
    }

    fn summary(&self) -> &'static str {
        "a toggle `<details>` whose `<summary>` asks, its answer inside"
    }

    fn recognise(&self, document: &Reading<'_>, claims: &mut Claims) -> Vec<Question> {
        let mut candidates = Vec::new();
        for scope in document.scopes.iter().filter(|scope| !scope.toggles.is_empty()) {
            collect(document, scope, claims, &mut candidates);
        }
        if candidates.is_empty() {
            return Vec::new();
        }
        // What lies inside the answer of another candidate is that answer's.
        candidates.sort_by_key(|candidate| (candidate.toggle.span.start, Reverse(candidate.toggle.span.end)));
        let mut end = 0;
        candidates.retain(|candidate| {
            let is_outer = end < candidate.toggle.span.end;
            end = end.max(candidate.toggle.span.end);
            is_outer
        });
        let evidence = Evidence::of(candidates.iter().map(|candidate| candidate.asks));
        let numbered = candidates.iter().filter(|candidate| numbering::length(&candidate.title) > 0).count();
        let all_numbered = numbered >= 3 && numbered == candidates.len();
        let below = below_asking(document, claims, &candidates);
        let may_be_parts = 2 * below >= candidates.len() || evidence.asking == 0;
        if !claims.insists() && !all_numbered && may_be_parts && evidence.asking <= asking_headings(document, claims) {
            for candidate in &candidates {
                claims.remark(
                    candidate.toggle.span,
                    "a toggle in a text whose headings ask, or that does not ask itself",
                );
            }
            return Vec::new();
        }
        // Where half of them ask by their words, the others name what is asked about.
        let half = evidence.asking >= 3 && 2 * evidence.asking >= evidence.all;
        let admitted = |asks: Asks| claims.insists() || all_numbered || half || evidence.admits(asks);
        candidates.retain(|candidate| admitted(candidate.asks));
        candidates.iter().map(|candidate| candidate.question(self.name(), document, claims)).collect()
    }
}

impl Candidate<'_> {
    fn question(&self, dialect: &'static str, document: &Document<'_>, claims: &mut Claims) -> Question {
        let Candidate { siblings, toggle, .. } = self;
        for block in siblings.get(toggle.blocks.clone()).unwrap_or_default() {
            if claims.is_free(&block.events) {
                claims.take(block.events.clone());
            }
        }
        let mut prompt = toggle.prompt(siblings);
        let asked = document.source.slice(toggle.summary);
        let tags = leading_tags(asked);
        let said = asked.get(tags..).unwrap_or_default();
        let number = numbering::length(said).max(label::question_length(said));
        let start = toggle.summary.start + tags;
        prompt = prompt.without(Span::new(start, start + number));
        let asked = asked.trim();
        let asked = Span::new(toggle.summary.start, toggle.summary.start + asked.len().max(1));
        Question::new(dialect, toggle.span, asked, prompt, toggle.body(siblings))
    }
}

/// The toggles among siblings that could ask: outermost ones, and those in toggles that only group.
fn collect<'d>(document: &Document<'_>, scope: &Scope<'d>, claims: &Claims, found: &mut Vec<Candidate<'d>>) {
    let Scope { siblings, toggles, titles } = scope;
    let mut groups = Vec::new();
    for (at, (toggle, title)) in toggles.iter().zip(titles).enumerate() {
        let reachable = toggle.parent.is_none_or(|parent| groups.contains(&parent));
        let blocks = siblings.get(toggle.blocks.clone()).unwrap_or_default();
        let free = blocks.iter().all(|block| claims.is_free(&block.events));
        if !reachable || !free || toggle.summary.start >= toggle.summary.end {
            continue;
        }
        if is_group(document, siblings, toggles, at) {
            groups.push(at);
        } else if !holds_contents(document, blocks) {
            found.push(Candidate { siblings, toggle: toggle.clone(), asks: asks(title), title: title.clone() });
        }
    }
}

/// Whether a toggle holds nothing but other toggles, headings aside.
fn is_group(document: &Document<'_>, siblings: &[Block], toggles: &[Toggle], at: usize) -> bool {
    let Some(toggle) = toggles.get(at) else { return false };
    let after = toggles.get(at + 1..).unwrap_or_default();
    let inner = after.iter().take_while(|other| other.span.start < toggle.span.end);
    let inner: Vec<&Toggle> = inner.filter(|other| other.parent == Some(at)).collect();
    if inner.len() < 2 {
        return false;
    }
    let mut rest = toggle.body(siblings);
    rest.cuts.extend(inner.iter().map(|other| other.span));
    let blocks = siblings.get(toggle.blocks.clone()).unwrap_or_default();
    rest.cuts.extend(blocks.iter().filter(|block| block.heading().is_some()).map(|block| block.span));
    rest.is_blank(document)
}

/// Whether all that a toggle shows is a table of contents.
fn holds_contents(document: &Document<'_>, blocks: &[Block]) -> bool {
    let mut shown = blocks.iter().filter(|block| !matches!(block.kind, BlockKind::Html | BlockKind::Rule)).peekable();
    shown.peek().is_some() && shown.all(|block| is_contents(document, block))
}

/// How many toggles stand below a heading that asks, with nothing taken by others between them.
fn below_asking(document: &Document<'_>, claims: &Claims, candidates: &[Candidate<'_>]) -> usize {
    let is_stop = |block: &&Block| block.heading().is_some() || !claims.is_free(&block.events);
    let stops: Vec<&Block> = document.blocks.iter().filter(is_stop).collect();
    let is_below = |candidate: &&Candidate<'_>| {
        let above = stops.partition_point(|block| block.span.end <= candidate.toggle.span.start);
        let stop = above.checked_sub(1).and_then(|last| stops.get(last));
        stop.is_some_and(|block| block.heading().is_some() && asks(&text(document, block)) == Asks::ByMark)
    };
    candidates.iter().filter(is_below).count()
}

/// How many free headings with something under them ask by a mark.
fn asking_headings(document: &Document<'_>, claims: &Claims) -> usize {
    let headings = document.blocks.windows(2).filter_map(|pair| match pair {
        [heading, next] => (heading.heading().is_some() && next.heading().is_none()).then_some(heading),
        _ => None,
    });
    let free = headings.filter(|heading| claims.is_free(&heading.events));
    Evidence::of(free.map(|heading| asks(&text(document, heading)))).marks
}

/// The length of the tags and spaces that raw HTML begins with.
fn leading_tags(html: &str) -> usize {
    let mut rest = html.trim_start();
    while rest.starts_with('<') {
        let Some((_, after)) = rest.split_once('>') else { break };
        rest = after.trim_start();
    }
    html.len() - rest.len()
}
