//! Accept: "this is an edit of that", before a build or after it.

use std::collections::BTreeSet;
use std::fmt;

use super::Request;
use super::prepare::{Prepared, prepare};
use crate::error::{Error, Result};
use crate::identity::{self, Lock};
use crate::note::Guid;
use crate::publish::write_lock;

/// What is to be accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Accepted {
    /// Whatever the next build would offer as an edit of this old note.
    Offered(Guid),
    /// This new note is an edit of this old one, whether the last build made it or the next one would.
    Pair(Guid, Guid),
}

impl fmt::Display for Accepted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Accepted::Offered(old) => write!(f, "{old}"),
            Accepted::Pair(old, new) => write!(f, "{old}={new}"),
        }
    }
}

/// Writes into the lock that drafts are edits of notes that are gone.
///
/// # Errors
/// Where there is no such offer or pair; nothing is written then.
pub fn accept(request: &Request<'_>, accepted: &[Accepted]) -> Result<()> {
    let prepared = prepare(request, None)?;
    let mut lock = prepared.lock.clone();
    let mut named = BTreeSet::new();
    for choice in accepted {
        let (Accepted::Offered(old) | Accepted::Pair(old, _)) = choice;
        let done = match choice {
            _ if !named.insert(*old) => Err(format!("{old} is named twice, and a note has one edit")),
            Accepted::Pair(old, new) if lock.records.contains_key(new) => {
                identity::accept(&mut lock, old, new).map_err(|refused| refused.to_string())
            }
            Accepted::Pair(old, new) => take_offer(&mut lock, &prepared, old, Some(new)),
            Accepted::Offered(old) => take_offer(&mut lock, &prepared, old, None),
        };
        done.map_err(|why| {
            Error::refused("accept", choice.to_string(), why).with_help("`recto plan` lists what can be accepted")
        })?;
    }
    write_lock(request.lock, &mut lock.lines())
}

/// Gives an old record the texts of the draft that is offered as its edit, so that the next build
/// finds the note by them. Where `new` is named, the documents must still offer that very draft.
fn take_offer(lock: &mut Lock, prepared: &Prepared, old: &Guid, new: Option<&Guid>) -> std::result::Result<(), String> {
    let record = lock.records.get_mut(old).ok_or_else(|| format!("the lock has no note {old}"))?;
    let offer = prepared.offers.iter().find(|offer| offer.old == *old && new.is_none_or(|new| offer.new == *new));
    let offer = offer.ok_or_else(|| not_offered(prepared, old, new))?;
    let documents = prepared.inspected.surveyed.iter().zip(&prepared.guids);
    let mut drafts = documents.flat_map(|(surveyed, guids)| {
        surveyed.outlines.iter().zip(guids).map(move |(outline, guid)| (surveyed, outline, guid))
    });
    let (surveyed, outline, _) =
        drafts.find(|(_, _, guid)| **guid == offer.new).ok_or_else(|| format!("{} is not there", offer.new))?;
    record.learn(surveyed.path.as_str(), outline);
    Ok(())
}

/// Why there is nothing to accept.
fn not_offered(prepared: &Prepared, old: &Guid, new: Option<&Guid>) -> String {
    let there = |guid: &Guid| prepared.guids.iter().any(|guids| guids.contains(guid));
    match new {
        _ if there(old) => format!("{old} is still there, so nothing can be an edit of it"),
        Some(new) if !there(new) => format!("there is no note {new}; the documents may have changed since the plan"),
        Some(new) => format!("{new} is not offered as an edit of {old}"),
        None => format!("nothing is offered as an edit of {old}"),
    }
}
