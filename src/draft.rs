//! The draft: a note that has no identity yet, bound to its document; and its outline, all that
//! the passes over the whole project need to know of it.

use crate::identity::Fingerprint;
use crate::markdown::Fragment;
use crate::note::Kind;
use crate::question::Choice;
use crate::source::Span;
use crate::tag::Tag;

/// A note to be, as pieces of its document.
#[derive(Debug, Clone)]
pub struct Draft {
    /// Which note type it will have.
    pub kind: Kind,
    /// What is asked.
    pub front: Fragment,
    /// What there is to choose from; empty but for [`Kind::Choice`].
    pub options: Vec<Choice>,
    /// What is to be remembered.
    pub back: Fragment,
    /// References and remarks under it.
    pub extra: Fragment,
    /// Headings above it, without the document's title.
    pub trail: Vec<String>,
    /// Its tags, sorted.
    pub tags: Vec<Tag>,
    /// The text that asks, for pointing at it.
    pub asked: Span,
}

impl Draft {
    /// All pieces of the document that it shows.
    pub fn fragments(&self) -> impl Iterator<Item = &Fragment> {
        let options = self.options.iter().map(|choice| &choice.text);
        std::iter::once(&self.front).chain(options).chain([&self.back, &self.extra])
    }
}

/// A draft without its document: plain text and digests, a few hundred bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outline {
    /// Which note type.
    pub kind: Kind,
    /// The front as plain text on one line.
    pub front: String,
    /// Digest of the whole front's text.
    pub front_print: Fingerprint,
    /// Digest of the whole back's text.
    pub back_print: Fingerprint,
    /// Headings above it, without the document's title.
    pub trail: Vec<String>,
    /// Its tags, sorted.
    pub tags: Vec<Tag>,
}
