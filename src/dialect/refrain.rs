//! Headings that an author repeats after every question, "Any doubts?": they ask nobody and head nothing.

use std::collections::BTreeMap;

use super::pieces::text;
use crate::markdown::Document;

/// The places, among the blocks, of headings that say the same three times or more, with another heading right below them: "Any questions?"
pub(super) fn refrains(document: &Document<'_>) -> Vec<usize> {
    let mut said: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, block) in document.blocks.iter().enumerate().filter(|(_, block)| block.heading().is_some()) {
        if document.blocks.get(at + 1).is_none_or(|next| next.heading().is_some()) {
            said.entry(text(document, block)).or_default().push(at);
        }
    }
    let mut found: Vec<usize> = said.into_values().filter(|places| places.len() >= 3).flatten().collect();
    found.sort_unstable();
    found
}
