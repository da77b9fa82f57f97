//! The Anki package.
