//! Ordinals: which number each blank of a cloze note has. Anki keeps the history of a card by it.

use super::{Blank, Fingerprint};
