//! Plain headings that ask. The level is chosen by the document: the one with the most headings
//! that ask. Headings below it belong to answers, headings above it are topics.

use super::asking::{Asks, asks};
use super::opening::says_answer;
use super::pieces::{self, text, unnumbered};
use super::refrain::refrains;
use super::{Claims, Dialect, Reading, counting, extra};
use crate::markdown::{Block, BlockKind, Document, Fragment};
use crate::question::Question;
use crate::source::Span;

/// Headings that ask.
pub(super) struct Headings;

/// A heading with what is under it.
struct Candidate {
    /// Its number among the blocks, and that of the block after its last.
    block: usize,
    end: usize,
    level: u8,
    asks: Asks,
    is_numbered: bool,
    stands: Stands,
}

/// What a heading stands above.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stands {
    /// Text of its own, or nothing.
    Text,
    /// A deeper heading at once: a topic, unless its siblings say otherwise.
    Heading { asks: Asks },
}

impl Dialect for Headings {
    fn name(&self) -> &'static str {
        "heading"
    }

    fn summary(&self) -> &'static str {
        "a heading that asks, its answer below it"
    }

    fn recognise(&self, document: &Reading<'_>, claims: &mut Claims) -> Vec<Question> {
        let refrains = refrains(document);
        for refrain in refrains.iter().filter_map(|at| document.blocks.get(*at)) {
            claims.remark(refrain.span, "the same heading again and again, with nothing below it");
        }
        if let Some(run) = counting::across_levels(document, claims) {
            return counted(document, &run, &refrains, claims);
        }
        let (mut candidates, topics): (Vec<_>, Vec<_>) =
            candidates(document, &refrains, claims).into_iter().partition(|candidate| candidate.stands == Stands::Text);
        let levels: Vec<Level> = (1..=6).map(|level| Level::of(&candidates, level)).collect();
        // Of equal levels the outer one: what is inside belongs to its answers.
        let best = levels
            .iter()
            .filter(|level| level.is_regular() || level.has_some())
            // One heading that asks in a manual of many does not make it a list of questions.
            .filter(|level| level.asking >= 2 || 2 * level.asking >= candidates.len() || claims.insists())
            .max_by_key(|level| (level.marks, level.asking, std::cmp::Reverse(level.level)));
        let Some(best) = best else {
            if claims.is_free(&(0..document.title.start)) {
                remark_on_silence(document, &candidates, claims);
            }
            return Vec::new();
        };
        if best.is_regular() {
            candidates.extend(asking_in_parts(best, topics));
            candidates.sort_by_key(|candidate| candidate.block);
        }
        let mut questions = Vec::new();
        for candidate in candidates.iter().filter(|candidate| candidate.level == best.level) {
            let Some(blocks) = document.blocks.get(candidate.block..candidate.end) else { continue };
            let Some((heading, body)) = blocks.split_first() else { continue };
            if best.is_regular() || candidate.asks == Asks::ByMark {
                claims.take(heading.events.start..body.last().unwrap_or(heading).events.end);
                questions.push(question(document, heading, body));
            } else {
                claims.remark(
                    heading.span,
                    "does not ask, and too few headings of its level do to take it for a question",
                );
            }
        }
        questions
    }
}

/// What speaks for a level.
struct Level {
    level: u8,
    all: usize,
    asking: usize,
    marks: usize,
    numbered: usize,
}

impl Level {
    fn of(candidates: &[Candidate], level: u8) -> Level {
        let at = candidates.iter().filter(|candidate| candidate.level == level);
        at.fold(Level { level, all: 0, asking: 0, marks: 0, numbered: 0 }, |sum, candidate| Level {
            level,
            all: sum.all + 1,
            asking: sum.asking + usize::from(candidate.asks != Asks::No),
            marks: sum.marks + usize::from(candidate.asks == Asks::ByMark),
            numbered: sum.numbered + usize::from(candidate.is_numbered),
        })
    }

    /// Whether nearly all have a number.
    fn is_numbered(&self) -> bool {
        5 * self.numbered >= 4 * self.all
    }

    /// So many ask that all are questions: most with at least one mark, of numbered ones half if more than one
    /// does, or nearly all by word.
    fn is_regular(&self) -> bool {
        let half = self.is_numbered() && self.asking >= 2 && 2 * self.asking >= self.all;
        let enough = half || 5 * self.asking >= 3 * self.all;
        let most = self.marks > 0 && enough;
        most || (self.asking >= 3 && 5 * self.asking >= 4 * self.all)
    }

    /// Some ask plainly: those alone are questions.
    fn has_some(&self) -> bool {
        self.marks >= 2 && 4 * self.marks >= self.all
    }
}

/// The topics of a level of questions that are questions themselves, parted by the headings below: those
/// that ask where the heading below does not, and those numbered as the questions are.
fn asking_in_parts(questions: &Level, topics: Vec<Candidate>) -> Vec<Candidate> {
    let topics = topics.into_iter().filter(|topic| topic.level == questions.level);
    let (numbered, others): (Vec<_>, Vec<_>) = topics.partition(|topic| questions.is_numbered() && topic.is_numbered);
    let asks = |topic: &Candidate| match topic.stands {
        Stands::Heading { asks: below } => topic.asks != Asks::No && below != Asks::ByMark,
        Stands::Text => false,
    };
    let mut parted: Vec<Candidate> = others.into_iter().filter(asks).collect();
    // Numbered chapters of which one asks stay chapters.
    let asking = questions.asking + numbered.iter().filter(|topic| topic.asks != Asks::No).count();
    if asking >= 2 && 2 * asking >= questions.all + numbered.len() {
        parted.extend(numbered);
    } else {
        parted.extend(numbered.into_iter().filter(asks));
    }
    parted
}

/// The free headings that have something under them or ask all the same.
fn candidates(document: &Document<'_>, refrains: &[usize], claims: &Claims) -> Vec<Candidate> {
    let blocks = &document.blocks;
    let mut found = Vec::new();
    for (number, block) in blocks.iter().enumerate() {
        let Some(heading) = block.heading().filter(|_| claims.is_free(&block.events)) else { continue };
        // "Answer" and "References" head parts of what stands above them.
        let is_part = says_answer(document, block) || extra::is_headed(document, block);
        if is_part || refrains.binary_search(&number).is_ok() {
            continue;
        }
        let after = blocks.get(number + 1..).unwrap_or_default();
        let ends = |next: &Block| {
            next.heading().is_some_and(|other| other.level <= heading.level) || !claims.is_free(&next.events)
        };
        let length = after.iter().position(ends).unwrap_or(after.len());
        let body = after.get(..length).unwrap_or_default();
        let answered =
            body.first().is_some_and(|first| says_answer(document, first)) && !is_request(&text(document, block));
        let asked = if answered { Asks::ByMark } else { asks(&text(document, block)) };
        // A heading that is followed by others before any text of its own is a topic, unless it asks
        // and they do not: then they part its answer.
        let below = body.first().filter(|first| first.heading().is_some());
        let stands = match below.map(|below| asks(&text(document, below))) {
            Some(below) if asked != Asks::ByMark || !answered && below == Asks::ByMark => {
                Stands::Heading { asks: below }
            }
            _ => Stands::Text,
        };
        let is_title = heading.level == 1 && is_only_title(document, number);
        let bare = body.iter().all(|block| block.kind == BlockKind::Rule);
        let is_empty = bare && asked == Asks::No;
        if !(is_title || is_empty) {
            let (end, level) = (number + 1 + length, heading.level);
            let is_numbered = pieces::number(document, block).is_some();
            found.push(Candidate { block: number, end, level, asks: asked, is_numbered, stands });
        }
    }
    found
}

/// Whether a heading names a request of an interface, `GET /users`: what is answered below it is no question.
fn is_request(title: &str) -> bool {
    let mut words = title.split_whitespace();
    let is_method = |word: &str| matches!(word, "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD" | "OPTIONS");
    words.any(is_method) && words.any(|word| word.contains('/'))
}

/// The questions of headings that a count runs through at several levels. Others of their own level or deeper
/// belong to the answer above them.
fn counted(document: &Document<'_>, run: &[usize], refrains: &[usize], claims: &mut Claims) -> Vec<Question> {
    let mut questions = Vec::new();
    for (nth, &at) in run.iter().enumerate() {
        let next = run.get(nth + 1).copied().unwrap_or(document.blocks.len());
        let Some((heading, after)) = document.blocks.get(at..next).and_then(<[Block]>::split_first) else { continue };
        let level = heading.heading().map_or(0, |heading| heading.level);
        let ends = |(place, block): (usize, &Block)| {
            block.heading().is_some_and(|other| other.level < level)
                || refrains.binary_search(&(at + 1 + place)).is_ok()
                || !claims.is_free(&block.events)
        };
        let length = after.iter().enumerate().position(ends).unwrap_or(after.len());
        let body = after.get(..length).unwrap_or_default();
        claims.take(heading.events.start..body.last().unwrap_or(heading).events.end);
        questions.push(question(document, heading, body));
    }
    questions
}

/// Whether the heading is the one of level 1 above others: the document's title.
fn is_only_title(document: &Document<'_>, number: usize) -> bool {
    let headings = document.blocks.iter().enumerate().filter_map(|(at, block)| Some((at, block.heading()?.level)));
    let mut others = headings.filter(|&(at, _)| at != number).peekable();
    others.peek().is_some() && others.all(|(_, level)| level > 1)
}

fn question(document: &Document<'_>, heading: &Block, body: &[Block]) -> Question {
    let rules = body.iter().rev().take_while(|block| block.kind == BlockKind::Rule).count();
    let body = body.get(..body.len() - rules).unwrap_or(body);
    // What stands above "Answer" still asks.
    let (asking, answering) = body.split_at(body.iter().position(|block| says_answer(document, block)).unwrap_or(0));
    let answer = match (answering.first(), answering.last()) {
        (Some(first), Some(last)) => first.events.start..last.events.end,
        _ => heading.events.end..heading.events.end,
    };
    let mut prompt = unnumbered(document, heading);
    if let Some(last) = asking.last() {
        prompt = Fragment { cuts: prompt.cuts, ..Fragment::new(heading.events.start..last.events.end) };
    }
    Question {
        level: heading.heading().map(|heading| heading.level),
        anchor: heading.heading().and_then(|heading| heading.id.clone()),
        ..Question::new(
            "heading",
            Span::new(heading.span.start, body.last().unwrap_or(heading).span.end),
            heading.span,
            prompt,
            Fragment::new(answer),
        )
    }
}

fn remark_on_silence(document: &Document<'_>, candidates: &[Candidate], claims: &mut Claims) {
    for candidate in candidates {
        if let Some(block) = document.blocks.get(candidate.block) {
            claims.remark(
                block.span,
                match candidate.asks {
                    Asks::No => "a heading that does not ask, among too few that do",
                    Asks::ByWord | Asks::ByMark => {
                        "asks, but too few headings of its level do to take them for questions"
                    }
                },
            );
        }
    }
}
