//! Identity: which note a draft is. Works on plain text and the lock; knows no dialect and no
//! output. Position is never evidence.

mod accept;
mod backs;
mod candidates;
mod exact;
mod fingerprint;
mod fronts;
mod home;
mod joined;
mod likeness;
mod line;
mod lock;
mod marks;
mod matching;
mod mint;
mod ordinals;
mod rarity;
mod reading;
mod reason;
mod record;
mod recover;
mod retire;
mod rivals;
mod scope;
mod shared;
mod similar;
mod sketch;
mod slips;
mod stamp;
mod table;
mod verdict;
mod words;

pub use accept::{Refused, accept};
pub use fingerprint::{Fingerprint, fingerprint};
pub use lock::{Lock, LookRecord, Names};
pub use matching::{Copied, Identified, identify};
pub use ordinals::{Numbered, number};
pub use reading::{Damage, LockError, Reading};
pub use reason::{Evidence, Offer, Reason};
pub use record::{Blank, Record};
pub use recover::{Candidate, Recovered, Shipped, recover};
pub use retire::{Kept, RETIRED};
pub use scope::Scope;
pub use sketch::Sketch;
pub use stamp::{Fate, Moment, Stamp, Stamped};
pub use words::{Sort, Word, words};
