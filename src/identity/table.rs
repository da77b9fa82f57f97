//! Table: the drafts and the notes of the lock in a fixed order, and who has found whom.

use super::reason::Evidence;
use super::{Lock, Record, Scope};
use crate::draft::Outline;
use crate::note::Guid;
use crate::path::SourcePath;

/// A draft and where it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Draft<'a> {
    pub document: usize,
    pub place: usize,
    pub path: &'a str,
    pub outline: &'a Outline,
}

/// A note of the lock.
#[derive(Debug, Clone, Copy)]
pub(super) struct Old<'a> {
    pub guid: &'a Guid,
    pub record: &'a Record,
}

/// Which notes are asked: those of the last build come before those that had left it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pool {
    Live,
    Retired,
}

/// Drafts, notes in scope, and what is found so far.
#[derive(Debug)]
pub(super) struct Table<'a> {
    /// By path, then by place: the order in which documents are given does not matter.
    pub drafts: Vec<Draft<'a>>,
    /// First made, first taken: copies of one question keep their order.
    pub olds: Vec<Old<'a>>,
    /// For each draft its note, as a place in `olds`.
    pub found: Vec<Option<(usize, Evidence)>>,
    free: Vec<bool>,
}

impl<'a> Table<'a> {
    pub(super) fn new(documents: &'a [(SourcePath, Vec<Outline>)], lock: &'a Lock, scope: &Scope) -> Table<'a> {
        let mut order: Vec<usize> = (0..documents.len()).collect();
        order.sort_by_key(|document| documents.get(*document).map(|(path, _)| path));
        let mut drafts = Vec::new();
        for (document, (path, outlines)) in order.into_iter().filter_map(|at| Some((at, documents.get(at)?))) {
            let draft = |(place, outline)| Draft { document, place, path: path.as_str(), outline };
            drafts.extend(outlines.iter().enumerate().map(draft));
        }
        let known = |(guid, record): (&'a Guid, &'a Record)| Old { guid, record };
        let in_scope = |old: &Old<'_>| old.record.became.is_none() && scope.covers(&old.record.path);
        let mut olds: Vec<Old<'a>> = lock.records.iter().map(known).filter(in_scope).collect();
        olds.sort_by_key(|old| (old.record.retired.is_some(), old.record.made, old.guid));
        let (found, free) = (vec![None; drafts.len()], vec![true; olds.len()]);
        Table { drafts, olds, found, free }
    }

    /// Drafts that have not found their note, with their places.
    pub(super) fn waiting(&self) -> impl Iterator<Item = (usize, Draft<'a>)> {
        let all = self.drafts.iter().zip(&self.found).enumerate();
        all.filter(|(_, (_, found))| found.is_none()).map(|(place, (draft, _))| (place, *draft))
    }

    /// Notes of a pool that no draft has taken, with their places.
    pub(super) fn left(&self, pool: Pool) -> impl Iterator<Item = (usize, Old<'a>)> {
        let all = self.olds.iter().zip(&self.free).enumerate();
        all.filter(move |(_, (old, free))| **free && pool.holds(old)).map(|(place, (old, _))| (place, *old))
    }

    /// Gives a draft its note, if that is still free.
    pub(super) fn take(&mut self, draft: usize, old: usize, evidence: Evidence) {
        if let (Some(found), Some(free)) = (self.found.get_mut(draft), self.free.get_mut(old))
            && found.is_none()
            && *free
        {
            *found = Some((old, evidence));
            *free = false;
        }
    }

    /// Whether no draft has taken a note.
    pub(super) fn is_free(&self, old: usize) -> bool {
        self.free.get(old) == Some(&true)
    }
}

impl Pool {
    /// Whether a note is one of them.
    pub(super) fn holds(self, old: &Old<'_>) -> bool {
        old.record.retired.is_some() == (self == Pool::Retired)
    }
}
