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
pub mod finding;
pub mod markdown;
pub mod source;
pub mod dialect;
pub mod question;
pub mod config;
pub mod yaml;
pub mod atomise;
pub mod draft;
pub mod identity;
pub mod topic;
pub mod render;
