//! The side of the second sweep that goes in order: notes are stamped and go into the package, faces
//! into the search index.

use std::sync::mpsc::Receiver;

use super::passes::{Pass, Passes};
use super::present::Presented;
use super::report::Progress;
use super::work::{Finished, Work};
use crate::deck::Note;
use crate::draft::Outline;
use crate::error::Result;
use crate::identity::Stamp;
use crate::note::Fields;
use crate::output::anki::{Package, note_type};
use crate::output::site::{Found, SearchIndex};
use crate::tag::Tag;

/// Takes notes in order: stamps them, puts them into the package and the search index.
pub(super) struct NoteWriter<'a> {
    pub work: &'a Work<'a>,
    pub stamp: Stamp,
    pub package: Package,
    pub search: SearchIndex,
}

impl NoteWriter<'_> {
    /// Takes all batches until no more come.
    pub(super) fn take_all(&mut self, batches: Receiver<Vec<Finished>>) -> Result<()> {
        let passes: &Passes = self.work.request.passes;
        for batch in batches {
            let notes = batch.iter().map(|finished| finished.presented.fields.len()).sum();
            for finished in batch {
                let Finished { document, outlines, presented } = finished;
                passes.time(Pass::Deck, || self.notes(document, &outlines, &presented.fields))?;
                self.faces(document, &presented)?;
            }
            (self.work.request.progress)(Progress::Written { notes });
        }
        Ok(())
    }

    fn notes(&mut self, document: usize, outlines: &[Outline], fields: &[Fields]) -> Result<()> {
        let work = self.work;
        let (Some(surveyed), Some(guids), Some(homes), Some(positions)) = (
            work.inspected.surveyed.get(document),
            work.guids.get(document),
            work.homes.get(document),
            work.positions.get(document),
        ) else {
            return Ok(());
        };
        let places = guids.iter().zip(homes).zip(positions);
        for ((outline, ((guid, home), due)), fields) in outlines.iter().zip(places).zip(fields) {
            let stamped = self.stamp.note(guid, &surveyed.path, outline, home, fields);
            let note = Note {
                guid: *guid,
                kind: outline.kind,
                made: stamped.made,
                modified: stamped.modified,
                deck: stamped.deck.to_string(),
                tags: tags(outline),
                ordinals: note_type::ordinals(outline.kind, fields),
                fields: fields.clone(),
                due: *due,
            };
            self.package.add(&note).map_err(|error| error.at(&work.request.layout.root))?;
        }
        Ok(())
    }

    fn faces(&mut self, document: usize, presented: &Presented) -> Result<()> {
        let work = self.work;
        let Some(Some((chapter, sections))) = work.places.get(document) else { return Ok(()) };
        for (section, range) in sections.iter().enumerate() {
            for face in presented.section(range) {
                let url = work.site.page_url(*chapter, section);
                let tags = face.tags.iter().map(Tag::as_str).collect::<Vec<_>>().join(" ");
                let found = Found { title: &face.title, url, guid: face.guid.as_str(), text: &face.text, tags: &tags };
                let block = work.request.passes.time(Pass::Search, || self.search.add(&found));
                work.write_all(block)?;
            }
        }
        Ok(())
    }
}

/// The tags of a note: its topics, and whether it is a question or a fact.
fn tags(outline: &Outline) -> Vec<Tag> {
    let kind = if outline.parent.is_some() { "fact" } else { "question" };
    let mut tags: Vec<Tag> = outline.tags.iter().cloned().chain(Tag::from_levels(["recto", kind])).collect();
    tags.sort();
    tags
}
