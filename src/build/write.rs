//! The second sweep put to work: batches of documents are rendered on all threads while one
//! thread stamps the batch before, in order, and feeds package and search.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::mpsc::sync_channel;

use rayon::prelude::*;

use super::notes::NoteWriter;
use super::passes::Pass;
use super::plan::{Planned, plan};
use super::prepare::{Prepared, prepare};
use super::present::{Presented, present};
use super::report::{DocumentReport, Progress, Report};
use super::survey::{Setting, Surveyed};
use super::{Changes, Inspected, Request, read_again};
use crate::deck::{Deck, NoteTypeLook};
use crate::error::{Error, Result};
use crate::identity::{Fate, Stamp};
use crate::load;
use crate::note::{Fields, Guid, Kind};
use crate::output::anki::{Head, MediaFile, Package, Summary, note_type};
use crate::output::site::{Repository, SearchIndex, Site, SiteFacts, TextFile, slug};
use crate::path::{OutPath, SourcePath};
use crate::publish::{LockFile, Staging};
use crate::render::Links;
use crate::site::Face;
use crate::theme::{Theme, ThemeError};

/// Text of documents in one batch, in bytes: enough to keep all threads busy, little to hold.
const BATCH: u64 = 512 * 1024;

/// Runs a whole build.
pub(super) fn build(request: &Request<'_>) -> Result<Report> {
    let passes = request.passes;
    let staging = Staging::begin(request.output)?;
    let Prepared { mut inspected, lock, guids, gone, offers, homes, .. } = prepare(request)?;
    let theme = theme(request, &inspected)?;
    // Only the digest: at the end there is no room for a second text of the lock.
    let before = blake3::hash(lock.write().as_bytes());

    let Planned { plan, places } = plan(&inspected.surveyed, &guids);
    let facts = facts(request, &inspected, guids.iter().map(Vec::len).sum());
    let site = Site::new(&theme, facts, &plan).map_err(|error| theme_error(request, &theme, &error))?;
    inspected.links.pages = pages(&site, &places, &inspected);

    let mut stamp = Stamp::new(lock, request.now);
    let looks = Kind::ALL.map(|kind| {
        let css = theme.card_css(kind);
        let modified = stamp.look(kind, &note_type::look_digest(kind, &css));
        NoteTypeLook { kind, css, modified }
    });
    let decks = decks(&homes, &inspected.title);
    let package_path = out_path(&format!("{}.apkg", slug(&inspected.title)))?;
    let fault = |error: crate::output::anki::PackageError| error.at(package_path.as_str());
    let scratch = staging.scratch("collection.anki2")?;
    let package = Package::begin(&scratch, &Head { decks: &decks, looks: &looks }).map_err(fault)?;

    let notes = guids.iter().map(Vec::len).sum();
    (request.progress)(Progress::Writing { notes });
    let work = Work {
        request,
        inspected: &inspected,
        guids: &guids,
        homes: &homes,
        places: &places,
        site: &site,
        staging: &staging,
    };
    let mut writer =
        NoteWriter { work: &work, stamp, package, search: SearchIndex::new(), shown: BTreeSet::new(), due: 0 };
    let failure = std::thread::scope(|scope| {
        let (sender, receiver) = sync_channel(1);
        let writing = scope.spawn(|| writer.take_all(receiver));
        let rendered = work.render_all(|batch| sender.send(batch).is_ok());
        drop(sender);
        let written = writing.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        rendered.err().or(written.err())
    });
    if let Some(error) = failure {
        return Err(error);
    }
    let NoteWriter { stamp, package, search, shown, .. } = writer;
    work.write_standing(search)?;

    (request.progress)(Progress::Finishing);
    let by_name: BTreeMap<&str, _> = inspected.media.values().map(|media| (media.name.as_str(), media)).collect();
    let mut files = shown
        .iter()
        .filter_map(|name| by_name.get(name.as_str()))
        .map(|media| Ok(MediaFile { name: media.name.clone(), content: Box::new(load::open_media(media)?) }));
    let summary =
        passes.time(Pass::Pack, || package.finish(&mut files, staging.create(&package_path)?).map_err(fault))?;
    let copy = out_path(&format!("site/{package_path}"))?;
    passes.time(Pass::Write, || staging.repeat(&package_path, &copy))?;

    let mut report = report(request, &inspected, &package_path, &summary);
    report.media = shown.len();
    let findings = std::mem::take(&mut inspected.findings);
    // All that is left to do is to write the lock, which may be as large as everything before it.
    drop(site);
    drop((plan, inspected, guids, homes, places));

    let (lock, fates) = stamp.finish(&gone);
    let text = lock.write();
    drop(lock);
    if request.changes == Changes::Refused && blake3::hash(text.as_bytes()) != before {
        return Err(would_change(request, &fates));
    }
    let published = passes
        .time(Pass::Publish, || staging.publish(Some(LockFile { path: request.lock, bytes: text.as_bytes() })))?;
    let (files, bytes, leftover) = (published.files, published.bytes, published.leftover);
    Ok(Report { fates, offers, findings, files, bytes, leftover, ..report })
}

/// What cards may refer to: media, and the pages that the site will have.
pub(super) fn links(request: &Request<'_>, inspected: &Inspected, guids: &[Vec<Guid>]) -> Result<Links> {
    let theme = theme(request, inspected)?;
    let Planned { plan, places } = plan(&inspected.surveyed, guids);
    let facts = facts(request, inspected, guids.iter().map(Vec::len).sum());
    let site = Site::new(&theme, facts, &plan).map_err(|error| theme_error(request, &theme, &error))?;
    Ok(Links { media: inspected.links.media.clone(), pages: pages(&site, &places, inspected) })
}

/// The page of each document that has one.
fn pages(site: &Site<'_>, places: &[DocumentPlace], inspected: &Inspected) -> BTreeMap<SourcePath, String> {
    let documents = places.iter().zip(&inspected.surveyed);
    let page = |(place, document): (&DocumentPlace, &Surveyed)| {
        Some((document.path.clone(), site.page_url(place.as_ref()?.0, 0).to_owned()))
    };
    documents.filter_map(page).collect()
}

/// What is known of a build before it is published.
fn report(request: &Request<'_>, inspected: &Inspected, package: &OutPath, summary: &Summary) -> Report {
    let outlines = inspected.surveyed.iter().flat_map(|document| &document.outlines);
    let tags: BTreeSet<_> = outlines.flat_map(|outline| &outline.tags).collect();
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
        unanswered: inspected.surveyed.iter().map(|document| document.unanswered.len()).sum(),
        cards: summary.cards,
        fates: BTreeMap::new(),
        offers: Vec::new(),
        tags: tags.len(),
        media: 0,
        package: request.output.join(package.as_str()),
        package_bytes: summary.bytes,
        site: request.output.join("site"),
        files: 0,
        bytes: 0,
        findings: Vec::new(),
        leftover: None,
    }
}

fn theme(request: &Request<'_>, inspected: &Inspected) -> Result<Theme> {
    let name = request.theme.unwrap_or(&inspected.config.theme);
    let files = load::themes(request.layout)?;
    Theme::find(name, &files).map_err(|error| Error::refused("use the theme", name, error.to_string()))
}

/// Why a build that may not change the lock fails.
fn would_change(request: &Request<'_>, fates: &BTreeMap<Fate, usize>) -> Error {
    let changed = fates.iter().filter(|(fate, count)| **fate != Fate::Same && **count > 0);
    let changed: Vec<String> = changed.map(|(fate, count)| format!("{count} {}", fate.name())).collect();
    let notes = if changed.is_empty() { "no note, but the look of cards".to_owned() } else { changed.join(", ") };
    Error::refused("keep", request.lock, format!("the build would change it ({notes})"))
        .with_help("run `recto build` and commit recto.lock together with the documents")
}

fn theme_error(request: &Request<'_>, theme: &Theme, error: &ThemeError) -> Error {
    Error::refused("render with the theme", request.layout.root.join("themes").join(theme.name()), error.to_string())
}

fn facts(request: &Request<'_>, inspected: &Inspected, cards: usize) -> SiteFacts {
    let Inspected { config, title, .. } = inspected;
    let folder = request.layout.content.strip_prefix(&request.layout.root).unwrap_or(&request.layout.content);
    let folder = folder.to_string_lossy();
    SiteFacts {
        title: title.clone(),
        language: config.language.clone(),
        base_url: config.base_url.as_ref().map(|base| format!("{base}/")),
        repository: config.repository.as_deref().map(|url| Repository::on_github(url, "main", &folder)),
        deck_file: format!("{}.apkg", slug(title)),
        cards,
        version: env!("CARGO_PKG_VERSION"),
    }
}

/// All decks, the project's own with a description.
fn decks(homes: &[Vec<String>], title: &str) -> Vec<Deck> {
    let names: BTreeSet<&String> = homes.iter().flatten().collect();
    let description = |name: &String| match name == title {
        true => "Built with Recto from Markdown. Import a newer package at any time: your reviews stay.".to_owned(),
        false => String::new(),
    };
    names.into_iter().map(|name| Deck { name: name.clone(), description: description(name) }).collect()
}

/// A path of the output; names are made of slugs, so every one is portable.
fn out_path(path: &str) -> Result<OutPath> {
    OutPath::new(path).ok_or_else(|| Error::refused("write", path, "it is not a portable name"))
}

/// Where a document's drafts stand on the site.
type DocumentPlace = Option<(usize, Vec<Range<usize>>)>;

/// What both sides of the second sweep look at.
pub(super) struct Work<'a> {
    pub request: &'a Request<'a>,
    pub inspected: &'a Inspected,
    pub guids: &'a [Vec<Guid>],
    pub homes: &'a [Vec<String>],
    pub places: &'a [DocumentPlace],
    pub site: &'a Site<'a>,
    pub staging: &'a Staging,
}

/// A document on its way to the package: its number, and what it gives.
pub(super) struct Finished {
    pub document: usize,
    pub fields: Vec<Fields>,
    pub faces: Vec<Vec<Face>>,
}

impl Work<'_> {
    /// Renders and writes all documents, and hands on each batch; stops when nobody takes it.
    fn render_all(&self, mut hand_on: impl FnMut(Vec<Finished>) -> bool) -> Result<()> {
        for batch in self.batches() {
            let finished: Result<Vec<Finished>> = batch.into_par_iter().map(|document| self.render(document)).collect();
            if !hand_on(finished?) {
                break;
            }
        }
        Ok(())
    }

    fn batches(&self) -> Vec<Vec<usize>> {
        let mut batches: Vec<Vec<usize>> = Vec::new();
        let mut size = BATCH;
        let documents = self.inspected.surveyed.iter().enumerate();
        for (number, document) in documents.filter(|(_, document)| !document.outlines.is_empty()) {
            if size >= BATCH {
                batches.push(Vec::new());
                size = 0;
            }
            size += document.bytes;
            if let Some(batch) = batches.last_mut() {
                batch.push(number);
            }
        }
        batches
    }

    fn render(&self, document: usize) -> Result<Finished> {
        let finished = Finished { document, fields: Vec::new(), faces: Vec::new() };
        let (Some(found), Some(surveyed), Some(guids), Some(Some((chapter, sections)))) = (
            self.inspected.documents.get(document),
            self.inspected.surveyed.get(document),
            self.guids.get(document),
            self.places.get(document),
        ) else {
            return Ok(finished);
        };
        let passes = self.request.passes;
        let source = passes.time(Pass::Load, || read_again(found, surveyed))?;
        let root = "../".repeat(self.site.page_url(*chapter, 0).matches('/').count());
        let project = self.request.layout.name();
        let setting = Setting { config: &self.inspected.config, project: &project, passes };
        let (fields, faces): (Vec<Fields>, Vec<Face>) = present(&source, guids, &root, &self.inspected.links, &setting)
            .into_iter()
            .map(|Presented { fields, face }| (fields, face))
            .unzip();
        let mut faces = faces.into_iter();
        let faces: Vec<Vec<Face>> = sections.iter().map(|range| faces.by_ref().take(range.len()).collect()).collect();
        let pages = passes.time(Pass::Pages, || self.site.chapter(*chapter, &faces));
        let pages = pages.map_err(|error| self.theme_error(&error))?;
        self.write_all(pages)?;
        Ok(Finished { document, fields, faces })
    }

    /// Writes all that is not a section: home, tags, search, assets, media.
    fn write_standing(&self, search: SearchIndex) -> Result<()> {
        let passes = self.request.passes;
        let standing: Vec<_> = self.site.standing().collect();
        standing.into_par_iter().try_for_each(|page| {
            let page = passes.time(Pass::Pages, || self.site.standing_page(page));
            self.write_all([page.map_err(|error| self.theme_error(&error))?])
        })?;
        self.write_all(self.site.lists())?;
        let files = passes.time(Pass::Search, || search.finish().collect::<Vec<_>>());
        self.write_all(files)?;
        passes.time(Pass::Write, || {
            for (path, bytes) in self.site.assets() {
                self.staging.write(&on_site(&path)?, &bytes)?;
            }
            let by_name: BTreeMap<_, _> = self.inspected.media.values().map(|media| (&media.name, media)).collect();
            for (name, media) in by_name {
                self.staging.copy(&media.file, &out_path(&format!("site/media/{name}"))?)?;
            }
            Ok(())
        })
    }

    /// Writes files of the site.
    pub(super) fn write_all(&self, files: impl IntoIterator<Item = TextFile>) -> Result<()> {
        for (path, text) in files {
            self.request.passes.time(Pass::Write, || self.staging.write(&on_site(&path)?, text.as_bytes()))?;
        }
        Ok(())
    }

    fn theme_error(&self, error: &ThemeError) -> Error {
        Error::refused("render with the theme", self.request.layout.root.join("themes"), error.to_string())
    }
}

fn on_site(path: &OutPath) -> Result<OutPath> {
    out_path(&format!("site/{path}"))
}
