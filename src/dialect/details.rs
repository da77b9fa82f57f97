//! `<details><summary>What is it?</summary> It is ... </details>`: the summary asks, the rest of the
//! toggle answers. A toggle that holds nothing but toggles is a topic.

use super::asking::{Asks, asks};
use super::contents::is_contents;
use super::evidence::Evidence;
use super::pieces::{scopes, text};
use super::toggle::{Toggle, among};
use super::{Claims, Dialect, numbering};
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

    fn recognise(&self, document: &Document<'_>, claims: &mut Claims) -> Vec<Question> {
        let mut candidates = Vec::new();
        if document.raw.is_empty() {
            return Vec::new();
        }
        for siblings in scopes(&document.blocks) {
            // Sibling by sibling only where there is raw HTML at all.
            if siblings
                .iter()
                .any(|block| matches!(block.kind, BlockKind::Html | BlockKind::Paragraph | BlockKind::Inline))
            {
                collect(document, siblings, claims, &mut candidates);
            }
        }
        // What lies inside the answer of another candidate is that answer's.
        let spans: Vec<Span> = candidates.iter().map(|candidate| candidate.toggle.span).collect();
        candidates.retain(|candidate| {
            let own = candidate.toggle.span;
            !spans.iter().any(|other| *other != own && other.holds(own))
        });
        let evidence = Evidence::of(candidates.iter().map(|candidate| candidate.asks));
        let numbered = candidates.iter().filter(|candidate| numbering::length(&candidate.title) > 0).count();
        let all_numbered = numbered >= 3 && numbered == candidates.len();
        if !claims.insists() && !all_numbered && evidence.asking <= asking_headings(document, claims) {
            for candidate in &candidates {
                claims.remark(
                    candidate.toggle.span,
                    "a toggle in a text whose headings ask, or that does not ask itself",
                );
            }
            return Vec::new();
        }
        let admitted = |asks: Asks| claims.insists() || all_numbered || evidence.admits(asks);
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
        let number = numbering::length(asked.get(tags..).unwrap_or_default());
        let start = toggle.summary.start + tags;
        prompt = prompt.without(Span::new(start, start + number));
        let asked = asked.trim();
        let asked = Span::new(toggle.summary.start, toggle.summary.start + asked.len().max(1));
        Question::new(dialect, toggle.span, asked, prompt, toggle.body(siblings))
    }
}

/// The toggles among siblings that could ask: outermost ones, and those in toggles that only group.
fn collect<'d>(document: &Document<'_>, siblings: &'d [Block], claims: &Claims, found: &mut Vec<Candidate<'d>>) {
    let toggles = among(document, siblings);
    let mut groups = Vec::new();
    for (at, toggle) in toggles.iter().enumerate() {
        let reachable = toggle.parent.is_none_or(|parent| groups.contains(&parent));
        let blocks = siblings.get(toggle.blocks.clone()).unwrap_or_default();
        let free = blocks.iter().all(|block| claims.is_free(&block.events));
        if !reachable || !free || toggle.summary.start >= toggle.summary.end {
            continue;
        }
        if is_group(document, siblings, &toggles, at) {
            groups.push(at);
        } else if !holds_contents(document, blocks) {
            let title = toggle.title(document, siblings);
            found.push(Candidate { siblings, toggle: toggle.clone(), asks: asks(&title), title });
        }
    }
}

/// Whether a toggle holds nothing but other toggles, headings aside.
fn is_group(document: &Document<'_>, siblings: &[Block], toggles: &[Toggle], at: usize) -> bool {
    let Some(toggle) = toggles.get(at) else { return false };
    let inner: Vec<&Toggle> = toggles.iter().filter(|other| other.parent == Some(at)).collect();
    let mut rest = toggle.body(siblings);
    rest.cuts.extend(inner.iter().map(|other| other.span));
    let blocks = siblings.get(toggle.blocks.clone()).unwrap_or_default();
    rest.cuts.extend(blocks.iter().filter(|block| block.heading().is_some()).map(|block| block.span));
    inner.len() >= 2 && rest.is_blank(document)
}

/// Whether all that a toggle shows is a table of contents.
fn holds_contents(document: &Document<'_>, blocks: &[Block]) -> bool {
    let mut shown = blocks.iter().filter(|block| !matches!(block.kind, BlockKind::Html | BlockKind::Rule)).peekable();
    shown.peek().is_some() && shown.all(|block| is_contents(document, block))
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
