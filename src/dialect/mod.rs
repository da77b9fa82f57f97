//! Dialects: the ways to write questions in Markdown. Each is one file and one line in
//! [`DIALECTS`]; none sees another, an identity or an output.

mod anchor;
mod asking;
mod claims;
mod heading;
mod label;
mod labelled;
mod numbering;
mod trail;

pub use claims::Claims;

use crate::markdown::Document;
use crate::question::{Question, Recognised};

/// A way to write questions.
pub trait Dialect: Sync {
    /// The name in `dialect:`, in reports and in explanations.
    fn name(&self) -> &'static str;

    /// One line for people: what a question looks like.
    fn summary(&self) -> &'static str;

    /// Finds questions among the blocks that are still free, and claims what it takes. Questions
    /// whose answer is blank are returned as well; they become "unanswered".
    fn recognise(&self, document: &Document<'_>, claims: &mut Claims) -> Vec<Question>;
}

/// Every dialect; earlier ones choose first.
pub static DIALECTS: &[&dyn Dialect] = &[&labelled::Labelled, &heading::Headings];

/// Which dialects may be used for a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Allowed {
    /// Whatever the evidence says.
    Any,
    /// Only the dialects of these names.
    Only(Vec<String>),
}

impl Allowed {
    fn admits(&self, name: &str) -> bool {
        match self {
            Allowed::Any => true,
            Allowed::Only(names) => names.iter().any(|allowed| allowed == name),
        }
    }
}

/// A heading's text without the numbering it begins with, as trails hold it.
pub fn without_numbering(text: &str) -> &str {
    numbering::without(text).trim()
}

/// Finds the questions of a document.
pub fn recognise(document: &Document<'_>, allowed: &Allowed) -> Recognised {
    let mut claims = Claims::default();
    let mut found: Vec<Question> = Vec::new();
    for dialect in DIALECTS.iter().filter(|dialect| allowed.admits(dialect.name())) {
        found.extend(dialect.recognise(document, &mut claims));
    }
    found.sort_by_key(|question| question.span);
    anchor::set_anchors(document, &mut found);
    let title = trail::set_trails(document, &mut found);
    let (silent, found): (Vec<_>, Vec<_>) = found.into_iter().partition(|question| question.prompt.is_blank(document));
    for question in &silent {
        claims.remark(question.asked, format!("would ask ({}), but says nothing", question.dialect));
    }
    let (unanswered, questions) = found.into_iter().partition(|question| question.answer.is_blank(document));
    Recognised { title, questions, unanswered, silent, remarks: claims.into_remarks() }
}
