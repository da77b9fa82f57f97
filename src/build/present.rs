//! The second sweep: a document's notes and faces, rendered. Pure, and run on many documents at
//! once.

use std::collections::BTreeSet;
use std::ops::Range;

use rayon::prelude::*;

use super::outlines::{asked_text, one_line};
use super::passes::{Pass, Passes};
use super::prepare::Numbers;
use super::survey::{Read, Setting, read};
use crate::draft::{Asks, Draft, Outline, Part};
use crate::identity::Numbered;
use crate::markdown::{Block, BlockKind, Document, Fragment, outer_blocks, plain_text};
use crate::note::{Fields, Guid, Kind};
use crate::output::anki::field::escape_text;
use crate::output::anki::is_blank;
use crate::question::{Question, Verdict};
use crate::render::{Code, Form, Links, Renderer, Role, colour};
use crate::site::{Face, FactFace, PromptShape, Whole};
use crate::source::Source;

/// The rendered drafts of a document.
#[derive(Debug)]
pub(super) struct Presented {
    /// The fields of each.
    pub fields: Vec<Fields>,
    /// Questions with their facts, and facts that have no question beside them.
    pub faces: Vec<Face>,
}

impl Presented {
    /// The faces of a section, which is so many entries of the document.
    pub(super) fn section(&self, entries: &Range<usize>) -> &[Face] {
        self.faces.get(entries.clone()).unwrap_or_default()
    }
}

/// Renders all drafts of a document, in order, as they were surveyed. `root` leads from its pages to the site's top.
pub(super) fn present(
    source: &Source,
    outlines: &[Outline],
    guids: &[Guid],
    numbers: &Numbers,
    root: &str,
    links: &Links,
    setting: &Setting<'_>,
) -> Presented {
    let Setting { config, passes, .. } = setting;
    let Read { document, title, mut drafts, recognised, .. } = read(source, setting);
    let questions = recognised.questions.as_slice();
    for (draft, guid) in drafts.iter_mut().zip(guids) {
        number_blanks(&mut draft.front, numbers.get(guid));
    }
    let mut renderer = Renderer::new(&document, links);
    colour_all(&mut renderer, &drafts, questions, passes);
    let writer =
        Writer { document: &document, questions, renderer, title: &title, root, base_url: config.base_url.as_deref() };
    passes.time(Pass::Render, || writer.drafts(&drafts, outlines, guids))
}

/// Gives blanks the numbers of their cards; what has none is shown.
fn number_blanks(fragment: &mut Fragment, numbered: Option<&Numbered>) {
    fragment.blanks.retain_mut(|blank| {
        let number = numbered.and_then(|numbered| numbered.number(blank.number));
        blank.number = number.unwrap_or(blank.number);
        number.is_some()
    });
}

/// Colours every block of code, on all threads.
fn colour_all(renderer: &mut Renderer<'_, '_>, drafts: &[Draft], questions: &[Question], passes: &Passes) {
    let parts: BTreeSet<usize> = drafts.iter().filter_map(|draft| Some(draft.part.as_ref()?.question)).collect();
    let wholes = parts.into_iter().filter_map(|question| questions.get(question));
    let wholes = wholes.flat_map(|question| [&question.prompt, &question.answer, &question.extra]);
    let fragments = drafts.iter().flat_map(Draft::fragments).chain(wholes);
    let mut blocks: Vec<Code> = fragments.flat_map(|fragment| renderer.code(fragment)).collect();
    // A fact shows what its question shows too.
    blocks.sort_by_key(|code| code.number);
    blocks.dedup_by_key(|code| code.number);
    let coloured: Vec<String> =
        blocks.par_iter().map(|code| passes.time(Pass::Colour, || colour(&code.text, &code.info))).collect();
    for (code, coloured) in blocks.iter().zip(coloured) {
        renderer.remember(code.number, coloured);
    }
}

/// Characters of a label that reads as a heading; a longer one is a sentence.
const LONG_LABEL: usize = 40;

/// Which way a fact is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    There,
    /// Its answer asks for its label.
    Back,
}

/// Which side of a card options stand on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shows {
    Question,
    Answer,
}

struct Writer<'r, 'd, 'a> {
    document: &'d Document<'a>,
    questions: &'r [Question],
    renderer: Renderer<'d, 'a>,
    title: &'r str,
    root: &'r str,
    base_url: Option<&'r str>,
}

impl Writer<'_, '_, '_> {
    fn drafts(&self, drafts: &[Draft], outlines: &[Outline], guids: &[Guid]) -> Presented {
        let mut presented = Presented { fields: Vec::new(), faces: Vec::new() };
        // The last that has a face of its own.
        let mut shown: Option<(&Outline, &Guid)> = None;
        // The last question that stands above facts without being a card.
        let mut read: Option<usize> = None;
        for ((draft, outline), guid) in drafts.iter().zip(outlines).zip(guids) {
            let whole = shown.filter(|(question, _)| outline.is_fact_of(question)).map(|(_, guid)| guid);
            presented.fields.push(self.fields(draft, whole.unwrap_or(guid)));
            match (&draft.part, presented.faces.last_mut().filter(|_| whole.is_some())) {
                (Some(part), Some(face)) => face.facts.push(self.fact(draft, part, guid)),
                (part, _) => {
                    let mut face = self.face(draft, guid);
                    let alone = part.as_ref().map(|part| part.question).filter(|question| read != Some(*question));
                    face.whole = alone.and_then(|question| self.questions.get(question)).map(|of| self.whole(of));
                    read = alone.or(read);
                    presented.faces.push(face);
                    shown = Some((outline, guid));
                }
            }
        }
        presented
    }

    /// The fields of a note; its whole answer stands on the site under `whole`.
    fn fields(&self, draft: &Draft, whole: &Guid) -> Fields {
        let card = Form::Card { base_url: self.base_url };
        Fields {
            front: self.asked(draft, card),
            back: self.back(draft, card),
            extra: self.renderer.render(&draft.extra, Role::Answer, card),
            context: self.context(draft, card),
            source: self.source(whole),
        }
    }

    fn face(&self, draft: &Draft, guid: &Guid) -> Face {
        let page = Form::Page { root: self.root };
        let prompt = self.asked(draft, page);
        Face {
            guid: *guid,
            kind: draft.kind,
            title: one_line(&asked_text(self.document, draft)),
            shape: shape(&prompt),
            prompt,
            answer: self.back(draft, page),
            extra: self.renderer.render(&draft.extra, Role::Answer, page),
            trail: draft.trail.iter().skip(1).cloned().collect(),
            tags: draft.tags.clone(),
            line: self.document.source.line(draft.asked.start),
            text: one_line(&searched(self.document, draft)),
            facts: Vec::new(),
            whole: None,
        }
    }

    /// A question to be read above its facts.
    fn whole(&self, question: &Question) -> Whole {
        let page = Form::Page { root: self.root };
        let prompt = shown(self.renderer.render(&question.prompt, Role::Prompt, page));
        Whole {
            shape: shape(&prompt),
            prompt,
            answer: self.renderer.render(&question.answer, Role::Answer, page),
            extra: self.renderer.render(&question.extra, Role::Answer, page),
        }
    }

    fn fact(&self, draft: &Draft, part: &Part, guid: &Guid) -> FactFace {
        let page = Form::Page { root: self.root };
        FactFace {
            guid: *guid,
            kind: draft.kind,
            title: one_line(&asked_text(self.document, draft)),
            lead: self.lead(part, Way::There, page),
            prompt: self.label(draft, part, page),
            answer: self.back(draft, page),
        }
    }

    /// All that a note asks: of a fact its question small, what leads to it, and what is asked.
    fn asked(&self, draft: &Draft, form: Form<'_>) -> String {
        let Some(part) = &draft.part else { return shown(self.front(draft, form)) };
        format!("{}\n{}", self.around(part, Way::There, form), self.label(draft, part, form))
    }

    /// The question of a fact and what leads from it to what is asked.
    fn around(&self, part: &Part, way: Way, form: Form<'_>) -> String {
        let asked = shown(self.renderer.render(&part.asked, Role::Prompt, form));
        let lead = self.lead(part, way, form);
        let lead = if lead.is_empty() { lead } else { format!("\n<div class=\"lead\">{lead}</div>") };
        format!("<div class=\"of\">{asked}</div>{lead}")
    }

    fn lead(&self, part: &Part, way: Way, form: Form<'_>) -> String {
        let steps = part.steps.iter().map(|step| self.renderer.render(step, Role::Prompt, form));
        let mut steps: Vec<String> = steps.filter(|step| !is_blank(step)).collect();
        // From one column to the other.
        if part.asks == Asks::Beside
            && let (Some(to), Some(from)) = (steps.pop(), steps.pop())
        {
            steps.push(match way {
                Way::There => format!("{from} → {to}"),
                Way::Back => format!("{to} → {from}"),
            });
        }
        // To both columns of a row.
        if part.asks == Asks::Across {
            let columns = steps.split_off(steps.len().saturating_sub(2)).join(" · ");
            return if steps.is_empty() { columns } else { format!("{} → {columns}", steps.join(" › ")) };
        }
        steps.join(" › ")
    }

    /// What is asked of a fact, with what its style sheet needs to say what is wanted: so many items,
    /// code, the next step.
    fn label(&self, draft: &Draft, part: &Part, form: Form<'_>) -> String {
        let label = shown(self.renderer.render(&draft.front, Role::Prompt, form));
        let long = if plain_text(self.document, &draft.front).chars().count() > LONG_LABEL { " long" } else { "" };
        let blocks = outer_blocks(self.document, &draft.back);
        let is_code = !blocks.is_empty() && blocks.iter().all(|block| matches!(block.kind, BlockKind::Code(_)));
        match (part.asks, blocks.as_slice()) {
            (Asks::Next, _) => {
                format!("<div class=\"label then{long}\">{label} <span class=\"next\">→ …</span></div>")
            }
            (Asks::Across, _) => format!("<div class=\"label items{long}\" data-count=\"2\">{label}</div>"),
            (_, [Block { kind: BlockKind::List(_), children, .. }]) => {
                format!("<div class=\"label items{long}\" data-count=\"{}\">{label}</div>", children.len())
            }
            _ if is_code => format!("<div class=\"label listing{long}\">{label}</div>"),
            _ => format!("<div class=\"label{long}\">{label}</div>"),
        }
    }

    /// What is asked, with what there is to choose from.
    fn front(&self, draft: &Draft, form: Form<'_>) -> String {
        let prompt = self.renderer.render(&draft.front, Role::Prompt, form);
        match draft.options.is_empty() {
            true => prompt,
            false => format!("{prompt}\n{}", self.options(draft, Shows::Question, form)),
        }
    }

    /// The answer, after what is right of that to choose from.
    fn back(&self, draft: &Draft, form: Form<'_>) -> String {
        let answer = self.renderer.render(&draft.back, Role::Answer, form);
        match draft.options.is_empty() {
            true => answer,
            false => format!("{}\n{answer}", self.options(draft, Shows::Answer, form)).trim_end().to_owned(),
        }
    }

    fn options(&self, draft: &Draft, shows: Shows, form: Form<'_>) -> String {
        let items = draft.options.iter().map(|choice| {
            let class = match (shows, choice.verdict) {
                (Shows::Answer, Verdict::Right) => " class=\"right\"",
                _ => "",
            };
            format!("<li{class}>{}</li>\n", self.renderer.render(&choice.text, Role::Prompt, form))
        });
        format!("<ol class=\"choices\">\n{}</ol>", items.collect::<String>())
    }

    /// Title and trail, as a line above the question; above the back of a fact, where that asks, its
    /// question too.
    fn context(&self, draft: &Draft, form: Form<'_>) -> String {
        let mut parts = vec![self.title];
        parts.extend(draft.trail.iter().map(String::as_str));
        let trail = parts.into_iter().map(escape_text).collect::<Vec<_>>().join(" › ");
        match &draft.part {
            Some(part) if draft.kind == Kind::Reversed => format!("{trail}\n{}", self.around(part, Way::Back, form)),
            _ => trail,
        }
    }

    /// A link to the card on the site, where that has an address.
    fn source(&self, guid: &Guid) -> String {
        let link =
            |base: &str| format!("<a href=\"{}/card.html#{guid}\">{}</a>", escape_text(base), escape_text(self.title));
        self.base_url.map(link).unwrap_or_default()
    }
}

/// A question as it is shown. What is left of one that was a missing picture or forbidden HTML alone
/// still needs a card: its history must not end because a file is away for a day.
fn shown(prompt: String) -> String {
    if is_blank(&prompt) { "…".into() } else { prompt }
}

/// Whether rendered content holds blocks.
fn shape(html: &str) -> PromptShape {
    let blocks = ["<p>", "<pre", "<ul", "<ol", "<div", "<blockquote", "<table", "<details", "<h", "<dl"];
    if blocks.iter().any(|tag| html.contains(tag)) { PromptShape::Blocks } else { PromptShape::Inline }
}

/// The text of all that stands behind a question, for search.
fn searched(document: &Document<'_>, draft: &Draft) -> String {
    let options = draft.options.iter().map(|choice| &choice.text);
    let parts = options.chain([&draft.back, &draft.extra]).map(|fragment| plain_text(document, fragment));
    parts.collect::<Vec<_>>().join(" ")
}
