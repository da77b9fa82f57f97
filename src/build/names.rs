//! What a project goes by in Anki. Readers have the deck under its first names, so these stay unless
//! settings say otherwise; Anki would take another name for another deck.

use super::prepare::level;
use super::{Inspected, SETTINGS};
use crate::deck::DeckNames;
use crate::discover::Layout;
use crate::finding::{DECK_KEPT, Finding, Place};
use crate::identity::{Lock, Names};

/// The names of a project: what its settings say, else what its lock remembers, else its title. Where
/// several documents have no title in common, it is called what it was called first.
pub(super) fn names(inspected: &mut Inspected, layout: &Layout, lock: &Lock) -> Names {
    let Inspected { config, title, surveyed, .. } = &mut *inspected;
    let remembered = lock.names.as_ref().filter(|_| layout.only.is_none());
    let is_single = surveyed.iter().filter(|document| !document.outlines.is_empty()).count() == 1;
    let name = config.title.clone().or_else(|| Some(remembered?.name.clone())).unwrap_or_else(|| title.clone());
    if !is_single {
        title.clone_from(&name);
    }
    let usual = lock.names.as_ref().map_or_else(|| level(&name), |names| names.root.clone());
    let root = DeckNames::default().name(config.deck.as_ref().unwrap_or(&usual));
    let names = Names { name, root };
    let kept = lock.names.as_ref().and_then(|first| deck_kept(inspected, lock, &names, &first.root));
    inspected.findings.extend(kept);
    names
}

/// What is to be said where settings name another deck than the one that holds the cards so far.
fn deck_kept(inspected: &Inspected, lock: &Lock, names: &Names, first: &str) -> Option<Finding> {
    let Inspected { config, deck_place, .. } = inspected;
    let place = || deck_place.clone().unwrap_or_else(|| Place::file(SETTINGS));
    if config.deck.is_some() {
        let is_under =
            |deck: &str| deck.strip_prefix(first).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"));
        let mut records = lock.records.values().filter(|record| record.retired.is_none());
        if names.root == first || !records.any(|record| is_under(&record.deck)) {
            return None;
        }
        let message = format!("`deck` names another deck than `{first}`, which holds cards");
        let help = format!(
            "Anki never moves cards on import: write `deck: {first:?}` to go on there, or select the old ones in Anki's browser and choose Change Deck"
        );
        return Some(Finding::new(&DECK_KEPT, place(), message).label("new notes go here").help(help));
    }
    let title = DeckNames::default().name(&level(config.title.as_ref()?));
    if title == first {
        return None;
    }
    let message = format!("the deck goes on being called `{first}`, as readers have it");
    let help = format!(
        "Anki never renames decks on import: write `deck: {first:?}` to say that it is meant, or `deck: {title:?}` to put new notes there"
    );
    Some(Finding::new(&DECK_KEPT, place(), message).label("names the site and the package").help(help))
}
