//! Build: runs the passes over a project, in two sweeps over its documents.
//!
//! The first sweep reads every document and keeps only outlines (a few hundred bytes a note), from
//! which identity and the site's plan are made. The second reads the documents again, renders them
//! batch by batch and streams notes into the package and pages to the disk. So memory stays small
//! however much the project holds; reading and parsing twice costs a fiftieth of rendering once.

mod accept;
mod broken;
mod changelog;
mod comparisons;
mod copied_ids;
mod forecast;
mod goals;
mod ground;
mod judge;
mod leads;
mod memory;
mod names;
mod notes;
mod order;
mod outlines;
mod passes;
mod plan;
mod prepare;
mod present;
mod recover;
mod report;
mod retire;
mod survey;
mod work;
mod write;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

pub use accept::{Accepted, accept};
pub use forecast::{Forecast, NoteForecast, OfferForecast, forecast};
pub use leads::{Lead, Leads};
pub use memory::Memory;
pub use passes::{Pass, Passes};
pub use recover::Cost;
pub use report::{DocumentReport, Progress, Report};
pub use survey::{Setting, Standing, Surveyed, survey};

use crate::config::Config;
use crate::discover::{self, Found, Layout, OwnFile};
use crate::error::Result;
use crate::explain::{Explained, explain};
use crate::finding::{Finding, Place};
use crate::identity::{Moment, Scope};
use crate::load::{self, Media, MediaFiles};
use crate::path::SourcePath;
use crate::render::Links;
use crate::source::Source;
use crate::topic::{Branch, tree};

/// What a build is asked to do.
pub struct Request<'a> {
    /// The project.
    pub layout: &'a Layout,
    /// The folder to build into.
    pub output: &'a Path,
    /// The lock of identities.
    pub lock: &'a Path,
    /// The theme to use instead of the configured one.
    pub theme: Option<&'a str>,
    /// What becomes of changes to the lock.
    pub changes: Changes,
    /// Whether to go on where the lock is lost and cannot be made again in full.
    pub consent: &'a (dyn Fn(&Cost) -> bool + Sync),
    /// What an earlier build left. What it knows is not made again, and the report holds what this one leaves.
    pub earlier: Option<&'a Memory>,
    /// Now.
    pub now: Moment,
    /// Stopwatches.
    pub passes: &'a Passes,
    /// Is told how far the build is; from many threads.
    pub progress: &'a (dyn Fn(Progress) + Sync),
}

/// Whether a build may change the lock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Changes {
    /// It is written anew.
    Welcome,
    /// The build shows what it would be and leaves the lock as it is.
    Withheld,
    /// The build fails where it would change: what is built is not what was committed.
    Refused,
}

/// A project after the first sweep.
pub struct Inspected {
    /// Its settings.
    pub config: Config,
    /// Its title.
    pub title: String,
    /// The language of its pages, a BCP 47 tag.
    pub language: String,
    /// Where its settings name the deck that holds all others.
    deck_place: Option<Place>,
    documents: Vec<Found>,
    surveyed: Vec<Surveyed>,
    media: BTreeMap<SourcePath, Media>,
    links: Links,
    /// What became of headings that something refers to, by document and name.
    places: BTreeMap<SourcePath, BTreeMap<String, Lead>>,
    /// Files that are published as they are.
    own: Vec<OwnFile>,
    scope: Scope,
    /// Digest of what the documents were read with.
    settings: blake3::Hash,
    /// What the next build need not survey again; empty where it was not asked for.
    memory: Memory,
    /// Everything there is to say about the texts.
    pub findings: Vec<Finding>,
}

/// The file of a project's settings; all other findings are about documents.
const SETTINGS: &str = "recto.yaml";

/// Runs the first sweep: all that `recto check` needs. Writes nothing.
///
/// # Errors
/// Where the project's folder cannot be read.
pub fn inspect(request: &Request<'_>) -> Result<Inspected> {
    let Request { layout, output, passes, progress, earlier, .. } = request;
    let mut findings = Vec::new();
    let mut deck_place = None;
    let project = layout.name();
    let mut settings = memory::settings(None, &project);
    let config = match load::settings(layout) {
        None => Config::default(),
        Some(Ok(source)) => {
            let (config, found) = Config::read(&source);
            findings.extend(found);
            settings = memory::settings(Some(&source.text), &project);
            deck_place = config.deck_span.map(|span| Place::new(&source, span));
            config
        }
        Some(Err(finding)) => {
            findings.push(finding);
            Config::default()
        }
    };
    let (documents, left_out) = discover::documents(layout, output, &config.ignore)?;
    findings.extend(left_out);
    let setting = Setting { config: &config, project: &project, passes };
    progress(Progress::Reading { documents: documents.len() });
    let results: Vec<std::result::Result<Arc<Surveyed>, Finding>> = documents
        .par_iter()
        .map(|found| {
            let source = passes.time(Pass::Load, || load::document(found))?;
            let known = earlier.and_then(|earlier| earlier.survey(&settings, &source));
            let surveyed = known.unwrap_or_else(|| Arc::new(survey(&source, &setting)));
            progress(Progress::Read);
            Ok(surveyed)
        })
        .collect();
    let memory = match earlier {
        Some(_) => Memory::surveyed(settings, results.iter().flatten()),
        None => Memory::default(),
    };
    let mut scope = Scope { only: layout.only.clone(), unread: BTreeSet::new() };
    let (mut read, mut surveyed, mut aside) = (Vec::new(), Vec::new(), Vec::new());
    for (found, result) in documents.into_iter().zip(results) {
        match result.map(Arc::unwrap_or_clone) {
            Ok(document) if document.standing == Standing::LeftOut => {
                scope.unread.insert(found.path);
                aside.push(document);
            }
            Ok(document) => {
                read.push(found);
                surveyed.push(document);
            }
            Err(finding) => {
                scope.unread.insert(found.path);
                findings.push(finding);
            }
        }
    }
    let wanted = surveyed.iter().chain(&aside).flat_map(|document| document.wanted.keys().cloned()).collect();
    let MediaFiles { found: media, refused } = passes.time(Pass::Load, || load::media(layout, &wanted));
    let title = title(&config, layout, &surveyed);
    let language = language(&config, &surveyed);
    let names = media.iter().map(|(path, media)| (path.clone(), media.name.clone())).collect();
    // Pages are added once there is a plan; for what is missing, that a document exists is enough.
    let pages = surveyed.iter().map(|document| (document.path.clone(), String::new())).collect();
    let links = Links { media: names, pages, ..Links::default() };
    let places = places(&mut surveyed, &mut aside, &mut findings);
    for document in surveyed.iter_mut().chain(&mut aside) {
        findings.append(&mut document.findings);
        findings.extend(judge::missing(std::mem::take(&mut document.wanted), &links, &refused));
    }
    findings.extend(passes.time(Pass::Lint, || comparisons::comparisons(&read, &surveyed, &layout.content_folder())));
    let decks = surveyed.iter_mut().filter_map(|document| Some(&mut document.deck.as_mut()?.1));
    for finding in findings.iter_mut().chain(decks).filter(|finding| finding.place.path != SETTINGS) {
        finding.place.path.insert_str(0, &layout.content_folder());
    }
    let (own, left_out) = discover::own_files(layout);
    findings.extend(left_out);
    findings.sort_by(|one, other| one.place.cmp(&other.place).then(one.rule.code.cmp(other.rule.code)));
    Ok(Inspected {
        config,
        title,
        language,
        deck_place,
        documents: read,
        surveyed,
        media,
        links,
        places,
        own,
        scope,
        settings,
        memory,
        findings,
    })
}

/// What became of the headings that documents refer to; says which are not there.
fn places(
    surveyed: &mut [Surveyed],
    aside: &mut [Surveyed],
    findings: &mut Vec<Finding>,
) -> BTreeMap<SourcePath, BTreeMap<String, Lead>> {
    let wanted: Vec<_> =
        surveyed.iter_mut().chain(aside).map(|document| std::mem::take(&mut document.wanted_places)).collect();
    let documents: BTreeMap<&SourcePath, &Leads> =
        surveyed.iter().map(|document| (&document.path, &document.leads)).collect();
    let mut places: BTreeMap<SourcePath, BTreeMap<String, Lead>> = BTreeMap::new();
    for ((path, place), otherwise) in wanted.into_iter().flatten() {
        // Of a document that is not there something else was said.
        let Some(leads) = documents.get(&path) else { continue };
        match leads.find(&place) {
            Some(lead) => {
                places.entry(path).or_default().insert(place, lead);
            }
            None => findings.push(otherwise),
        }
    }
    places
}

/// The language: the configured one, else the one that all documents with questions name, else English.
fn language(config: &Config, surveyed: &[Surveyed]) -> String {
    let mut named = surveyed.iter().filter(|document| !document.outlines.is_empty()).map(|document| &document.language);
    let first = named.next().cloned().flatten();
    let shared = first.filter(|first| named.all(|other| other.as_ref() == Some(first)));
    config.language.clone().or(shared).unwrap_or_else(|| "en".to_owned())
}

/// The title: the configured one, else the only document's, else the folder's name.
fn title(config: &Config, layout: &Layout, surveyed: &[Surveyed]) -> String {
    let with_questions: Vec<_> = surveyed.iter().filter(|document| !document.outlines.is_empty()).collect();
    match (&config.title, with_questions.as_slice()) {
        (Some(title), _) => title.clone(),
        (None, [only]) => only.title.clone(),
        (None, _) => layout.name(),
    }
}

/// Builds package and site and publishes them.
///
/// # Errors
/// Where the world refuses: a file that cannot be read or written, a lock that is not whole, an
/// output that is not Recto's. What was there before stays as it was.
pub fn build(request: &Request<'_>) -> Result<Report> {
    write::build(request)
}

/// Reads a document once more for the second sweep.
///
/// # Errors
/// Where it is no longer the document that the first sweep read.
fn read_again(found: &Found, surveyed: &Surveyed) -> Result<Source> {
    let changed = || {
        let error = crate::error::Error::refused("build", &found.file, "the document changed while the build ran");
        error.with_help("run the build again")
    };
    let source = load::document(found).map_err(|_| changed())?;
    let same = blake3::hash(source.text.as_bytes()) == surveyed.digest;
    if same { Ok(source) } else { Err(changed()) }
}

impl Inspected {
    /// How many facts there are among the drafts.
    pub fn facts(&self) -> usize {
        let outlines = self.surveyed.iter().flat_map(|document| &document.outlines);
        outlines.filter(|outline| outline.parent.is_some()).count()
    }

    /// How many documents there are, those included that could not be used.
    pub fn documents_read(&self) -> usize {
        self.documents.len() + self.scope.unread.len()
    }

    /// How many notes there would be.
    pub fn notes(&self) -> usize {
        self.surveyed.iter().map(|document| document.outlines.len()).sum()
    }

    /// The tags of all notes.
    pub fn tags(&self) -> Vec<Branch> {
        let outlines = self.surveyed.iter().flat_map(|document| &document.outlines);
        tree(outlines.map(|outline| &*outline.tags))
    }
}

/// Explains one document as a build of its project would take it: a line about all of it, and
/// what became of each block.
pub fn explain_document(source: &Source, layout: &Layout) -> (String, Vec<Explained>) {
    let config = match load::settings(layout) {
        Some(Ok(settings)) => Config::read(&settings).0,
        _ => Config::default(),
    };
    let passes = Passes::new(std::time::Duration::default);
    let project = layout.name();
    let read = survey::read(source, &Setting { config: &config, project: &project, passes: &passes });
    let mut dialects: Vec<&str> = read.recognised.questions.iter().map(|question| question.dialect).collect();
    dialects.sort_unstable();
    dialects.dedup();
    let count = read.recognised.questions.len();
    let questions = if count == 1 { "question" } else { "questions" };
    let summary = match dialects.as_slice() {
        [] if read.front.draft => "a draft: left out".to_owned(),
        [] => "no questions".to_owned(),
        dialects => format!("{count} {questions}, dialect: {}", dialects.join(", ")),
    };
    (summary, explain(&read.document, &read.recognised, &read.topics))
}
