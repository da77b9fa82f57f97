//! Scope: which records a build may say anything about.

use std::collections::BTreeSet;

use crate::path::SourcePath;

/// Which records a build may say anything about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scope {
    /// The one document that is built, where not the whole project is.
    pub only: Option<SourcePath>,
    /// Documents that could not be read: their notes are not gone.
    pub unread: BTreeSet<SourcePath>,
}

impl Scope {
    /// Whether the notes of a document are this build's to match and to retire.
    pub fn covers(&self, path: &str) -> bool {
        let unread = self.unread.iter().any(|unread| unread.as_str() == path);
        !unread && self.only.as_ref().is_none_or(|only| only.as_str() == path)
    }
}
