//! The tree of blocks.

use std::ops::Range;

use pulldown_cmark::{BlockQuoteKind, CodeBlockKind, Event, Tag, TagEnd};

use super::{Document, Fragment};
use crate::source::Span;

/// A block of a document: where it stands, and which events make it up.
#[derive(Debug, Clone)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its text.
    pub span: Span,
    /// Its events, the opening and closing one included.
    pub events: Range<usize>,
    /// The blocks inside it.
    pub children: Vec<Block>,
}

/// What a block is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BlockKind {
    /// A paragraph.
    Paragraph,
    /// Inline content that stands in a tight list item or a cell without a paragraph around it.
    Inline,
    /// A heading.
    Heading(Heading),
    /// A fenced or indented code block with its info string.
    Code(String),
    /// Raw HTML.
    Html,
    /// A list; the first number where it is numbered.
    List(Option<u64>),
    /// An item of a list.
    Item,
    /// A quote; the kind where it is a GitHub alert (`note`, `tip`, ...).
    Quote(Option<&'static str>),
    /// A table.
    Table,
    /// The head or a row of a table.
    Row,
    /// A cell of a row.
    Cell,
    /// A thematic break.
    Rule,
    /// A footnote's text.
    Footnote,
    /// A definition list.
    Definitions,
    /// A term of a definition list.
    Term,
    /// A definition of a term.
    Definition,
}

/// A heading's level and attributes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// The id given as `{#id}`.
    pub id: Option<String>,
}

impl Block {
    /// The heading's level and attributes, if it is one.
    pub fn heading(&self) -> Option<&Heading> {
        match &self.kind {
            BlockKind::Heading(heading) => Some(heading),
            _ => None,
        }
    }

    /// The events between the opening and the closing one.
    pub fn inner(&self) -> Range<usize> {
        match self.kind {
            BlockKind::Inline | BlockKind::Rule => self.events.clone(),
            _ => self.events.start + 1..self.events.end.saturating_sub(1).max(self.events.start + 1),
        }
    }

    /// What it is, in words for `recto explain`.
    pub fn noun(&self) -> String {
        match &self.kind {
            BlockKind::Paragraph | BlockKind::Inline => "paragraph".into(),
            BlockKind::Heading(heading) => format!("heading {}", heading.level),
            BlockKind::Code(info) if info.is_empty() => "code".into(),
            BlockKind::Code(info) => format!("code ({})", info.split_whitespace().next().unwrap_or_default()),
            BlockKind::Html => "HTML".into(),
            BlockKind::List(Some(_)) => format!("numbered list of {}", self.children.len()),
            BlockKind::List(None) => format!("list of {}", self.children.len()),
            BlockKind::Item => "list item".into(),
            BlockKind::Quote(None) => "quote".into(),
            BlockKind::Quote(Some(kind)) => format!("{kind} callout"),
            BlockKind::Table => "table".into(),
            BlockKind::Row => "table row".into(),
            BlockKind::Cell => "table cell".into(),
            BlockKind::Rule => "rule".into(),
            BlockKind::Footnote => "footnote".into(),
            BlockKind::Definitions => "definition list".into(),
            BlockKind::Term => "term".into(),
            BlockKind::Definition => "definition".into(),
        }
    }
}

/// The outermost blocks that lie wholly in a fragment, in order.
pub fn outer_blocks<'d>(document: &'d Document<'_>, fragment: &Fragment) -> Vec<&'d Block> {
    let mut found = Vec::new();
    collect(&document.blocks, &fragment.events, &mut found);
    found
}

fn collect<'d>(blocks: &'d [Block], runs: &[Range<usize>], found: &mut Vec<&'d Block>) {
    for run in runs {
        let from = blocks.partition_point(|block| block.events.end <= run.start);
        for block in blocks.get(from..).unwrap_or_default() {
            if block.events.start >= run.end {
                break;
            }
            if run.start <= block.events.start && block.events.end <= run.end {
                found.push(block);
            } else {
                collect(&block.children, std::slice::from_ref(run), found);
            }
        }
    }
}

/// Builds the tree from events and their places.
pub(super) fn tree(events: &[(Event<'_>, Span)]) -> Vec<Block> {
    let mut builder = Builder { open: Vec::new(), top: Vec::new(), too_deep: 0 };
    for (index, (event, span)) in events.iter().enumerate() {
        builder.take(index, event, *span);
    }
    // Every start has its end, so nothing stays open; a parser's slip must not lose blocks though.
    while builder.close(events.len()) {}
    builder.top
}

struct Builder {
    open: Vec<Block>,
    top: Vec<Block>,
    /// How many blocks are open below the deepest level that is kept.
    too_deep: usize,
}

/// How deep the tree goes.
const DEEPEST: usize = 100;

impl Builder {
    fn take(&mut self, index: usize, event: &Event<'_>, span: Span) {
        match event {
            Event::Start(tag) => match kind_of(tag) {
                // What is nested beyond all reason is part of what it is nested in.
                Some(_) if self.open.len() >= DEEPEST || self.too_deep > 0 => self.too_deep += 1,
                Some(kind) => {
                    self.end_inline(index);
                    self.open.push(Block { kind, span, events: index..index + 1, children: Vec::new() });
                }
                None => self.begin_inline(index, span),
            },
            Event::End(tag) if is_inline(tag) => {}
            Event::End(_) if self.too_deep > 0 => self.too_deep -= 1,
            Event::End(_) => {
                self.end_inline(index);
                self.close(index + 1);
            }
            Event::Rule => {
                self.end_inline(index);
                self.add(Block { kind: BlockKind::Rule, span, events: index..index + 1, children: Vec::new() });
            }
            _ => self.begin_inline(index, span),
        }
    }

    /// Inline content right inside a container gets a block of its own.
    fn begin_inline(&mut self, index: usize, span: Span) {
        let container = self.open.last().map(|block| &block.kind);
        match container {
            Some(BlockKind::Item | BlockKind::Definition) => {
                self.open.push(Block { kind: BlockKind::Inline, span, events: index..index + 1, children: Vec::new() });
            }
            Some(BlockKind::Inline) => {
                if let Some(block) = self.open.last_mut() {
                    block.span.end = block.span.end.max(span.end);
                }
            }
            _ => {}
        }
    }

    fn end_inline(&mut self, index: usize) {
        if self.open.last().is_some_and(|block| block.kind == BlockKind::Inline) {
            self.close(index);
        }
    }

    fn close(&mut self, end: usize) -> bool {
        let Some(mut block) = self.open.pop() else { return false };
        block.events.end = end;
        self.add(block);
        true
    }

    fn add(&mut self, block: Block) {
        match self.open.last_mut() {
            Some(parent) => parent.children.push(block),
            None => self.top.push(block),
        }
    }
}

fn kind_of(tag: &Tag<'_>) -> Option<BlockKind> {
    Some(match tag {
        Tag::Paragraph => BlockKind::Paragraph,
        Tag::Heading { level, id, .. } => {
            BlockKind::Heading(Heading { level: *level as u8, id: id.as_ref().map(ToString::to_string) })
        }
        Tag::BlockQuote(kind) => BlockKind::Quote(kind.map(|kind| match kind {
            BlockQuoteKind::Note => "note",
            BlockQuoteKind::Tip => "tip",
            BlockQuoteKind::Important => "important",
            BlockQuoteKind::Warning => "warning",
            BlockQuoteKind::Caution => "caution",
        })),
        Tag::CodeBlock(CodeBlockKind::Fenced(info)) => BlockKind::Code(info.to_string()),
        Tag::CodeBlock(CodeBlockKind::Indented) => BlockKind::Code(String::new()),
        Tag::HtmlBlock | Tag::MetadataBlock(_) => BlockKind::Html,
        Tag::List(start) => BlockKind::List(*start),
        Tag::Item => BlockKind::Item,
        Tag::FootnoteDefinition(_) => BlockKind::Footnote,
        Tag::DefinitionList => BlockKind::Definitions,
        Tag::DefinitionListTitle => BlockKind::Term,
        Tag::DefinitionListDefinition => BlockKind::Definition,
        Tag::Table(_) => BlockKind::Table,
        Tag::TableHead | Tag::TableRow => BlockKind::Row,
        Tag::TableCell => BlockKind::Cell,
        _ => return None,
    })
}

fn is_inline(tag: &TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
    )
}
