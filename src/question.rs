//! The question: one question with its answer as the author wrote it.

use crate::markdown::{Document, Fragment};
use crate::note::Kind;
use crate::source::Span;
use crate::tag::Topic;

/// A question that a dialect found.
#[derive(Debug, Clone)]
pub struct Question {
    /// The name of the dialect.
    pub dialect: &'static str,
    /// Which kind of note it becomes.
    pub kind: Kind,
    /// From the beginning of the question to the end of the answer.
    pub span: Span,
    /// The text that asks, for pointing at it.
    pub asked: Span,
    /// What is asked.
    pub prompt: Fragment,
    /// The answer; blank where there is none.
    pub answer: Fragment,
    /// What there is to choose from, in order; empty but for [`Kind::Choice`].
    pub options: Vec<Choice>,
    /// References and remarks that stand under the answer.
    pub extra: Fragment,
    /// Topics the author gave it by marks: a level, or a line of tags.
    pub topics: Vec<Topic>,
    /// The level of the heading that asks, where one does.
    pub level: Option<u8>,
    /// The id the author gave it, as `{#id}` on its heading.
    pub anchor: Option<String>,
    /// Headings above it, outermost first, without numbering and without the document's title.
    pub trail: Vec<String>,
}

/// One of the options of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What it says, without its letter.
    pub text: Fragment,
    /// Whether it is right.
    pub verdict: Verdict,
}

/// Whether an option is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is an answer.
    Right,
    /// It is none.
    Wrong,
}

impl Question {
    /// A question of a dialect that asks `prompt`; the rest is empty until it is set.
    pub fn new(dialect: &'static str, span: Span, asked: Span, prompt: Fragment, answer: Fragment) -> Question {
        Question {
            dialect,
            kind: Kind::Basic,
            span,
            asked,
            prompt,
            answer,
            options: Vec::new(),
            extra: Fragment::default(),
            topics: Vec::new(),
            level: None,
            anchor: None,
            trail: Vec::new(),
        }
    }

    /// All pieces of the document that it shows.
    pub fn fragments(&self) -> impl Iterator<Item = &Fragment> {
        let options = self.options.iter().map(|choice| &choice.text);
        std::iter::once(&self.prompt).chain(options).chain([&self.answer, &self.extra])
    }

    /// Whether anybody can be asked it and told whether that was right.
    pub fn is_answered(&self, document: &Document<'_>) -> bool {
        match self.kind {
            Kind::Cloze => !self.prompt.blanks.is_empty(),
            Kind::Choice => self.options.iter().any(|choice| choice.verdict == Verdict::Right),
            Kind::Basic | Kind::Reversed | Kind::Typed => !self.answer.is_blank(document),
        }
    }
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
    /// Blocks of only tags, and what they tag.
    pub tag_lines: Vec<Remark>,
}

/// Why something became nothing, or what it was taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// Where.
    pub span: Span,
    /// In words.
    pub text: String,
}
