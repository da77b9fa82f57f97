//! A piece of a document: runs of events less what is cut from them.

use std::collections::VecDeque;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag};

use super::Document;
use super::html::HtmlText;
use crate::source::Span;

/// A piece of a document that stays bound to it: which events it has, which stretches of text
/// inside them are left out (labels, numbering, noise), and which are blanks.
///
/// Ranges instead of text keep references, footnotes and places right.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fragment {
    /// Runs of event numbers, in order.
    pub events: Vec<Range<usize>>,
    /// Stretches of the source that are left out.
    pub cuts: Vec<Span>,
    /// Stretches that are asked for, in order, none inside another.
    pub blanks: Vec<Blank>,
}

/// A stretch of a cloze that is hidden when asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blank {
    /// What is hidden, without the signs around it.
    pub inner: Span,
    /// From 1; blanks of one number are hidden together.
    pub number: u16,
    /// What is shown in its place.
    pub hint: Option<String>,
}

/// What a fragment is made of, for those who write blanks.
#[derive(Debug, Clone, PartialEq)]
pub enum Piece<'a> {
    /// An event with its number and place.
    Event(usize, Event<'a>, Span),
    /// The blank of this index begins.
    Open(usize),
    /// The blank that was opened ends.
    Close,
}

impl Fragment {
    /// The fragment of one run of events.
    pub fn new(events: Range<usize>) -> Fragment {
        Fragment { events: vec![events], ..Fragment::default() }
    }

    /// The same fragment without a stretch of text.
    #[must_use]
    pub fn without(mut self, cut: Span) -> Fragment {
        if cut.start < cut.end {
            self.cuts.push(cut);
        }
        self
    }

    /// The same fragment with more events after it.
    #[must_use]
    pub fn and(mut self, events: Range<usize>) -> Fragment {
        if events.start < events.end {
            self.events.push(events);
        }
        self
    }

    /// The events of the fragment in their document: cut, and with neighbouring texts joined, so
    /// that a text is seen whole.
    pub fn read<'d, 'a>(&'d self, document: &'d Document<'a>) -> impl Iterator<Item = (usize, Event<'a>, Span)> + 'd {
        self.pieces(document).filter_map(|piece| match piece {
            Piece::Event(number, event, span) => Some((number, event, span)),
            Piece::Open(_) | Piece::Close => None,
        })
    }

    /// Hands on what the cuts leave of each event: whole ones where they stand, of others a copy for each part
    /// that is left. Neighbouring texts are not joined.
    pub fn for_each(&self, document: &Document<'_>, mut take: impl FnMut(&Event<'_>)) {
        self.events.iter().for_each(|run| self.for_each_in(document, run.clone(), &mut take));
    }

    /// The same of one run of events.
    pub fn for_each_in(&self, document: &Document<'_>, run: Range<usize>, mut take: impl FnMut(&Event<'_>)) {
        for (event, span) in document.events.get(run).unwrap_or_default() {
            if !self.is_cut(*span) {
                take(event);
            } else if self.cuts.iter().any(|cut| cut.holds(*span)) {
                // All of it is left out.
            } else if let Some(text) = literal(event, *span) {
                let parts = self.left(*span).into_iter();
                let parts = parts.filter_map(|part| text.get(part.start - span.start..part.end - span.start));
                parts.for_each(|part| take(&of_kind(event, CowStr::Borrowed(part))));
            } else {
                take(event);
            }
        }
    }

    /// The same with the borders of blanks.
    pub fn pieces<'d, 'a>(&'d self, document: &'d Document<'a>) -> impl Iterator<Item = Piece<'a>> + 'd {
        let reader = Reader {
            document,
            fragment: self,
            numbers: self.events.iter().cloned().flatten(),
            queue: VecDeque::new(),
            open: None,
            next: 0,
        };
        JoinTexts { pieces: reader, waiting: None }
    }

    /// Whether nothing is left but blank space.
    pub fn is_blank(&self, document: &Document<'_>) -> bool {
        let mut html_text = HtmlText::default();
        self.events.iter().all(|run| self.is_run_blank(document, run.clone(), &mut html_text))
    }

    /// Whether the cuts leave nothing but blank space of a run of events.
    pub fn is_blank_in(&self, document: &Document<'_>, run: Range<usize>) -> bool {
        self.is_run_blank(document, run, &mut HtmlText::default())
    }

    /// Reads the events where they stand: this is asked of nearly every block.
    fn is_run_blank(&self, document: &Document<'_>, run: Range<usize>, html_text: &mut HtmlText) -> bool {
        let mut shows_nothing = |event: &Event<'_>, text: &str| match event {
            Event::Html(_) | Event::InlineHtml(_) => html_text.is_blank(text),
            Event::Text(_) => text.trim_start().is_empty(),
            _ => false,
        };
        document.events.get(run).unwrap_or_default().iter().all(|(event, span)| match event {
            Event::End(_) | Event::SoftBreak | Event::HardBreak | Event::Rule => true,
            Event::Start(tag) if !matches!(tag, Tag::Image { .. }) => true,
            Event::Text(text) if text.trim_start().is_empty() => true,
            Event::Text(_) if !self.is_cut(*span) => false,
            Event::Html(text) | Event::InlineHtml(text) if !self.is_cut(*span) => shows_nothing(event, text),
            _ if self.cuts.iter().any(|cut| cut.holds(*span)) => true,
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) if literal(event, *span).is_none() => {
                shows_nothing(event, text)
            }
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => {
                let left = |part: Span| text.get(part.start - span.start..part.end - span.start);
                self.left(*span).into_iter().filter_map(left).all(|left| shows_nothing(event, left))
            }
            _ => false,
        })
    }

    /// Whether something of a stretch is cut.
    fn is_cut(&self, span: Span) -> bool {
        self.cuts.iter().any(|cut| cut.meet(span).is_some())
    }

    /// What the cuts leave of a stretch, parted at the borders of blanks.
    fn left(&self, span: Span) -> Vec<Span> {
        let Fragment { cuts, blanks, .. } = self;
        let mut meeting = cuts.iter().filter_map(|cut| cut.meet(span));
        if let (Some(cut), None, true) = (meeting.next(), meeting.next(), blanks.is_empty()) {
            let parts = [Span::new(span.start, cut.start), Span::new(cut.end, span.end)];
            return parts.into_iter().filter(|part| part.start < part.end).collect();
        }
        let mut borders: Vec<usize> = cuts.iter().flat_map(|cut| [cut.start, cut.end]).collect();
        borders.extend(blanks.iter().flat_map(|blank| [blank.inner.start, blank.inner.end]));
        borders.retain(|at| span.start < *at && *at < span.end);
        borders.push(span.end);
        borders.sort_unstable();
        let mut start = span.start;
        let mut left = Vec::new();
        for end in borders {
            let part = Span::new(start, end);
            if start < end && !cuts.iter().any(|cut| cut.holds(part)) {
                left.push(part);
            }
            start = end;
        }
        left
    }
}

/// Reads a fragment event by event.
struct Reader<'d, 'a, N> {
    document: &'d Document<'a>,
    fragment: &'d Fragment,
    numbers: N,
    queue: VecDeque<Piece<'a>>,
    /// The blank that is open.
    open: Option<usize>,
    /// The blank that comes next.
    next: usize,
}

impl<'a, N: Iterator<Item = usize>> Iterator for Reader<'_, 'a, N> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        loop {
            if let Some(piece) = self.queue.pop_front() {
                return Some(piece);
            }
            let Some(number) = self.numbers.next() else { return self.open.take().map(|_| Piece::Close) };
            let Some((event, span)) = self.document.events.get(number) else { continue };
            if self.fragment.blanks.is_empty() && !self.fragment.is_cut(*span) {
                return Some(Piece::Event(number, event.clone(), *span));
            }
            self.event(number, event, *span);
        }
    }
}

impl<'a, N> Reader<'_, 'a, N> {
    /// Queues what the cuts leave of an event, parted where blanks begin and end.
    fn event(&mut self, number: usize, event: &Event<'a>, span: Span) {
        let cuts = &self.fragment.cuts;
        if cuts.iter().any(|cut| cut.holds(span)) {
            // All of it is left out.
        } else if let Some(text) = literal(event, span) {
            for part in self.fragment.left(span) {
                let Some(kept) = text.get(part.start - span.start..part.end - span.start) else { continue };
                let event = of_kind(event, CowStr::from(kept.to_owned()));
                self.borders(&event, part);
                self.queue.push_back(Piece::Event(number, event, part));
            }
        } else {
            self.borders(event, span);
            self.queue.push_back(Piece::Event(number, event.clone(), span));
        }
    }

    /// Queues the borders of blanks that lie before an event.
    fn borders(&mut self, event: &Event<'a>, span: Span) {
        let blanks = &self.fragment.blanks;
        let is_end = matches!(event, Event::End(_));
        if let Some(blank) = self.open.and_then(|open| blanks.get(open)) {
            // An element that began inside the blank ends inside it as well.
            let outside = if is_end { span.start < blank.inner.start } else { blank.inner.end <= span.start };
            if outside {
                self.open = None;
                self.queue.push_back(Piece::Close);
            }
        }
        while let Some(blank) = blanks.get(self.next).filter(|_| self.open.is_none() && !is_end) {
            if span.start < blank.inner.start {
                break;
            }
            if span.start < blank.inner.end {
                self.open = Some(self.next);
                self.queue.push_back(Piece::Open(self.next));
            }
            self.next += 1;
        }
    }
}

/// The text of an event that stands in the source letter by letter, so that its bytes can be cut.
fn literal<'e>(event: &'e Event<'_>, span: Span) -> Option<&'e str> {
    match event {
        Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => {
            (text.len() == span.end - span.start).then_some(text)
        }
        _ => None,
    }
}

/// A text, or raw HTML where the event is that.
fn of_kind<'t>(event: &Event<'_>, text: CowStr<'t>) -> Event<'t> {
    match event {
        Event::Html(_) => Event::Html(text),
        Event::InlineHtml(_) => Event::InlineHtml(text),
        _ => Event::Text(text),
    }
}

/// Joins neighbouring text events; the first one's number and the whole stretch stand for all.
struct JoinTexts<'a, I> {
    pieces: I,
    waiting: Option<Piece<'a>>,
}

impl<'a, I: Iterator<Item = Piece<'a>>> Iterator for JoinTexts<'a, I> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        let (number, first, mut span) = match self.waiting.take().or_else(|| self.pieces.next())? {
            Piece::Event(number, Event::Text(first), span) => (number, first, span),
            other => return Some(other),
        };
        let mut joined: Option<String> = None;
        for next in self.pieces.by_ref() {
            match next {
                Piece::Event(_, Event::Text(more), place) => {
                    joined.get_or_insert_with(|| first.to_string()).push_str(&more);
                    span.end = place.end;
                }
                other => {
                    self.waiting = Some(other);
                    break;
                }
            }
        }
        Some(Piece::Event(number, Event::Text(joined.map_or(first, CowStr::from)), span))
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
        let source = Source::new(SourcePath::new("a.md"), "**A:** Go's *collector* [x].\n");
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
