//! The side of the second sweep that goes in order: notes are stamped and go into the package, faces
//! into the search index.

use std::sync::mpsc::Receiver;

use super::passes::{Pass, Passes};
use super::report::Progress;
use super::work::{Finished, Work};
use crate::deck::Note;
use crate::error::Result;
use crate::identity::Stamp;
use crate::note::Fields;
use crate::output::anki::{Package, note_type};
use crate::output::site::SearchIndex;
use crate::site::Face;

/// Takes notes in order: stamps them, puts them into the package and the search index.
pub(super) struct NoteWriter<'a> {
    pub work: &'a Work<'a>,
    pub stamp: Stamp,
    pub package: Package,
    pub search: SearchIndex,
    pub due: u32,
}

impl NoteWriter<'_> {
    /// Takes all batches until no more come.
    pub(super) fn take_all(&mut self, batches: Receiver<Vec<Finished>>) -> Result<()> {
        let passes: &Passes = self.work.request.passes;
        for batch in batches {
            let notes = batch.iter().map(|finished| finished.fields.len()).sum();
            for finished in batch {
                passes.time(Pass::Deck, || self.notes(finished.document, finished.fields))?;
                self.faces(finished.document, &finished.faces)?;
            }
            (self.work.request.progress)(Progress::Written { notes });
        }
        Ok(())
    }

    fn notes(&mut self, document: usize, fields: Vec<Fields>) -> Result<()> {
        let work = self.work;
        let (Some(surveyed), Some(guids), Some(homes)) =
            (work.inspected.surveyed.get(document), work.guids.get(document), work.homes.get(document))
        else {
            return Ok(());
        };
        for (((outline, guid), home), fields) in surveyed.outlines.iter().zip(guids).zip(homes).zip(fields) {
            let stamped = self.stamp.note(guid, &surveyed.path, outline, home, &fields);
            self.due += 1;
            let note = Note {
                guid: *guid,
                kind: outline.kind,
                made: stamped.made,
                modified: stamped.modified,
                deck: stamped.deck.to_string(),
                tags: outline.tags.to_vec(),
                ordinals: note_type::ordinals(outline.kind, &fields),
                fields,
                due: self.due,
            };
            self.package.add(&note).map_err(|error| error.at(&work.request.layout.root))?;
        }
        Ok(())
    }

    fn faces(&mut self, document: usize, faces: &[Vec<Face>]) -> Result<()> {
        let work = self.work;
        let Some(Some((chapter, _))) = work.places.get(document) else { return Ok(()) };
        for (section, faces) in faces.iter().enumerate() {
            for face in faces {
                let url = work.site.page_url(*chapter, section);
                let (title, guid, text) = (&face.title, face.guid.as_str(), &face.text);
                let block = work.request.passes.time(Pass::Search, || self.search.add(title, url, guid, text));
                work.write_all(block)?;
            }
        }
        Ok(())
    }
}
