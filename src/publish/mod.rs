//! The only place that writes what a build makes: all of it, or nothing.
//!
//! A build writes into a staging folder beside its output, on the same file system. When everything
//! is there, [`Staging::publish`] makes it last on the disk, then writes the lock of identities, then
//! exchanges the staging folder and the output in one system call, and removes the old output.
//! Whatever stops a build, the output is the old one or the new one, and the next build removes what
//! was left behind.
//!
//! A file that the old output holds with the same bytes is taken over by a second name (a hard link), so a build
//! writes only what came out otherwise.
//!
//! The lock goes first: if the power fails between the two, it knows guids that nobody has imported
//! yet, which does no harm. The other way round a person could import cards that the next build has
//! forgotten.
//!
//! ```text
//! project/
//!   output/                the last build; its .gitignore marks it as Recto's
//!   .recto-output/         only while a build runs
//!     .gitignore           the same mark; locked, so that two builds never meet
//!     new/                 what is being written; after the exchange, the old output
//!     old/                 the old output, where the system cannot exchange two folders
//!     scratch/             files that are not published
//! ```
//!
//! An output is replaced only if it is empty or has the mark, so a wrong `--output` deletes nothing.

// The room that may touch the disk.
#![allow(clippy::disallowed_methods)]

mod guard;
mod place;
mod staging;
mod swap;

pub use guard::GITIGNORE;
pub use place::{Placed, add_line, place};
pub use staging::{LockFile, Published, StagedFile, Staging};
pub use swap::write_lock;
