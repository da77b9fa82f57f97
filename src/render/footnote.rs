//! Footnotes: each card carries the ones it refers to, numbered from one.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use crate::markdown::{Block, BlockKind, Document};

/// Where the footnotes of a document stand: the events inside each, by name.
#[derive(Debug, Default)]
pub(super) struct Footnotes {
    texts: BTreeMap<String, Range<usize>>,
}

impl Footnotes {
    pub(super) fn of(document: &Document<'_>) -> Footnotes {
        let mut found = Footnotes::default();
        found.collect(document, &document.blocks);
        found
    }

    fn collect(&mut self, document: &Document<'_>, blocks: &[Block]) {
        for block in blocks {
            if block.kind == BlockKind::Footnote
                && let Some((Event::Start(Tag::FootnoteDefinition(name)), _)) = document.events.get(block.events.start)
            {
                self.texts.entry(name.to_string()).or_insert_with(|| block.inner());
            }
            self.collect(document, &block.children);
        }
    }

    /// The events of a footnote's text.
    pub(super) fn text(&self, name: &str) -> Option<Range<usize>> {
        self.texts.get(name).cloned()
    }
}

/// The footnotes one fragment refers to, in order.
#[derive(Debug, Default)]
pub(super) struct Used {
    names: Vec<String>,
}

impl Used {
    /// The number of a footnote, from 1.
    pub(super) fn number(&mut self, name: &str) -> usize {
        if let Some(at) = self.names.iter().position(|known| known == name) {
            return at + 1;
        }
        self.names.push(name.to_owned());
        self.names.len()
    }

    /// The name of the footnote with a number.
    pub(super) fn name(&self, number: usize) -> Option<String> {
        self.names.get(number.checked_sub(1)?).cloned()
    }
}
