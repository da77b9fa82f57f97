//! Recto reads Markdown documents that hold questions and answers, and writes an Anki package
//! and a study site from them.

pub mod deck;
pub mod error;
pub mod media;
pub mod note;
pub mod output;
pub mod path;
pub mod publish;
pub mod site;
pub mod tag;
pub mod theme;
