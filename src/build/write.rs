//! The second sweep put to work: batches of documents are rendered on all threads while one
//! thread stamps the batch before, in order, and feeds package and search.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::mpsc::{Receiver, sync_channel};

use rayon::prelude::*;

use super::passes::{Pass, Passes};
use super::plan::{Planned, plan};
use super::prepare::{Prepared, prepare};
use super::present::{Presented, present};
use super::report::{DocumentReport, Progress, Report};
use super::survey::Setting;
use super::{Changes, Inspected, Request, read_again};
use crate::deck::{Deck, Note, NoteTypeLook};
use crate::error::{Error, Result};
use crate::identity::{Fate, Stamp};
use crate::load;
use crate::note::{Fields, Guid, Kind};
use crate::output::anki::{Head, MediaFile, Package, Summary, note_type};
use crate::output::site::{Repository, SearchIndex, Site, SiteFacts, TextFile, slug};
use crate::path::OutPath;
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
    let Prepared { mut inspected, lock, guids, gone, homes } = prepare(request)?;
    let theme = theme(request, &inspected)?;
    // Only the digest: at the end there is no room for a second text of the lock.
    let before = blake3::hash(lock.write().as_bytes());

    let Planned { plan, places } = plan(&inspected.surveyed, &guids);
    let facts = facts(request, &inspected, guids.iter().map(Vec::len).sum());
    let site = Site::new(&theme, facts, &plan).map_err(|error| theme_error(request, &theme, &error))?;
    inspected.links.pages = places
        .iter()
        .zip(&inspected.surveyed)
        .filter_map(|(place, document)| Some((document.path.clone(), site.page_url(place.as_ref()?.0, 0).to_owned())))
        .collect();

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
    Ok(Report { fates, findings, files, bytes, leftover, ..report })
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
        documents_read: inspected.surveyed.len(),
        unanswered: inspected.surveyed.iter().map(|document| document.unanswered.len()).sum(),
        cards: summary.cards,
        fates: BTreeMap::new(),
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
struct Work<'a> {
    request: &'a Request<'a>,
    inspected: &'a Inspected,
    guids: &'a [Vec<Guid>],
    homes: &'a [Vec<String>],
    places: &'a [DocumentPlace],
    site: &'a Site<'a>,
    staging: &'a Staging,
}

/// A document on its way to the package: its number, and what it gives.
struct Finished {
    document: usize,
    fields: Vec<Fields>,
    faces: Vec<Vec<Face>>,
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

    fn write_all(&self, files: impl IntoIterator<Item = TextFile>) -> Result<()> {
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

/// Takes notes in order: stamps them, puts them into the package and the search index.
struct NoteWriter<'a> {
    work: &'a Work<'a>,
    stamp: Stamp,
    package: Package,
    search: SearchIndex,
    /// Names of media files that cards show.
    shown: BTreeSet<String>,
    due: u32,
}

impl NoteWriter<'_> {
    fn take_all(&mut self, batches: Receiver<Vec<Finished>>) -> Result<()> {
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
            self.find_media(&fields, &work.inspected.links);
            self.due += 1;
            let note = Note {
                guid: *guid,
                kind: outline.kind,
                made: stamped.made,
                modified: stamped.modified,
                deck: stamped.deck,
                tags: outline.tags.clone(),
                ordinals: note_type::ordinals(outline.kind, &fields),
                fields,
                due: self.due,
            };
            self.package.add(&note).map_err(|error| error.at(&work.request.layout.root))?;
        }
        Ok(())
    }

    /// Notes which media files the fields show.
    fn find_media(&mut self, fields: &Fields, links: &Links) {
        if links.media.is_empty() {
            return;
        }
        for field in [&fields.front, &fields.back, &fields.extra] {
            for (at, _) in field.match_indices("src=\"") {
                let name = field.get(at + 5..).and_then(|rest| rest.split('"').next());
                self.shown.extend(name.map(str::to_owned));
            }
        }
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
