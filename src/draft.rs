//! The draft: a note that has no identity yet, bound to its document; and its outline, all that
//! the passes over the whole project need to know of it.

use std::borrow::Cow;
use std::sync::Arc;

use crate::identity::{Blank, Fingerprint, Sketch, fingerprint};
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
    /// The id its author gave it.
    pub anchor: Option<String>,
    /// References and remarks under it.
    pub extra: Fragment,
    /// Headings above it, without the document's title.
    pub trail: Vec<String>,
    /// Its tags, sorted.
    pub tags: Vec<Tag>,
    /// The text that asks, for pointing at it.
    pub asked: Span,
    /// What it is a part of, for a fact; `None` for a question's own note.
    pub part: Option<Part>,
}

/// Where a fact comes from.
#[derive(Debug, Clone)]
pub struct Part {
    /// Its question, as a place in the document's list.
    pub question: usize,
    /// What the question asks.
    pub asked: Fragment,
    /// What leads from the question to the fact's front: headings, lead-ins, labels around it.
    pub steps: Vec<Fragment>,
    /// What is asked of the front.
    pub asks: Asks,
}

/// What is asked of a fact's front.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Asks {
    /// What is said of it.
    Meaning,
    /// What stands beside it in a table; the last two steps are what the columns are called.
    Beside,
    /// What stands in the two columns beside it in a table; the last two steps are what they are called.
    Across,
    /// What comes after it.
    Next,
}

/// What parts the steps to a fact, and its label, in the text of its front.
pub const STEP: &str = " › ";

/// Characters of a front that a lock keeps.
pub const KEPT: usize = 200;

impl Draft {
    /// All pieces of the document that are its own.
    pub fn fragments(&self) -> impl Iterator<Item = &Fragment> {
        let options = self.options.iter().map(|choice| &choice.text);
        std::iter::once(&self.front).chain(options).chain([&self.back, &self.extra])
    }
}

/// A draft without its document: plain text and digests, a few hundred bytes. What it holds is shared
/// with the site's plan and with its record in the lock, and with its neighbours where it is the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outline {
    /// Which note type.
    pub kind: Kind,
    /// The front as plain text on one line.
    pub front: Arc<str>,
    /// Digest of the whole front's text.
    pub front_print: Fingerprint,
    /// Sample of the front's words, where the kept text is not all there is to see.
    pub front_sketch: Sketch,
    /// Digest of the whole back's text.
    pub back_print: Fingerprint,
    /// Sample of the back's words.
    pub back_sketch: Sketch,
    /// The blanks of a cloze with the numbers the author gave, each number once, in the order of the text.
    pub blanks: Box<[Blank]>,
    /// The id its author gave it.
    pub anchor: Option<Box<str>>,
    /// Digest of the question it is a part of, for a fact.
    pub parent: Option<Fingerprint>,
    /// Headings above it, without the document's title.
    pub trail: Arc<[String]>,
    /// Its tags, sorted.
    pub tags: Arc<[Tag]>,
    /// The text that asks, for pointing at it.
    pub asked: Span,
}

/// One side of a draft: what a person sees.
#[derive(Debug, Clone, Copy)]
pub struct Shown<'a> {
    /// The plain text.
    pub text: &'a str,
    /// The addresses of its pictures: they make a question too.
    pub pictures: &'a [String],
}

impl<'a> Shown<'a> {
    /// A text without pictures.
    pub fn text(text: &'a str) -> Shown<'a> {
        Shown { text, pictures: &[] }
    }

    /// Digest of all of it.
    pub fn print(self) -> Fingerprint {
        fingerprint(&self.whole())
    }

    fn whole(self) -> Cow<'a, str> {
        match self.pictures {
            [] => Cow::Borrowed(self.text),
            pictures => Cow::Owned(format!("{}\n{}", self.text, pictures.join("\n"))),
        }
    }
}

impl Outline {
    /// The outline of a draft with these sides, and nothing else.
    pub fn new(kind: Kind, front: Shown<'_>, back: Shown<'_>) -> Outline {
        let line = front.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let hidden = line.chars().count() > KEPT || !front.pictures.is_empty();
        let (front, back) = (front.whole(), back.whole());
        Outline {
            kind,
            front: line.into(),
            front_print: fingerprint(&front),
            front_sketch: if hidden { Sketch::of(&front) } else { Sketch::default() },
            back_print: fingerprint(&back),
            back_sketch: Sketch::of(&back),
            blanks: Box::default(),
            anchor: None,
            parent: None,
            trail: Arc::default(),
            tags: Arc::default(),
            asked: Span::new(0, 0),
        }
    }

    /// Whether this is a fact in the answer of `question`.
    pub fn is_fact_of(&self, question: &Outline) -> bool {
        question.parent.is_none() && self.parent == Some(question.front_print)
    }

    /// As much of the front as a lock keeps.
    pub fn kept_front(&self) -> &str {
        kept(&self.front)
    }

    /// The same, held together with `neighbour` where both are under the same headings or tags.
    #[must_use]
    pub fn beside(mut self, neighbour: &Outline) -> Outline {
        if self.trail == neighbour.trail {
            self.trail = neighbour.trail.clone();
        }
        if self.tags == neighbour.tags {
            self.tags = neighbour.tags.clone();
        }
        self
    }
}

/// As much of a text as a lock keeps.
pub fn kept(text: &str) -> &str {
    let end = text.char_indices().nth(KEPT).map_or(text.len(), |(at, _)| at);
    text.get(..end).unwrap_or_default()
}
