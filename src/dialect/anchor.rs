//! `<!-- id: name -->` right before a question: an id that its author gave it.

use crate::markdown::{BlockKind, Document};
use crate::question::Question;

/// Gives each question without an id the one that stands in a comment before it.
pub(super) fn set_anchors(document: &Document<'_>, questions: &mut [Question]) {
    for question in questions.iter_mut().filter(|question| question.anchor.is_none()) {
        let first = document.blocks.partition_point(|block| block.span.start < question.span.start);
        let before = first.checked_sub(1).and_then(|at| document.blocks.get(at));
        let comment = before.filter(|block| block.kind == BlockKind::Html);
        question.anchor = comment.and_then(|block| id(document.source.slice(block.span))).map(str::to_owned);
    }
}

/// The id in a comment.
pub fn id(html: &str) -> Option<&str> {
    let inside = html.trim().strip_prefix("<!--")?.strip_suffix("-->")?;
    let id = inside.trim().strip_prefix("id:")?.trim();
    (!id.is_empty() && !id.contains(char::is_whitespace)).then_some(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_comment_with_an_id_is_one() {
        assert_eq!(id("<!-- id: send-on-closed -->\n"), Some("send-on-closed"));
        for other in ["<!-- id: -->", "<!-- note -->", "<!-- id: two words -->", "<b>id: x</b>"] {
            assert_eq!(id(other), None, "{other}");
        }
    }
}
