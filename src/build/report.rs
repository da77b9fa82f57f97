//! What a build did, for people and for machines.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::{Inspected, Memory, Request};
use crate::finding::Finding;
use crate::identity::{Fate, Offer};
use crate::path::OutPath;

/// How far a build is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// So many documents are about to be read.
    Reading {
        /// How many.
        documents: usize,
    },
    /// One more document was read.
    Read,
    /// So many notes are about to be written.
    Writing {
        /// How many.
        notes: usize,
    },
    /// So many more notes were written.
    Written {
        /// How many.
        notes: usize,
    },
    /// The package is being compressed and everything brought to the disk.
    Finishing,
}

/// What a build did.
#[derive(Debug)]
pub struct Report {
    /// The project's title.
    pub title: String,
    /// The documents with questions.
    pub documents: Vec<DocumentReport>,
    /// How many documents were read.
    pub documents_read: usize,
    /// How many documents were rendered; the others were known from an earlier build.
    pub rendered: usize,
    /// Questions found without an answer.
    pub unanswered: usize,
    /// Facts among the notes.
    pub facts: usize,
    /// Cards in the package.
    pub cards: u64,
    /// Notes by what happened to them; nothing where it is none.
    pub fates: BTreeMap<Fate, usize>,
    /// Retired notes in the package, tagged so that they can be found in Anki.
    pub tagged: usize,
    /// Anki's ids of notes that were retired and could not be tagged, since nothing says any more what
    /// they said.
    pub untagged: Vec<i64>,
    /// New notes that may be edits of notes that are gone.
    pub offers: Vec<Offer>,
    /// How many different tags there are.
    pub tags: usize,
    /// Media files in the package.
    pub media: u64,
    /// The package.
    pub package: PathBuf,
    /// Its size in bytes.
    pub package_bytes: u64,
    /// The site's folder.
    pub site: PathBuf,
    /// Files published, the package and its copy on the site among them.
    pub files: u64,
    /// Files among them that had to be written; the others were there.
    pub written: u64,
    /// Bytes published.
    pub bytes: u64,
    /// Everything there is to say about the texts.
    pub findings: Vec<Finding>,
    /// Something that went wrong after the build was safe: the old output that could not be removed.
    pub leftover: Option<crate::error::Error>,
    /// What the next build of this project need not make again; empty where nobody asked for it.
    pub memory: Memory,
}

/// What a build found in one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentReport {
    /// Its path.
    pub path: String,
    /// Its title.
    pub title: String,
    /// How many questions each dialect found.
    pub dialects: Vec<(&'static str, usize)>,
}

impl Report {
    /// What is known of a build before anything is written.
    pub(super) fn before(request: &Request<'_>, inspected: &Inspected, package: &OutPath) -> Report {
        let outlines = inspected.surveyed.iter().flat_map(|document| &document.outlines);
        let tags: BTreeSet<_> = outlines.flat_map(|outline| outline.tags.iter()).collect();
        let with_questions = inspected.surveyed.iter().filter(|document| !document.outlines.is_empty());
        let documents = with_questions.map(|document| DocumentReport {
            path: document.path.to_string(),
            title: document.title.clone(),
            dialects: document.dialects.clone(),
        });
        Report {
            title: inspected.title.clone(),
            documents: documents.collect(),
            documents_read: inspected.documents_read(),
            rendered: 0,
            unanswered: inspected.surveyed.iter().map(|document| document.unanswered.len()).sum(),
            facts: inspected.facts(),
            cards: 0,
            fates: BTreeMap::new(),
            tagged: 0,
            untagged: Vec::new(),
            offers: Vec::new(),
            tags: tags.len(),
            media: 0,
            package: request.output.join(package.as_str()),
            package_bytes: 0,
            site: request.output.join("site"),
            files: 0,
            written: 0,
            bytes: 0,
            findings: Vec::new(),
            leftover: None,
            memory: Memory::default(),
        }
    }

    /// How many notes the package holds.
    pub fn notes(&self) -> usize {
        self.fates.iter().filter(|(fate, _)| **fate != Fate::Retired).map(|(_, count)| count).sum()
    }
}
