//! Numbered questions, and their answers by number in a section of their own: below `## Answers` at the end of
//! the document or of a chapter, in a line `Answers: 1-b, 2-c`, in a table, in a toggle.

use super::asking::{Asks, asks};
use super::entries::{Carrier, Entry, Reach, carriers, entries, runs};
use super::key::{Key, Name, keys};
use super::keyed::{self, options_of};
use super::opening::{question_label, says_answer};
use super::pieces::{is_line, text};
use super::{Claims, Dialect, Reading, compact, contents, letter};
use crate::markdown::{Block, BlockKind, Document, Fragment, plain_text};
use crate::question::Question;

/// Questions whose answers stand in a section of their own.
pub(super) struct AnswerKeys;

/// The fewest questions that a section may answer without a word that says so.
const FEWEST: usize = 3;
/// Characters of an answer that is a word or two: a letter, "true".
const SHORT: usize = 12;

/// Questions of one count with their answers.
struct Match<'d> {
    questions: Vec<Entry<'d>>,
    answers: Vec<Entry<'d>>,
}

impl Dialect for AnswerKeys {
    fn name(&self) -> &'static str {
        "answer-key"
    }

    fn summary(&self) -> &'static str {
        "numbered questions, their answers by number in a section of their own"
    }

    fn recognise(&self, document: &Reading<'_>, claims: &mut Claims) -> Vec<Question> {
        let blocks = document.top();
        let mut floor = 0;
        let mut found = Vec::new();
        for key in keys(document, claims) {
            let above = blocks.get(floor..key.blocks.start).unwrap_or_default();
            let matched = matched(document, above, blocks, &key, claims);
            if !matched.is_empty() {
                floor = key.blocks.end;
                found.extend(matched);
                for block in blocks.get(key.blocks.clone()).unwrap_or_default() {
                    claims.remark(block.span, "heads or frames the answers of the numbered questions above");
                }
                claims.take_blocks(blocks.get(key.blocks).unwrap_or_default());
            } else if key.is_line && is_short(document, blocks, &key) {
                let lines = blocks.get(key.blocks).unwrap_or_default();
                lines.iter().for_each(|line| claims.remark(line.span, "answers by number, to no numbered questions"));
                claims.take_blocks(lines);
            }
        }
        let mut questions = Vec::new();
        for Match { questions: asked, answers } in &found {
            for entry in asked {
                let answer = answers.iter().find(|answer| answer.number == entry.number);
                questions.push(keyed::question(self.name(), document, entry, answer));
                claims.take_blocks(blocks.iter().filter(|block| block.span.meet(entry.span).is_some()));
            }
        }
        questions
    }
}

/// Whether a line says nothing but numbers, each with a letter: it answers no one question.
fn is_short(document: &Document<'_>, blocks: &[Block], key: &Key) -> bool {
    let lines = compact::in_lines(document, blocks.get(key.inside.clone()).unwrap_or_default(), key.from);
    !lines.is_empty() && lines.iter().all(|entry| entry.title.chars().count() <= 2)
}

/// The counts of questions in the blocks above a section whose answers it holds.
fn matched<'d>(
    document: &Document<'_>,
    above: &'d [Block],
    blocks: &'d [Block],
    key: &Key,
    claims: &Claims,
) -> Vec<Match<'d>> {
    let inside = blocks.get(key.inside.clone()).unwrap_or_default();
    let below = inside.iter().position(|block| block.span.start >= key.from);
    let below = below.and_then(|at| inside.get(at..)).unwrap_or_default();
    let carried = |carrier: Carrier| runs(entries(document, below, carrier, Reach::All));
    let mut readings: Vec<Vec<Vec<Entry<'d>>>> = carriers(below).map(carried).collect();
    readings.push(runs(compact::in_lines(document, inside, key.from)));
    readings.push(runs(compact::in_tables(document, below)));
    readings.retain(|runs| runs.iter().map(Vec::len).sum::<usize>() >= 2);
    if readings.is_empty() {
        return Vec::new();
    }
    let mut best = Vec::new();
    for carrier in carriers(above) {
        let free = |run: &Vec<Entry<'_>>| {
            let own = |entry: &Entry<'_>| entry.own.iter().chain(entry.more).all(|block| claims.is_free(&block.events));
            run.iter().all(own) && !is_part_of_question(document, above, run, carrier)
        };
        let all = entries(document, above, carrier, Reach::Options);
        // "Q1", and "Q1" again above its answer: the count is not of questions alone.
        if all.windows(2).any(|pair| matches!(pair, [first, second] if first.number == second.number)) {
            continue;
        }
        let asked: Vec<Vec<Entry<'d>>> = runs(all).into_iter().filter(free).collect();
        for answers in &readings {
            let found = paired(document, &asked, answers, key, carrier);
            // Headings may number the chapters of what their lists number.
            if count(&found) > count(&best) {
                best = found;
            }
        }
    }
    best
}

fn count(matched: &[Match<'_>]) -> usize {
    matched.iter().map(|matched| matched.answers.len()).sum()
}

/// Each run of answers with the run of questions it answers; nothing if one of them answers none.
fn paired<'d>(
    document: &Document<'_>,
    asked: &[Vec<Entry<'d>>],
    answers: &[Vec<Entry<'d>>],
    key: &Key,
    carrier: Carrier,
) -> Vec<Match<'d>> {
    let fits = |questions: &[Entry<'d>], answers: &[Entry<'d>]| {
        have_same_numbers(questions, answers) && speaks_for(document, questions, answers, key, carrier)
    };
    let matched = |questions: &[Entry<'d>], answers: &[Entry<'d>]| Match {
        questions: questions.to_vec(),
        answers: answers.to_vec(),
    };
    // The answers of a chapter answer the count right above them.
    if let [only] = answers {
        let found = asked.iter().rfind(|questions| fits(questions, only));
        return found.map(|questions| matched(questions, only)).into_iter().collect();
    }
    let mut rest = asked.iter();
    let mut found = Vec::new();
    for answers in answers {
        found.extend(rest.find(|questions| fits(questions, answers)).map(|questions| matched(questions, answers)));
    }
    if found.len() == answers.len() {
        return found;
    }
    let joined = with_reasons(answers).unwrap_or_default();
    let questions = asked.iter().rfind(|questions| !joined.is_empty() && fits(questions, &joined));
    questions.map(|questions| matched(questions, &joined)).into_iter().collect()
}

/// A count of answers and one of their reasons below it, as one, if both have the same numbers.
fn with_reasons<'d>(answers: &[Vec<Entry<'d>>]) -> Option<Vec<Entry<'d>>> {
    let [answers, reasons] = answers else { return None };
    let same = answers.iter().map(|entry| entry.number).eq(reasons.iter().map(|entry| entry.number));
    let pairs = || answers.iter().zip(reasons);
    let joined = |(answer, reason): (&Entry<'d>, &Entry<'d>)| Entry { remark: reason.text.clone(), ..answer.clone() };
    same.then(|| pairs().map(joined).collect())
}

/// Whether answers have the numbers of questions: of all, or of every second at least.
fn have_same_numbers(questions: &[Entry<'_>], answers: &[Entry<'_>]) -> bool {
    let asked = |answer: &&Entry<'_>| questions.iter().any(|question| question.number == answer.number);
    let common = answers.iter().filter(asked).count();
    common == answers.len() && 2 * common >= questions.len() && common >= 1
}

/// Whether numbered pieces are questions that these numbered pieces answer.
fn speaks_for(
    document: &Document<'_>,
    questions: &[Entry<'_>],
    answers: &[Entry<'_>],
    key: &Key,
    carrier: Carrier,
) -> bool {
    let half = |count: usize| 2 * count >= questions.len();
    let by_mark = |entries: &[Entry<'_>]| entries.iter().filter(|entry| asks(&entry.title) == Asks::ByMark).count();
    let answered = questions.iter().filter(|entry| has_answer(document, entry)).count();
    // Headings that ask again above their answers are questions themselves.
    let labelled = questions.iter().filter(|entry| has_labelled_answer(document, entry)).count();
    let repeats = 2 * by_mark(answers) > answers.len() && !matches!(carrier, Carrier::Heading(_));
    if 2 * answered > questions.len() || 4 * labelled > questions.len() || repeats {
        return false;
    }
    if key.name != Name::Known {
        let same = questions.len() == answers.len() && questions.len() >= FEWEST;
        return same && 5 * by_mark(questions) >= 4 * questions.len() && by_mark(answers) == 0;
    }
    let is_short = |entry: &Entry<'_>| (1..=SHORT).contains(&entry.title.trim().chars().count());
    let signs = |entry: &&Entry<'_>| {
        entry.is_labelled || asks(&entry.title) != Asks::No || has_gap(document, entry) || has_options(document, entry)
    };
    half(questions.iter().filter(signs).count()) || questions.len() >= FEWEST && answers.iter().all(is_short)
}

/// Whether a question has options that do not ask: those that do are questions of a chapter.
fn has_options(document: &Document<'_>, entry: &Entry<'_>) -> bool {
    options_of(document, entry).is_some_and(|(options, _)| {
        let ask = |text: &&Fragment| asks(&plain_text(document, text)) == Asks::ByMark;
        2 * options.texts.iter().filter(ask).count() < options.texts.len()
    })
}

/// Whether a question has a gap to be filled: `____`.
fn has_gap(document: &Document<'_>, entry: &Entry<'_>) -> bool {
    let written = document.source.slice(entry.asked);
    ["__", "……", "....", "＿", "（ ）", "（  ）", "( )", "(  )", "[ ]"].iter().any(|gap| written.contains(gap))
}

/// The blocks below a question's first line.
fn below<'d>(entry: &Entry<'d>) -> impl Iterator<Item = &'d Block> + Clone {
    let own = usize::from(entry.own.first().is_some_and(|first| first.span.start < entry.asked.end));
    entry.own.get(own..).unwrap_or_default().iter().chain(entry.more)
}

/// Whether a toggle or a label below a question shows that it has its own answer.
fn has_labelled_answer(document: &Document<'_>, entry: &Entry<'_>) -> bool {
    below(entry).any(|block| block.kind == BlockKind::Html || says_answer(document, block))
}

/// Whether text stands below a question that asks: its own answer, not an option.
fn has_answer(document: &Document<'_>, entry: &Entry<'_>) -> bool {
    let is_text = |block: &Block| {
        is_line(block)
            && letter::leading(document, block.inner()).is_none()
            && options_of(document, entry).is_none()
            && asks(&text(document, block)) == Asks::No
    };
    asks(&entry.title) != Asks::No && below(entry).any(is_text)
}

/// Whether a count of lines or items is a part of one numbered question, or a table of contents.
fn is_part_of_question(document: &Document<'_>, above: &[Block], run: &[Entry<'_>], carrier: Carrier) -> bool {
    let Some(start) = run.first().map(|first| first.span.start) else { return false };
    let at = above.partition_point(|block| block.span.end <= start);
    let lists = above.get(at).is_some_and(|block| contents::is_contents(document, block));
    let before = above.get(..at).unwrap_or_default();
    let heading = before.iter().rfind(|block| block.heading().is_some());
    lists
        || !matches!(carrier, Carrier::Heading(_))
            && heading.is_some_and(|heading| question_label(document, heading).is_some())
}
