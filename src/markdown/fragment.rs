//! A piece of a document: runs of events less what is cut from them.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event};

use super::Document;
use crate::source::Span;

/// A piece of a document that stays bound to it: which events it has, and which stretches of text
/// inside them are left out (labels, numbering, noise).
///
/// Ranges instead of text keep references, footnotes and places right.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fragment {
    /// Runs of event numbers, in order.
    pub events: Vec<Range<usize>>,
    /// Stretches of the source that are left out.
    pub cuts: Vec<Span>,
}

impl Fragment {
    /// The fragment of one run of events.
    pub fn new(events: Range<usize>) -> Fragment {
        Fragment { events: vec![events], cuts: Vec::new() }
    }

    /// The same fragment without a stretch of text.
    #[must_use]
    pub fn without(mut self, cut: Span) -> Fragment {
        if cut.start < cut.end {
            self.cuts.push(cut);
        }
        self
    }

    /// The events of the fragment in their document: cut, and with neighbouring texts joined, so
    /// that a text is seen whole.
    pub fn read<'d, 'a>(&'d self, document: &'d Document<'a>) -> impl Iterator<Item = (usize, Event<'a>, Span)> + 'd {
        let numbers = self.events.iter().cloned().flatten();
        let events = numbers.filter_map(move |number| {
            let (event, span) = document.events.get(number)?;
            let (event, span) = self.cut(event, *span)?;
            Some((number, event, span))
        });
        JoinTexts { events, waiting: None }
    }

    /// Whether nothing is left but blank space.
    pub fn is_blank(&self, document: &Document<'_>) -> bool {
        self.read(document).all(|(_, event, _)| match event {
            Event::Text(text) => text.trim().is_empty(),
            Event::Start(tag) => !matches!(tag, pulldown_cmark::Tag::Image { .. }),
            Event::Html(html) | Event::InlineHtml(html) => is_blank_html(&html),
            Event::End(_) | Event::SoftBreak | Event::HardBreak | Event::Rule => true,
            _ => false,
        })
    }

    /// What the cuts leave of an event.
    fn cut<'a>(&self, event: &Event<'a>, span: Span) -> Option<(Event<'a>, Span)> {
        let Some(cut) = self.cuts.iter().find(|cut| cut.meet(span).is_some()) else {
            return Some((event.clone(), span));
        };
        if cut.holds(span) {
            return None;
        }
        match event {
            // A text event stands in the source letter by letter, so a cut takes its bytes.
            Event::Text(text) if text.len() == span.end - span.start => {
                let begin = if cut.start <= span.start { cut.end.saturating_sub(span.start) } else { 0 };
                let end = if cut.start <= span.start { text.len() } else { cut.start - span.start };
                let left = text.get(begin..end)?.to_owned();
                let span = Span::new(span.start + begin, span.start + end);
                Some((Event::Text(CowStr::from(left)), span))
            }
            _ => Some((event.clone(), span)),
        }
    }
}

/// Whether raw HTML shows nothing: comments, breaks, closing tags.
fn is_blank_html(html: &str) -> bool {
    let mut rest = html.trim();
    while !rest.is_empty() {
        let end = if rest.starts_with("<!--") {
            rest.find("-->").map(|at| at + 3)
        } else if rest.starts_with("</") || rest.to_ascii_lowercase().starts_with("<br") {
            rest.find('>').map(|at| at + 1)
        } else {
            None
        };
        match end.and_then(|end| rest.get(end..)) {
            Some(after) => rest = after.trim_start(),
            None => return false,
        }
    }
    true
}

/// Joins neighbouring text events; the first one's number and the whole stretch stand for all.
struct JoinTexts<'a, I> {
    events: I,
    waiting: Option<(usize, Event<'a>, Span)>,
}

impl<'a, I: Iterator<Item = (usize, Event<'a>, Span)>> Iterator for JoinTexts<'a, I> {
    type Item = (usize, Event<'a>, Span);

    fn next(&mut self) -> Option<Self::Item> {
        let (number, event, mut span) = self.waiting.take().or_else(|| self.events.next())?;
        let Event::Text(first) = event else { return Some((number, event, span)) };
        let mut joined: Option<String> = None;
        for next in self.events.by_ref() {
            match next {
                (_, Event::Text(more), place) => {
                    joined.get_or_insert_with(|| first.to_string()).push_str(&more);
                    span.end = place.end;
                }
                other => {
                    self.waiting = Some(other);
                    break;
                }
            }
        }
        Some((number, Event::Text(joined.map_or(first, CowStr::from)), span))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::plain_text;
    use crate::path::SourcePath;
    use crate::source::Source;

    #[test]
    fn cuts_take_labels_and_leave_the_rest() {
        let source = Source { path: SourcePath::new("a.md"), text: "**A:** Go's *collector* [x].\n".into() };
        let document = Document::parse(&source);
        let whole = Fragment::new(0..document.events.len());
        assert_eq!(plain_text(&document, &whole), "A: Go's collector [x].");
        let cut = whole.without(Span::new(0, 7));
        assert_eq!(plain_text(&document, &cut), "Go's collector [x].");
        let texts = cut.read(&document).filter(|(_, event, _)| matches!(event, Event::Text(_))).count();
        assert_eq!(texts, 3, "brackets are joined with what is around them");
        assert!(Fragment::new(0..document.events.len()).without(Span::new(0, 100)).is_blank(&document));
    }
}
