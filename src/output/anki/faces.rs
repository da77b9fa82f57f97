//! Both sides of a card as Anki makes them: of the templates of its note type and the fields of its note.

use super::check::opening;
use super::note_type;
use crate::note::{Fields, Kind};

/// Both sides of a card, as HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Faces {
    /// What is asked.
    pub question: String,
    /// What is shown after it.
    pub answer: String,
}

/// Makes both sides of a card; `None` where the note type has no template of this number.
pub fn faces(kind: Kind, ordinal: u16, fields: &Fields) -> Option<Faces> {
    let (question, answer) = note_type::sides(kind, ordinal)?;
    let values = note_type::values(kind, fields);
    let question = Filling { values: &values, ordinal, side: Side::Question, front: "" }.fill(&question);
    let answer = Filling { values: &values, ordinal, side: Side::Answer, front: &question }.fill(&answer);
    Some(Faces { question, answer })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Question,
    Answer,
}

/// What a template is filled with.
struct Filling<'a> {
    values: &'a [(&'static str, &'a str)],
    ordinal: u16,
    side: Side,
    /// The question, where the answer is made.
    front: &'a str,
}

impl Filling<'_> {
    fn fill(&self, template: &str) -> String {
        let mut out = String::new();
        let mut rest = template;
        while let Some((before, after)) = rest.split_once("{{") {
            out.push_str(before);
            let Some((name, after)) = after.split_once("}}") else { break };
            rest = after;
            let Some(name) = name.strip_prefix('#') else {
                out.push_str(&self.value(name));
                continue;
            };
            // No condition of ours holds one on the same field.
            let Some((inside, after)) = after.split_once(&format!("{{{{/{name}}}}}")) else { break };
            if !is_empty(self.field(name)) {
                out.push_str(&self.fill(inside));
            }
            rest = after;
        }
        out + rest
    }

    /// What stands for a name: a field, perhaps through a filter, or the front.
    fn value(&self, name: &str) -> String {
        match name.split_once(':') {
            None if name == "FrontSide" => self.front.to_owned(),
            None => self.field(name).to_owned(),
            Some(("cloze", field)) => self.cloze(self.field(field)),
            Some(("type", field)) => self.typed(self.field(field)),
            Some((_, field)) => self.field(field).to_owned(),
        }
    }

    fn field(&self, name: &str) -> &str {
        self.values.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value)
    }

    /// The field to type into; on the answer what should have been typed, as where nothing was.
    fn typed(&self, expected: &str) -> String {
        match self.side {
            Side::Question => "<center><input type=\"text\" id=\"typeans\"></center>".to_owned(),
            Side::Answer => format!("<div><code id=\"typeans\">{expected}</code></div>"),
        }
    }

    /// The text of a cloze with its blanks hidden or shown.
    fn cloze(&self, text: &str) -> String {
        let mut out = String::new();
        // The blanks that are open: their number, and where their content begins.
        let mut open: Vec<(u64, usize)> = Vec::new();
        let mut rest = text;
        while let Some(next) = rest.find(['{', '}']) {
            let (before, here) = rest.split_at(next);
            out.push_str(before);
            if let Some((digits, length)) = opening(here) {
                open.push((digits.parse().unwrap_or_default(), out.len()));
                rest = here.get(length..).unwrap_or_default();
            } else if let Some(after) = here.strip_prefix("}}")
                && let Some((number, begin)) = open.pop()
            {
                let content = out.split_off(begin);
                out.push_str(&self.blank(number, &content));
                rest = after;
            } else {
                let (sign, after) = here.split_at(1);
                out.push_str(sign);
                rest = after;
            }
        }
        out + rest
    }

    fn blank(&self, number: u64, content: &str) -> String {
        let (content, hint) = content.split_once("::").unwrap_or((content, "..."));
        let asked = number == u64::from(self.ordinal) + 1;
        match self.side {
            Side::Question if asked => format!("<span class=\"cloze\" data-ordinal=\"{number}\">[{hint}]</span>"),
            Side::Answer if asked => format!("<span class=\"cloze\" data-ordinal=\"{number}\">{content}</span>"),
            _ => format!("<span class=\"cloze-inactive\" data-ordinal=\"{number}\">{content}</span>"),
        }
    }
}

/// Whether a field counts as empty for a condition: nothing but space and breaks.
fn is_empty(value: &str) -> bool {
    let mut rest = value.trim_start();
    while let Some(tag) = ["<br>", "<br/>", "<br />", "<div>", "</div>"].iter().find(|tag| rest.starts_with(**tag)) {
        rest = rest.get(tag.len()..).unwrap_or_default().trim_start();
    }
    rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(front: &str, back: &str) -> Fields {
        Fields { front: front.into(), back: back.into(), ..Fields::default() }
    }

    #[test]
    fn conditions_and_front_side_are_filled() {
        let made = faces(Kind::Basic, 0, &Fields { context: "Go".into(), ..fields("Q?", "A.") }).unwrap();
        assert_eq!(
            made.question,
            "<div class=\"recto\"><div class=\"context\">Go</div><div class=\"question\">Q?</div></div>"
        );
        assert!(made.answer.starts_with(&format!("{}\n\n<hr id=\"answer\">", made.question)));
        assert!(made.answer.contains("<div class=\"answer\">A.</div>") && !made.answer.contains("extra"));
        assert!(!made.answer.contains("{{"));
        let other = faces(Kind::Reversed, 1, &fields("Q?", "A.")).unwrap();
        assert!(other.question.contains("A.") && !other.question.contains("Q?"));
        assert_eq!(faces(Kind::Basic, 1, &fields("Q?", "A.")), None);
        assert_eq!(faces(Kind::Basic, 0, &fields("<br>", "A.")).unwrap().question, "");
    }

    #[test]
    fn blanks_are_hidden_one_number_at_a_time() {
        let text = "{a} {{c1::x {{c2::y::why}}}} z }}";
        let first = faces(Kind::Cloze, 0, &fields(text, "")).unwrap();
        let shown =
            |html: &str| html.replace("<div class=\"recto\"><div class=\"question\">", "").replace("</div>", "");
        assert_eq!(shown(&first.question), "{a} <span class=\"cloze\" data-ordinal=\"1\">[...]</span> z }}");
        let second = faces(Kind::Cloze, 1, &fields(text, "")).unwrap();
        assert_eq!(
            shown(&second.question),
            "{a} <span class=\"cloze-inactive\" data-ordinal=\"1\">x <span class=\"cloze\" \
             data-ordinal=\"2\">[why]</span></span> z }}"
        );
        assert!(second.answer.contains("data-ordinal=\"2\">y</span>"));
    }

    #[test]
    fn what_is_typed_is_compared_with_the_back() {
        let made = faces(Kind::Typed, 0, &fields("Q?", "go vet")).unwrap();
        assert!(made.question.contains("<input type=\"text\"") && !made.question.contains("go vet"));
        assert!(made.answer.contains("<code id=\"typeans\">go vet</code>") && !made.answer.contains("<input"));
    }
}
