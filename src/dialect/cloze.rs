//! Texts with blanks: `{{c1::x::hint}}`; `==x==`, `{{x}}` and `{1:x}` where the document shows that it means blanks
//! and not highlights or templates.

use super::blank::{Found, braces, highlights, numbered, put};
use super::pieces::is_line;
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
        for block in document.blocks.iter().filter(|block| claims.is_free(&block.events)) {
            collect(document, block, &mut units);
        }
        let said = source.holds("#flashcard") || source.holds("flashcards") || source.holds("{{c1::");
        let meant = |sign: &Sign| {
            let marked = units.iter().filter(|unit| !sign.blanks(document, unit).is_empty()).count();
            let throughout = marked >= 3 && 5 * marked >= 3 * units.len();
            sign.is_plain || marked >= 1 && (claims.insists() || said) || throughout
        };
        let signs: Vec<Sign> = signs.into_iter().filter(meant).collect();
        let mut questions = Vec::new();
        for block in units {
            let found = signs.iter().map(|sign| sign.blanks(document, block)).find(|found| !found.is_empty());
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
