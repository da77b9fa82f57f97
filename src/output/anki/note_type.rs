//! The five note types, frozen.
//!
//! A note type that gains a field or a template makes every note of it "conflicting" at the next
//! import, and it gets no more updates. So ids, names, order and number never change; two spare
//! fields wait for what is not thought of yet. Only the style sheet and the wording of templates may
//! change, with a newer `modified` of the [`NoteTypeLook`]; [`look_digest`] tells when.

use serde_json::{Value, json};

use super::check;
use crate::deck::NoteTypeLook;
use crate::note::{Fields, Kind};

/// Names of the fields, in order; of a cloze the first is `Text`.
const FIELDS: [&str; 7] = ["Front", "Back", "Extra", "Context", "Source", "Spare1", "Spare2"];

/// What Anki puts around LaTeX; Recto writes none, but an author may in Anki.
const LATEX_PRE: &str = "\\documentclass[12pt]{article}\n\\special{papersize=3in,5in}\n\\usepackage[utf8]{inputenc}\n\\usepackage{amssymb,amsmath}\n\\pagestyle{empty}\n\\setlength{\\parindent}{0in}\n\\begin{document}\n";
const LATEX_POST: &str = "\\end{document}";

/// A way to ask a note.
struct Template {
    /// Fixed: with it Anki knows the template again.
    id: i64,
    name: &'static str,
    question: String,
    answer: String,
    /// Number of the field without which there is no card.
    needs: u16,
}

/// The id of a kind's note type.
pub(super) fn id(kind: Kind) -> i64 {
    1_607_318_402_100 + number(kind)
}

/// How many cards a note of this kind has where nothing is empty; `None` for a cloze, whose blanks decide.
pub(super) fn templates_of(kind: Kind) -> Option<u16> {
    match kind {
        Kind::Basic | Kind::Choice | Kind::Typed => Some(1),
        Kind::Reversed => Some(2),
        Kind::Cloze => None,
    }
}

/// The numbers of the cards a note has: one a template, or one a number of its blanks.
pub fn ordinals(kind: Kind, fields: &Fields) -> Vec<u16> {
    match templates_of(kind) {
        Some(templates) => (0..templates).collect(),
        None => check::blanks(&fields.front).map(|found| found.into_iter().collect()).unwrap_or_default(),
    }
}

/// The values of a note's fields in the order of its note type, with their names.
pub(super) fn values(kind: Kind, fields: &Fields) -> [(&'static str, &str); 7] {
    let of = |index: usize| field_name(kind, index);
    [
        (of(0), &fields.front),
        (of(1), &fields.back),
        (of(2), &fields.extra),
        (of(3), &fields.context),
        (of(4), &fields.source),
        (of(5), ""),
        (of(6), ""),
    ]
}

/// Digest of all that Anki takes over when a note type's `modified` rises: its style sheet and templates.
///
/// Where this differs from the last build's, [`NoteTypeLook::modified`] has to rise.
pub fn look_digest(kind: Kind, css: &str) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    for template in templates(kind) {
        for part in [&template.question, &template.answer] {
            hasher.update(&(part.len() as u64).to_le_bytes()).update(part.as_bytes());
        }
    }
    hasher.update(css.as_bytes()).finalize()
}

/// The note type as Anki's schema 11 stores it.
pub(super) fn model(look: &NoteTypeLook) -> Value {
    let kind = look.kind;
    let fields: Vec<Value> = (0..FIELDS.len()).map(|index| field(kind, index)).collect();
    let mut formats = Vec::new();
    let mut requirements = Vec::new();
    for (ordinal, template) in templates(kind).into_iter().enumerate() {
        requirements.push(json!([ordinal, "any", [template.needs]]));
        formats.push(json!({
            "name": template.name,
            "ord": ordinal,
            "qfmt": template.question,
            "afmt": template.answer,
            "bqfmt": "",
            "bafmt": "",
            "did": null,
            "bfont": "",
            "bsize": 0,
            "id": template.id,
        }));
    }
    json!({
        "id": id(kind),
        "name": name(kind),
        "type": i32::from(kind == Kind::Cloze),
        "mod": look.modified,
        "usn": -1,
        "sortf": 0,
        "did": null,
        "tmpls": formats,
        "flds": fields,
        "css": look.css,
        "latexPre": LATEX_PRE,
        "latexPost": LATEX_POST,
        "latexsvg": false,
        "req": requirements,
        "tags": [],
        "vers": [],
    })
}

fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Basic => "Recto Basic",
        Kind::Reversed => "Recto Basic and Reversed",
        Kind::Cloze => "Recto Cloze",
        Kind::Choice => "Recto Choice",
        Kind::Typed => "Recto Typed",
    }
}

/// Written out, so that no reordering of [`Kind`] moves an id.
fn number(kind: Kind) -> i64 {
    match kind {
        Kind::Basic => 1,
        Kind::Reversed => 2,
        Kind::Cloze => 3,
        Kind::Choice => 4,
        Kind::Typed => 5,
    }
}

fn field_name(kind: Kind, index: usize) -> &'static str {
    match (kind, index) {
        (Kind::Cloze, 0) => "Text",
        _ => FIELDS.get(index).copied().unwrap_or_default(),
    }
}

fn field(kind: Kind, index: usize) -> Value {
    let name = field_name(kind, index);
    json!({
        "name": name,
        "ord": index,
        "sticky": false,
        "rtl": false,
        "font": "Arial",
        "size": 20,
        "description": "",
        "plainText": false,
        // Folded in the editor: nobody needs to see them.
        "collapsed": name.starts_with("Spare"),
        "excludeFromSearch": false,
        "media": [],
        "id": 4_172_000_000_000 + number(kind) * 100 + index as i64,
    })
}

/// Both sides of the template that makes a card, as Anki's template language has them.
pub(super) fn sides(kind: Kind, ordinal: u16) -> Option<(String, String)> {
    // All blanks of a cloze are asked by its one template.
    let number = if kind == Kind::Cloze { 0 } else { usize::from(ordinal) };
    templates(kind).into_iter().nth(number).map(|template| (template.question, template.answer))
}

fn templates(kind: Kind) -> Vec<Template> {
    let template = |ordinal: i64, name, needs, question, answer| {
        let id = 8_305_000_000_000 + number(kind) * 100 + ordinal;
        Template { id, name, question, answer, needs }
    };
    let shown = |class: &str, asked: &str| question(class, asked, &format!("{{{{{asked}}}}}"));
    let after =
        |class: &str, answer: &str| format!("{{{{FrontSide}}}}\n\n<hr id=\"answer\">\n\n{}", back(class, answer));
    match kind {
        Kind::Basic => vec![template(0, "Card 1", 0, shown("recto", "Front"), after("recto", "Back"))],
        Kind::Choice => vec![template(0, "Card 1", 0, shown("recto choice", "Front"), after("recto choice", "Back"))],
        Kind::Reversed => vec![
            template(0, "Card 1", 0, shown("recto", "Front"), after("recto", "Back")),
            template(1, "Card 2", 1, shown("recto", "Back"), after("recto", "Front")),
        ],
        Kind::Typed => {
            let input = "{{#Back}}<div class=\"typed\">{{type:Back}}</div>{{/Back}}";
            let asked = question("recto", "Front", "{{Front}}");
            // Not FrontSide: it would bring a second input, and both would be replaced by the comparison.
            let answer = format!("{asked}\n\n<hr id=\"answer\">\n\n{input}\n{}", footer("recto"));
            vec![template(0, "Card 1", 0, format!("{asked}\n{input}"), answer)]
        }
        Kind::Cloze => {
            let text = format!(
                "<div class=\"recto\">{}<div class=\"question\">{{{{cloze:Text}}}}</div></div>",
                when("Context", "context")
            );
            let answer = format!(
                "{text}\n\n{{{{#Back}}}}<hr id=\"answer\">\n\n<div class=\"recto\"><div class=\"answer\">{{{{Back}}}}</div></div>{{{{/Back}}}}\n{}",
                footer("recto")
            );
            vec![template(0, "Cloze", 0, text, answer)]
        }
    }
}

/// The question side. All of it hangs on the field asked, so that an empty one makes no card: Anki
/// makes a card as soon as any field stands on its front, and the context would be enough.
fn question(class: &str, asked: &str, content: &str) -> String {
    let context = when("Context", "context");
    format!(
        "{{{{#{asked}}}}}<div class=\"{class}\">{context}<div class=\"question\">{content}</div></div>{{{{/{asked}}}}}"
    )
}

fn back(class: &str, answer: &str) -> String {
    let answer = when(answer, "answer");
    format!("<div class=\"{class}\">{answer}</div>\n{}", footer(class))
}

/// Extra and source, below every answer.
fn footer(class: &str) -> String {
    format!("<div class=\"{class}\">{}{}</div>", when("Extra", "extra"), when("Source", "source"))
}

/// A field in its division, where it is not empty.
fn when(field: &str, class: &str) -> String {
    format!("{{{{#{field}}}}}<div class=\"{class}\">{{{{{field}}}}}</div>{{{{/{field}}}}}")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Digest of what Anki matches on.
    const FROZEN: &str = "d5aa9f417c00ecd99f4568ff41b0eab9c2b002c6a4f8ef69fd7518df947e9a26";
    /// Digest of the templates' text.
    const FORMATS: &str = "cc5305a7f73ccfbd6c850879b52e490a5d0f83d47ec47716e38e26ae33dd1095";

    fn look(kind: Kind) -> NoteTypeLook {
        NoteTypeLook { kind, css: String::new(), modified: 0 }
    }

    #[test]
    fn note_types_are_frozen() {
        let mut frozen = String::new();
        for kind in Kind::ALL {
            let model = model(&look(kind));
            frozen += &format!("{} {} {} {}\n", model["id"], model["name"], model["type"], model["sortf"]);
            for part in ["flds", "tmpls"] {
                for entry in model[part].as_array().unwrap() {
                    frozen += &format!("  {part} {} {} {}\n", entry["ord"], entry["id"], entry["name"]);
                }
            }
        }
        assert_eq!(
            blake3::hash(frozen.as_bytes()).to_hex().as_str(),
            FROZEN,
            "an id, a name, a kind, or the number or order of fields or templates of a note type has changed. \
             With that, every note already imported stops getting updates. Undo the change; a new need goes into a \
             spare field or a new kind. What is frozen now reads:\n{frozen}"
        );
    }

    #[test]
    fn formats_are_known() {
        let formats: Vec<u8> = Kind::ALL.into_iter().flat_map(|kind| *look_digest(kind, "").as_bytes()).collect();
        assert_eq!(
            blake3::hash(&formats).to_hex().as_str(),
            FORMATS,
            "the text of a template has changed. Notes survive that, but check the cards in real Anki, see that \
             card.css still fits, and only then put the new digest here"
        );
    }

    #[test]
    fn ids_are_distinct() {
        let mut ids = std::collections::BTreeSet::new();
        for kind in Kind::ALL {
            let model = model(&look(kind));
            assert!(ids.insert(model["id"].as_i64()));
            for entry in model["flds"].as_array().into_iter().chain(model["tmpls"].as_array()).flatten() {
                assert!(ids.insert(entry["id"].as_i64()));
            }
        }
        assert_eq!(ids.len(), 5 + 5 * 7 + 6);
    }

    #[test]
    fn cards_carry_no_script() {
        for kind in Kind::ALL {
            assert!(!model(&look(kind))["tmpls"].to_string().contains("<script"), "{kind}");
        }
    }

    #[test]
    fn a_changed_sheet_changes_the_look() {
        assert_ne!(look_digest(Kind::Basic, ""), look_digest(Kind::Basic, ".card {}"));
        assert_ne!(look_digest(Kind::Basic, ""), look_digest(Kind::Typed, ""));
    }
}
