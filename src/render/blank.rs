//! Blanks: in a card Anki's sign around what is hidden, on a page a span.

use super::code::escape;
use super::html::without_controls;
use super::reference::Form;
use crate::markdown::Blank;
use crate::output::anki::field::{escape_text, inside_blank};

/// Begin and end a blank until everything around it is cleaned, as formulas wait for theirs.
const SIGNS: (char, char, char) = ('\u{e002}', '\u{e003}', '\u{e004}');

/// The place where the blank of this index begins.
pub(super) fn begin_blank(index: usize) -> String {
    format!("{}{index}{}", SIGNS.0, SIGNS.1)
}

/// The place where a blank ends.
pub(super) fn end_blank() -> String {
    SIGNS.2.to_string()
}

/// Puts the signs of blanks where their places are.
pub(super) fn put_blanks(html: &str, blanks: &[Blank], form: Form<'_>) -> String {
    if blanks.is_empty() {
        return html.to_owned();
    }
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, after)) = rest.split_once(SIGNS.0) {
        out.push_str(before);
        let found = after.split_once(SIGNS.1).and_then(|(index, after)| {
            let (inner, after) = after.split_once(SIGNS.2)?;
            Some((blanks.get(index.parse::<usize>().ok()?)?, inner, after))
        });
        match found {
            Some((blank, inner, after)) => {
                out.push_str(&written(blank, inner, form));
                rest = after;
            }
            None => rest = after,
        }
    }
    out.push_str(rest);
    out
}

fn written(blank: &Blank, inner: &str, form: Form<'_>) -> String {
    let hint = blank.hint.as_deref().map(without_controls);
    match form {
        Form::Page { .. } => {
            let hint = hint.map(|hint| format!(" data-hint=\"{}\"", escape(&hint)));
            format!("<span class=\"cloze\" data-blank=\"{}\"{}>{inner}</span>", blank.number, hint.unwrap_or_default())
        }
        Form::Card { .. } => {
            let hint = hint.map(|hint| format!("::{}", inside_blank(&escape_text(&hint))));
            format!("{{{{c{}::{}{}}}}}", blank.number, inside_blank(inner), hint.unwrap_or_default())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;

    #[test]
    fn blanks_are_written_for_card_and_page() {
        let blank = Blank { inner: Span::new(0, 1), number: 3, hint: Some("a::b".into()) };
        let html = format!("x {}std::y{} z", begin_blank(0), end_blank());
        let card = put_blanks(&html, std::slice::from_ref(&blank), Form::Card { base_url: None });
        assert_eq!(card, "x {{c3::std&#58;&#58;y::a&#58;&#58;b}} z");
        let page = put_blanks(&html, &[blank], Form::Page { root: "" });
        assert_eq!(page, "x <span class=\"cloze\" data-blank=\"3\" data-hint=\"a::b\">std::y</span> z");
    }
}
