//! Shared: texts that many notes have in common, held once.

use std::collections::HashSet;
use std::sync::Arc;

/// Texts seen so far: paths, trails, decks.
#[derive(Debug, Default)]
pub(super) struct Shared(HashSet<Arc<str>>);

impl Shared {
    /// The text, as it is held.
    pub(super) fn text(&mut self, text: &str) -> Arc<str> {
        if let Some(held) = self.0.get(text) {
            return held.clone();
        }
        let held: Arc<str> = text.into();
        self.0.insert(held.clone());
        held
    }
}
