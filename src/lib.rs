//! Recto reads Markdown documents that hold questions and answers, and writes an Anki package and
//! a study site from them. Data flows one way, through these passes:
//!
//! 1. [`discover`]: a path becomes a project's [`Layout`](discover::Layout) and its documents.
//! 2. [`load`]: a path becomes a [`Source`](source::Source).
//! 3. [`markdown`]: a source becomes a [`Document`](markdown::Document), events and blocks.
//! 4. [`dialect`]: a document becomes [`Question`](question::Question)s.
//! 5. [`atomise`]: a question becomes [`Draft`](draft::Draft)s.
//! 6. [`topic`]: a question gets its [`Topic`](tag::Topic)s, its drafts their tags.
//! 7. [`identity`]: drafts and the [`Lock`](identity::Lock) become [`Guid`](note::Guid)s.
//! 8. [`render`]: pieces of a document become HTML, for cards and for pages.
//! 9. [`identity`] again: rendered notes are [`Stamp`](identity::Stamp)ed, and the lock moves on.
//! 10. [`output`]: [`Note`](deck::Note)s become a package, [`Face`](site::Face)s become pages.
//! 11. [`publish`]: files and lock reach the disk, all or nothing.
//!
//! [`lint`] looks at questions and at outlines of notes on the way, and gives advice.
//!
//! [`serve`] shows what a build gave in the browser, live.
//!
//! [`build`] runs them. What is wrong with an author's text is a [`Finding`](finding::Finding);
//! what is wrong with the world is an [`Error`](error::Error).

pub mod atomise;
pub mod build;
pub mod changelog;
pub mod cli;
pub mod config;
pub mod deck;
pub mod dialect;
pub mod discover;
pub mod draft;
pub mod error;
pub mod explain;
pub mod finding;
pub mod identity;
pub mod lint;
pub mod load;
pub mod lookup;
pub mod markdown;
pub mod media;
pub mod note;
pub mod output;
pub mod path;
pub mod publish;
pub mod question;
pub mod render;
pub mod serve;
pub mod site;
pub mod source;
pub mod tag;
pub mod theme;
pub mod topic;
pub mod yaml;
