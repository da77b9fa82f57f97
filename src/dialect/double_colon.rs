//! The sign `::` or `:::` between a term and what it means.

use pulldown_cmark::Event;

use super::pieces::Line;
use crate::markdown::{Document, Fragment, plain_text};
use crate::source::Span;

/// The one sign of a line, in its plain text, with something on both sides, and whether spaces stand around it.
pub(super) fn sign(document: &Document<'_>, line: &Line) -> Option<(Span, bool)> {
    let mut found = None;
    let mut depth = 0usize;
    for (event, span) in document.events.get(line.events.clone())? {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::Text(text) if depth == 0 && text.len() == span.end - span.start => {
                let mut from = 0;
                while let Some(at) = text.get(from..).and_then(|rest| rest.find("::")).map(|at| from + at) {
                    let rest = text.get(at..).unwrap_or_default();
                    let length = rest.len() - rest.trim_start_matches(':').len();
                    if length > 3 || found.is_some() {
                        return None;
                    }
                    let before = text.get(..at).unwrap_or_default();
                    let after = rest.get(length..).unwrap_or_default();
                    let spaced = before.ends_with(char::is_whitespace) && after.starts_with(char::is_whitespace);
                    found = Some((Span::new(span.start + at, span.start + at + length), spaced));
                    from = at + length;
                }
            }
            _ => {}
        }
    }
    let (sign, spaced) = found?;
    let front = plain_text(document, &Fragment::new(line.events.clone()).without(Span::new(sign.start, line.span.end)));
    let back = plain_text(document, &Fragment::new(line.events.clone()).without(Span::new(line.span.start, sign.end)));
    let words = |text: &str| text.split_whitespace().count();
    // `std::vector` alone is a path: without spaces one side must be more than a name.
    let said = spaced || sign.end - sign.start == 3 || words(&front) > 1 || words(&back) > 1;
    let both = !front.trim().is_empty() && !back.trim().is_empty() && front.chars().count() <= 300;
    (both && said).then_some((sign, spaced))
}
