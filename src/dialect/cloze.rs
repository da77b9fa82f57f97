//! Texts with blanks: `{{c1::x::hint}}`; `==x==`, `{{x}}` and `{1:x}` where the document shows that it means blanks
//! and not highlights or templates.

use super::asking::{Asks, asks};
use super::blank::{Found, braces, highlights, numbered, put};
use super::pieces::is_line;
use super::trail::heading_text;
use super::{Claims, Dialect, Reading};
use crate::markdown::{Block, BlockKind, Document, Fragment};
use crate::note::Kind;
use crate::question::Question;

/// Texts with blanks.
pub(super) struct Clozes;

impl Dialect for Clozes {
    fn name(&self) -> &'static str {
        "cloze"
    }

    fn summary(&self) -> &'static str {
        "a text with blanks: `{{c1::...}}`, or `==...==`, `{{...}}` or `{1:...}` throughout"
    }

    fn recognise(&self, document: &Reading<'_>, claims: &mut Claims) -> Vec<Question> {
        let source = document.source;
        let signs: Vec<Sign> = SIGNS.into_iter().filter(|sign| source.holds(sign.written)).collect();
        if signs.is_empty() {
            return Vec::new();
        }
        let mut units = Vec::new();
        // Below a heading that asks stands what it asks for.
        let (mut answers, mut is_asked) = (Vec::new(), false);
        for block in &document.blocks {
            if block.heading().is_some() {
                is_asked = asks(&heading_text(document, block)) > Asks::No;
            } else if claims.is_free(&block.events) {
                collect(document, block, if is_asked { &mut answers } else { &mut units });
            }
        }
        let is_said = claims.insists() || source.holds("#flashcard") || source.holds("flashcards");
        let is_hinted = source.holds("{{c1::");
        let holds = |sign: &Sign, unit: &Block| !sign.blanks(document, unit).is_empty();
        // Whether a sign means blanks, and whether in answers too.
        let meant = |sign: &Sign| {
            let everywhere = sign.is_plain || is_said;
            let throughout = || {
                let marked = units.iter().filter(|unit| holds(sign, unit)).count();
                is_hinted && marked >= 1 || marked >= 3 && 5 * marked >= 3 * units.len()
            };
            (everywhere || throughout()).then_some(everywhere)
        };
        let signs: Vec<(Sign, bool)> =
            signs.into_iter().filter_map(|sign| meant(&sign).map(|everywhere| (sign, everywhere))).collect();
        let mut questions = Vec::new();
        let units = units.into_iter().map(|unit| (unit, false));
        let mut units: Vec<(&Block, bool)> = units.chain(answers.into_iter().map(|unit| (unit, true))).collect();
        units.sort_by_key(|(unit, _)| unit.span.start);
        for (block, is_answer) in units {
            let mut signs = signs.iter().filter(|(_, everywhere)| *everywhere || !is_answer);
            let found =
                signs.find_map(|(sign, _)| Some(sign.blanks(document, block)).filter(|found| !found.is_empty()));
            if let Some(found) = found {
                let mut prompt = Fragment::new(if is_line(block) { block.inner() } else { block.events.clone() });
                put(&mut prompt, found);
                claims.take(block.events.clone());
                let question = Question::new(self.name(), block.span, block.span, prompt, Fragment::default());
                questions.push(Question { kind: Kind::Cloze, ..question });
            }
        }
        questions
    }
}

/// A way to write blanks.
struct Sign {
    /// What every text with it holds.
    written: &'static str,
    /// Whether nobody writes it by chance.
    is_plain: bool,
    read: fn(&Document<'_>, &Fragment) -> Vec<Found>,
}

/// All ways; the first that gives a text any blanks is taken.
const SIGNS: [Sign; 3] = [
    Sign { written: "{{c", is_plain: true, read: numbered },
    Sign { written: "==", is_plain: false, read: highlights },
    Sign { written: "{", is_plain: false, read: braces },
];

impl Sign {
    /// The blanks of a text.
    fn blanks(&self, document: &Document<'_>, block: &Block) -> Vec<Found> {
        let holds = document.source.slice(block.span).contains(self.written);
        let events = if is_line(block) { block.inner() } else { block.events.clone() };
        if holds { (self.read)(document, &Fragment::new(events)) } else { Vec::new() }
    }
}

/// The texts that are a note each: paragraphs, list items; a list whose items share their numbers
/// out among them is one.
fn collect<'d>(document: &Document<'_>, block: &'d Block, units: &mut Vec<&'d Block>) {
    match block.kind {
        BlockKind::Paragraph | BlockKind::Inline => units.push(block),
        BlockKind::List(_) => {
            let numbers = |item: &Block| {
                numbered(document, &Fragment::new(item.inner())).iter().map(|found| found.blank.number).collect()
            };
            let mut all: Vec<u16> = block.children.iter().flat_map(|item| -> Vec<u16> { numbers(item) }).collect();
            let many = all.len();
            all.sort_unstable();
            all.dedup();
            if many >= 2 && all.len() == many && all.last().is_some_and(|last| usize::from(*last) == many) {
                units.push(block);
            } else {
                block.children.iter().flat_map(|item| &item.children).for_each(|child| collect(document, child, units));
            }
        }
        BlockKind::Quote(_) => block.children.iter().for_each(|child| collect(document, child, units)),
        _ => {}
    }
}
