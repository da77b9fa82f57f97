//! Blocks of Obsidian_to_Anki: `START`, the note type, front, `Back: ...`, `END`, each on its line;
//! `STARTI [Basic] ... Back: ... ENDI` within one.

use super::blank;
use super::pieces::{Line, between, blocks_meeting, is_line, line_text, lines};
use super::{Claims, Dialect, Reading};
use crate::markdown::{Block, Document, Fragment};
use crate::note::Kind;
use crate::question::Question;
use crate::source::Span;
use crate::tag::{Origin, Tag, Topic};

/// Blocks between `START` and `END`.
pub(super) struct StartEnd;

impl Dialect for StartEnd {
    fn name(&self) -> &'static str {
        "start-end"
    }

    fn summary(&self) -> &'static str {
        "`START`, a note type, front, `Back: ...`, `END` on lines of their own"
    }

    fn recognise(&self, document: &Reading<'_>, claims: &mut Claims) -> Vec<Question> {
        let mut questions = Vec::new();
        if !document.source.holds("START") {
            return questions;
        }
        let mut begun: Option<(Line, Vec<(Line, String)>)> = None;
        for block in document.blocks.iter().filter(|block| is_line(block) || block.heading().is_some()) {
            for line in lines(document, block) {
                let text = line_text(document, &line).trim().to_owned();
                if let Some(inner) = text.strip_prefix("STARTI ").and_then(|rest| rest.strip_suffix("ENDI")) {
                    questions.extend(within(self.name(), document, &line, inner));
                } else if text == "START" {
                    begun = Some((line, Vec::new()));
                } else if text == "END" {
                    let found =
                        begun.take().and_then(|(start, inside)| note(self.name(), document, &start, &inside, &line));
                    questions.extend(found);
                } else if let Some((_, inside)) = &mut begun {
                    inside.push((line, text));
                }
            }
        }
        for question in &questions {
            claims.take_blocks(blocks_meeting(&document.blocks, question.span));
        }
        questions
    }
}

/// The kind of note that a type's name stands for.
fn kind(name: &str) -> Kind {
    let name = name.to_lowercase();
    match () {
        () if name.contains("cloze") => Kind::Cloze,
        () if name.contains("reverse") => Kind::Reversed,
        () if name.contains("type") => Kind::Typed,
        () => Kind::Basic,
    }
}

/// The note whose lines stand before `end`; the first names its type.
fn note(
    dialect: &'static str,
    document: &Document<'_>,
    begin: &Line,
    inside: &[(Line, String)],
    end: &Line,
) -> Option<Question> {
    let ((first, name), rest) = inside.split_first()?;
    let is_meta = |text: &str| text.starts_with("Tags:") || text.starts_with("ID:");
    let back = rest.iter().find(|(_, text)| text.starts_with("Back:"));
    let meta = rest.iter().find(|(_, text)| is_meta(text));
    let stop = meta.map_or(end.span.start, |(line, _)| line.span.start);
    let asked_until = back.map_or(stop, |(line, _)| line.span.start);
    let mut prompt = piece(document, Span::new(first.span.end, asked_until));
    if let Some((line, _)) = rest.iter().find(|(_, text)| text.starts_with("Front:") || text.starts_with("Text:")) {
        prompt.cuts.push(label(document, line));
    }
    let answer = back.map(|(line, _)| piece(document, Span::new(label(document, line).end, stop))).unwrap_or_default();
    let (start, stop) = (begin.span.start, end.span.end);
    let asked = rest.first().map_or(first.span, |(line, _)| line.span);
    let tags = meta.and_then(|(_, text)| text.strip_prefix("Tags:")).unwrap_or_default();
    let mut question = Question {
        topics: tags.split_whitespace().filter_map(Tag::parse).map(inline).collect(),
        ..Question::new(dialect, Span::new(start, stop), asked, prompt, answer)
    };
    set_kind(document, &mut question, kind(name));
    Some(question)
}

fn inline(tag: Tag) -> Topic {
    Topic { tag, origin: Origin::Inline }
}

/// The note of one line.
fn within(dialect: &'static str, document: &Document<'_>, line: &Line, inner: &str) -> Option<Question> {
    let written = document.source.slice(line.span);
    let at = |sign: &str| written.find(sign).map(|at| line.span.start + at);
    let name = inner.trim().strip_prefix('[')?.split_once(']')?.0;
    let (open, end) = (at("]")? + 1, line.span.start + written.rfind("ENDI")?);
    let back = at("Back:");
    let whole = Fragment::new(line.events.clone());
    let stop = at("Tags:").unwrap_or(end);
    let prompt =
        whole.clone().without(Span::new(line.span.start, open)).without(Span::new(back.unwrap_or(stop), line.span.end));
    let answer =
        back.map(|back| whole.without(Span::new(line.span.start, back + 5)).without(Span::new(stop, line.span.end)));
    let mut question = Question::new(dialect, line.span, line.span, prompt, answer.unwrap_or_default());
    set_kind(document, &mut question, kind(name));
    Some(question)
}

/// Sets the kind; a cloze gets its blanks.
fn set_kind(document: &Document<'_>, question: &mut Question, kind: Kind) {
    question.kind = kind;
    if kind == Kind::Cloze {
        let blanks = blank::numbered(document, &question.prompt);
        blank::put(&mut question.prompt, blanks);
    }
}

/// The blocks of the document within a span.
fn piece(document: &Document<'_>, span: Span) -> Fragment {
    let text = document.source.slice(span);
    let start = span.start + (text.len() - text.trim_start().len());
    let blocks: &[Block] = &document.blocks;
    between(blocks, Span::new(start, span.end))
}

/// `Back:` at the beginning of a line.
fn label(document: &Document<'_>, line: &Line) -> Span {
    let written = document.source.slice(line.span);
    let length = written.find(':').map_or(0, |at| at + 1);
    Span::new(line.span.start, line.span.start + length)
}
