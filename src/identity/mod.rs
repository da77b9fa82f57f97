//! Identity: which note a draft is. Works on plain text and the lock; knows no dialect and no
//! output. Position is never evidence.

mod fingerprint;
mod lock;
mod matching;
mod mint;
mod stamp;

pub use fingerprint::{Fingerprint, fingerprint};
pub use lock::{Lock, LockError, LookRecord, Record};
pub use matching::{Identified, Scope, identify};
pub use stamp::{Fate, Moment, Stamp, Stamped};
