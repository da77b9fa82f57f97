//! Explain: for every block of a document what it became and why. Pure.

use crate::dialect::without_numbering;
use crate::markdown::{Block, BlockKind, Document, Fragment, front_matter, plain_text};
use crate::question::{Question, Recognised};
use crate::source::Span;

/// What became of one block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explained {
    /// Its text.
    pub span: Span,
    /// What it is: "heading 2", "numbered list of 5".
    pub noun: String,
    /// What it became.
    pub fate: BlockFate,
    /// Why, or which part of what.
    pub why: String,
}

/// What a block became.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockFate {
    /// The document's title.
    Title,
    /// A topic of the questions below it.
    Topic,
    /// A question.
    Question,
    /// Part of an answer.
    Answer,
    /// A question without an answer.
    Unanswered,
    /// Settings.
    Settings,
    /// Nothing.
    Nothing,
}

impl BlockFate {
    /// In one word.
    pub fn name(self) -> &'static str {
        match self {
            BlockFate::Title => "title",
            BlockFate::Topic => "topic",
            BlockFate::Question => "question",
            BlockFate::Answer => "answer",
            BlockFate::Unanswered => "unanswered",
            BlockFate::Settings => "settings",
            BlockFate::Nothing => "nothing",
        }
    }
}

/// Explains every block at the top level of a document, in order.
pub fn explain(document: &Document<'_>, recognised: &Recognised) -> Vec<Explained> {
    let settings = front_matter(&document.source.text).map(|front| Explained {
        span: Span::new(0, front.body),
        noun: "front matter".into(),
        fate: BlockFate::Settings,
        why: "settings of this document".into(),
    });
    let explainer = Explainer { document, recognised };
    settings.into_iter().chain(document.blocks.iter().map(|block| explainer.block(block))).collect()
}

struct Explainer<'e, 'a> {
    document: &'e Document<'a>,
    recognised: &'e Recognised,
}

impl Explainer<'_, '_> {
    fn block(&self, block: &Block) -> Explained {
        let (fate, why) = self.fate(block);
        let span =
            Span::new(block.span.start, block.span.start + self.document.source.slice(block.span).trim_end().len());
        Explained { span, noun: block.noun(), fate, why }
    }

    fn fate(&self, block: &Block) -> (BlockFate, String) {
        let holds =
            |question: &&Question| question.span.start <= block.span.start && block.span.start < question.span.end;
        let answered = self.recognised.questions.iter().enumerate().find(|(_, question)| holds(question));
        if let Some((number, question)) = answered {
            return self.part(block, question, number + 1);
        }
        if let Some(question) = self.recognised.unanswered.iter().find(holds) {
            let why = format!("asks ({}), but nothing stands below it", question.dialect);
            return (BlockFate::Unanswered, why);
        }
        let text = plain_text(self.document, &Fragment::new(block.inner()));
        let remark = self.recognised.remarks.iter().find(|remark| remark.span == block.span);
        match (&block.kind, remark) {
            (BlockKind::Heading(heading), _) if heading.level == 1 && self.is_title(&text) => {
                (BlockFate::Title, "the document's title".into())
            }
            (BlockKind::Heading(_), _) if self.is_topic(&text) => {
                (BlockFate::Topic, "tags the questions below it".into())
            }
            (_, Some(remark)) => (BlockFate::Nothing, remark.text.clone()),
            (BlockKind::Heading(_), None) => {
                (BlockFate::Nothing, "a heading that does not ask and has no question below it".into())
            }
            (BlockKind::Rule, None) => (BlockFate::Nothing, "parts what stands above from what stands below".into()),
            (_, None) if self.recognised.questions.is_empty() => {
                (BlockFate::Nothing, "the document has no questions".into())
            }
            (_, None) if self.is_before_all(block) => (BlockFate::Nothing, "stands before the first question".into()),
            (_, None) => (BlockFate::Nothing, "belongs to no question".into()),
        }
    }

    /// Which part of a question a block is.
    fn part(&self, block: &Block, question: &Question, number: usize) -> (BlockFate, String) {
        let cut = |fragment: &Fragment| {
            let cuts = fragment.cuts.iter().filter_map(|cut| cut.meet(block.span));
            let texts: Vec<_> = cuts.map(|cut| format!("`{}`", self.document.source.slice(cut).trim())).collect();
            if texts.is_empty() { String::new() } else { format!(", without {}", texts.join(", ")) }
        };
        if question.prompt.events.iter().any(|events| events.contains(&block.inner().start)) {
            let what = format!("question {number} ({}){}", question.dialect, cut(&question.prompt));
            (BlockFate::Question, what)
        } else if question.answer.events.iter().any(|events| events.contains(&block.events.start)) {
            (BlockFate::Answer, format!("answer {number}{}", cut(&question.answer)))
        } else {
            (BlockFate::Nothing, format!("ends answer {number}"))
        }
    }

    fn is_title(&self, text: &str) -> bool {
        self.recognised.title.as_deref() == Some(without_numbering(text))
    }

    /// Whether a heading stands in the trail of a question, numbering aside.
    fn is_topic(&self, text: &str) -> bool {
        let all = self.recognised.questions.iter().chain(&self.recognised.unanswered);
        all.flat_map(|question| &question.trail).any(|topic| topic == without_numbering(text))
    }

    fn is_before_all(&self, block: &Block) -> bool {
        self.recognised.questions.iter().all(|question| block.span.start < question.span.start)
    }
}
