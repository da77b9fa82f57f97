//! Table: the drafts and the notes of the lock in a fixed order, and who has found whom. Questions
//! and facts have a table each: facts are matched within questions that are matched already.

use super::home::{Home, Homes};
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
    /// The question it is a part of.
    pub home: Option<Home>,
}

/// A note of the lock.
#[derive(Debug, Clone, Copy)]
pub(super) struct Old<'a> {
    pub guid: &'a Guid,
    pub record: &'a Record,
    /// The question it is a part of.
    pub home: Option<Home>,
}

/// Which notes are asked: those of the last build come before those that had left it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pool {
    Live,
    Retired,
}

/// All that a build is given.
#[derive(Debug)]
pub(super) struct Given<'a> {
    pub documents: &'a [(SourcePath, Vec<Outline>)],
    /// Documents by path: the order in which they are given does not matter.
    order: Vec<usize>,
    pub lock: &'a Lock,
    scope: &'a Scope,
}

impl<'a> Given<'a> {
    pub(super) fn new(documents: &'a [(SourcePath, Vec<Outline>)], lock: &'a Lock, scope: &'a Scope) -> Given<'a> {
        let mut order: Vec<usize> = (0..documents.len()).collect();
        order.sort_by_key(|document| documents.get(*document).map(|(path, _)| path));
        Given { documents, order, lock, scope }
    }

    /// All drafts, by path, then by place.
    pub(super) fn drafts(&self) -> impl Iterator<Item = Draft<'a>> {
        let documents = self.order.iter().filter_map(|at| Some((*at, self.documents.get(*at)?)));
        documents.flat_map(|(document, (path, outlines))| {
            let draft = move |(place, outline)| Draft { document, place, path: path.as_str(), outline, home: None };
            outlines.iter().enumerate().map(draft)
        })
    }

    /// The notes of the lock that this build may find.
    pub(super) fn olds(&self) -> impl Iterator<Item = Old<'a>> {
        let known = |(guid, record): (&'a Guid, &'a Record)| Old { guid, record, home: None };
        let in_scope = |old: &Old<'_>| old.record.became.is_none() && self.scope.covers(&old.record.path);
        self.lock.records.iter().map(known).filter(in_scope)
    }
}

/// Drafts, notes in scope, and what is found so far.
#[derive(Debug)]
pub(super) struct Table<'a> {
    /// By path, then by place.
    pub drafts: Vec<Draft<'a>>,
    /// First made, first taken: copies of one question keep their order.
    pub olds: Vec<Old<'a>>,
    /// For each draft its note, as a place in `olds`.
    pub found: Vec<Option<(usize, Evidence)>>,
    free: Vec<bool>,
}

impl<'a> Table<'a> {
    /// Of the questions.
    pub(super) fn questions(all: &Given<'a>) -> Table<'a> {
        let drafts = all.drafts().filter(|draft| draft.outline.parent.is_none()).collect();
        Table::of(drafts, all.olds().filter(|old| old.record.parent.is_none()).collect())
    }

    /// Of the facts.
    pub(super) fn facts(all: &Given<'a>, homes: &Homes<'_>) -> Table<'a> {
        let within = |draft: Draft<'a>| {
            let home = homes.of_draft(draft.path, draft.outline.parent?)?;
            Some(Draft { home: Some(home), ..draft })
        };
        let part = |old: Old<'a>| Some(Old { home: Some(homes.of_old(&old.record.path, old.record.parent?)?), ..old });
        Table::of(all.drafts().filter_map(within).collect(), all.olds().filter_map(part).collect())
    }

    fn of(drafts: Vec<Draft<'a>>, mut olds: Vec<Old<'a>>) -> Table<'a> {
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
