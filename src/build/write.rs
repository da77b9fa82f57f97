//! The second sweep put to work: batches of documents are rendered on all threads while one
//! thread stamps the batch before, in order, and feeds package and search.

use std::collections::BTreeMap;
use std::io::{Seek, Write};
use std::sync::mpsc::sync_channel;

use super::changelog::changelog;
use super::goals::links;
use super::ground::{Named, decks, own_deck, site, theme};
use super::notes::NoteWriter;
use super::order::positions;
use super::passes::Pass;
use super::plan::plan;
use super::prepare::{Prepared, prepare};
use super::recover::ask;
use super::report::{Progress, Report};
use super::retire::{Left, retire};
use super::work::{Work, out_path, write_own};
use super::{Changes, Inspected, Request};
use crate::deck::NoteTypeLook;
use crate::error::{Error, Result};
use crate::identity::{Fate, Stamp};
use crate::load;
use crate::note::Kind;
use crate::output::anki::{Head, MediaFile, Package, PackageError, Summary, note_type};
use crate::output::site::{Kept, SearchIndex, slug};
use crate::publish::{LockFile, Published, Staging};

/// Runs a whole build.
pub(super) fn build(request: &Request<'_>) -> Result<Report> {
    let passes = request.passes;
    let staging = Staging::begin(request.output)?;
    let Prepared { mut inspected, mut lock, names, guids, gone, offers, homes, cost, numbers, .. } =
        prepare(request, Some(&staging))?;
    if let Some(cost) = &cost {
        ask(request, cost)?;
    }
    let theme = theme(request, &inspected)?;
    let before = (request.changes == Changes::Refused).then(|| lock.digest());

    let planned = plan(&inspected.surveyed, &guids);
    let links = links(request, &inspected, &planned, &guids)?;
    let package_path = out_path(&format!("{}.apkg", slug(&names.name)))?;
    let named = Named { seed: &lock.seed, deck_file: &package_path };
    let site = site(request, &inspected, named, &theme, &planned)?;
    // A part of a project does not speak for all of it.
    if request.layout.only.is_none() {
        lock.names.get_or_insert_with(|| names.clone());
    }

    let seed = lock.seed.clone();
    let mut stamp = Stamp::new(lock, request.now);
    let looks = Kind::ALL.map(|kind| {
        let css = theme.card_css(kind);
        let modified = stamp.look(kind, &note_type::look_digest(kind, &css));
        NoteTypeLook { kind, css, modified }
    });
    let own_deck = own_deck(homes.iter().flatten().map(AsRef::as_ref), &names.root);
    let decks = decks(homes.iter().flatten().map(AsRef::as_ref).chain(own_deck));
    let fault = |error: PackageError| error.at(package_path.as_str());
    let scratch = staging.scratch("collection.anki2")?;
    let package = Package::begin(&scratch, &Head { project: &seed, decks: &decks, looks: &looks }).map_err(fault)?;

    let notes = guids.iter().map(Vec::len).sum();
    (request.progress)(Progress::Writing { notes });
    let report = Report::before(request, &inspected, &package_path);
    let positions = positions(&inspected.surveyed);
    let outlines = inspected.surveyed.iter_mut().map(|document| std::mem::take(&mut document.outlines)).collect();
    let work = Work {
        request,
        inspected: &inspected,
        guids: &guids,
        homes: &homes,
        numbers: &numbers,
        positions: &positions,
        places: &planned.places,
        links: &links,
        theme: &theme,
        site: &site,
        staging: &staging,
        kept: Kept::default(),
    };
    let mut writer = NoteWriter { work: &work, stamp, package, search: SearchIndex::new() };
    let rendered = std::thread::scope(|scope| {
        let (sender, receiver) = sync_channel(1);
        let writing = scope.spawn(|| writer.take_all(receiver));
        let rendered = work.render_all(outlines, |batch| sender.send(batch).is_ok());
        drop(sender);
        let written = writing.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        rendered.and_then(|rendered| written.map(|()| rendered))
    })?;
    let NoteWriter { mut stamp, mut package, search, .. } = writer;
    let Left { tagged, untagged } = retire(&work, &gone, &mut stamp, &mut package)?;
    let (lock, fates) = stamp.finish();
    let changelog = changelog(&lock);
    if let Some(deck) = own_deck {
        package.describe(deck, &work.site.deck_description(&changelog)).map_err(fault)?;
    }

    (request.progress)(Progress::Finishing);
    // Packing keeps one thread busy; the last pages are written beside it.
    let (summary, written) = rayon::join(
        || passes.time(Pass::Pack, || pack(&inspected, package, staging.create(&package_path)?).map_err(fault)),
        || work.write_standing(search).and_then(|()| work.write_changelog(&changelog)),
    );
    let summary = summary?;
    written?;
    work.write_worker()?;
    let copy = out_path(&format!("site/{package_path}"))?;
    passes.time(Pass::Write, || staging.repeat(&package_path, &copy))?;
    let refused = write_own(request, &inspected.own, &staging)?;

    let mut memory = std::mem::take(&mut inspected.memory);
    let mut findings = std::mem::take(&mut inspected.findings);
    findings.extend(refused);
    // All that is left to do is to write the lock, which may be as large as everything before it.
    drop(site);
    drop((planned, inspected, guids, homes));
    let rendered = match request.earlier {
        Some(earlier) => {
            memory.presented(links, rendered);
            memory.anew(earlier)
        }
        None => {
            drop(links);
            report.documents.len()
        }
    };

    if before.is_some_and(|before| lock.digest() != before) {
        return Err(would_change(request, &fates));
    }
    let mut lines = lock.lines();
    let kept = (request.changes != Changes::Withheld).then_some(LockFile { path: request.lock, lines: &mut lines });
    let published = passes.time(Pass::Publish, || staging.publish(kept))?;
    let Published { files, written, bytes, leftover } = published;
    let (cards, media, package_bytes) = (summary.cards, summary.media, summary.bytes);
    let report = Report { cards, media, package_bytes, rendered, memory, ..report };
    Ok(Report { fates, tagged, untagged, offers, findings, files, written, bytes, leftover, ..report })
}

/// Finishes the package with the files that its notes show.
fn pack<W: Write + Seek>(
    inspected: &Inspected,
    package: Package,
    out: W,
) -> std::result::Result<Summary, PackageError> {
    let by_name: BTreeMap<&str, _> = inspected.media.values().map(|media| (media.name.as_str(), media)).collect();
    let shown: Vec<_> = package.shown().filter_map(|name| by_name.get(name)).collect();
    let mut files = shown
        .iter()
        .map(|media| Ok(MediaFile { name: media.name.clone(), content: Box::new(load::open_media(media)?) }));
    package.finish(&mut files, out)
}

/// Why a build that may not change the lock fails.
fn would_change(request: &Request<'_>, fates: &BTreeMap<Fate, usize>) -> Error {
    let changed = fates.iter().filter(|(fate, count)| **fate != Fate::Same && **count > 0);
    let changed: Vec<String> = changed.map(|(fate, count)| format!("{count} {}", fate.name())).collect();
    let notes =
        if changed.is_empty() { "no note, but names or the look of cards".to_owned() } else { changed.join(", ") };
    Error::refused("keep", request.lock, format!("the build would change it ({notes})"))
        .with_help("run `recto build` and commit recto.lock together with the documents")
}
