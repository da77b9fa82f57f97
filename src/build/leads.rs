//! Where links to headings lead: to the question or the section that the heading became.

use std::hash::{DefaultHasher, Hash, Hasher};

use crate::draft::Outline;
use crate::markdown::{Anchor, bare_name};
use crate::question::{Question, Recognised};
use crate::source::Span;

/// What became of a heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lead {
    /// Nothing of its own: only its document is there.
    Document,
    /// A question without an answer.
    Unanswered,
    /// A section that begins with the question of this outline.
    Section(u32),
    /// The question of this outline, or a part of its answer.
    Card(u32),
}

/// The headings of a document by name, in a few bytes each.
#[derive(Debug, Clone, Default)]
pub struct Leads(Vec<(u64, Lead)>);

impl Leads {
    /// What became of the headings of a document.
    pub(super) fn of(anchors: &[Anchor], recognised: &Recognised, outlines: &[Outline]) -> Leads {
        let ground = Ground::new(anchors, recognised, outlines);
        let mut leads = Vec::new();
        for (number, anchor) in anchors.iter().enumerate() {
            let lead = ground.lead(number, anchor);
            leads.push((exact(&anchor.name), lead));
            leads.extend(loose(&anchor.name).map(|key| (key, lead)));
        }
        // As the site shows a question: without its label and number.
        for (first, outline) in (0..).zip(outlines).filter(|(_, outline)| outline.parent.is_none()) {
            leads.extend(loose(&outline.front).map(|key| (key, Lead::Card(first))));
        }
        // The sort is stable: of one name the first counts.
        leads.sort_by_key(|(key, _)| *key);
        leads.dedup_by_key(|(key, _)| *key);
        leads.shrink_to_fit();
        Leads(leads)
    }

    /// What the heading called `place` became; a name made in another way than GitHub's counts as well.
    pub(super) fn find(&self, place: &str) -> Option<Lead> {
        let keys = [Some(exact(place)), loose(place)];
        let at = keys.into_iter().flatten().find_map(|key| self.0.binary_search_by_key(&key, |(key, _)| *key).ok())?;
        self.0.get(at).map(|(_, lead)| *lead)
    }
}

fn exact(name: &str) -> u64 {
    hashed(("exact", name))
}

fn loose(name: &str) -> Option<u64> {
    Some(bare_name(name)).filter(|name| !name.is_empty()).map(|name| hashed(("loose", name.as_str())))
}

fn hashed(key: (&str, &str)) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
}

/// What there is in a document for a heading to be.
struct Ground<'a> {
    anchors: &'a [Anchor],
    has_title: bool,
    /// Each question with its first outline, in order.
    questions: Vec<(Span, Option<u32>)>,
    unanswered: Vec<Span>,
}

impl Ground<'_> {
    fn new<'a>(anchors: &'a [Anchor], recognised: &Recognised, outlines: &[Outline]) -> Ground<'a> {
        let spans = |questions: &[Question]| {
            let mut spans: Vec<Span> = questions.iter().map(|question| question.span).collect();
            spans.sort_by_key(|span| span.start);
            spans
        };
        let mut questions: Vec<(Span, Option<u32>)> =
            spans(&recognised.questions).into_iter().map(|span| (span, None)).collect();
        for (number, outline) in (0..).zip(outlines) {
            let after = questions.partition_point(|(span, _)| span.start <= outline.asked.start);
            if let Some((_, first)) = after.checked_sub(1).and_then(|at| questions.get_mut(at)) {
                first.get_or_insert(number);
            }
        }
        let unanswered = spans(&recognised.unanswered);
        Ground { anchors, has_title: recognised.title.is_some(), questions, unanswered }
    }

    /// What became of the heading of an anchor, which is the one of this number.
    fn lead(&self, number: usize, anchor: &Anchor) -> Lead {
        let Anchor { at, level, .. } = anchor;
        let after = self.questions.partition_point(|(span, _)| span.start <= *at);
        let before = after.checked_sub(1).and_then(|before| self.questions.get(before));
        if let Some((span, first)) = before
            && *at < span.end
        {
            return first.map_or(Lead::Document, Lead::Card);
        }
        let silent = self.unanswered.partition_point(|span| span.start <= *at);
        if silent.checked_sub(1).and_then(|at| self.unanswered.get(at)).is_some_and(|span| *at < span.end) {
            return Lead::Unanswered;
        }
        let Some(level) = level else { return Lead::Document };
        let is_title = self.has_title && *level == 1 && self.anchors.first().is_some_and(|first| first.at == *at);
        if is_title {
            return Lead::Document;
        }
        let rest = self.anchors.get(number + 1..).unwrap_or_default();
        let ends = |other: &&Anchor| other.at > *at && other.level.is_some_and(|other| other <= *level);
        let end = rest.iter().find(ends).map_or(usize::MAX, |next| next.at);
        match self.questions.get(after) {
            Some((span, Some(first))) if span.start < end => Lead::Section(*first),
            _ => Lead::Document,
        }
    }
}
