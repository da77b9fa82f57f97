//! The Anki package: a deck as the one file Anki imports.
//!
//! The layout is the old one (`collection.anki2` of schema 11, a JSON `media`, files `0`, `1`, ...),
//! which every Anki from 2.1.49 on reads. The same deck gives the same bytes: nothing here knows the
//! time or a path. Memory stays the same however many notes there are: rows go into a database in a
//! scratch file, and that is streamed into the package.
//!
//! What makes a re-import safe is kept in [`note_type`]: note types whose ids, fields and templates
//! never change. What Anki would refuse or mistreat is refused here first, as a [`Fault`].

mod check;
mod faces;
mod fault;
pub mod field;
pub mod note_type;
mod package;
mod read;
mod schema;
mod shown;

pub use check::is_blank;
pub use faces::{Faces, faces};
pub use fault::{Fault, PackageError, Result};
pub use package::{Head, MediaFile, Package, Summary};
pub use read::{ShippedHead, ShippedNote, read};
pub use shown::{Shown, ShownCard, shown};
