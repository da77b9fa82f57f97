//! What cards and pages may refer to: media, the pages that the site will have, and the places on them.

use std::collections::BTreeMap;

use super::ground::theme_error;
use super::leads::Lead;
use super::plan::Planned;
use super::{Inspected, Request};
use crate::error::Result;
use crate::note::Guid;
use crate::output::site::page_urls;
use crate::render::{Goal, Links};
use crate::site::Section;

/// All there is to refer to.
pub(super) fn links(
    request: &Request<'_>,
    inspected: &Inspected,
    planned: &Planned,
    guids: &[Vec<Guid>],
) -> Result<Links> {
    let urls = page_urls(&planned.plan).map_err(|error| theme_error(request, &inspected.config.theme, &error))?;
    let mut links = Links { media: inspected.links.media.clone(), ..Links::default() };
    for ((document, place), guids) in inspected.surveyed.iter().zip(&planned.places).zip(guids) {
        let chapter = place.as_ref().map(|(chapter, _)| *chapter);
        let pages = chapter.and_then(|chapter| urls.get(chapter)).map(Vec::as_slice).unwrap_or_default();
        let home = pages.first();
        links.pages.extend(home.map(|home| (document.path.clone(), home.clone())));
        if let Some(leads) = inspected.places.get(&document.path) {
            let sections = chapter.and_then(|chapter| planned.plan.chapters.get(chapter));
            let sections = sections.map(|chapter| chapter.sections.as_slice()).unwrap_or_default();
            let stands = stands(sections, pages);
            let goal = |lead: &Lead| goal(*lead, home, &stands, guids);
            let goals = leads.iter().filter_map(|(place, lead)| Some((place.clone(), goal(lead)?)));
            links.places.insert(document.path.clone(), goals.collect());
        }
    }
    Ok(links)
}

/// Where a question stands, or a fact within its question.
struct Stand<'a> {
    page: &'a str,
    /// The question.
    guid: &'a Guid,
    /// Whether it is the first of its page.
    is_first: bool,
}

/// Where each note of a document stands.
fn stands<'a>(sections: &'a [Section], pages: &'a [String]) -> BTreeMap<&'a Guid, Stand<'a>> {
    let mut stands = BTreeMap::new();
    for (section, page) in sections.iter().zip(pages) {
        for (number, entry) in section.entries.iter().enumerate() {
            for note in std::iter::once(&entry.guid).chain(&entry.facts) {
                stands.insert(note, Stand { page, guid: &entry.guid, is_first: number == 0 });
            }
        }
    }
    stands
}

fn goal(lead: Lead, home: Option<&String>, stands: &BTreeMap<&Guid, Stand<'_>>, guids: &[Guid]) -> Option<Goal> {
    let page = |page: &str| Goal { from_page: page.to_owned(), from_card: page.to_owned() };
    let stand = |number: u32| stands.get(guids.get(usize::try_from(number).ok()?)?);
    match lead {
        Lead::Document => home.map(|home| page(home)),
        Lead::Unanswered => Some(page("unanswered.html")),
        Lead::Section(first) => {
            let stand = stand(first)?;
            Some(if stand.is_first { page(stand.page) } else { at(stand) })
        }
        Lead::Card(number) => stand(number).map(at),
    }
}

/// A question on its page; from a card by its permanent link, since it may move.
fn at(stand: &Stand<'_>) -> Goal {
    let Stand { page, guid, .. } = stand;
    Goal { from_page: format!("{page}#{guid}"), from_card: format!("card.html#{guid}") }
}
