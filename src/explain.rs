//! Explain: for every block of a document what it became and why. Pure.

use crate::dialect::{comment_id, heading_text};
use crate::markdown::{Block, BlockKind, Document, Fragment, front_matter};
use crate::question::{Question, Recognised};
use crate::source::Span;
use crate::tag::Topic;

/// What became of one block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explained {
    /// Its text.
    pub span: Span,
    /// How many blocks it lies in, where questions lie inside a block.
    pub depth: usize,
    /// What it is: "heading 2", "numbered list of 5".
    pub noun: String,
    /// What it became.
    pub fate: BlockFate,
    /// Why, or which part of what.
    pub why: String,
    /// Of the block that asks, the topics of its question.
    pub topics: Vec<Topic>,
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

/// Explains every block of a document in order: those at the top level, and those in lists, quotes
/// and tables that hold questions. `topics` are those of each question.
pub fn explain(document: &Document<'_>, recognised: &Recognised, topics: &[Vec<Topic>]) -> Vec<Explained> {
    let of_title = |question: &Question| question.prompt.events.iter().any(|run| run.start >= document.title.start);
    let asked = recognised.questions.iter().position(of_title).filter(|_| !document.title.is_empty());
    let settings = front_matter(&document.source.text).map(|front| Explained {
        span: Span::new(0, front.body),
        depth: 0,
        noun: "front matter".into(),
        fate: if asked.is_some() { BlockFate::Question } else { BlockFate::Settings },
        why: match asked.and_then(|at| Some((at, recognised.questions.get(at)?))) {
            Some((at, question)) => {
                format!("settings of this document, its title question {} ({})", at + 1, question.dialect)
            }
            None => "settings of this document".into(),
        },
        topics: asked.and_then(|at| topics.get(at)).cloned().unwrap_or_default(),
    });
    let mut explained: Vec<Explained> = settings.into_iter().collect();
    let explainer = Explainer { document, recognised, topics };
    document.blocks.iter().for_each(|block| explainer.block(block, 0, &mut explained));
    explained
}

struct Explainer<'e, 'a> {
    document: &'e Document<'a>,
    recognised: &'e Recognised,
    topics: &'e [Vec<Topic>],
}

impl Explainer<'_, '_> {
    fn block(&self, block: &Block, depth: usize, out: &mut Vec<Explained>) {
        let span =
            Span::new(block.span.start, block.span.start + self.document.source.slice(block.span).trim_end().len());
        let inside = self.inside(block);
        let (fate, why) = match inside.as_slice() {
            [] => self.fate(block),
            [one] => (BlockFate::Question, format!("holds question {one}")),
            [first, .., last] => (BlockFate::Question, format!("holds questions {first} to {last}")),
        };
        // An item of a list is shown by what is in it.
        let frame = matches!(block.kind, BlockKind::Item | BlockKind::Row) && !inside.is_empty();
        if !frame {
            out.push(Explained { span, depth, noun: block.noun(), fate, why, topics: self.topics(block, fate) });
        }
        if !inside.is_empty() && !block.children.is_empty() {
            let depth = if frame { depth } else { depth + 1 };
            block.children.iter().for_each(|child| self.block(child, depth, out));
        }
    }

    /// The topics of the question that a block asks.
    fn topics(&self, block: &Block, fate: BlockFate) -> Vec<Topic> {
        let asking = || self.holder(block).filter(|(_, question)| block.span.meet(question.asked).is_some());
        let number = if fate == BlockFate::Question { asking().map(|(number, _)| number) } else { None };
        number.and_then(|number| self.topics.get(number)).cloned().unwrap_or_default()
    }

    /// The numbers of the questions that are asked inside a block, beside others or beside more text.
    fn inside(&self, block: &Block) -> Vec<usize> {
        let is_leaf = block.children.is_empty();
        let asked = |question: &Question| match is_leaf {
            true => question.span.meet(block.span).is_some() && self.shows(&question.prompt, block),
            false => block.span.holds(question.asked),
        };
        let questions = self.recognised.questions.iter().enumerate();
        let found: Vec<usize> =
            questions.filter(|(_, question)| asked(question)).map(|(number, _)| number + 1).collect();
        if is_leaf && found.len() < 2 { Vec::new() } else { found }
    }

    /// The answered question that a block begins in.
    fn holder(&self, block: &Block) -> Option<(usize, &Question)> {
        let holds = |question: &Question| question.span.meet(block.span).is_some();
        let shows = |question: &Question| {
            let of = |fragment: &Fragment| self.shows(fragment, block);
            of(&question.prompt) || of(&question.answer) || of(&question.extra)
        };
        let all = || self.recognised.questions.iter().enumerate().filter(|(_, question)| holds(question));
        let asks = |question: &Question| self.shows(&question.prompt, block);
        all()
            .find(|(_, question)| asks(question))
            .or_else(|| all().find(|(_, question)| shows(question)))
            .or_else(|| all().next())
    }

    fn fate(&self, block: &Block) -> (BlockFate, String) {
        if let Some(tags) = self.recognised.tag_lines.iter().find(|remark| remark.span == block.span) {
            return (BlockFate::Topic, tags.text.clone());
        }
        if let Some(comment) = self.comment(block) {
            return comment;
        }
        if let Some((number, question)) = self.holder(block) {
            return self.part(block, question, number + 1);
        }
        if let Some(why) = self.answers(block) {
            return (BlockFate::Answer, why);
        }
        let holds =
            |question: &&Question| question.span.start <= block.span.start && block.span.start < question.span.end;
        if let Some(question) = self.recognised.unanswered.iter().find(holds) {
            let why = format!("asks ({}), but nothing stands below it", question.dialect);
            return (BlockFate::Unanswered, why);
        }
        let text = heading_text(self.document, block);
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

    /// What a block of comments is, where it is nothing else.
    fn comment(&self, block: &Block) -> Option<(BlockFate, String)> {
        let text = self.document.source.slice(block.span).trim();
        let (first, rest) = text.strip_prefix("<!--").filter(|_| block.kind == BlockKind::Html)?.split_once("-->")?;
        if !rest.trim().is_empty() && !rest.trim().starts_with("<!--") {
            return None;
        }
        let first = first.trim();
        let next = self.recognised.questions.iter().position(|question| question.span.start >= block.span.end);
        let id = next.and_then(|at| Some((at, self.recognised.questions.get(at)?.anchor.as_deref()?)));
        Some(match id {
            Some((at, id)) if comment_id(text) == Some(id) => {
                (BlockFate::Settings, format!("the id of question {}", at + 1))
            }
            _ if first.starts_with("recto:") => (BlockFate::Settings, "settings of a question".into()),
            _ => (BlockFate::Nothing, "a comment".into()),
        })
    }

    /// Which questions a block answers that stand elsewhere.
    fn answers(&self, block: &Block) -> Option<String> {
        let questions = self.recognised.questions.iter().enumerate();
        let shown = |question: &Question| self.shows(&question.answer, block) || self.shows(&question.extra, block);
        let answered: Vec<usize> =
            questions.filter(|(_, question)| shown(question)).map(|(number, _)| number + 1).collect();
        match answered.as_slice() {
            [] => None,
            [one] => Some(format!("answer {one}")),
            [first, .., last] => Some(format!("answers {first} to {last}")),
        }
    }

    /// Which part of a question a block is.
    fn part(&self, block: &Block, question: &Question, number: usize) -> (BlockFate, String) {
        let kind = question.dialect;
        let (asks, answers) = (self.shows(&question.prompt, block), self.shows(&question.answer, block));
        if asks && answers {
            (BlockFate::Question, format!("question {number} ({kind}) with its answer"))
        } else if asks {
            (BlockFate::Question, format!("question {number} ({kind}){}", self.cuts(&question.prompt, block)))
        } else if question.options.iter().any(|choice| self.shows(&choice.text, block)) {
            (BlockFate::Question, format!("the options of question {number}"))
        } else if self.shows(&question.extra, block) {
            (BlockFate::Answer, format!("extra of answer {number}"))
        } else if answers {
            (BlockFate::Answer, format!("answer {number}{}", self.cuts(&question.answer, block)))
        } else if block.span.meet(question.span).is_some() && block.kind != BlockKind::Rule {
            (BlockFate::Nothing, format!("noise in answer {number}: it leads on, parts or frames"))
        } else {
            (BlockFate::Nothing, format!("ends answer {number}"))
        }
    }

    /// Whether a fragment shows something of a block.
    fn shows(&self, fragment: &Fragment, block: &Block) -> bool {
        let within = |run: &std::ops::Range<usize>| run.start.max(block.events.start)..run.end.min(block.events.end);
        let events: Vec<_> = fragment.events.iter().map(within).filter(|run| run.start < run.end).collect();
        !events.is_empty() && !Fragment { events, ..fragment.clone() }.is_blank(self.document)
    }

    /// What was cut from a block, in words.
    fn cuts(&self, fragment: &Fragment, block: &Block) -> String {
        let mut texts: Vec<String> = Vec::new();
        for cut in fragment.cuts.iter().filter_map(|cut| cut.meet(block.span)) {
            let words: Vec<&str> = self.document.source.slice(cut).split_whitespace().collect();
            let mut text: String = words.join(" ").chars().take(40).collect();
            if text.chars().count() == 40 {
                text.push('…');
            }
            if !text.is_empty() && !texts.contains(&format!("`{text}`")) {
                texts.push(format!("`{text}`"));
            }
        }
        if texts.is_empty() { String::new() } else { format!(", without {}", texts.join(", ")) }
    }

    fn is_title(&self, text: &str) -> bool {
        self.recognised.title.as_deref() == Some(text)
    }

    /// Whether a heading stands in the trail of a question, numbering aside.
    fn is_topic(&self, text: &str) -> bool {
        let all = self.recognised.questions.iter().chain(&self.recognised.unanswered);
        all.flat_map(|question| &question.trail).any(|topic| topic == text)
    }

    fn is_before_all(&self, block: &Block) -> bool {
        self.recognised.questions.iter().all(|question| block.span.start < question.span.start)
    }
}
