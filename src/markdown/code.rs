//! What the fences of a fragment say of its code.

use pulldown_cmark::{CodeBlockKind, Event, Tag};

use super::{Document, Fragment};

/// The words after each fence that has some, in order.
pub fn code_infos<'d>(document: &'d Document<'_>, fragment: &'d Fragment) -> impl Iterator<Item = &'d str> {
    let runs = fragment.events.iter().filter_map(|run| document.events.get(run.clone()));
    runs.flatten().filter_map(|(event, span)| match event {
        Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
            let is_cut = fragment.cuts.iter().any(|cut| cut.holds(*span));
            (!is_cut).then_some(&**info)
        }
        _ => None,
    })
}
