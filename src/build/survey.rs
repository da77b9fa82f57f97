//! The first sweep: what each document holds, without rendering it. Pure, and run on many
//! documents at once.

use std::collections::BTreeMap;

use super::judge::{deck_kept, judge};
use super::leads::Leads;
use super::outlines::{one_line, outlines};
use super::passes::{Pass, Passes};
use crate::atomise::atomise;
use crate::config::{Config, FrontMatter};
use crate::dialect::{Allowed, recognise, take_tag_lines};
use crate::draft::{Draft, Outline};
use crate::finding::{Finding, Severity};
use crate::lint::{self, Levels};
use crate::markdown::{Document, anchors, front_matter, plain_text};
use crate::path::SourcePath;
use crate::question::Recognised;
use crate::site::Unanswered;
use crate::source::Source;
use crate::tag::{Origin, Topic};
use crate::topic::{Given, topics};

/// What all documents of a project are read with.
#[derive(Debug, Clone, Copy)]
pub struct Setting<'a> {
    /// The project's settings.
    pub config: &'a Config,
    /// The name of the project's folder.
    pub project: &'a str,
    /// Stopwatches.
    pub passes: &'a Passes,
}

/// All that is kept of a document between the sweeps.
#[derive(Debug, Clone)]
pub struct Surveyed {
    /// The document.
    pub path: SourcePath,
    /// Digest of its text: the second sweep must read the same.
    pub digest: blake3::Hash,
    /// Size of its text.
    pub bytes: u64,
    /// Whether it can be built at all: front matter that cannot be read may say that it is a draft.
    pub standing: Standing,
    /// Its title.
    pub title: String,
    /// Its language, where its front matter names one.
    pub language: Option<String>,
    /// The deck its front matter names, with the place.
    pub deck: Option<(String, Finding)>,
    /// Its drafts in outline, in order.
    pub outlines: Vec<Outline>,
    /// Questions without an answer.
    pub unanswered: Vec<Unanswered>,
    /// How many questions each dialect found, in words: "7 questions, dialect: labelled".
    pub dialects: Vec<(&'static str, usize)>,
    /// Files it refers to, each with the finding for the case that it is not there.
    pub wanted: BTreeMap<SourcePath, Finding>,
    /// Headings it refers to, by document and name, each with the finding for the case that it is not there.
    pub wanted_places: BTreeMap<(SourcePath, String), Finding>,
    /// What became of its own headings.
    pub leads: Leads,
    /// Which lints run on it.
    pub lints: Levels,
    /// What is to be said about it.
    pub findings: Vec<Finding>,
}

/// Whether a document is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It is.
    Built,
    /// Its front matter cannot be read; it is left out, and its notes stay as they are.
    LeftOut,
}

/// A document read up to its drafts.
pub(super) struct Read<'a> {
    pub document: Document<'a>,
    pub front: FrontMatter,
    pub front_findings: Vec<Finding>,
    pub recognised: Recognised,
    pub title: String,
    /// Of each question its topics.
    pub topics: Vec<Vec<Topic>>,
    pub drafts: Vec<Draft>,
    /// What is wrong with settings of single questions.
    pub card_findings: Vec<Finding>,
}

/// Runs the passes from parse to tag.
pub(super) fn read<'a>(source: &'a Source, setting: &Setting<'_>) -> Read<'a> {
    let Setting { config, passes, .. } = setting;
    let document = passes.time(Pass::Parse, || Document::parse(source));
    let (front, front_findings) = passes.time(Pass::Front, || FrontMatter::read(source, front_matter(&source.text)));
    let nothing = Allowed::Only(Vec::new());
    let allowed = if front.draft { &nothing } else { front.dialect.as_ref().unwrap_or(&config.dialects) };
    let mut recognised = passes.time(Pass::Recognise, || recognise(&document, allowed));
    let title = title(source, &front, &recognised, setting.project);
    let topics: Vec<_> = passes.time(Pass::Tag, || {
        if config.origins.admit(Origin::Inline) {
            take_tag_lines(&document, &mut recognised);
        }
        let given = Given {
            path: &source.path,
            title: &title,
            project: &config.tags,
            front_matter: &front.tags,
            origins: config.origins,
            rules: &config.tag_rules,
        };
        recognised.questions.iter().map(|question| topics(&document, question, &given)).collect()
    });
    let (drafts, card_findings) =
        passes.time(Pass::Atomise, || atomise(&document, &recognised.questions, config.cards.with(front.cards)));
    let drafts = drafts.into_iter().zip(&topics).flat_map(|(drafts, topics)| tagged(drafts, topics)).collect();
    Read { document, front, front_findings, recognised, title, topics, drafts, card_findings }
}

/// The drafts of a question with its topics.
fn tagged(mut drafts: Vec<Draft>, topics: &[Topic]) -> Vec<Draft> {
    for draft in &mut drafts {
        draft.tags.extend(topics.iter().map(|topic| topic.tag.clone()));
        draft.tags.sort();
        draft.tags.dedup();
    }
    drafts
}

/// The title: front matter, else the first heading of level 1, else the file's name; a `README` or
/// `index` is called after its folder.
fn title(source: &Source, front: &FrontMatter, recognised: &Recognised, project: &str) -> String {
    let written = front.title.clone().or_else(|| recognised.title.clone()).filter(|title| !title.trim().is_empty());
    written.unwrap_or_else(|| {
        let stem = source.path.stem();
        let generic = ["readme", "index"].contains(&stem.to_lowercase().as_str());
        let name = if generic { source.path.folders().last().unwrap_or(project) } else { stem };
        name.replace(['-', '_'], " ").trim().to_owned()
    })
}

/// Surveys one document.
pub fn survey(source: &Source, setting: &Setting<'_>) -> Surveyed {
    let passes = setting.passes;
    let read = read(source, setting);
    let Read { document, front, recognised, title, drafts, .. } = &read;
    let outlines = passes.time(Pass::Outline, || outlines(document, drafts));
    let anchors = anchors(document);
    let leads = Leads::of(&anchors, recognised, &outlines);
    let unanswered = recognised.unanswered.iter().map(|question| Unanswered {
        title: one_line(&plain_text(document, &question.prompt)),
        path: source.path.clone(),
        line: source.line(question.asked.start),
    });
    let mut surveyed = Surveyed {
        path: source.path.clone(),
        digest: blake3::hash(source.text.as_bytes()),
        bytes: source.text.len() as u64,
        standing: standing(&read.front_findings),
        title: title.clone(),
        language: front.language.clone(),
        deck: front.deck.as_ref().map(|(deck, span)| (deck.clone(), deck_kept(source, *span))),
        outlines,
        unanswered: unanswered.collect(),
        dialects: Vec::new(),
        wanted: BTreeMap::new(),
        wanted_places: BTreeMap::new(),
        leads,
        lints: front.lints.over(&setting.config.lints),
        findings: Vec::new(),
    };
    for question in &recognised.questions {
        match surveyed.dialects.iter_mut().find(|(name, _)| *name == question.dialect) {
            Some((_, count)) => *count += 1,
            None => surveyed.dialects.push((question.dialect, 1)),
        }
    }
    judge(&read, source, &anchors, &mut surveyed);
    let advice = passes.time(Pass::Lint, || lint::of_document(document, &recognised.questions, &surveyed.lints));
    surveyed.findings.extend(advice);
    surveyed
}

/// Front matter with a mistake in it leaves its document out: what it was to say is not known.
fn standing(findings: &[Finding]) -> Standing {
    let mistaken = findings.iter().any(|finding| finding.severity == Severity::Error);
    if mistaken { Standing::LeftOut } else { Standing::Built }
}
