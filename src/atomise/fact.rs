//! A fact: a piece of an answer with what asks for it.

use std::ops::Range;

use crate::draft::Asks;
use crate::markdown::Fragment;
use crate::source::Span;

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
    /// A row of a table, under what its columns are called.
    Row,
    /// A lead-in and all that it leads to.
    Whole,
}

/// Runs of events of an answer, without what is cut from that.
pub(super) fn piece(events: Vec<Range<usize>>, cuts: &[Span]) -> Fragment {
    Fragment { events, cuts: cuts.to_vec(), ..Fragment::default() }
}
