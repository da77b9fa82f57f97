//! Accept: a new note turns out to be an edit of an old one.

use std::fmt;

use super::{Lock, ordinals};
use crate::note::Guid;

/// Why an offer cannot be accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// The lock has no such note.
    Unknown(Guid),
    /// This one was accepted as an edit of that one before.
    Became(Guid, Guid),
    /// The old note has not left the content.
    StillThere(Guid),
    /// The new note has left the content.
    Gone(Guid),
    /// The new note was there while the old one was, and has a history of its own.
    Beside(Guid, Guid),
    /// Their kinds differ, and Anki never moves a note between note types.
    OtherKind,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refused::Unknown(guid) => write!(f, "the lock has no note {guid}"),
            Refused::Became(guid, old) => write!(f, "{guid} was accepted before, as an edit of {old}"),
            Refused::StillThere(guid) => write!(f, "{guid} is still there, so nothing can be an edit of it"),
            Refused::Gone(guid) => write!(f, "{guid} is no longer there"),
            Refused::Beside(new, old) => {
                write!(f, "{new} was there before {old} left, so it is another note, with a history of its own")
            }
            Refused::OtherKind => {
                f.write_str("the two are of different kinds, and Anki never changes the kind of a note")
            }
        }
    }
}

/// Makes the next build find `old` where the last one made `new`.
///
/// The old record takes the texts of the new one, so that they are the same texts to the next
/// build. The record of `new` stays, as a note that has left the content and never comes back: a
/// package may have carried it to Anki already, where it has to be found to be deleted.
///
/// # Errors
/// Nothing is changed where one of the two is not as the last build's offer said.
pub fn accept(lock: &mut Lock, old: &Guid, new: &Guid) -> Result<(), Refused> {
    let known = |guid: &Guid| {
        let record = lock.records.get(guid).ok_or(Refused::Unknown(*guid))?;
        record.became.map_or_else(|| Ok(record.clone()), |became| Err(Refused::Became(*guid, became)))
    };
    let (mut kept, mut orphan) = (known(old)?, known(new)?);
    let Some(left) = kept.retired else { return Err(Refused::StillThere(*old)) };
    if orphan.retired.is_some() {
        return Err(Refused::Gone(*new));
    }
    if orphan.made.div_euclid(1000) < left {
        return Err(Refused::Beside(*new, *old));
    }
    if kept.kind != orphan.kind {
        return Err(Refused::OtherKind);
    }
    let now = orphan.clone();
    let numbered = ordinals::inherit(&kept, &now);
    (kept.blanks, kept.next_blank) = (numbered.blanks.into(), numbered.next);
    (kept.path, kept.trail, kept.anchor, kept.parent) = (now.path, now.trail, now.anchor, now.parent);
    (kept.front, kept.front_print, kept.front_sketch) = (now.front, now.front_print, now.front_sketch);
    (kept.back_print, kept.back_sketch) = (now.back_print, now.back_sketch);
    // It left when the new one came: the earliest moment that is true of the orphan too.
    (orphan.retired, orphan.became) = (Some(left.max(orphan.modified)), Some(*old));
    lock.records.insert(*old, kept);
    lock.records.insert(*new, orphan);
    Ok(())
}
