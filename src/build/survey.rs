//! The first sweep: what each document holds, without rendering it. Pure, and run on many
//! documents at once.

use std::collections::BTreeMap;

use super::passes::{Pass, Passes};
use crate::atomise::atomise;
use crate::config::{Config, FrontMatter};
use crate::dialect::{Allowed, recognise};
use crate::draft::{Draft, Outline, Shown};
use crate::finding::{
    CONTROL_CHARACTER, DEAD_LINK, DECK_KEPT, Finding, MISSING_IMAGE, NO_ANSWER, NO_QUESTION_TEXT, NO_QUESTIONS,
    OUTSIDE_IMAGE, PLACEHOLDER, Place, REFUSED_FILE, REMOTE_IMAGE, Severity, UNSAFE_LINK,
};
use crate::markdown::{BlockKind, Document, Fragment, front_matter, plain_text};
use crate::note::Kind;
use crate::path::SourcePath;
use crate::question::{Question, Recognised};
use crate::render::{Links, Mention, Reference, mentions};
use crate::site::Unanswered;
use crate::source::{Source, Span};
use crate::topic::{Topics, tag};

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
#[derive(Debug)]
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
    /// The deck its front matter names, with the place.
    pub deck: Option<(String, Finding)>,
    /// Its drafts in outline, in order.
    pub outlines: Vec<Outline>,
    /// Questions without an answer.
    pub unanswered: Vec<Unanswered>,
    /// How many questions each dialect found, in words: "7 questions, dialect: labelled".
    pub dialects: Vec<(&'static str, usize)>,
    /// Files it refers to, each with the finding for the case that it is not there.
    pub wanted: Vec<Wanted>,
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

/// A file that a document refers to.
#[derive(Debug)]
pub struct Wanted {
    /// Which.
    pub path: SourcePath,
    /// What to say where it is not there.
    pub otherwise: Finding,
}

/// A document read up to its drafts.
pub(super) struct Read<'a> {
    pub document: Document<'a>,
    pub front: FrontMatter,
    pub front_findings: Vec<Finding>,
    pub recognised: Recognised,
    pub title: String,
    pub drafts: Vec<Draft>,
}

/// Runs the passes from parse to tag.
pub(super) fn read<'a>(source: &'a Source, setting: &Setting<'_>) -> Read<'a> {
    let Setting { config, passes, .. } = setting;
    let document = passes.time(Pass::Parse, || Document::parse(source));
    passes.time(Pass::Recognise, || {
        let (front, front_findings) = FrontMatter::read(source, front_matter(&source.text));
        let nothing = Allowed::Only(Vec::new());
        let allowed = if front.draft { &nothing } else { front.dialect.as_ref().unwrap_or(&config.dialects) };
        let recognised = recognise(&document, allowed);
        let title = title(source, &front, &recognised, setting.project);
        let given: Vec<_> = config.tags.iter().chain(&front.tags).cloned().collect();
        let mut drafts: Vec<Draft> = recognised.questions.iter().flat_map(atomise).collect();
        for draft in &mut drafts {
            tag(draft, Topics { path: &source.path, title: &title, given: &given });
        }
        Read { document, front, front_findings, recognised, title, drafts }
    })
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
    let outlines =
        passes.time(Pass::Outline, || drafts.iter().map(|draft| outline(document, draft)).collect::<Vec<_>>());
    let lines = source.lines();
    let unanswered = recognised.unanswered.iter().map(|question| Unanswered {
        title: one_line(&plain_text(document, &question.prompt)),
        path: source.path.clone(),
        line: lines.line(question.asked.start),
    });
    let mut surveyed = Surveyed {
        path: source.path.clone(),
        digest: blake3::hash(source.text.as_bytes()),
        bytes: source.text.len() as u64,
        standing: standing(&read.front_findings),
        title: title.clone(),
        deck: front.deck.as_ref().map(|(deck, span)| (deck.clone(), deck_kept(source, *span))),
        outlines,
        unanswered: unanswered.collect(),
        dialects: Vec::new(),
        wanted: Vec::new(),
        findings: Vec::new(),
    };
    for question in &recognised.questions {
        match surveyed.dialects.iter_mut().find(|(name, _)| *name == question.dialect) {
            Some((_, count)) => *count += 1,
            None => surveyed.dialects.push((question.dialect, 1)),
        }
    }
    findings(&read, source, &mut surveyed);
    surveyed
}

/// Front matter with a mistake in it leaves its document out: what it was to say is not known.
fn standing(findings: &[Finding]) -> Standing {
    let mistaken = findings.iter().any(|finding| finding.rule.severity == Severity::Error);
    if mistaken { Standing::LeftOut } else { Standing::Built }
}

/// A draft's plain text and digests.
fn outline(document: &Document<'_>, draft: &Draft) -> Outline {
    let pictures = |fragment: &Fragment| -> Vec<String> {
        mentions(document, fragment)
            .into_iter()
            .filter(|mention| mention.shown)
            .map(|mention| mention.address)
            .collect()
    };
    let asked = plain_text(document, &draft.front);
    let options = draft.options.iter().map(|choice| plain_text(document, &choice.text));
    let front = std::iter::once(asked).chain(options).collect::<Vec<_>>().join("\n");
    let back = plain_text(document, &draft.back);
    let (front_pictures, back_pictures) = (pictures(&draft.front), pictures(&draft.back));
    let front = Shown { text: &front, pictures: &front_pictures };
    let back = Shown { text: &back, pictures: &back_pictures };
    Outline {
        anchor: draft.anchor.clone(),
        trail: draft.trail.clone(),
        tags: draft.tags.clone(),
        ..Outline::new(draft.kind, front, back)
    }
}

/// A text with every run of white space as one space.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn deck_kept(source: &Source, span: Span) -> Finding {
    let message = "this document names another deck than the one its cards are in";
    Finding::at(&DECK_KEPT, source, span, message).label("new notes go here").help(
        "Anki never moves cards on import: to move the old ones, select them in Anki's browser and choose Change Deck",
    )
}

fn findings(read: &Read<'_>, source: &Source, surveyed: &mut Surveyed) {
    surveyed.findings.extend(read.front_findings.iter().cloned());
    let asked = &read.recognised;
    if asked.questions.is_empty() && asked.unanswered.len() >= 2 && !read.front.draft {
        surveyed.findings.push(no_questions(read, source));
        return;
    }
    surveyed.findings.extend(placeholders(read, source));
    for question in &read.recognised.unanswered {
        let title = one_line(&plain_text(&read.document, &question.prompt));
        let message = format!("\"{}\" has no answer", shortened(&title));
        let finding = Finding::at(&NO_ANSWER, source, heading_line(source, question.asked), message);
        surveyed.findings.push(
            finding
                .label("nothing stands below it")
                .help("write the answer below the question; until then it is listed as unanswered"),
        );
    }
    for question in &read.recognised.silent {
        let span = heading_line(source, question.asked);
        let finding = Finding::at(&NO_QUESTION_TEXT, source, span, "a question has no text, so nobody can be asked it");
        surveyed
            .findings
            .push(finding.label("nothing is asked here").help("write the question here, or take the heading away"));
    }
    let found = &read.recognised;
    let is_empty = found.questions.is_empty() && found.unanswered.is_empty() && found.silent.is_empty();
    if is_empty && !read.front.draft {
        surveyed.findings.push(no_questions(read, source));
    }
    for draft in &read.drafts {
        for fragment in draft.fragments() {
            for mention in mentions(&read.document, fragment) {
                judge(&mention, source, surveyed);
            }
            surveyed.findings.extend(control_character(&read.document, fragment));
        }
    }
}

/// What is to be said of a document without questions.
fn no_questions(read: &Read<'_>, source: &Source) -> Finding {
    let headings = read.document.blocks.iter().filter(|block| block.heading().is_some()).count();
    let unanswered = read.recognised.unanswered.len();
    let why = match (read.document.blocks.len(), headings) {
        _ if unanswered > 0 => format!("none of the {unanswered} questions it asks has an answer"),
        (0, _) => "it is empty".to_owned(),
        _ if asks_in_code(&read.document) => "what looks like questions stands in code, as an example".to_owned(),
        _ if remark(read).is_some() => format!("it holds {}", remark(read).unwrap_or_default()),
        (_, 0) => "it has no headings and no other known form of question".to_owned(),
        (_, 1) => "its one heading does not ask".to_owned(),
        (_, many) => format!("too few of its {many} headings ask"),
    };
    Finding::new(&NO_QUESTIONS, Place::file(source.path.as_str()), format!("no questions in `{}`: {why}", source.path))
        .help("`recto explain` with its name says what each block was taken for")
}

/// Says what is wrong with a reference, or what would be if its file were not there.
fn judge(mention: &Mention, source: &Source, surveyed: &mut Surveyed) {
    let at = |rule, message: String| Finding::at(rule, source, mention.span, message);
    let address = &mention.address;
    match (&mention.reference, mention.shown) {
        (Reference::Web(_), true) => {
            let message = format!("the picture `{}` lies on another server", shortened(address));
            let help = "decks and sites load nothing from elsewhere, so it becomes a link; put a copy into the project to show it";
            surveyed.findings.push(at(&REMOTE_IMAGE, message).label("becomes a link").help(help));
        }
        (Reference::Outside, true) => {
            let message = format!("`{address}` lies outside the project and is not read");
            surveyed.findings.push(at(&OUTSIDE_IMAGE, message).help("copy the file into the project"));
        }
        (Reference::Unsafe, _) => {
            let message = format!("`{}` is not an address that is written", shortened(address));
            let help = "allowed are http, https, mailto and files of the project";
            surveyed.findings.push(at(&UNSAFE_LINK, message).label("only its text is kept").help(help));
        }
        (Reference::File(path, _), shown) => {
            let otherwise = if shown {
                let message = format!("the picture `{address}` is not there");
                at(&MISSING_IMAGE, message).label("nothing to show").help(format!("looked for `{path}` in the project"))
            } else {
                let message = format!("the link to `{}` leads to no document", shortened(address));
                at(&DEAD_LINK, message)
                    .label("only its text is kept")
                    .help(format!("looked for `{path}` in the project"))
            };
            // The first place speaks for all of them.
            if surveyed.wanted.iter().all(|wanted| wanted.path != *path) {
                surveyed.wanted.push(Wanted { path: path.clone(), otherwise });
            }
        }
        (Reference::Web(_) | Reference::Here(_) | Reference::Outside, _) => {}
    }
}

/// What a dialect had to say of something that is no heading.
fn remark<'r>(read: &'r Read<'_>) -> Option<&'r str> {
    let headings: Vec<Span> =
        read.document.blocks.iter().filter(|block| block.heading().is_some()).map(|block| block.span).collect();
    read.recognised.remarks.iter().find(|remark| !headings.contains(&remark.span)).map(|remark| remark.text.as_str())
}

/// Whether a block of code holds questions: a document that shows how cards are written.
fn asks_in_code(document: &Document<'_>) -> bool {
    let codes = document.blocks.iter().filter(|block| matches!(block.kind, BlockKind::Code(_)));
    codes.map(|block| plain_text(document, &Fragment::new(block.inner()))).any(|text| {
        let source = Source { path: document.source.path.clone(), text };
        let example = Document::parse(&source);
        !recognise(&example, &Allowed::Any).questions.is_empty()
    })
}

/// Answers that only hold a place: one short text behind many questions whose other answers are
/// longer.
fn placeholders(read: &Read<'_>, source: &Source) -> Vec<Finding> {
    let questions = read.recognised.questions.iter().filter(|question| question.kind == Kind::Basic);
    let answers: Vec<(&Question, String)> =
        questions.map(|question| (question, one_line(&plain_text(&read.document, &question.answer)))).collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    answers.iter().for_each(|(_, text)| *counts.entry(text).or_default() += 1);
    let mut lengths: Vec<usize> = answers.iter().map(|(_, text)| text.chars().count()).collect();
    lengths.sort_unstable();
    let usual = lengths.get(lengths.len() / 2).copied().unwrap_or_default();
    let holds_place = |text: &str| {
        let (length, count) = (text.chars().count(), counts.get(text).copied().unwrap_or_default());
        count >= 3 && length > 0 && length <= 40 && 2 * length <= usual && 2 * count <= answers.len()
    };
    let held = answers.iter().filter(|(_, text)| holds_place(text));
    let finding = |(question, text): &(&Question, String)| {
        let message =
            format!("the answer \"{text}\" stands behind {} questions", counts.get(text.as_str()).unwrap_or(&0));
        Finding::at(&PLACEHOLDER, source, heading_line(source, question.asked), message)
            .label("this is a card all the same")
            .help("write the answer, or delete the placeholder: the question is then listed as unanswered")
    };
    held.map(finding).collect()
}

/// What is to be said of the first control character in a fragment.
fn control_character(document: &Document<'_>, fragment: &Fragment) -> Option<Finding> {
    let source = document.source;
    fragment.events.iter().find_map(|run| {
        let events = document.events.get(run.clone())?;
        let (start, end) = (events.first()?.1.start, events.last()?.1.end);
        let text = source.slice(Span::new(start, end));
        let (at, c) = text.char_indices().find(|(_, c)| c.is_control() && !matches!(c, '\n' | '\t'))?;
        let span = Span::new(start + at, start + at + c.len_utf8());
        let message = format!("a control character, U+{:04X}, stands in the text", u32::from(c));
        let finding = Finding::at(&CONTROL_CHARACTER, source, span, message);
        Some(finding.label("shown as \u{fffd}").help("delete it, or write what it was to stand for"))
    })
}

/// What the files that are there make of what was wanted.
pub(super) fn missing(
    wanted: Vec<Wanted>,
    links: &Links,
    refused: &BTreeMap<SourcePath, &'static str>,
) -> impl Iterator<Item = Finding> {
    let is_there = |path: &SourcePath| links.media.contains_key(path) || links.pages.contains_key(path);
    let missing = wanted.into_iter().filter(move |wanted| !is_there(&wanted.path));
    missing.map(|Wanted { path, otherwise }| match refused.get(&path) {
        None => otherwise,
        Some(why) => Finding { rule: &REFUSED_FILE, message: format!("`{path}` is not published: {why}"), ..otherwise }
            .label("only its text is kept")
            .help("pictures, sounds, films and PDF of the project are published; for anything else link to its address on the web"),
    })
}

/// The span without the line end and blank lines after it.
fn heading_line(source: &Source, span: Span) -> Span {
    let text = source.slice(span).trim_end();
    Span::new(span.start, span.start + text.len())
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(70) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default().trim_end()),
        None => text.to_owned(),
    }
}
