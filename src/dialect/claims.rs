//! Which parts of a document are taken: a block claimed once is claimed.

use std::ops::Range;

use crate::markdown::Block;
use crate::question::Remark;
use crate::source::Span;

/// The events that dialects have taken, and what they had to say about the others.
#[derive(Debug, Default)]
pub struct Claims {
    taken: Vec<Range<usize>>,
    remarks: Vec<Remark>,
    insists: bool,
}

impl Claims {
    /// Claims of a document whose author named its dialects: little evidence is enough.
    pub fn insisting() -> Claims {
        Claims { insists: true, ..Claims::default() }
    }

    /// Whether the author named the dialect.
    pub fn insists(&self) -> bool {
        self.insists
    }

    /// Whether nobody has taken any of these events.
    pub fn is_free(&self, events: &Range<usize>) -> bool {
        let after = self.taken.partition_point(|taken| taken.end <= events.start);
        self.taken.get(after).is_none_or(|taken| events.end <= taken.start)
    }

    /// Takes events; what overlaps or touches is joined, so that there is little to look through.
    pub fn take(&mut self, mut events: Range<usize>) {
        let from = self.taken.partition_point(|taken| taken.end < events.start);
        let to = self.taken.partition_point(|taken| taken.start <= events.end).max(from);
        if let Some(met) = self.taken.get(from..to) {
            events.start = met.first().map_or(events.start, |first| first.start.min(events.start));
            events.end = met.last().map_or(events.end, |last| last.end.max(events.end));
        }
        self.taken.splice(from..to, [events]);
    }

    /// Takes those of some blocks that are still free.
    pub fn take_blocks<'b>(&mut self, blocks: impl IntoIterator<Item = &'b Block>) {
        for block in blocks {
            self.take(block.events.clone());
        }
    }

    /// Says why something was not taken, or what it was taken for.
    pub fn remark(&mut self, span: Span, text: impl Into<String>) {
        self.remarks.push(Remark { span, text: text.into() });
    }

    /// All remarks, by place; the first one made about a place is kept.
    pub fn into_remarks(mut self) -> Vec<Remark> {
        self.remarks.sort_by_key(|remark| remark.span);
        self.remarks.dedup_by_key(|remark| remark.span);
        self.remarks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_is_not_free() {
        let mut claims = Claims::default();
        claims.take(10..15);
        claims.take(15..20);
        claims.take(2..4);
        for free in [0..2, 4..10, 20..30] {
            assert!(claims.is_free(&free), "{free:?}");
        }
        for taken in [0..3, 3..5, 9..11, 12..13, 0..40, 19..21] {
            assert!(!claims.is_free(&taken), "{taken:?}");
        }
    }
}
