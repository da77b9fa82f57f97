//! The options of a question: a list with check boxes, or lettered or numbered items or lines.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::letter::{self, Letter, are_in_order};
use super::pieces::{Line, from_each_line, is_line, lines};
use crate::markdown::{Block, BlockKind, Document, Fragment, plain_run, plain_text};
use crate::source::Span;

/// The most options that letters are looked for: no order of them has more.
const MOST: usize = 12;

/// What makes a list or its lines options.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    /// Boxes, some checked.
    Boxes,
    /// Letters in order.
    Letters,
    /// The numbers of a numbered list.
    Numbers,
    /// Nothing: the text below says one of them again.
    Said,
}

/// The options among siblings.
#[derive(Debug)]
pub(super) struct Options {
    /// The siblings they stand in.
    pub blocks: Range<usize>,
    /// Where they begin: in a paragraph the question may stand on the lines before.
    pub start: usize,
    pub sign: Sign,
    pub texts: Vec<Fragment>,
    /// The lines after them in the same paragraph, or the items in the same list.
    pub after: Option<Span>,
    /// Their letters; empty where boxes say what is right.
    pub marks: Vec<String>,
    /// Those that are checked or marked.
    pub right: Vec<usize>,
}

/// The options that begin in the sibling `at`.
pub(super) fn read(document: &Document<'_>, siblings: &[Block], at: usize) -> Option<Options> {
    let block = siblings.get(at)?;
    match block.kind {
        BlockKind::List(first) => boxes(document, siblings, at)
            .or_else(|| items(document, block, at, first == Some(1)))
            .or_else(|| in_item(document, block, at))
            .or_else(|| said_again(document, siblings, at)),
        BlockKind::Paragraph | BlockKind::Inline => in_lines(document, block, at)
            .or_else(|| in_paragraphs(document, siblings, at))
            .or_else(|| in_one_line(document, block, at)),
        _ => None,
    }
}

/// The options in the one item of a list, below the question that the item begins with.
fn in_item(document: &Document<'_>, list: &Block, at: usize) -> Option<Options> {
    let [item] = list.children.as_slice() else { return None };
    let (last, before) = item.children.split_last()?;
    let asks = before.first().is_some_and(is_line) && matches!(last.kind, BlockKind::List(_));
    let inner = boxes(document, &item.children, before.len()).or_else(|| items(document, last, 0, false));
    inner.filter(|_| asks).map(|inner| Options { blocks: at..at + 1, ..inner })
}

/// Options that are paragraphs of their own, each with its letter.
fn in_paragraphs(document: &Document<'_>, siblings: &[Block], at: usize) -> Option<Options> {
    let after = siblings.get(at..)?;
    let letter = |block: &Block| letter::leading(document, block.inner()).filter(|_| is_line(block));
    let letters: Vec<Letter> = after.iter().map_while(letter).take(MOST).collect();
    let in_order = |count: &usize| are_in_order(letters.iter().take(*count).map(|letter| letter.mark.as_str()));
    let count = (2..=letters.len()).rev().find(in_order)?;
    let texts = after.iter().zip(&letters).take(count);
    let texts = texts.map(|(block, letter)| Fragment::new(block.inner()).without(letter.span)).collect();
    let (right, texts) = marked(document, texts);
    let marks = letters.into_iter().take(count).map(|letter| letter.mark).collect();
    let start = after.first()?.span.start;
    Some(Options { blocks: at..at + count, start, sign: Sign::Letters, texts, after: None, marks, right })
}

/// Whether a paragraph and the one after it may begin with a letter each.
pub(super) fn may_be_parted(document: &Document<'_>, block: &Block, next: Option<&Block>) -> bool {
    let begins = |block: &Block| is_line(block) && is_marked(document.source.slice(block.span));
    begins(block) && next.is_some_and(begins)
}

/// Whether the first line of a text may begin with a letter.
fn is_marked(text: &str) -> bool {
    if letter::begins_word(text) {
        return false;
    }
    let line = text.trim_start_matches(|c: char| c != '\n' && c.is_whitespace());
    let letters = line.chars().take_while(|c| *c != '\n');
    let mut letters = letters.filter(|c| !matches!(c, ' ' | '\t' | '*' | '_' | '(' | '>' | '-' | '\\'));
    letters.next().is_some_and(char::is_alphanumeric)
        && (letters.next().is_some_and(|c| matches!(c, '.' | ')' | ':' | '）' | '．' | '、' | '：'))
            || line.get(1..).is_some_and(|rest| rest.starts_with("- ")))
        || line.starts_with(|c| ('①'..='⑳').contains(&c))
}

/// Whether two lines of a text may begin with a letter.
pub(super) fn may_be_lettered(document: &Document<'_>, block: &Block) -> bool {
    let written = document.source.slice(block.span);
    from_each_line(written).filter(|line| is_marked(line)).nth(1).is_some()
        || !written.is_ascii() && written.contains('②')
}

/// The items of a list, lettered or numbered.
fn items(document: &Document<'_>, list: &Block, at: usize, is_numbered: bool) -> Option<Options> {
    if list.children.len() < 2 {
        return None;
    }
    let texts = || list.children.iter().map(|item| Fragment::new(item.inner()));
    let letter = |item: &Block| {
        let inline = item.children.first().filter(|first| is_line(first))?;
        letter::leading(document, inline.inner())
    };
    let letters: Option<Vec<Letter>> = list.children.iter().map(letter).collect();
    let letters = letters.filter(|all| are_in_order(all.iter().map(|letter| letter.mark.as_str())));
    let (sign, marks, texts): (_, Vec<String>, Vec<Fragment>) = match letters {
        Some(all) => {
            let cut = texts().zip(&all).map(|(text, letter)| text.without(letter.span)).collect();
            (Sign::Letters, all.into_iter().map(|letter| letter.mark).collect(), cut)
        }
        None if is_numbered => {
            (Sign::Numbers, (1..=list.children.len()).map(|n| n.to_string()).collect(), texts().collect())
        }
        None => return None,
    };
    let (right, texts) = marked(document, texts);
    Some(Options { blocks: at..at + 1, start: list.span.start, sign, texts, after: None, marks, right })
}

/// The short items of a list without letters, if code right below says one of them again.
fn said_again(document: &Document<'_>, siblings: &[Block], at: usize) -> Option<Options> {
    let (list, code) = (siblings.get(at)?, siblings.get(at + 1)?);
    let is_short = |item: &Block| item.children.len() == 1 && item.children.first().is_some_and(is_line);
    if !matches!(code.kind, BlockKind::Code(_)) || list.children.len() < 2 || !list.children.iter().all(is_short) {
        return None;
    }
    let texts: Vec<Fragment> = list.children.iter().map(|item| Fragment::new(item.inner())).collect();
    let said = plain_run(document, code.inner());
    let same = |text: &Fragment| plain_text(document, text).trim() == said.trim();
    let right = texts.iter().position(same)?;
    let (start, marks) = (list.span.start, Vec::new());
    Some(Options { blocks: at..at + 1, start, sign: Sign::Said, texts, after: None, marks, right: vec![right] })
}

/// The lettered lines of a paragraph.
fn in_lines(document: &Document<'_>, block: &Block, at: usize) -> Option<Options> {
    in_lines_within(document, block, at, block.span)
}

/// The lettered lines in a stretch of a paragraph.
pub(super) fn in_lines_within(document: &Document<'_>, block: &Block, at: usize, within: Span) -> Option<Options> {
    let lines: Vec<Line> = lines(document, block).into_iter().filter(|line| within.holds(line.span)).collect();
    // The number of the question may stand before their letters.
    (0..lines.len()).find_map(|from| lettered(document, at, lines.get(from..)?))
}

/// The lettered lines that a paragraph's last lines begin with.
fn lettered(document: &Document<'_>, at: usize, lines: &[Line]) -> Option<Options> {
    let letter = |line: &Line| letter::leading(document, line.events.clone());
    let letters: Vec<Letter> = lines.iter().map_while(letter).take(MOST).collect();
    let in_order = |count: &usize| are_in_order(letters.iter().take(*count).map(|letter| letter.mark.as_str()));
    let count = (2..=letters.len()).rev().find(in_order)?;
    let (lines, after) = lines.split_at(count);
    let texts =
        lines.iter().zip(&letters).map(|(line, letter)| Fragment::new(line.events.clone()).without(letter.span));
    let (right, texts) = marked(document, texts.collect());
    let marks = letters.iter().take(count).map(|letter| letter.mark.clone()).collect();
    let after = after.first().zip(after.last()).map(|(first, last)| Span::new(first.span.start, last.span.end));
    let start = lines.first()?.span.start;
    Some(Options { blocks: at..at + 1, start, sign: Sign::Letters, texts, after, marks, right })
}

/// The options on the last line of a paragraph that has several, each behind a number in a circle: `① x ② y`.
fn in_one_line(document: &Document<'_>, block: &Block, at: usize) -> Option<Options> {
    let line = lines(document, block).into_iter().rfind(|line| line_holds(document, line, '②'))?;
    let events = document.events.get(line.events.clone())?;
    let mut signs: Vec<usize> = Vec::new();
    for (event, span) in events {
        let Event::Text(text) = event else { continue };
        let next = |sign: &(usize, char)| is_circled(sign.1) && text.len() == span.end - span.start;
        signs.extend(text.char_indices().filter(next).map(|(place, _)| span.start + place));
    }
    let mark = |start: usize| document.source.text.get(start..)?.chars().next();
    let marks: Vec<String> = signs.iter().filter_map(|start| mark(*start)).map(String::from).collect();
    if marks.len() < 2 || !are_in_order(marks.iter().map(String::as_str)) {
        return None;
    }
    let ends = signs.iter().skip(1).copied().chain([line.span.end]);
    let text = |(start, end): (&usize, usize)| {
        let sign = start + mark(*start).map_or(0, char::len_utf8);
        let rest = document.source.text.get(sign..end).unwrap_or_default();
        let (begin, close) = (sign + rest.len() - rest.trim_start().len(), sign + rest.trim_end().len());
        let all = Fragment::new(line.events.clone()).without(Span::new(line.span.start, begin));
        all.without(Span::new(close.max(begin), line.span.end))
    };
    let (right, texts) = marked(document, signs.iter().zip(ends).map(text).collect());
    let start = *signs.first()?;
    Some(Options { blocks: at..at + 1, start, sign: Sign::Letters, texts, after: None, marks, right })
}

fn line_holds(document: &Document<'_>, line: &Line, sign: char) -> bool {
    document.source.slice(line.span).contains(sign)
}

fn is_circled(c: char) -> bool {
    ('①'..='⑳').contains(&c)
}

/// A list whose every item has a box. Code below an item and the list that goes on after it belong to the
/// same options.
fn boxes(document: &Document<'_>, siblings: &[Block], at: usize) -> Option<Options> {
    let first = siblings.get(at)?;
    let mut options = Options {
        blocks: at..at + 1,
        start: first.span.start,
        sign: Sign::Boxes,
        texts: Vec::new(),
        after: None,
        marks: Vec::new(),
        right: Vec::new(),
    };
    add_boxes(document, first, &mut options)?;
    let is_code = |block: &&Block| matches!(block.kind, BlockKind::Code(_));
    let mut goes_on = false;
    loop {
        let after = siblings.get(options.blocks.end..).unwrap_or_default();
        let code = after.iter().take_while(is_code).count();
        let next = after.get(code).filter(|next| code > 0 && matches!(next.kind, BlockKind::List(_)));
        let is_last = goes_on && code > 0;
        if next.is_none() && !is_last {
            break;
        }
        let (many, of) = (options.texts.len(), after.get(..code).unwrap_or_default());
        match next.map(|next| add_boxes(document, next, &mut options)) {
            Some(Some(())) => goes_on = true,
            _ if is_last => {}
            _ => break,
        }
        if let Some(text) = many.checked_sub(1).and_then(|last| options.texts.get_mut(last)) {
            text.events.extend(of.iter().map(|block| block.events.clone()));
        }
        options.blocks.end += code;
        if options.texts.len() == many {
            break;
        }
        options.blocks.end += 1;
    }
    (options.texts.len() >= 2).then_some(options)
}

/// Adds a list's items, if all have boxes of their own and no list below. Items without a box may follow them:
/// for Markdown a list that explains goes on with the options.
fn add_boxes(document: &Document<'_>, list: &Block, options: &mut Options) -> Option<()> {
    let read = |item: &Block| {
        let events = document.events.get(item.inner())?;
        let (checked, span) = events.iter().take(2).find_map(|(event, span)| match event {
            Event::TaskListMarker(checked) => Some((*checked, *span)),
            _ => None,
        })?;
        let nests = item.children.iter().any(|child| matches!(child.kind, BlockKind::List(_)));
        (!nests).then(|| (checked, Fragment::new(item.inner()).without(span)))
    };
    let items: Vec<Option<(bool, Fragment)>> = list.children.iter().map(read).collect();
    let boxed = items.iter().take_while(|item| item.is_some()).count();
    let (first, last) = (list.children.get(boxed), list.children.last());
    if boxed < 2.min(items.len()) || items.iter().skip(boxed).any(Option::is_some) {
        return None;
    }
    options.after = first.zip(last).map(|(first, last)| Span::new(first.span.start, last.span.end));
    for (checked, text) in items.into_iter().flatten() {
        if checked {
            options.right.push(options.texts.len());
        }
        options.texts.push(text);
    }
    Some(())
}

/// Which options a check mark, or bold type alone, says to be right; their texts without it.
fn marked(document: &Document<'_>, texts: Vec<Fragment>) -> (Vec<usize>, Vec<Fragment>) {
    let some = |marked: usize| 0 < marked && marked < texts.len();
    let checks: Vec<Option<Span>> = texts.iter().map(|text| check(document, text)).collect();
    let is_bold: Vec<Option<Fragment>> = texts.iter().map(|text| without_bold(document, text)).collect();
    let by_check = some(checks.iter().flatten().count());
    let by_bold = is_bold.iter().flatten().count() == 1;
    let is_right = |at: usize| {
        by_check && checks.get(at).is_some_and(Option::is_some)
            || !by_check && by_bold && is_bold.get(at).is_some_and(Option::is_some)
    };
    let right: Vec<usize> = (0..texts.len()).filter(|at| is_right(*at)).collect();
    let plain = |(at, text): (usize, Fragment)| {
        let mut text = is_bold.get(at).cloned().flatten().filter(|_| right.contains(&at)).unwrap_or(text);
        text.cuts.extend(checks.get(at).copied().flatten().filter(|_| by_check));
        text
    };
    let plain = texts.into_iter().enumerate().map(plain).collect();
    (right, plain)
}

/// The check mark at an option's end or beginning.
fn check(document: &Document<'_>, text: &Fragment) -> Option<Span> {
    let is_check = |c: char| matches!(c, '✅' | '✔' | '☑' | '✓');
    let shapes = |c: char| c.is_whitespace() || c == '\u{fe0f}';
    let events = text.events.iter().filter_map(|run| document.events.get(run.clone())).flatten();
    let mut texts =
        events.filter(|(event, _)| matches!(event, Event::Text(text) if !text.is_ascii() && text.contains(is_check)));
    texts.next()?;
    text.read(document).find_map(|(_, event, span)| {
        let Event::Text(text) = event else { return None };
        let (at, mark) = text.char_indices().find(|(_, c)| is_check(*c))?;
        let before = text.get(..at)?.trim_end_matches(shapes).len();
        let rest = text.get(at + mark.len_utf8()..)?;
        let after = rest.len() - rest.trim_start_matches(shapes).len();
        let alone = before == 0 || after == rest.len();
        (alone && text.len() == span.end - span.start)
            .then(|| Span::new(span.start + before, span.start + at + mark.len_utf8() + after))
    })
}

/// The option without the bold type that all of it is in.
fn without_bold(document: &Document<'_>, text: &Fragment) -> Option<Fragment> {
    let run = text.events.first()?;
    let numbers = || run.clone().filter_map(|number| Some((number, &document.events.get(number)?.0)));
    let (open, _) = numbers().find(|(_, event)| matches!(event, Event::Start(Tag::Strong)))?;
    let (close, _) = numbers().find(|(_, event)| matches!(event, Event::End(TagEnd::Strong)))?;
    let rest = |range: Range<usize>| Fragment { events: vec![range], ..text.clone() };
    let outside = [run.start..open, close + 1..run.end];
    let says = |range: &Range<usize>| {
        let said = plain_text(document, &rest(range.clone()));
        said.chars().any(char::is_alphanumeric)
    };
    // An explanation may follow the right one's bold text; nothing may stand before it but its letter.
    if says(&outside[0]) || says(&outside[1]) {
        return None;
    }
    let mut events = vec![run.start..open, open + 1..close, close + 1..run.end];
    events.extend(text.events.iter().skip(1).cloned());
    Some(Fragment { events, ..text.clone() })
}
