//! What is done where there is no lock, but the package of an earlier build: a lock is made of it, and
//! what it cannot give back is counted.

use std::path::PathBuf;

use super::forecast::render;
use super::goals::links;
use super::plan::plan;
use super::prepare::numbers;
use super::{Changes, Inspected, Request};
use crate::deck::NoteTypeLook;
use crate::error::{Error, Result};
use crate::finding::{Finding, LOST_LOCK, Place};
use crate::identity::{Candidate, Kept, Lock, LookRecord, Recovered, Scope, Shipped, identify, recover};
use crate::load;
use crate::note::Guid;
use crate::output::anki::note_type::look_digest;
use crate::output::anki::{self, field};
use crate::publish::Staging;

/// What it costs that the lock is gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cost {
    /// The packages that tell.
    pub packages: Vec<PathBuf>,
    /// Notes of theirs that were found again, with their guids and times.
    pub found: usize,
    /// Fronts of those that were not.
    pub lost: Vec<String>,
}

/// Makes a lock of the packages in the output, if there are any.
pub(super) fn recovered(
    request: &Request<'_>,
    inspected: &mut Inspected,
    staging: Option<&Staging>,
    seed: &str,
) -> Result<Option<(Lock, Cost)>> {
    // What was only shown went to no reader.
    if request.changes == Changes::Withheld {
        return Ok(None);
    }
    let packages = load::packages(request.output);
    let (shipped, looks) = read_packages(request, staging, &packages, |project| project == seed)?;
    if shipped.is_empty() {
        return Ok(None);
    }
    let none = Lock::new(seed);
    let minted = guids(inspected, &none);
    let mut last = Recovered { lock: none, lost: Vec::new() };
    // Cards lead to others by their guids, so what they say is right once those are known.
    for _ in 0..2 {
        let guids = guids(inspected, &last.lock);
        let numbers = numbers(inspected, &guids, &Lock::new(seed));
        let links = links(request, inspected, &plan(&inspected.surveyed, &guids), &guids)?;
        let rendered = render(request, inspected, &guids, &numbers, &links)?;
        let documents = inspected.surveyed.iter().zip(&minted).zip(&rendered);
        let candidates = documents.flat_map(|((surveyed, minted), fields)| {
            let drafts = surveyed.outlines.iter().zip(minted).zip(fields);
            drafts.map(|((outline, minted), fields)| Candidate {
                path: &surveyed.path,
                outline,
                minted: *minted,
                fields,
            })
        });
        last = recover(seed, shipped.clone(), &candidates.collect::<Vec<_>>());
    }
    let Recovered { mut lock, lost } = last;
    for NoteTypeLook { kind, css, modified } in looks {
        let look = LookRecord::new(&look_digest(kind, &css), modified);
        let of_kind = lock.looks.entry(kind).or_insert_with(|| look.clone());
        if of_kind.modified < modified {
            *of_kind = look;
        }
    }
    let fronts = lost.iter().map(|note| field::title(&note.said.fields.front));
    let cost = Cost { packages, found: lock.records.len(), lost: fronts.collect() };
    inspected.findings.push(finding(request, &cost));
    Ok(Some((lock, cost)))
}

/// The notes of all packages in the output.
pub(super) fn in_packages(request: &Request<'_>, staging: Option<&Staging>) -> Result<Vec<Shipped>> {
    Ok(read_packages(request, staging, &load::packages(request.output), |_| true)?.0)
}

/// The notes and looks of packages whose seed is `wanted`; what was made under another is another project's.
fn read_packages(
    request: &Request<'_>,
    staging: Option<&Staging>,
    packages: &[PathBuf],
    wanted: impl Fn(&str) -> bool,
) -> Result<(Vec<Shipped>, Vec<NoteTypeLook>)> {
    let (mut all, mut looks) = (Vec::new(), Vec::new());
    if packages.is_empty() {
        return Ok((all, looks));
    }
    let own = staging.is_none().then(|| Staging::begin(request.output)).transpose()?;
    let Some(staging) = staging.or(own.as_ref()) else { return Ok((all, looks)) };
    for path in packages {
        let mut notes = Vec::new();
        let head = anki::read(load::open_package(path)?, path, &staging.scratch("last.anki2")?, |note| {
            let anki::ShippedNote { guid, kind, made, modified, deck, tags, fields } = note;
            notes.push(Shipped { guid, kind, made, modified, deck, said: Kept { fields, tags } });
        })?;
        if wanted(&head.project) {
            all.append(&mut notes);
            looks.extend(head.looks);
        }
    }
    Ok((all, looks))
}

fn guids(inspected: &mut Inspected, lock: &Lock) -> Vec<Vec<Guid>> {
    let mut taken = Vec::new();
    for document in &mut inspected.surveyed {
        taken.push((document.path.clone(), std::mem::take(&mut document.outlines)));
    }
    let guids = identify(&taken, lock, &Scope::default()).guids;
    for (document, (_, outlines)) in inspected.surveyed.iter_mut().zip(taken) {
        document.outlines = outlines;
    }
    guids
}

fn finding(request: &Request<'_>, cost: &Cost) -> Finding {
    let name = request.lock.file_name().unwrap_or_default().to_string_lossy();
    let found = cost.found;
    let message = match cost.lost.len() {
        0 => format!("`{name}` is missing and was made again: all {found} notes of the last package are found"),
        lost => format!("`{name}` is missing; of the last package {found} notes are found again, {lost} not"),
    };
    let help = "restore the file from version control if you can; commit it with the documents";
    Finding::new(&LOST_LOCK, Place::file(name), message).help(help)
}

/// Stops where a build would part readers from the history of cards, unless that is wanted.
pub(super) fn ask(request: &Request<'_>, cost: &Cost) -> Result<()> {
    if cost.lost.is_empty() || (request.consent)(cost) {
        return Ok(());
    }
    let shown: Vec<String> = cost.lost.iter().take(3).map(|front| format!("{front:?}")).collect();
    let more = if cost.lost.len() > shown.len() { ", and more" } else { "" };
    let package = cost.packages.first().cloned().unwrap_or_default();
    let why = format!(
        "it is missing, and {} of the {} notes in {} cannot be found without it ({}{more}): where the question is \
         still there, it would come to readers as a new card",
        cost.lost.len(),
        cost.found + cost.lost.len(),
        package.display(),
        shown.join(", "),
    );
    let help = "restore it from version control (`git log -- recto.lock` finds it); `--forget` goes on without, and \
                an empty output folder begins anew";
    Err(Error::refused("use", request.lock, why).with_help(help))
}
