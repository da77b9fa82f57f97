//! What the site output receives: chapters of sections of questions.

use std::sync::Arc;

use crate::note::{Guid, Kind};
use crate::path::SourcePath;
use crate::tag::Tag;

/// The site's table of contents, known before the first page is rendered.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// One a document that has questions, in order.
    pub chapters: Vec<Chapter>,
    /// Questions found without an answer.
    pub unanswered: Vec<Unanswered>,
}

/// A document on the site.
#[derive(Debug, Clone)]
pub struct Chapter {
    /// The document's title.
    pub title: String,
    /// Where its pages lie: the folder's parts and the document's own name, as slugs with `/`.
    pub slug: String,
    /// The document.
    pub path: SourcePath,
    /// The language of its text as BCP 47, where it names one; else that of the site.
    pub language: Option<String>,
    /// Its sections, in order; at least one.
    pub sections: Vec<Section>,
}

/// The part of a document under one heading: one page.
#[derive(Debug, Clone)]
pub struct Section {
    /// The heading, without its numbering; the document's title where a question stands under none.
    pub title: String,
    /// Name of its page without `.html`, unique in the chapter.
    pub slug: String,
    /// Its questions, in order, and facts that stand without their question.
    pub entries: Vec<Entry>,
}

/// What is known of a question before it is rendered.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Identity of its note.
    pub guid: Guid,
    /// The question as plain text.
    pub title: Arc<str>,
    /// Tags of its note.
    pub tags: Arc<[Tag]>,
    /// Identities of the facts in its answer, in order.
    pub facts: Vec<Guid>,
}

/// A question rendered for a page.
#[derive(Debug, Clone)]
pub struct Face {
    /// Identity of its note.
    pub guid: Guid,
    /// Kind of its note.
    pub kind: Kind,
    /// The question as plain text.
    pub title: String,
    /// The question as HTML.
    pub prompt: String,
    /// Whether `prompt` holds blocks (code, lists) and so cannot stand in a heading.
    pub shape: PromptShape,
    /// The answer as HTML.
    pub answer: String,
    /// References and remarks as HTML; may be empty.
    pub extra: String,
    /// Headings between the section's and the question, outermost first.
    pub trail: Vec<String>,
    /// Tags of its note.
    pub tags: Vec<Tag>,
    /// The line its question stands on, from 1.
    pub line: usize,
    /// Plain text of the answer, for search.
    pub text: String,
    /// The facts in its answer, in order.
    pub facts: Vec<FactFace>,
    /// For the first fact of a question that is no card itself: what there is to read.
    pub whole: Option<Whole>,
}

/// A question with its whole answer, to be read above its facts where they alone are cards.
#[derive(Debug, Clone)]
pub struct Whole {
    /// The question as HTML.
    pub prompt: String,
    /// Whether `prompt` holds blocks.
    pub shape: PromptShape,
    /// The answer as HTML.
    pub answer: String,
    /// References and remarks as HTML; may be empty.
    pub extra: String,
}

/// A fact rendered for the page that shows its question.
#[derive(Debug, Clone)]
pub struct FactFace {
    /// Identity of its note.
    pub guid: Guid,
    /// Kind of its note.
    pub kind: Kind,
    /// What is asked as plain text, with what leads to it.
    pub title: String,
    /// What leads to it as HTML; may be empty.
    pub lead: String,
    /// What is asked as HTML.
    pub prompt: String,
    /// What is to be remembered as HTML.
    pub answer: String,
}

/// Whether a prompt is one run of text or holds blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PromptShape {
    /// Text, code spans, emphasis, links: may stand in a heading.
    Inline,
    /// Paragraphs, code blocks, lists.
    Blocks,
}

/// A question without an answer.
#[derive(Debug, Clone)]
pub struct Unanswered {
    /// The question as plain text.
    pub title: String,
    /// Its document.
    pub path: SourcePath,
    /// Its line, from 1.
    pub line: usize,
}
