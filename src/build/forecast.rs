//! Forecast: what a build would do to each note, and why. Renders everything, writes nothing.

use rayon::prelude::*;

use super::goals::links;
use super::passes::Pass;
use super::plan::plan;
use super::prepare::{Numbers, Prepared, prepare};
use super::present::present;
use super::survey::Setting;
use super::{Inspected, Request, read_again};
use crate::error::Result;
use crate::finding::Finding;
use crate::identity::{Fate, Lock, Offer, Reason, Stamp};
use crate::note::{Fields, Guid};
use crate::render::Links;

/// What a build would do.
#[derive(Debug)]
pub struct Forecast {
    /// Every note of the documents, in their order, then those that would be retired.
    pub notes: Vec<NoteForecast>,
    /// New notes that may be edits of notes that are gone.
    pub offers: Vec<OfferForecast>,
    /// Everything there is to say about the texts.
    pub findings: Vec<Finding>,
}

/// What a build would do to one note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteForecast {
    /// Its identity.
    pub guid: Guid,
    /// Its document.
    pub path: String,
    /// What would happen to it, as [`Fate::name`], or `edited-and-moved`, or `ask`.
    pub fate: &'static str,
    /// Why, in words.
    pub reason: String,
    /// Its front.
    pub front: String,
    /// Its front as the lock remembers it, where that is another.
    pub old_front: Option<String>,
}

/// A new note that may be an edit of an old one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferForecast {
    /// The note it may be.
    pub old: Guid,
    /// The guid it gets otherwise.
    pub new: Guid,
    /// How alike they are, in percent.
    pub score: u8,
    /// What they share, in words.
    pub reason: String,
    /// The front the lock remembers.
    pub old_front: String,
    /// The front in the document.
    pub new_front: String,
}

/// Tells what a build would do.
///
/// # Errors
/// As [`build`](super::build), but for writing.
pub fn forecast(request: &Request<'_>) -> Result<Forecast> {
    let prepared = prepare(request, None)?;
    let planned = plan(&prepared.inspected.surveyed, &prepared.guids);
    let links = links(request, &prepared.inspected, &planned, &prepared.guids)?;
    let rendered = render(request, &prepared.inspected, &prepared.guids, &prepared.numbers, &links)?;
    let Prepared { mut inspected, lock, guids, reasons, gone, offers, homes, .. } = prepared;
    let mut stamp = Stamp::new(lock.clone(), request.now);
    let mut notes = Vec::new();
    let mut told = Vec::new();
    let documents = inspected.surveyed.iter().zip(&guids).zip(&reasons).zip(&homes).zip(rendered);
    for ((((surveyed, guids), reasons), homes), fields) in documents {
        let drafts = surveyed.outlines.iter().zip(guids).zip(reasons).zip(homes).zip(fields);
        for ((((outline, guid), reason), home), fields) in drafts {
            let stamped = stamp.note(guid, &surveyed.path, outline, home, &fields);
            let offer = offers.iter().find(|offer| offer.new == *guid);
            if let Some(offer) = offer {
                told.push(tell(offer, &outline.front, &lock));
            }
            let old_front = lock.records.get(guid).map(|record| record.front.to_string());
            let kept: String = outline.front.chars().take(crate::draft::KEPT).collect();
            notes.push(NoteForecast {
                guid: *guid,
                path: surveyed.path.to_string(),
                fate: fate(stamped.fate, reason, offer),
                reason: why(stamped.fate, reason, offer),
                front: outline.front.to_string(),
                old_front: old_front.filter(|old| *old != kept),
            });
        }
    }
    let leaving = gone.iter().filter_map(|guid| Some((guid, lock.records.get(guid)?)));
    notes.extend(leaving.filter(|(_, record)| record.retired.is_none()).map(|(guid, record)| NoteForecast {
        guid: *guid,
        path: record.path.to_string(),
        fate: Fate::Retired.name(),
        reason: "no longer in the documents".into(),
        front: record.front.to_string(),
        old_front: None,
    }));
    Ok(Forecast { notes, offers: told, findings: std::mem::take(&mut inspected.findings) })
}

/// The fields of every draft.
pub(super) fn render(
    request: &Request<'_>,
    inspected: &Inspected,
    guids: &[Vec<Guid>],
    numbers: &Numbers,
    links: &Links,
) -> Result<Vec<Vec<Fields>>> {
    let project = request.layout.name();
    let setting = Setting { config: &inspected.config, project: &project, passes: request.passes };
    let documents: Vec<_> = inspected.documents.iter().zip(&inspected.surveyed).zip(guids).collect();
    let fields = documents.into_par_iter().map(|((found, surveyed), guids)| {
        if surveyed.outlines.is_empty() {
            return Ok(Vec::new());
        }
        let source = request.passes.time(Pass::Load, || read_again(found, surveyed))?;
        Ok(present(&source, &surveyed.outlines, guids, numbers, "", links, &setting).fields)
    });
    fields.collect()
}

fn fate(fate: Fate, reason: &Reason, offer: Option<&Offer>) -> &'static str {
    match (fate, offer, &reason.moved_from) {
        (Fate::New, Some(_), _) => "ask",
        (Fate::Edited, _, Some(_)) => "edited-and-moved",
        (fate, _, _) => fate.name(),
    }
}

fn why(fate: Fate, reason: &Reason, offer: Option<&Offer>) -> String {
    match (fate, offer) {
        (Fate::New, Some(offer)) => format!("may be an edit of {}: {offer}", offer.old),
        (Fate::Edited, _) if reason.evidence == crate::identity::Evidence::Texts => {
            format!("{reason}; tags, pictures or the way it is written changed")
        }
        _ => reason.to_string(),
    }
}

fn tell(offer: &Offer, front: &str, lock: &Lock) -> OfferForecast {
    OfferForecast {
        old: offer.old,
        new: offer.new,
        score: offer.score,
        reason: offer.to_string(),
        old_front: lock.records.get(&offer.old).map(|record| record.front.to_string()).unwrap_or_default(),
        new_front: front.to_owned(),
    }
}
