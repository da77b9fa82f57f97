//! Outputs: what a finished deck becomes. They see no document, no dialect and no lock.

pub mod anki;
pub mod site;
