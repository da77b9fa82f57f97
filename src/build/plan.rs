//! From surveyed documents to the site's plan: chapters, sections, and where each question stands.

use std::ops::Range;

use super::survey::Surveyed;
use crate::draft::Outline;
use crate::note::Guid;
use crate::output::site::{Names, slug};
use crate::path::SourcePath;
use crate::site::{Chapter, Entry, Plan, Section};

/// Names at the top of the site that no document may take.
const RESERVED: [&str; 6] = ["assets", "links", "media", "search", "study", "tags"];

/// The plan of a site, and for each document which of its entries stand in which section.
pub(super) struct Planned {
    pub plan: Plan,
    /// One a document; nothing where it has no page.
    pub places: Vec<DocumentPlace>,
}

/// Where a document stands on the site: its chapter, and of each section which of its entries.
pub(super) type DocumentPlace = Option<(usize, Vec<Range<usize>>)>;

/// Plans the site.
pub(super) fn plan(surveyed: &[Surveyed], guids: &[Vec<Guid>]) -> Planned {
    let mut planned = Planned { plan: Plan::default(), places: Vec::new() };
    let mut names = Names::taken(RESERVED);
    for (document, guids) in surveyed.iter().zip(guids) {
        planned.plan.unanswered.extend(document.unanswered.iter().cloned());
        if document.outlines.is_empty() {
            planned.places.push(None);
            continue;
        }
        let entries = entries(document, guids);
        let ranges = sections(document, &entries);
        let mut pages = Names::taken(["index"]);
        let sections = ranges.iter().map(|(title, range)| Section {
            title: title.clone(),
            slug: pages.unique(slug(title)),
            entries: entries.get(range.clone()).unwrap_or_default().iter().map(|(_, entry)| entry.clone()).collect(),
        });
        let chapter = Chapter {
            title: document.title.clone(),
            slug: names.unique(chapter_slug(&document.path)),
            path: document.path.clone(),
            language: document.language.clone(),
            sections: sections.collect(),
        };
        let ranges = ranges.iter().map(|(_, range)| range.clone()).collect();
        planned.places.push(Some((planned.plan.chapters.len(), ranges)));
        planned.plan.chapters.push(chapter);
    }
    planned
}

/// The folders and the name of a document as slugs. A `README` or `index` is its folder.
fn chapter_slug(path: &SourcePath) -> String {
    let stem = path.stem();
    let generic = ["readme", "index"].contains(&stem.to_lowercase().as_str());
    let mut parts: Vec<String> = path.folders().map(slug).collect();
    if !generic || parts.is_empty() {
        parts.push(slug(stem));
    }
    parts.join("/")
}

/// The sections of a document: its entries, parted where the first heading above them changes.
fn sections(document: &Surveyed, entries: &[(&Outline, Entry)]) -> Vec<(String, Range<usize>)> {
    let mut sections: Vec<(String, Range<usize>)> = Vec::new();
    for (number, (outline, _)) in entries.iter().enumerate() {
        let title = outline.trail.first().unwrap_or(&document.title);
        match sections.last_mut() {
            Some((last, range)) if last == title => range.end = number + 1,
            _ => sections.push((title.clone(), number..number + 1)),
        }
    }
    sections
}

/// The questions of a document with their facts, and facts that have no question beside them.
fn entries<'d>(document: &'d Surveyed, guids: &[Guid]) -> Vec<(&'d Outline, Entry)> {
    let mut entries: Vec<(&Outline, Entry)> = Vec::new();
    for (outline, guid) in document.outlines.iter().zip(guids) {
        match entries.last_mut().filter(|(question, _)| outline.is_fact_of(question)) {
            Some((_, entry)) => entry.facts.push(*guid),
            None => {
                let (title, tags) = (outline.front.clone(), outline.tags.clone());
                entries.push((outline, Entry { guid: *guid, title, tags, facts: Vec::new() }));
            }
        }
    }
    entries
}
