//! The side of the second sweep that goes on all threads: documents are rendered batch by batch, and
//! files of the site written.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::ground::theme_error;
use super::memory::{Given, Remembered};
use super::passes::Pass;
use super::plan::DocumentPlace;
use super::prepare::Numbers;
use super::present::{Presented, present};
use super::survey::Setting;
use super::{Inspected, Request, read_again};
use crate::changelog::Changelog;
use crate::discover::OwnFile;
use crate::draft::Outline;
use crate::error::{Error, Result};
use crate::finding::Finding;
use crate::note::Guid;
use crate::output::site::{Kept, SearchIndex, Site, TextFile, is_for_hosts};
use crate::path::{OutPath, SourcePath};
use crate::publish::Staging;
use crate::render::Links;
use crate::site::Face;
use crate::theme::{Theme, ThemeError};

/// Text of documents in one batch, in bytes: enough to keep all threads busy, little to hold.
const BATCH: u64 = 512 * 1024;

/// A path of the output; names are made of slugs, so every one is portable.
pub(super) fn out_path(path: &str) -> Result<OutPath> {
    OutPath::new(path).ok_or_else(|| Error::refused("write", path, "it is not a portable name"))
}

/// What both sides of the second sweep look at.
pub(super) struct Work<'a> {
    pub request: &'a Request<'a>,
    pub inspected: &'a Inspected,
    pub guids: &'a [Vec<Guid>],
    pub homes: &'a [Vec<Arc<str>>],
    pub numbers: &'a Numbers,
    pub positions: &'a [Vec<u32>],
    pub places: &'a [DocumentPlace],
    pub links: &'a Links,
    pub theme: &'a Theme,
    pub site: &'a Site<'a>,
    pub staging: &'a Staging,
    /// What readers may keep for use without a network.
    pub kept: Kept,
}

/// A document on its way to the package: its number, and what it gives. Its outlines go with it, so that what is
/// written is no longer held.
pub(super) struct Finished {
    pub document: usize,
    pub outlines: Vec<Outline>,
    pub presented: Arc<Presented>,
}

impl Work<'_> {
    /// Renders and writes all documents, given by their outlines, and hands on each batch; stops when nobody
    /// takes it. Gives what was rendered, where the next build may use it.
    pub(super) fn render_all(
        &self,
        outlines: Vec<Vec<Outline>>,
        mut hand_on: impl FnMut(Vec<Finished>) -> bool,
    ) -> Result<BTreeMap<SourcePath, Remembered>> {
        let mut rendered = BTreeMap::new();
        for batch in self.batches(outlines) {
            let finished: Result<Vec<Option<(Finished, Given)>>> =
                batch.into_par_iter().map(|(document, outlines)| self.render(document, outlines)).collect();
            let mut batch = Vec::new();
            for (finished, given) in finished?.into_iter().flatten() {
                let found = self.inspected.documents.get(finished.document).filter(|_| self.request.earlier.is_some());
                if let Some(found) = found {
                    let presented = finished.presented.clone();
                    rendered.insert(found.path.clone(), Remembered { given, presented });
                }
                batch.push(finished);
            }
            if !hand_on(batch) {
                break;
            }
        }
        Ok(rendered)
    }

    fn batches(&self, outlines: Vec<Vec<Outline>>) -> Vec<Vec<(usize, Vec<Outline>)>> {
        let mut batches: Vec<Vec<(usize, Vec<Outline>)>> = Vec::new();
        let mut size = BATCH;
        let documents = self.inspected.surveyed.iter().zip(outlines).enumerate();
        for (number, (document, outlines)) in documents.filter(|(_, (_, outlines))| !outlines.is_empty()) {
            if size >= BATCH {
                batches.push(Vec::new());
                size = 0;
            }
            size += document.bytes;
            if let Some(batch) = batches.last_mut() {
                batch.push((number, outlines));
            }
        }
        batches
    }

    fn render(&self, document: usize, outlines: Vec<Outline>) -> Result<Option<(Finished, Given)>> {
        let (Some(found), Some(surveyed), Some(guids), Some(Some((chapter, sections)))) = (
            self.inspected.documents.get(document),
            self.inspected.surveyed.get(document),
            self.guids.get(document),
            self.places.get(document),
        ) else {
            return Ok(None);
        };
        let passes = self.request.passes;
        let root = "../".repeat(self.site.page_url(*chapter, 0).matches('/').count());
        let given = Given::of(surveyed, guids, self.numbers, &root);
        let Inspected { settings, config, .. } = self.inspected;
        let known = self.request.earlier.and_then(|it| it.present(settings, self.links, &found.path, &given));
        let presented = match known {
            Some(presented) => presented,
            None => {
                let source = passes.time(Pass::Load, || read_again(found, surveyed))?;
                let project = self.request.layout.name();
                let setting = Setting { config, project: &project, passes };
                Arc::new(present(&source, &outlines, guids, self.numbers, &root, self.links, &setting))
            }
        };
        let faces: Vec<&[Face]> = sections.iter().map(|range| presented.section(range)).collect();
        let pages = passes.time(Pass::Pages, || self.site.chapter(*chapter, &faces));
        let pages = pages.map_err(|error| self.theme_error(&error))?;
        self.write_all(pages)?;
        Ok(Some((Finished { document, outlines, presented }, given)))
    }

    /// Writes all that is not a section: home, tags, search, assets, media.
    pub(super) fn write_standing(&self, search: SearchIndex) -> Result<()> {
        let passes = self.request.passes;
        let standing: Vec<_> = self.site.standing().collect();
        standing.into_par_iter().try_for_each(|page| {
            let page = passes.time(Pass::Pages, || self.site.standing_page(page));
            self.write_all([page.map_err(|error| self.theme_error(&error))?])
        })?;
        // What speaks to hosts and search engines may be the user's own.
        let is_own = |path: &OutPath| is_for_hosts(path) && self.inspected.own.iter().any(|own| own.path == *path);
        self.write_all(self.site.lists().filter(|(path, _)| !is_own(path)))?;
        let mut files = search.finish();
        while let Some(file) = passes.time(Pass::Search, || files.next()) {
            self.write_all([file])?;
        }
        passes.time(Pass::Write, || {
            for (path, bytes) in self.site.assets() {
                self.kept.add(&path, &bytes);
                self.staging.write(&on_site(&path)?, &bytes)?;
            }
            let by_name: BTreeMap<_, _> = self.inspected.media.values().map(|media| (&media.name, media)).collect();
            for (name, media) in by_name {
                let path = out_path(&format!("media/{name}"))?;
                self.kept.add_named(&path);
                self.staging.copy(&media.file, &on_site(&path)?)?;
            }
            Ok(())
        })
    }

    /// Writes what changed in the deck.
    pub(super) fn write_changelog(&self, changelog: &Changelog) -> Result<()> {
        let page = self.request.passes.time(Pass::Pages, || self.site.changelog(changelog));
        self.write_all([page.map_err(|error| self.theme_error(&error))?])?;
        self.write_all(self.site.feed(changelog))
    }

    /// Writes files of the site.
    pub(super) fn write_all(&self, files: impl IntoIterator<Item = TextFile>) -> Result<()> {
        for (path, text) in files {
            self.kept.add(&path, text.as_bytes());
            self.request.passes.time(Pass::Write, || self.staging.write(&on_site(&path)?, text.as_bytes()))?;
        }
        Ok(())
    }

    /// Writes the list of all files for use without a network; the last file of the site.
    pub(super) fn write_worker(self) -> Result<()> {
        let worker = self.site.works_offline().then(|| self.kept.worker()).flatten();
        worker.map_or(Ok(()), |(path, text)| self.staging.write(&on_site(&path)?, text.as_bytes()))
    }

    fn theme_error(&self, error: &ThemeError) -> Error {
        theme_error(self.request, self.theme.name(), error)
    }
}

fn on_site(path: &OutPath) -> Result<OutPath> {
    out_path(&format!("site/{path}"))
}

/// Adds the user's own files to the finished site; says which have a name that it has already.
pub(super) fn write_own(request: &Request<'_>, own: &[OwnFile], staging: &Staging) -> Result<Vec<Finding>> {
    let mut refused = Vec::new();
    for OwnFile { path, file } in own {
        let place = path.below(&out_path("site")?);
        if !request.passes.time(Pass::Write, || staging.copy_beside(file, &place))? {
            refused.push(OwnFile::refused(path.as_str(), "the site has something of this name"));
        }
    }
    Ok(refused)
}
