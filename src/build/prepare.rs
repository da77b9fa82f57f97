//! Between the sweeps: which note each draft is, and which deck it is in.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::broken::broken;
use super::names::names;
use super::passes::Pass;
use super::recover::{Cost, recovered};
use super::{Inspected, Request, inspect};
use crate::deck::DeckNames;
use crate::draft::Outline;
use crate::error::{Error, Result};
use crate::finding::{Finding, Severity};
use crate::identity::{Identified, Lock, Names, Numbered, Offer, Reason, identify, number};
use crate::load::{self, NoLock};
use crate::note::Guid;
use crate::output::site::slug;
use crate::publish::Staging;

/// A project whose drafts have their identity.
pub(super) struct Prepared {
    pub inspected: Inspected,
    /// The lock of the last build, or a new one.
    pub lock: Lock,
    /// What the project goes by in Anki.
    pub names: Names,
    /// For each document its drafts' guids.
    pub guids: Vec<Vec<Guid>>,
    /// For each guid, why.
    pub reasons: Vec<Vec<Reason>>,
    /// Notes that no draft is any more.
    pub gone: Vec<Guid>,
    /// New notes that may be edits of notes that are gone.
    pub offers: Vec<Offer>,
    /// For each document its drafts' decks.
    pub homes: Vec<Vec<Arc<str>>>,
    /// What it costs that the lock was lost, if it was.
    pub cost: Option<Cost>,
    /// The cards of clozes.
    pub numbers: Numbers,
}

/// Runs the first sweep and identifies its drafts.
///
/// Where there is no lock, it is made again of the last package, read into `staging` or a place that
/// lasts no longer.
pub(super) fn prepare(request: &Request<'_>, staging: Option<&Staging>) -> Result<Prepared> {
    let mut inspected = inspect(request)?;
    refuse_settings(request, &inspected)?;
    let (lock, cost) = match load::lock(request.lock) {
        Ok(lock) => (lock, None),
        Err(NoLock::Missing) => {
            let seed = seed(&inspected);
            let found = recovered(request, &mut inspected, staging, &seed)?;
            found.map_or_else(|| (Lock::new(seed), None), |(lock, cost)| (lock, Some(cost)))
        }
        Err(NoLock::Broken(error)) => return Err(broken(request, staging, &error)),
        Err(NoLock::Unread(error)) => return Err(error),
    };
    let documents: Vec<(_, Vec<Outline>)> =
        inspected.surveyed.iter_mut().map(|d| (d.path.clone(), std::mem::take(&mut d.outlines))).collect();
    let identified = request.passes.time(Pass::Identify, || identify(&documents, &lock, &inspected.scope));
    let Identified { guids, reasons, gone, offers } = identified;
    for (document, (_, outlines)) in inspected.surveyed.iter_mut().zip(documents) {
        document.outlines = outlines;
    }
    refuse_nothing(request, &inspected, &guids, &gone)?;
    let names = names(&mut inspected, request.layout, &lock);
    let homes = homes(&mut inspected, &guids, &lock, &names.root);
    let numbers = numbers(&inspected, &guids, &lock);
    Ok(Prepared { inspected, lock, names, guids, reasons, gone, offers, homes, cost, numbers })
}

/// For each cloze on which card each of its blanks is asked.
pub(super) type Numbers = BTreeMap<Guid, Numbered>;

pub(super) fn numbers(inspected: &Inspected, guids: &[Vec<Guid>], lock: &Lock) -> Numbers {
    let documents = inspected.surveyed.iter().zip(guids);
    let notes = documents.flat_map(|(document, guids)| document.outlines.iter().zip(guids));
    let clozes = notes.filter(|(outline, _)| !outline.blanks.is_empty());
    clozes.map(|(outline, guid)| (*guid, number(lock.records.get(guid), outline))).collect()
}

/// What new guids are mixed with: the configured seed, else the title.
fn seed(inspected: &Inspected) -> String {
    inspected.config.seed.clone().unwrap_or_else(|| slug(&inspected.title))
}

/// The deck of each draft: for a known note the one it was first put in, for a new one what front
/// matter says, else that of the document below `root`, and where decks are parted so its part. Says where front
/// matter asks for a move.
fn homes(inspected: &mut Inspected, guids: &[Vec<Guid>], lock: &Lock, root: &str) -> Vec<Vec<Arc<str>>> {
    let mut names = DeckNames::default();
    lock.records.values().for_each(|record| names.keep(&record.deck));
    let subdecks = inspected.config.subdecks;
    let mut homes = Vec::new();
    for (document, guids) in inspected.surveyed.iter().zip(guids) {
        let named = document.deck.as_ref().map(|(deck, _)| deck.clone());
        let own = level(&document.title);
        let usual = if own == root { own } else { format!("{root}::{own}") };
        let deck = named.unwrap_or(usual);
        let mut wanted = |part: &str| -> Arc<str> {
            names.name(&if subdecks { format!("{deck}::{part}") } else { deck.clone() }).into()
        };
        let (questions, facts) = (wanted("Questions"), wanted("Facts"));
        let known = |guid: &Guid| lock.records.get(guid).map(|record| record.deck.clone());
        let mut of_notes = Vec::new();
        let mut kept = false;
        for (outline, guid) in document.outlines.iter().zip(guids) {
            let wanted = if outline.parent.is_some() { &facts } else { &questions };
            let home = known(guid).unwrap_or_else(|| wanted.clone());
            kept |= home != *wanted;
            of_notes.push(home);
        }
        if let Some((_, finding)) = &document.deck
            && kept
        {
            inspected.findings.push(finding.clone());
        }
        homes.push(of_notes);
    }
    homes
}

/// A title as one level of a deck's name.
pub(super) fn level(title: &str) -> String {
    title.replace("::", ":")
}

/// Stops where `recto.yaml` has a mistake: what is built without it would be remembered for ever.
fn refuse_settings(request: &Request<'_>, inspected: &Inspected) -> Result<()> {
    let settings = inspected
        .findings
        .iter()
        .find(|finding| finding.place.path == super::SETTINGS && finding.severity == Severity::Error);
    let Some(Finding { message, place, help, .. }) = settings else { return Ok(()) };
    let at = if place.line > 0 { format!("line {}, column {}: ", place.line, place.column) } else { String::new() };
    let error = Error::refused("use", request.layout.root.join(super::SETTINGS), format!("{at}{message}"));
    Err(error.with_help(help.clone().unwrap_or_else(|| "mend it and build again".into())))
}

/// Stops where nothing could be read of what there was: the old output is worth more than an empty one.
fn refuse_nothing(request: &Request<'_>, inspected: &Inspected, guids: &[Vec<Guid>], gone: &[Guid]) -> Result<()> {
    let empty = guids.iter().all(Vec::is_empty) && gone.is_empty();
    if !empty || inspected.scope.unread.is_empty() {
        return Ok(());
    }
    let why = inspected.findings.iter().find(|finding| finding.severity == Severity::Error);
    let why = why.map_or_else(|| "no document can be read".to_owned(), |finding| finding.message.clone());
    Err(Error::refused("build", &request.layout.content, why).with_help("`recto check` shows all findings"))
}
