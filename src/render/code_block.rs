//! A block of code, taken whole out of the events.

use pulldown_cmark::{CodeBlockKind, Event};

use super::html::without_controls;
use crate::source::Span;

/// A block of code that a renderer meets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// The number of its event.
    pub number: usize,
    /// What stands behind the fence.
    pub info: String,
    /// The code.
    pub text: String,
}

/// Takes the events of a code block up to its end.
pub(super) fn take_code<'a>(
    number: usize,
    kind: &CodeBlockKind<'a>,
    events: impl Iterator<Item = (usize, Event<'a>, Span)>,
) -> Code {
    let info = match kind {
        CodeBlockKind::Fenced(info) => info.to_string(),
        CodeBlockKind::Indented => String::new(),
    };
    let mut text = String::new();
    for (_, event, _) in events {
        match event {
            Event::Text(part) => text.push_str(&part),
            _ => break,
        }
    }
    Code { number, info, text: without_controls(&text) }
}
