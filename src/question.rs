//! The question: one question with its answer as the author wrote it.

use crate::markdown::Fragment;
use crate::source::Span;

/// A question that a dialect found.
#[derive(Debug, Clone)]
pub struct Question {
    /// The name of the dialect.
    pub dialect: &'static str,
    /// From the beginning of the question to the end of the answer.
    pub span: Span,
    /// The text that asks, for pointing at it.
    pub asked: Span,
    /// What is asked.
    pub prompt: Fragment,
    /// The answer; blank where there is none.
    pub answer: Fragment,
    /// The level of the heading that asks, where one does.
    pub level: Option<u8>,
    /// The id the author gave it, as `{#id}` on its heading.
    pub anchor: Option<String>,
    /// Headings above it, outermost first, without numbering and without the document's title.
    pub trail: Vec<String>,
}

/// What recognising made of a document.
#[derive(Debug, Clone, Default)]
pub struct Recognised {
    /// The heading that is the document's title, if one is.
    pub title: Option<String>,
    /// Questions with an answer, in order.
    pub questions: Vec<Question>,
    /// Questions without one, in order.
    pub unanswered: Vec<Question>,
    /// Questions whose heading says nothing, in order; nobody can be asked them.
    pub silent: Vec<Question>,
    /// Why some blocks became nothing, for `recto explain`.
    pub remarks: Vec<Remark>,
}

/// Why something became nothing, or what it was taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// Where.
    pub span: Span,
    /// In words.
    pub text: String,
}
