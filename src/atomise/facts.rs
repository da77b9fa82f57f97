//! Facts: the pieces of an answer that can be asked by themselves, found in its blocks.

use std::ops::Range;

use super::fact::{Fact, Form, piece};
use super::lead::{Lead, heading};
use super::list::{self, Lists};
use super::remark::{names_nothing, sets_scene};
use super::{pairs, sequence::Sequence};
use crate::draft::Asks;
use crate::markdown::{Block, BlockKind, Document, Fragment, outer_blocks, plain_text};
use crate::question::Question;
use crate::source::Span;

/// The facts in the answer of a question, in order; `sequence` asks for the steps of numbered lists.
pub(super) fn facts(document: &Document<'_>, question: &Question, sequence: Sequence) -> Vec<Fact> {
    let answer = &question.answer;
    let is_cut = |block: &&Block| answer.cuts.iter().any(|cut| cut.holds(trimmed(document, block)));
    let is_comment = |block: &&Block| {
        block.kind == BlockKind::Html && document.source.slice(block.span).trim_start().starts_with("<!--")
    };
    let blocks: Vec<&Block> =
        outer_blocks(document, answer).into_iter().filter(|block| !is_cut(block) && !is_comment(block)).collect();
    let lists = Lists { document, cuts: &answer.cuts, sequence };
    let mut reader = Reader { lists, facts: Vec::new() };
    let taken = reader.blocks(&blocks);
    // A lead-in with all that follows is the answer itself, not a piece of it.
    let facts = reader.facts;
    let is_whole = facts.iter().filter(|fact| fact.asks != Asks::Next).all(|fact| fact.form == Form::Whole);
    if is_whole && taken == blocks.len() && facts.iter().filter(|fact| fact.form == Form::Whole).count() == 1 {
        return facts.into_iter().filter(|fact| fact.asks == Asks::Next).collect();
    }
    facts
}

/// A block's text without the line end after it.
fn trimmed(document: &Document<'_>, block: &Block) -> Span {
    Span::new(block.span.start, block.span.start + document.source.slice(block.span).trim_end().len())
}

struct Reader<'d, 'a> {
    lists: Lists<'d, 'a>,
    facts: Vec<Fact>,
}

impl Reader<'_, '_> {
    /// Reads the blocks of an answer; how many of them are in facts whole, lead-ins with them.
    fn blocks(&mut self, blocks: &[&Block]) -> usize {
        let (document, cuts) = (self.lists.document, self.lists.cuts);
        let (mut section, mut lead) = (None, Lead::Nothing);
        let (mut at, mut taken) = (0, 0);
        while let Some(block) = blocks.get(at) {
            let (before, mut run, mut next) = (self.facts.len(), 1, Lead::Nothing);
            let mut is_all = match &lead {
                Lead::Nothing => false,
                Lead::Title(_) => true,
                Lead::Colon { list, .. } => list.is_all,
            };
            match block.kind {
                BlockKind::Heading(_) => {
                    section = heading(document, block, cuts);
                    next = section.clone().map_or(Lead::Nothing, Lead::Title);
                }
                BlockKind::Paragraph | BlockKind::Inline => next = Lead::of(document, block, cuts),
                BlockKind::List(_) => {
                    // Code below a list whose last item announces it belongs to that item.
                    let code = if list::is_open(document, block, cuts) { codes(blocks, at + 1) } else { Vec::new() };
                    run += code.len();
                    self.list(block, &code, section.as_ref(), &lead);
                }
                BlockKind::Code(_) => {
                    let code = codes(blocks, at);
                    run = code.len();
                    if let Lead::Colon { code: ending, .. } = &lead
                        && !sets_scene(&plain_text(document, &ending.said))
                    {
                        is_all = ending.is_all;
                        self.whole(section.as_ref(), &ending.said, code, block.span);
                    }
                }
                BlockKind::Table => {
                    self.facts.extend(pairs::rows(document, block, cuts, &lead.steps(section.as_ref())));
                }
                BlockKind::Definitions => {
                    self.facts.extend(pairs::terms(document, block, cuts, &lead.steps(section.as_ref())));
                }
                _ => {}
            }
            if self.facts.len() > before {
                taken += run + usize::from(is_all);
            }
            lead = next;
            at += run;
        }
        taken
    }

    /// A list is a fact an item where it is labelled, else it is one, if anything leads to it.
    fn list(&mut self, list: &Block, code: &[Range<usize>], section: Option<&Fragment>, lead: &Lead) {
        let steps = lead.steps(section);
        if let Some(facts) = self.lists.labelled(list, code, &steps) {
            self.facts.extend(facts);
            return;
        }
        if let Some(front) = lead.said()
            && self.lists.is_fact(list, code)
        {
            let section = section.filter(|_| matches!(lead, Lead::Colon { .. }));
            let events = std::iter::once(list.events.clone()).chain(code.iter().cloned()).collect();
            self.whole(section, front, events, list.span);
        }
        self.facts.extend(self.lists.follows(list, &steps));
    }

    /// All that a lead-in leads to, unless that could not be asked for.
    fn whole(&mut self, section: Option<&Fragment>, front: &Fragment, events: Vec<Range<usize>>, span: Span) {
        let said = plain_text(self.lists.document, front);
        if names_nothing(&said) {
            return;
        }
        let back = piece(events, self.lists.cuts);
        let steps = section.into_iter().cloned().collect();
        self.facts.push(Fact { steps, front: front.clone(), back, asks: Asks::Meaning, form: Form::Whole, span });
    }
}

/// The events of the blocks of code that stand one after the other from this place on.
fn codes(blocks: &[&Block], from: usize) -> Vec<Range<usize>> {
    let rest = blocks.get(from..).unwrap_or_default().iter();
    rest.take_while(|block| matches!(block.kind, BlockKind::Code(_))).map(|block| block.events.clone()).collect()
}
