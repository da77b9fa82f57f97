//! A document as dialects read it: with what several of them ask of it, found once.

use std::ops::Deref;

use super::pieces::scopes;
use super::toggle::{Toggle, among};
use crate::markdown::{Block, Document};

/// A document with its scopes. It stands wherever a document does.
#[derive(Debug)]
pub struct Reading<'d> {
    document: &'d Document<'d>,
    /// Every run of siblings, the document's own first.
    pub(super) scopes: Vec<Scope<'d>>,
}

/// Blocks that stand beside each other, with the toggles among them.
#[derive(Debug)]
pub(super) struct Scope<'d> {
    pub siblings: &'d [Block],
    /// Outer ones before inner ones.
    pub toggles: Vec<Toggle>,
    /// The words of their summaries.
    pub titles: Vec<String>,
}

impl<'d> Reading<'d> {
    /// Looks for scopes and toggles.
    pub(super) fn of(document: &'d Document<'d>) -> Reading<'d> {
        let scope = |siblings| {
            let toggles = among(document, siblings);
            let titles = toggles.iter().map(|toggle| toggle.title(document, siblings)).collect();
            Scope { siblings, toggles, titles }
        };
        Reading { document, scopes: scopes(&document.blocks).into_iter().map(scope).collect() }
    }

    /// The blocks at the top level.
    pub(super) fn top(&self) -> &'d [Block] {
        &self.document.blocks
    }

    /// The siblings of each scope.
    pub(super) fn siblings(&self) -> impl Iterator<Item = &'d [Block]> {
        self.scopes.iter().map(|scope| scope.siblings)
    }
}

impl<'d> Deref for Reading<'d> {
    type Target = Document<'d>;

    fn deref(&self) -> &Document<'d> {
        self.document
    }
}
