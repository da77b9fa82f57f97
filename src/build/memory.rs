//! What a build leaves to the next one of the same project: what the dear passes made of each document, beside all
//! that they were given. They are pure, so what is given again need not be made again.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::prepare::Numbers;
use super::present::Presented;
use super::survey::Surveyed;
use crate::identity::Numbered;
use crate::note::Guid;
use crate::path::SourcePath;
use crate::render::Links;
use crate::source::Source;

/// What is remembered of a build; of none, where it is the default.
#[derive(Debug, Default)]
pub struct Memory {
    /// Digest of what all documents were read with.
    settings: Option<blake3::Hash>,
    /// What documents could refer to.
    links: Links,
    surveyed: BTreeMap<SourcePath, Arc<Surveyed>>,
    presented: BTreeMap<SourcePath, Remembered>,
}

/// A document as it was rendered.
#[derive(Debug)]
pub(super) struct Remembered {
    pub given: Given,
    pub presented: Arc<Presented>,
}

/// What a document was rendered with, beside the settings and the links of all.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Given {
    /// Digest of its text.
    text: blake3::Hash,
    guids: Vec<Guid>,
    /// Of each note the cards of its blanks.
    numbers: Vec<Option<Numbered>>,
    /// The way from its pages to the site's top.
    root: String,
}

impl Given {
    pub(super) fn of(surveyed: &Surveyed, guids: &[Guid], numbers: &Numbers, root: &str) -> Given {
        let numbers = guids.iter().map(|guid| numbers.get(guid).cloned()).collect();
        Given { text: surveyed.digest, guids: guids.to_vec(), numbers, root: root.to_owned() }
    }
}

/// Digest of what all documents are read with: the text of the settings, where there are any, and the project's name.
pub(super) fn settings(text: Option<&str>, project: &str) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    for part in [project, text.unwrap_or_default()] {
        hasher.update(&part.len().to_le_bytes()).update(part.as_bytes());
    }
    hasher.finalize()
}

impl Memory {
    /// The first sweep's part.
    pub(super) fn surveyed<'s>(settings: blake3::Hash, surveyed: impl Iterator<Item = &'s Arc<Surveyed>>) -> Memory {
        let surveyed = surveyed.map(|document| (document.path.clone(), document.clone())).collect();
        Memory { settings: Some(settings), surveyed, ..Memory::default() }
    }

    /// Adds the second sweep's part.
    pub(super) fn presented(&mut self, links: Links, presented: BTreeMap<SourcePath, Remembered>) {
        (self.links, self.presented) = (links, presented);
    }

    /// What a document held that was the same and read with the same settings.
    pub(super) fn survey(&self, settings: &blake3::Hash, source: &Source) -> Option<Arc<Surveyed>> {
        let known = self.surveyed.get(&source.path).filter(|_| self.settings.as_ref() == Some(settings))?;
        (known.digest == blake3::hash(source.text.as_bytes())).then(|| known.clone())
    }

    /// How a document was rendered that was given the same.
    pub(super) fn present(
        &self,
        settings: &blake3::Hash,
        links: &Links,
        path: &SourcePath,
        given: &Given,
    ) -> Option<Arc<Presented>> {
        let same = self.settings.as_ref() == Some(settings) && self.links == *links;
        let known = self.presented.get(path).filter(|known| same && known.given == *given)?;
        Some(known.presented.clone())
    }

    /// How many documents were rendered that another build had not rendered just so.
    pub(super) fn anew(&self, earlier: &Memory) -> usize {
        let is_known = |path: &SourcePath, now: &Remembered| {
            earlier.presented.get(path).is_some_and(|known| Arc::ptr_eq(&known.presented, &now.presented))
        };
        self.presented.iter().filter(|(path, now)| !is_known(path, now)).count()
    }
}
