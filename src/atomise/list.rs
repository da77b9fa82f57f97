//! Lists: a fact for each labelled item, or one of all items.

use std::ops::Range;

use super::fact::{Fact, Form};
use super::label::{Labelled, labelled};
use super::lead;
use super::remark::is_remark;
use super::sequence::{Sequence, follows};
use crate::draft::Asks;
use crate::markdown::{Block, BlockKind, Document, Fragment};
use crate::source::Span;

/// Items of a list that is one fact: nobody remembers more at once.
const LONGEST: usize = 15;

/// Reads the lists of an answer.
pub(super) struct Lists<'d, 'a> {
    pub document: &'d Document<'a>,
    /// What is left out of the answer.
    pub cuts: &'d [Span],
    pub sequence: Sequence,
}

impl Lists<'_, '_> {
    /// The facts of a list whose every item is labelled, each label once; `None` where it is no such
    /// list. `code` belongs to the last item.
    pub(super) fn labelled(&self, list: &Block, code: &[Range<usize>], steps: &[Fragment]) -> Option<Vec<Fact>> {
        let mut facts = Vec::new();
        let items = self.items(list, code)?;
        let remark = remark(&items);
        for (at, (item, block)) in items.into_iter().zip(&list.children).enumerate() {
            if remark == Some(at) {
                continue;
            }
            let Labelled { label, content, list, is_inline, .. } = item;
            if let Some(list) = list {
                let deeper: Vec<Fragment> = steps.iter().cloned().chain([label.clone()]).collect();
                if let Some(inner) = self.labelled(list, &[], &deeper) {
                    facts.extend(inner);
                    continue;
                }
                facts.extend(self.follows(list, &deeper));
            }
            let form = if is_inline { Form::Line } else { Form::Labelled };
            let (steps, span) = (steps.to_vec(), block.span);
            facts.push(Fact { steps, front: label, back: content, asks: Asks::Meaning, form, span });
        }
        facts.extend(self.follows(list, steps));
        Some(facts)
    }

    /// The items of a list, if each has a label of its own.
    fn items<'b>(&self, list: &'b Block, code: &[Range<usize>]) -> Option<Vec<Labelled<'b>>> {
        let last = list.children.len().checked_sub(1)?;
        let below = |at: usize| if at == last { code } else { &[] };
        let items = list.children.iter().enumerate();
        let items: Option<Vec<Labelled<'b>>> =
            items.map(|(at, item)| labelled(self.document, item, self.cuts, below(at))).collect();
        let mut names: Vec<String> = items.as_ref()?.iter().map(|item| item.text.to_lowercase()).collect();
        names.sort_unstable();
        names.dedup();
        items.filter(|items| names.len() == items.len())
    }

    /// Whether a list without labels can be remembered as one fact. One whose last item announces what
    /// is not there says nothing.
    pub(super) fn is_fact(&self, list: &Block, code: &[Range<usize>]) -> bool {
        list.children.len() <= LONGEST && (!code.is_empty() || !is_open(self.document, list, self.cuts))
    }

    /// What comes after each step of a numbered list.
    pub(super) fn follows(&self, list: &Block, steps: &[Fragment]) -> Vec<Fact> {
        match (self.sequence, &list.kind) {
            (Sequence::Asked, BlockKind::List(Some(_))) => follows(self.document, list, self.cuts, steps),
            _ => Vec::new(),
        }
    }
}

/// The item that is a remark on the others: the last of several, where no other is called so. Levels of a log
/// and parts of a report are items like any.
fn remark(items: &[Labelled<'_>]) -> Option<usize> {
    let last = items.len().checked_sub(1).filter(|last| *last > 0)?;
    let mut remarks = items.iter().enumerate().filter(|(_, item)| is_remark(&item.text)).map(|(at, _)| at);
    remarks.next().filter(|first| *first == last)
}

/// Whether the last item of a list ends in a colon, with nothing below it.
pub(super) fn is_open(document: &Document<'_>, list: &Block, cuts: &[Span]) -> bool {
    let last = list.children.last().and_then(|item| item.children.last());
    last.is_some_and(|block| lead::is_open(document, block, cuts))
}
