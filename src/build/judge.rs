//! What is to be said about one document: what of it did not become what its author meant. Pure.

use std::collections::BTreeMap;
use std::ops::Range;

use super::copied_ids::copied_ids;
use super::outlines::one_line;
use super::survey::{Read, Surveyed};
use crate::dialect::{Allowed, recognise};
use crate::finding::{
    CONTROL_CHARACTER, DEAD_LINK, DECK_KEPT, Finding, MISSING_IMAGE, NO_ANSWER, NO_HEADING, NO_QUESTION_TEXT,
    NO_QUESTIONS, OUTSIDE_IMAGE, PLACEHOLDER, Place, REFUSED_FILE, REMOTE_IMAGE, UNSAFE_LINK, nearest,
};
use crate::markdown::{Anchor, BlockKind, Document, Fragment, plain_run, plain_text};
use crate::note::Kind;
use crate::path::SourcePath;
use crate::question::Question;
use crate::render::{Links, Mention, Reference, mentions};
use crate::source::{Source, Span};

/// What is to be said where a document's cards stay in the deck they are in.
pub(super) fn deck_kept(source: &Source, span: Span) -> Finding {
    let message = "this document names another deck than the one its cards are in";
    Finding::at(&DECK_KEPT, source, span, message).label("new notes go here").help(
        "Anki never moves cards on import: to move the old ones, select them in Anki's browser and choose Change Deck",
    )
}

/// Says all there is to say about a document.
pub(super) fn judge(read: &Read<'_>, source: &Source, anchors: &[Anchor], surveyed: &mut Surveyed) {
    surveyed.findings.extend(read.front_findings.iter().chain(&read.card_findings).cloned());
    let asked = &read.recognised;
    if asked.questions.is_empty() && asked.unanswered.len() >= 2 && !read.front.draft {
        surveyed.findings.push(no_questions(read, source));
        return;
    }
    surveyed.findings.extend(placeholders(read, source));
    surveyed.findings.extend(copied_ids(&read.recognised.questions, source));
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
    for question in &read.recognised.questions {
        for fragment in question.fragments() {
            for mention in mentions(&read.document, fragment) {
                judge_mention(&mention, source, surveyed);
                judge_place(&mention, source, anchors, surveyed);
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
fn judge_mention(mention: &Mention, source: &Source, surveyed: &mut Surveyed) {
    let at = |rule, message: String| Finding::at(rule, source, mention.span, message);
    let address = &mention.address;
    match (&mention.reference, mention.shown) {
        (Reference::Web(_), true) => {
            let message = format!("the {} `{}` lies on another server", mention.noun(), shortened(address));
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
        (Reference::File(path, _), shown) if shown || *path != source.path => {
            // The first place speaks for all of them.
            if surveyed.wanted.contains_key(path) {
                return;
            }
            let otherwise = if shown {
                let message = format!("the {} `{address}` is not there", mention.noun());
                at(&MISSING_IMAGE, message).label("nothing to show").help(format!("looked for `{path}` in the project"))
            } else {
                let message = format!("the link to `{}` leads to no document", shortened(address));
                at(&DEAD_LINK, message)
                    .label("only its text is kept")
                    .help(format!("looked for `{path}` in the project"))
            };
            surveyed.wanted.insert(path.clone(), otherwise);
        }
        (Reference::Web(_) | Reference::File(..) | Reference::Nowhere | Reference::Outside, _) => {}
    }
}

/// Says what would be wrong with a link to a heading if that were not there.
fn judge_place(mention: &Mention, source: &Source, anchors: &[Anchor], surveyed: &mut Surveyed) {
    let (Reference::File(path, Some(place)), false) = (&mention.reference, mention.shown) else { return };
    let is_own = *path == source.path;
    // The top of a page is there without a heading.
    let key = (path.clone(), place.clone());
    if place.eq_ignore_ascii_case("top") || surveyed.wanted_places.contains_key(&key) {
        return;
    }
    let owner = if is_own { "this document" } else { &format!("`{path}`") };
    let message = format!("{owner} has no heading `#{}`", shortened(place));
    // Who has so many wrong links needs no suggestion for each.
    let is_suggested = is_own && surveyed.wanted_places.len() < 100 && surveyed.leads.find(place).is_none();
    let names = anchors.iter().take(1000).map(|anchor| anchor.name.as_str());
    let near = if is_suggested { nearest(place, names) } else { None };
    let help = match near {
        Some(near) => format!("did you mean `#{near}`?"),
        None => "a heading is named by its text in small letters with hyphens: `#what-is-a-map` for \"What is a map?\""
            .into(),
    };
    let otherwise = Finding::at(&NO_HEADING, source, mention.span, message).label("leads to the document").help(help);
    surveyed.wanted_places.insert(key, otherwise);
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
    codes.map(|block| plain_run(document, block.inner())).any(|text| {
        let source = Source::new(document.source.path.clone(), text);
        let example = Document::parse(&source);
        !recognise(&example, &Allowed::Any).questions.is_empty()
    })
}

/// Answers that only hold a place: one short text behind many questions whose other answers are
/// longer.
fn placeholders(read: &Read<'_>, source: &Source) -> Vec<Finding> {
    let questions = read.recognised.questions.iter().filter(|question| question.kind == Kind::Basic);
    // Only of short ones the text is looked at; what takes so many bytes is an answer.
    let text = |question: &Question| one_line(&plain_text(&read.document, &question.answer));
    let answers: Vec<(&Question, Option<String>)> = questions
        .map(|question| (question, (written(&read.document, &question.answer) <= 200).then(|| text(question))))
        .collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    answers.iter().filter_map(|(_, text)| text.as_deref()).for_each(|text| *counts.entry(text).or_default() += 1);
    let length = |text: &Option<String>| text.as_ref().map_or(usize::MAX, |text| text.chars().count());
    let mut lengths: Vec<usize> = answers.iter().map(|(_, text)| length(text)).collect();
    lengths.sort_unstable();
    let usual = lengths.get(lengths.len() / 2).copied().unwrap_or_default();
    let finding = |(question, text): &(&Question, Option<String>)| {
        let text = text.as_deref()?;
        let (length, count) = (text.chars().count(), counts.get(text).copied().unwrap_or_default());
        let repeats = count >= 3 && 2 * count <= answers.len() && length <= 40 && 2 * length <= usual;
        let message = match () {
            () if holds_a_place(text) => format!("the answer \"{text}\" only holds a place"),
            () if repeats && length > 0 => format!("the answer \"{text}\" stands behind {count} questions"),
            () => return None,
        };
        let finding = Finding::at(&PLACEHOLDER, source, heading_line(source, question.asked), message)
            .label("this is a card all the same")
            .help("write the answer, or delete the placeholder: the question is then listed as unanswered");
        Some(finding)
    };
    answers.iter().filter_map(finding).collect()
}

/// Whether an answer is one of the words by which writers everywhere mark what is still to come, or dots.
fn holds_a_place(text: &str) -> bool {
    const WORDS: [&str; 6] = ["todo", "to do", "tbd", "tba", "wip", "fixme"];
    let words = text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    WORDS.contains(&words.as_str()) || text.chars().count() >= 2 && text.chars().all(|c| matches!(c, '.' | '…'))
}

/// How many bytes of the document a fragment stands in, less what is cut from it.
fn written(document: &Document<'_>, fragment: &Fragment) -> usize {
    let runs = fragment.events.iter().filter_map(|run| run_span(document, run.clone()));
    let left = |run: Span| {
        let cuts = fragment.cuts.iter().filter_map(|cut| cut.meet(run));
        run.range().len().saturating_sub(cuts.map(|cut| cut.range().len()).sum())
    };
    runs.map(left).sum()
}

/// The stretch of the document that a run of events stands in.
fn run_span(document: &Document<'_>, run: Range<usize>) -> Option<Span> {
    let events = document.events.get(run)?;
    Some(Span::new(events.first()?.1.start, events.last()?.1.end))
}

/// What is to be said of the first control character in a fragment.
fn control_character(document: &Document<'_>, fragment: &Fragment) -> Option<Finding> {
    let source = document.source;
    fragment.events.iter().find_map(|run| {
        let run = run_span(document, run.clone())?;
        let (start, text) = (run.start, source.slice(run));
        let (at, c) = text.char_indices().find(|(_, c)| c.is_control() && !matches!(c, '\n' | '\t'))?;
        let span = Span::new(start + at, start + at + c.len_utf8());
        let message = format!("a control character, U+{:04X}, stands in the text", u32::from(c));
        let finding = Finding::at(&CONTROL_CHARACTER, source, span, message);
        Some(finding.label("shown as \u{fffd}").help("delete it, or write what it was to stand for"))
    })
}

/// What the files that are there make of what was wanted.
pub(super) fn missing(
    wanted: BTreeMap<SourcePath, Finding>,
    links: &Links,
    refused: &BTreeMap<SourcePath, &'static str>,
) -> impl Iterator<Item = Finding> {
    let is_there = |path: &SourcePath| links.media.contains_key(path) || links.pages.contains_key(path);
    let missing = wanted.into_iter().filter(move |(path, _)| !is_there(path));
    missing.map(|(path, otherwise)| match refused.get(&path) {
        None => otherwise,
        Some(why) => Finding { rule: &REFUSED_FILE, severity: REFUSED_FILE.severity, message: format!("`{path}` is not published: {why}"), ..otherwise }
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
