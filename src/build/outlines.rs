//! Drafts in outline: their plain texts and digests, all that the passes over the project need.

use crate::draft::{Asks, Draft, Outline, Part, STEP, Shown, kept};
use crate::identity::{Blank, Fingerprint};
use crate::markdown::{Document, Fragment, blank_text, plain_text};
use crate::render::mentions;

/// The plain texts and digests of drafts.
pub(super) fn outlines(document: &Document<'_>, drafts: &[Draft]) -> Vec<Outline> {
    let mut known: Option<(usize, Fingerprint)> = None;
    let mut outlines: Vec<Outline> = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let parent = draft.part.as_ref().map(|part| match known {
            Some((question, print)) if question == part.question => print,
            _ => {
                let (text, pictures) = (plain_text(document, &part.asked), pictures(document, &part.asked));
                let print = Shown { text: &text, pictures: &pictures }.print();
                known = Some((part.question, print));
                print
            }
        });
        let outline = Outline { parent, ..outline(document, draft) };
        outlines.push(match outlines.last() {
            Some(neighbour) => outline.beside(neighbour),
            None => outline,
        });
    }
    outlines
}

/// The addresses of the pictures in a fragment.
fn pictures(document: &Document<'_>, fragment: &Fragment) -> Vec<String> {
    let shown = mentions(document, fragment).into_iter().filter(|mention| mention.shown);
    shown.map(|mention| mention.address).collect()
}

/// What is asked, as text; of a fact with what leads to it, but without its question.
pub(super) fn asked_text(document: &Document<'_>, draft: &Draft) -> String {
    let front = plain_text(document, &draft.front);
    let Some(Part { steps, asks, .. }) = &draft.part else { return front };
    let steps = steps.iter().map(|step| one_line(&plain_text(document, step)));
    let next = (*asks == Asks::Next).then(|| "…".to_owned());
    steps.chain([one_line(&front)]).chain(next).collect::<Vec<_>>().join(STEP)
}

/// A draft's plain text and digests.
fn outline(document: &Document<'_>, draft: &Draft) -> Outline {
    let asked = asked_text(document, draft);
    let options = draft.options.iter().map(|choice| plain_text(document, &choice.text));
    let front = std::iter::once(asked).chain(options).collect::<Vec<_>>().join("\n");
    let blanks = blanks(document, &draft.front);
    // What a cloze asks for are its blanks.
    let answers = blanks.iter().map(|blank| blank.text.to_string()).chain([plain_text(document, &draft.back)]);
    let back = answers.collect::<Vec<_>>().join("\n");
    let (front_pictures, back_pictures) = (pictures(document, &draft.front), pictures(document, &draft.back));
    let front = Shown { text: &front, pictures: &front_pictures };
    let back = Shown { text: &back, pictures: &back_pictures };
    Outline {
        blanks,
        anchor: draft.anchor.as_deref().map(Into::into),
        trail: draft.trail.as_slice().into(),
        tags: draft.tags.as_slice().into(),
        asked: draft.asked,
        ..Outline::new(draft.kind, front, back)
    }
}

/// The blanks of a fragment in outline: each number of the author once.
fn blanks(document: &Document<'_>, fragment: &Fragment) -> Box<[Blank]> {
    let mut texts: Vec<(u16, String)> = Vec::new();
    for (index, blank) in fragment.blanks.iter().enumerate() {
        let text = one_line(&blank_text(document, fragment, index));
        match texts.iter_mut().find(|(number, _)| *number == blank.number) {
            Some((_, texts)) => *texts = format!("{texts}\n{text}"),
            None => texts.push((blank.number, text)),
        }
    }
    texts.into_iter().map(|(number, text)| Blank { number, text: kept(&text).into() }).collect()
}

/// A text with every run of white space as one space.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
