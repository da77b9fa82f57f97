//! What stands under an answer and is not the answer: references, sources, further reading.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::pieces::{is_line, on_one_line, text};
use crate::markdown::{Block, BlockKind, Document, Fragment, outer_blocks, plain_text};
use crate::note::Kind;
use crate::question::Question;
use crate::source::Span;

/// Headings of such parts, in lower case and without their colon.
const WORDS: &[&str] = &[
    // English
    "reference",
    "references",
    "source",
    "sources",
    "good to hear",
    "additional link",
    "additional links",
    "additional resources",
    "further reading",
    "read more",
    "learn more",
    "see also",
    "useful links",
    "useful resources",
    "resources",
    "links",
    "more info",
    "more information",
    "credits",
    "src",
    "ref",
    "refs",
    "ref link",
    "ref links",
    "reference link",
    "reference links",
    // German, Dutch
    "quelle",
    "quellen",
    "referenz",
    "referenzen",
    "siehe auch",
    "weiterführende links",
    "weiterlesen",
    "bron",
    "bronnen",
    "zie ook",
    // Spanish, Portuguese, Italian, French
    "referencia",
    "referencias",
    "fuente",
    "fuentes",
    "enlaces",
    "véase también",
    "más información",
    "referência",
    "referências",
    "fonte",
    "fontes",
    "fonti",
    "riferimenti",
    "vedi anche",
    "saiba mais",
    "référence",
    "références",
    "voir aussi",
    "en savoir plus",
    "sources et liens",
    // Ukrainian, Russian, Polish, Czech
    "джерело",
    "джерела",
    "посилання",
    "див. також",
    "дивіться також",
    "додаткові посилання",
    "корисні посилання",
    "источник",
    "источники",
    "ссылки",
    "дополнительные ссылки",
    "полезные ссылки",
    "см. также",
    "źródło",
    "źródła",
    "zobacz też",
    "zdroj",
    "zdroje",
    // Chinese, Japanese, Korean, Arabic, Turkish, Hindi
    "参考",
    "参考资料",
    "参考链接",
    "参考文献",
    "來源",
    "来源",
    "延伸阅读",
    "参照",
    "出典",
    "参考リンク",
    "関連リンク",
    "참고",
    "참고 자료",
    "참고자료",
    "출처",
    "더 읽기",
    "المراجع",
    "مراجع",
    "مصدر",
    "المصادر",
    "kaynak",
    "kaynaklar",
    "संदर्भ",
    "स्रोत",
];

/// Moves such parts from a question's answer to its extra, unless nothing else is there.
pub(super) fn part(document: &Document<'_>, question: &mut Question) {
    let blocks = outer_blocks(document, &question.answer);
    let mut parts: Vec<&Block> = Vec::new();
    let mut at = 0;
    while let Some(block) = blocks.get(at) {
        let after = blocks.get(at + 1..).unwrap_or_default();
        let length = length(document, block, after);
        parts.extend(blocks.get(at..at + length).unwrap_or_default());
        at += length.max(1);
    }
    if parts.is_empty() {
        return;
    }
    let mut rest = question.answer.clone();
    parts.iter().for_each(|part| remove(&mut rest, part));
    let events = parts.iter().map(|part| part.events.clone()).collect();
    let extra = Fragment { events, cuts: rest.cuts.clone(), ..Fragment::default() };
    if !extra.is_blank(document) && (question.kind == Kind::Choice || !rest.is_blank(document)) {
        question.answer = rest;
        question.extra.events.extend(extra.events);
        question.extra.cuts = extra.cuts;
    }
}

/// Moves the source that a question ends with, `[[src](address)]`, to its extra.
pub(super) fn take_source(document: &Document<'_>, question: &mut Question) {
    let Some(run) = question.prompt.events.last().cloned() else { return };
    let events = document.events.get(run.clone()).unwrap_or_default();
    let shows = |(event, _): &&(Event<'_>, Span)| !matches!(event, Event::End(TagEnd::Heading(_) | TagEnd::Paragraph));
    let Some(last) = events.iter().rposition(|event| shows(&event)) else { return };
    let is_end = |at: usize| matches!(events.get(at), Some((Event::End(TagEnd::Link), _)));
    let text = |at: usize| match events.get(at) {
        Some((Event::Text(text), span)) => Some((&**text, *span)),
        _ => None,
    };
    // The brackets are the link's own, or stand around it.
    let outer = text(last).filter(|(text, _)| text.trim() == "]");
    let end = if outer.is_some() { last.checked_sub(1) } else { Some(last) };
    let Some(end) = end.filter(|end| is_end(*end)) else { return };
    let link = |(event, _): &(Event<'_>, Span)| matches!(event, Event::Start(Tag::Link { .. }));
    let Some(start) = events.get(..end).and_then(|before| before.iter().rposition(link)) else { return };
    let said = plain_text(document, &Fragment::new(run.start + start..run.start + end + 1));
    let open = start.checked_sub(1).and_then(text).filter(|(text, _)| text.ends_with('['));
    let bracketed = outer.is_some() && open.is_some() || said.starts_with('[') && said.ends_with(']');
    let (Some((_, from)), Some((_, to))) = (events.get(start), events.get(last)) else { return };
    let from = open.filter(|_| outer.is_some()).map_or(from.start, |(_, span)| span.end - 1);
    if bracketed && is_word(&said) && from > events.first().map_or(0, |(_, span)| span.start) {
        question.prompt.cuts.push(Span::new(from, to.end));
        question.extra.events.insert(0, run.start + start..run.start + end + 1);
    }
}

/// How many blocks, from this one on, are such a part.
#[allow(clippy::if_same_then_else, reason = "each branch is a rule of its own")]
fn length(document: &Document<'_>, block: &Block, after: &[&Block]) -> usize {
    if let Some(heading) = block.heading() {
        let ends = |next: &&Block| next.heading().is_some_and(|other| other.level <= heading.level);
        let end = after.iter().position(ends).unwrap_or(after.len());
        return if is_word(&text(document, block)) { 1 + end } else { 0 };
    }
    if !is_line(block) {
        return 0;
    }
    let list = after.first().filter(|next| matches!(next.kind, BlockKind::List(_)));
    let written = document.source.slice(block.span);
    // Without a label, a list or a link it is none; most are not.
    let near = written.get(..written.ceil_char_boundary(48)).unwrap_or_default();
    let is_short = written.len() <= 160 && (list.is_some() || is_one_link(document, block));
    if !is_short && !near.contains([':', '：']) {
        return 0;
    }
    let said = plain_text(document, &Fragment::new(block.inner()));
    let leads_in = || said.trim_end().ends_with([':', '：']) && said.chars().count() <= 60 && after.len() == 1;
    if let Some(list) = list
        && (is_word(&said) || leads_in() && is_list_of_links(document, list))
    {
        2
    } else {
        let begins = said.split_once([':', '：']).is_some_and(|(label, _)| is_word(label));
        usize::from(begins || is_one_link(document, block) && is_word(&said))
    }
}

/// Whether a heading heads such a part.
pub(super) fn is_headed(document: &Document<'_>, heading: &Block) -> bool {
    heading.span.end - heading.span.start <= 80 && is_word(&text(document, heading))
}

fn is_word(text: &str) -> bool {
    // The longest of the words is shorter.
    if text.len() > 96 {
        return false;
    }
    let text = text.trim_matches(|c: char| !c.is_alphanumeric());
    text.len() <= 48 && WORDS.contains(&on_one_line(text.to_lowercase()).as_str())
}

/// Whether every item of a list is a link with little beside it.
fn is_list_of_links(document: &Document<'_>, block: &Block) -> bool {
    let is_links = |item: &Block| {
        let (mut inside, mut outside, mut depth) = (0, 0, 0);
        for (_, event, _) in Fragment::new(item.inner()).read(document) {
            match event {
                Event::Start(Tag::Link { .. }) => depth += 1,
                Event::End(TagEnd::Link) => depth -= 1,
                Event::Text(text) | Event::Code(text) if depth > 0 => inside += text.len(),
                Event::Text(text) | Event::Code(text) => outside += text.trim().len(),
                _ => {}
            }
        }
        inside > 0 && outside <= inside
    };
    block.children.iter().all(is_links)
}

/// Whether a paragraph is one link and nothing else.
fn is_one_link(document: &Document<'_>, block: &Block) -> bool {
    let events = document.events.get(block.inner()).unwrap_or_default();
    let begins = events.first().is_some_and(|(event, _)| matches!(event, Event::Start(Tag::Link { .. })));
    begins && events.last().is_some_and(|(event, _)| matches!(event, Event::End(TagEnd::Link)))
}

/// Takes a block out of a fragment's runs.
fn remove(fragment: &mut Fragment, block: &Block) {
    let runs = std::mem::take(&mut fragment.events);
    for run in runs {
        if run.start <= block.events.start && block.events.end <= run.end {
            fragment.events.extend([run.start..block.events.start, block.events.end..run.end]);
        } else {
            fragment.events.push(run);
        }
    }
    fragment.events.retain(|run| run.start < run.end);
}
