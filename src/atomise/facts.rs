//! Facts: the pieces of an answer that can be asked by themselves, found in its blocks.

use crate::draft::Asks;
use crate::markdown::{Block, BlockKind, Document, Fragment, outer_blocks};
use crate::question::Question;
use crate::source::Span;

use super::label::{Labelled, labelled};
use super::lead::{heading, lead_in};

/// A piece of an answer with what asks for it.
#[derive(Debug)]
pub(super) struct Fact {
    /// What leads to it, outermost first.
    pub steps: Vec<Fragment>,
    /// What is asked.
    pub front: Fragment,
    /// What is to be remembered.
    pub back: Fragment,
    pub asks: Asks,
    pub form: Form,
    /// Where it stands.
    pub span: Span,
}

/// What a fact is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// A label and one line.
    Line,
    /// A label and more than a line.
    Labelled,
    /// A lead-in and all that it leads to.
    Whole,
}

/// Items of a list that is one fact: nobody remembers more at once.
const LONGEST_LIST: usize = 15;

/// The facts in the answer of a question, in order; `sequence` asks for the steps of numbered lists.
pub(super) fn facts(document: &Document<'_>, question: &Question, sequence: Sequence) -> Vec<Fact> {
    let answer = &question.answer;
    let is_cut = |block: &&Block| answer.cuts.iter().any(|cut| cut.holds(trimmed(document, block)));
    let is_comment = |block: &&Block| {
        block.kind == BlockKind::Html && document.source.slice(block.span).trim_start().starts_with("<!--")
    };
    let blocks: Vec<&Block> =
        outer_blocks(document, answer).into_iter().filter(|block| !is_cut(block) && !is_comment(block)).collect();
    let mut reader = Reader { document, cuts: &answer.cuts, sequence, facts: Vec::new() };
    let taken = reader.blocks(&blocks);
    // A lead-in with all that follows is the answer itself, not a piece of it.
    let facts = reader.facts;
    let is_whole = facts.iter().filter(|fact| fact.asks == Asks::Meaning).all(|fact| fact.form == Form::Whole);
    if is_whole && taken == blocks.len() && facts.iter().filter(|fact| fact.form == Form::Whole).count() == 1 {
        return facts.into_iter().filter(|fact| fact.asks == Asks::Next).collect();
    }
    facts
}

/// Whether the steps of numbered lists are asked for in turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sequence {
    Asked,
    NotAsked,
}

/// A block's text without the line end after it.
fn trimmed(document: &Document<'_>, block: &Block) -> Span {
    Span::new(block.span.start, block.span.start + document.source.slice(block.span).trim_end().len())
}

struct Reader<'r, 'd, 'a> {
    document: &'d Document<'a>,
    cuts: &'r [Span],
    sequence: Sequence,
    facts: Vec<Fact>,
}

/// What stands right before a block and leads to it.
#[derive(Clone)]
enum Lead {
    Nothing,
    /// A heading, or a line in bold.
    Title(Fragment),
    /// A paragraph that ends in a colon.
    Colon(Fragment),
}

impl Reader<'_, '_, '_> {
    /// Reads the blocks of an answer; how many of them became facts, lead-ins with them.
    fn blocks(&mut self, blocks: &[&Block]) -> usize {
        let (mut section, mut lead) = (None, Lead::Nothing);
        let (mut at, mut taken) = (0, 0);
        while let Some(block) = blocks.get(at) {
            let before = self.facts.len();
            let mut run = 1;
            let mut next = Lead::Nothing;
            let led = usize::from(!matches!(lead, Lead::Nothing));
            match block.kind {
                BlockKind::Heading(_) => {
                    section = heading(self.document, block, self.cuts);
                    next = section.clone().map_or(Lead::Nothing, Lead::Title);
                }
                BlockKind::Paragraph | BlockKind::Inline => {
                    let colon = lead_in(self.document, block, self.cuts).map(Lead::Colon);
                    let title = || heading(self.document, block, self.cuts).map(Lead::Title);
                    next = colon.or_else(title).unwrap_or(Lead::Nothing);
                }
                BlockKind::List(_) => self.top_list(block, section.as_ref(), &lead),
                BlockKind::Code(_) => {
                    let rest = blocks.get(at..).unwrap_or_default();
                    run = rest.iter().take_while(|block| matches!(block.kind, BlockKind::Code(_))).count();
                    if let Lead::Colon(front) = &lead {
                        let events = rest.iter().take(run).map(|block| block.events.clone()).collect();
                        self.whole(section.as_ref(), front, events, block.span);
                    }
                }
                BlockKind::Table => self.table(block, &steps(section.as_ref(), &lead)),
                BlockKind::Definitions => self.definitions(block, &steps(section.as_ref(), &lead)),
                _ => {}
            }
            if self.facts.len() > before {
                taken += run + led;
            }
            lead = next;
            at += run;
        }
        taken
    }

    fn top_list(&mut self, list: &Block, section: Option<&Fragment>, lead: &Lead) {
        let steps = steps(section, lead);
        if self.list(list, &steps) {
            return;
        }
        if let Lead::Colon(front) | Lead::Title(front) = lead
            && list.children.len() <= LONGEST_LIST
        {
            let section = if matches!(lead, Lead::Colon(_)) { section } else { None };
            self.whole(section, front, vec![list.events.clone()], list.span);
        }
        self.follows(list, &steps);
    }

    fn whole(&mut self, section: Option<&Fragment>, front: &Fragment, events: Vec<std::ops::Range<usize>>, span: Span) {
        let back = Fragment { events, cuts: self.cuts.to_vec(), ..Fragment::default() };
        let steps = section.into_iter().cloned().collect();
        self.facts.push(Fact { steps, front: front.clone(), back, asks: Asks::Meaning, form: Form::Whole, span });
    }

    /// Reads a list whose every item is labelled, each label once; whether it is one.
    fn list(&mut self, list: &Block, steps: &[Fragment]) -> bool {
        let Some(items) = self.items(list) else { return false };
        for (item, block) in items.into_iter().zip(&list.children) {
            let Labelled { label, content, list, is_inline, .. } = item;
            let deeper: Vec<Fragment> = steps.iter().cloned().chain([label.clone()]).collect();
            if let Some(list) = list {
                if self.list(list, &deeper) {
                    continue;
                }
                self.follows(list, &deeper);
            }
            let form = if is_inline { Form::Line } else { Form::Labelled };
            let (steps, span) = (steps.to_vec(), block.span);
            self.facts.push(Fact { steps, front: label, back: content, asks: Asks::Meaning, form, span });
        }
        self.follows(list, steps);
        true
    }

    fn items<'b>(&self, list: &'b Block) -> Option<Vec<Labelled<'b>>> {
        let items: Option<Vec<Labelled<'b>>> =
            list.children.iter().map(|item| labelled(self.document, item, self.cuts)).collect();
        let mut names: Vec<String> = items.as_ref()?.iter().map(|item| item.text.to_lowercase()).collect();
        names.sort_unstable();
        let count = names.len();
        names.dedup();
        items.filter(|_| count > 0 && names.len() == count)
    }

    /// Asks for each step of a numbered list after the one before.
    fn follows(&mut self, list: &Block, steps: &[Fragment]) {
        if self.sequence == Sequence::NotAsked || !matches!(list.kind, BlockKind::List(Some(_))) {
            return;
        }
        let of = |item: &Block| {
            let own = Fragment { events: vec![item.inner()], cuts: self.cuts.to_vec(), ..Fragment::default() };
            let label = labelled(self.document, item, self.cuts).map(|item| (item.label, Form::Line));
            let only = item.children.first().filter(|_| item.children.len() == 1);
            let line = || {
                let first = only?;
                Some((Fragment { events: vec![first.inner()], ..own.clone() }, Form::Line))
            };
            label.or_else(line).unwrap_or((own.clone(), Form::Labelled))
        };
        let named: Vec<(Fragment, Form)> = list.children.iter().map(of).collect();
        for ((pair, item), _) in named.windows(2).zip(list.children.iter().skip(1)).zip(1..) {
            let [(front, _), (back, form)] = pair else { continue };
            self.facts.push(Fact {
                steps: steps.to_vec(),
                front: front.clone(),
                back: back.clone(),
                asks: Asks::Next,
                form: *form,
                span: item.span,
            });
        }
    }

    /// A fact for each row of a table of two columns.
    fn table(&mut self, table: &Block, steps: &[Fragment]) {
        let Some((head, rows)) = table.children.split_first() else { return };
        let [first, second] = head.children.as_slice() else { return };
        let cell =
            |cell: &Block| Fragment { events: vec![cell.inner()], cuts: self.cuts.to_vec(), ..Fragment::default() };
        let heads = [cell(first), cell(second)].into_iter().filter(|head| !head.is_blank(self.document));
        let steps: Vec<Fragment> = steps.iter().cloned().chain(heads).collect();
        let mut facts = Vec::new();
        for row in rows {
            let [front, back] = row.children.as_slice() else { continue };
            let (front, back) = (cell(front), cell(back));
            if !front.is_blank(self.document) && !back.is_blank(self.document) {
                let steps = steps.clone();
                facts.push(Fact { steps, front, back, asks: Asks::Meaning, form: Form::Line, span: row.span });
            }
        }
        self.facts.append(&mut facts);
    }

    /// A fact for each term of a definition list.
    fn definitions(&mut self, list: &Block, steps: &[Fragment]) {
        let own =
            |events: Vec<std::ops::Range<usize>>| Fragment { events, cuts: self.cuts.to_vec(), ..Fragment::default() };
        let mut facts: Vec<Fact> = Vec::new();
        let mut after_term = false;
        for part in &list.children {
            match (&part.kind, facts.last_mut()) {
                (BlockKind::Term, _) => {
                    facts.push(Fact {
                        steps: steps.to_vec(),
                        front: own(vec![part.inner()]),
                        back: own(Vec::new()),
                        asks: Asks::Meaning,
                        form: Form::Labelled,
                        span: part.span,
                    });
                    after_term = true;
                }
                (BlockKind::Definition, Some(fact)) if after_term || !fact.back.events.is_empty() => {
                    fact.back.events.push(part.inner());
                    after_term = false;
                }
                _ => {}
            }
        }
        facts.retain(|fact| !fact.back.is_blank(self.document) && !fact.front.is_blank(self.document));
        self.facts.append(&mut facts);
    }
}

/// What leads to the items of a list or the rows of a table.
fn steps(section: Option<&Fragment>, lead: &Lead) -> Vec<Fragment> {
    match lead {
        Lead::Colon(lead) => section.into_iter().chain([lead]).cloned().collect(),
        // A heading right before is the section itself.
        Lead::Title(title) => vec![title.clone()],
        Lead::Nothing => section.into_iter().cloned().collect(),
    }
}
