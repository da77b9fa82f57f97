//! Accept: "this is an edit of that", before a build or after it.

use super::Request;
use super::prepare::prepare;
use crate::error::{Error, Result};
use crate::identity::{self, Lock};
use crate::note::Guid;
use crate::publish::write_lock;

/// What is to be accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Accepted {
    /// The offer that the next build would make for this old note.
    Offered(Guid),
    /// This old note is what the last build made a new one of.
    Pair(Guid, Guid),
}

/// Writes into the lock that drafts are edits of notes that are gone.
///
/// # Errors
/// Where there is no such offer or pair; nothing is written then.
pub fn accept(request: &Request<'_>, accepted: &[Accepted]) -> Result<()> {
    let prepared = prepare(request, None)?;
    let mut lock = prepared.lock.clone();
    for choice in accepted {
        let done = match choice {
            Accepted::Pair(old, new) => identity::accept(&mut lock, old, new).map_err(|refused| refused.to_string()),
            Accepted::Offered(old) => take_offer(&mut lock, &prepared, old),
        };
        done.map_err(|why| {
            Error::refused("accept", request.lock, why).with_help("`recto plan` lists what can be accepted")
        })?;
    }
    write_lock(request.lock, &mut lock.lines())
}

/// Gives an old record the texts of the draft that is offered as its edit, so that the next build
/// finds the note by them.
fn take_offer(lock: &mut Lock, prepared: &super::prepare::Prepared, old: &Guid) -> std::result::Result<(), String> {
    let offer = prepared.offers.iter().find(|offer| offer.old == *old);
    let offer = offer.ok_or_else(|| format!("nothing is offered as an edit of {old}"))?;
    let documents = prepared.inspected.surveyed.iter().zip(&prepared.guids);
    let mut drafts = documents.flat_map(|(surveyed, guids)| {
        surveyed.outlines.iter().zip(guids).map(move |(outline, guid)| (surveyed, outline, guid))
    });
    let (surveyed, outline, _) =
        drafts.find(|(_, _, guid)| **guid == offer.new).ok_or_else(|| format!("{} is not there", offer.new))?;
    let record = lock.records.get_mut(old).ok_or_else(|| format!("the lock has no note {old}"))?;
    record.learn(surveyed.path.as_str(), outline);
    Ok(())
}
