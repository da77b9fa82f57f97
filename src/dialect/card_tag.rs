//! A list item, line or heading with the tag `#card` (Logseq, and plugins of Obsidian): what stands in or below it
//! answers, or what stands behind `::` on its line. `{{cloze x}}` hides a part of it.

use pulldown_cmark::Event;

use super::asking::{Asks, asks};
use super::blank::{self, braces};
use super::double_colon::sign;
use super::hashtag::tag;
use super::pieces::{Line, between, is_line, line_text, lines, touch};
use super::{Claims, Dialect, Reading};
use crate::markdown::{Block, BlockKind, Document, Fragment};
use crate::note::Kind;
use crate::question::Question;
use crate::source::Span;
use crate::tag::{Origin, Topic};

/// Pieces with the tag.
pub(super) struct CardTags;

/// The tags that make a card, in lower case.
const CARD: &[&str] = &["card", "flashcard", "card-spaced", "card/spaced"];
/// The tags that make one of both directions.
const BOTH: &[&str] = &["card-reverse", "card/reverse", "flashcard-reverse", "flashcard/reverse"];
/// Tags beside them that say the same.
const ALSO_BOTH: &[&str] = &["reversed", "reverse", "bidirectional"];
/// Tags beside them that say how the answer is shown.
const MANNER: &[&str] = &["forward", "incremental", "hide-all-test-one", "spaced"];

/// A block with the tag on its first line.
struct Marked<'d> {
    siblings: &'d [Block],
    at: usize,
    line: Line,
    /// The tags on the line.
    tags: Span,
    is_reversed: bool,
    topics: Vec<Topic>,
}

impl Dialect for CardTags {
    fn name(&self) -> &'static str {
        "card-tag"
    }

    fn summary(&self) -> &'static str {
        "a list item, line or heading tagged `#card`, its answer in or below it"
    }

    fn recognise(&self, document: &Reading<'_>, claims: &mut Claims) -> Vec<Question> {
        if !(document.source.holds("#card") || document.source.holds("#flashcard")) {
            return Vec::new();
        }
        let mut marked: Vec<Marked<'_>> = Vec::new();
        for siblings in document.siblings() {
            for (at, block) in siblings.iter().enumerate().filter(|(_, block)| claims.is_free(&block.events)) {
                marked.extend(read(document, siblings, at, block));
            }
        }
        marked.sort_by_key(|marked| marked.line.span.start);
        let starts: Vec<usize> = marked.iter().map(|marked| marked.line.span.start).collect();
        let questions: Vec<Question> =
            marked.iter().map(|marked| marked.question(self.name(), document, &starts, claims)).collect();
        // A page about an element `#card` has no answers below it.
        let answered = questions.iter().filter(|question| question.is_answered(document)).count();
        let asking = marked.iter().any(|marked| asks(&line_text(document, &marked.line)) == Asks::ByMark);
        if 2 * answered < questions.len() || answered == 0 || !(answered >= 2 || asking || claims.insists()) {
            return Vec::new();
        }
        for (marked, question) in marked.iter().zip(&questions) {
            let meets = |block: &&Block| block.span.meet(question.span).is_some();
            claims.take_blocks(marked.siblings.iter().filter(meets));
        }
        questions
    }
}

/// The tag at the end of a block's first line, with others beside it.
fn read<'d>(document: &Document<'_>, siblings: &'d [Block], at: usize, block: &'d Block) -> Option<Marked<'d>> {
    let line = match block.heading() {
        Some(_) => Line { events: block.inner(), span: block.span },
        None if is_line(block) => lines(document, block).into_iter().next()?,
        None => return None,
    };
    let events = document.events.get(line.events.clone())?;
    let (Event::Text(text), span) = events.last()? else { return None };
    let said = text.trim_end();
    if text.len() != span.end - span.start {
        return None;
    }
    let mut begin = said.len();
    let mut words = Vec::new();
    while let Some(word) = said.get(..begin)?.split_whitespace().next_back().filter(|word| word.starts_with('#')) {
        begin = said.get(..begin)?.trim_end().len() - word.len();
        words.push(word);
    }
    let names: Vec<String> = words.iter().map(|word| word.trim_start_matches('#').to_lowercase()).collect();
    let is_one = |known: &[&str]| names.iter().any(|name| known.contains(&name.as_str()));
    let is_card = is_one(CARD) || is_one(BOTH);
    let is_own = |name: &String| [CARD, BOTH, ALSO_BOTH, MANNER].iter().any(|known| known.contains(&name.as_str()));
    let others = words.iter().zip(&names).rev().filter(|(_, name)| !is_own(name) && !name.starts_with("depth-"));
    let topics = others.filter_map(|(word, _)| tag(word)).map(|tag| Topic { tag, origin: Origin::Inline }).collect();
    let is_reversed = is_one(BOTH) || is_one(ALSO_BOTH);
    let tags = Span::new(span.start + begin, span.start + said.len());
    is_card.then_some(Marked { siblings, at, line, tags, is_reversed, topics })
}

impl Marked<'_> {
    fn question(&self, dialect: &'static str, document: &Document<'_>, starts: &[usize], claims: &Claims) -> Question {
        let Marked { siblings, at, line, tags, .. } = self;
        let start = line.span.start;
        let next = starts.get(starts.partition_point(|other| *other <= start)).copied().unwrap_or(usize::MAX);
        let end = self.end(document, claims).min(next);
        let heading = siblings.get(*at).and_then(Block::heading);
        let own = Fragment::new(line.events.clone()).without(*tags);
        let (mut prompt, answer) = match sign(document, line) {
            Some((sign, _)) => (
                own.clone().without(Span::new(sign.start, line.span.end)),
                own.without(Span::new(line.span.start, sign.end)),
            ),
            None => (own, self.below(document, Span::new(line.span.end, end))),
        };
        let clozes = if answer.is_blank(document) { braces(document, &prompt) } else { Vec::new() };
        let kind = match (clozes.is_empty(), self.is_reversed) {
            (false, _) => Kind::Cloze,
            (true, true) => Kind::Reversed,
            (true, false) => Kind::Basic,
        };
        blank::put(&mut prompt, clozes);
        Question {
            kind,
            topics: self.topics.clone(),
            level: heading.map(|heading| heading.level),
            anchor: heading.and_then(|heading| heading.id.clone()),
            ..Question::new(dialect, Span::new(start, end.max(line.span.end)), line.span, prompt, answer)
        }
    }

    /// What stands in a stretch below the first line, without the keys that Logseq keeps there.
    fn below(&self, document: &Document<'_>, below: Span) -> Fragment {
        let blocks = self.siblings.get(self.at..).unwrap_or_default();
        let mut answer = between(blocks, below);
        for line in blocks.first().map(|block| lines(document, block)).unwrap_or_default() {
            let said = line_text(document, &line);
            let key = said.split_once("::").map_or("", |(key, _)| key);
            if key.starts_with("card-") || matches!(key, "id" | "collapsed" | "deck" | "direction") {
                answer.cuts.push(line.span);
            }
        }
        answer
    }

    /// Where the answer ends: with the item, the heading's section, or the blocks that touch the line; if none
    /// does, before the next heading or rule.
    fn end(&self, document: &Document<'_>, claims: &Claims) -> usize {
        let Some((block, after)) = self.siblings.get(self.at..).and_then(<[Block]>::split_first) else {
            return self.line.span.end;
        };
        let is_taken = |next: &Block| !claims.is_free(&next.events);
        let length = if let Some(heading) = block.heading() {
            let ends =
                |next: &Block| next.heading().is_some_and(|other| other.level <= heading.level) || is_taken(next);
            after.iter().position(ends).unwrap_or(after.len())
        } else if block.kind == BlockKind::Inline {
            after.len()
        } else {
            let ends = |next: &Block| next.heading().is_some() || next.kind == BlockKind::Rule || is_taken(next);
            let free = after.iter().position(ends).unwrap_or(after.len());
            let joined = |at: &usize| {
                let pair = (self.siblings.get(self.at + at), after.get(*at));
                matches!(pair, (Some(before), Some(next)) if touch(document, before, next))
            };
            let touching = (0..free).take_while(joined).count();
            let goes_on = lines(document, block).len() > 1;
            if touching > 0 || goes_on { touching } else { free }
        };
        let last = length.checked_sub(1).and_then(|last| after.get(last)).unwrap_or(block);
        last.span.end
    }
}
