//! What stands under an answer and is not the answer: references, sources, further reading.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::pieces::{is_line, on_one_line, text};
use crate::lookup::{Words, set};
use crate::markdown::{Block, BlockKind, Document, Fragment, outer_blocks, plain_run};
use crate::note::Kind;
use crate::question::Question;
use crate::source::Span;

/// Words of which a heading of such a part must hold one.
static NAMES: Words = Words::new(|| {
    set("reference references ref refs src source sources resource resources link links credits bibliography \
     quelle quellen quellenangaben referenz referenzen literatur verweise ressourcen bron bronnen referentie \
     referenties referencia referencias fuente fuentes enlace enlaces recurso recursos bibliografía referência \
     referências fonte fontes fonti riferimento riferimenti collegamenti risorse link référence références lien liens \
     ressource ressources джерело джерела посилання ресурси література источник источники ссылка ссылки ресурсы \
     литература źródło źródła odnośniki linki zdroj zdroje odkazy kaynak kaynaklar kaynakça bağlantılar \
     المراجع مراجع مصدر المصادر مصادر روابط الروابط संदर्भ स्रोत लिंक 참고 출처 참고자료 링크")
});

/// Words that may stand beside them.
static BESIDE: Words = Words::new(|| {
    set("additional further useful helpful more other related external official relevant good \
     interesting recommended learning reading the and of to for some my a on \
     weitere weiterer weiterführende nützliche hilfreiche interessante externe und zum thema zur \
     meer nuttige en de del la el los las más mas otros otras útiles interés interesantes adicionales relacionados \
     recomendados externas consultadas y sobre e mais úteis interessantes adicionais relacionadas complementares \
     interesse ulteriori altri utili esterni approfondimento per di \
     utiles supplémentaires complémentaires intéressants externes et sur d'intérêt des \
     корисні додаткові інші цікаві зовнішні та за темою полезные дополнительные другие интересные внешние и по теме \
     przydatne dodatkowe inne i užitečné další a faydalı ek diğer ve \
     مفيدة إضافية خارجية उपयोगी अन्य 유용한 자료 추가 관련 외부 및")
});

/// Other headings of such parts, in lower case and without their colon.
static PHRASES: Words = Words::new(|| SPELLED.iter().copied().collect());

const SPELLED: &[&str] = &[
    "good to hear",
    "further reading",
    "read more",
    "learn more",
    "see also",
    "more info",
    "more information",
    "siehe auch",
    "mehr dazu",
    "weiterlesen",
    "zum weiterlesen",
    "zie ook",
    "lees meer",
    "véase también",
    "ver también",
    "más información",
    "para saber más",
    "lecturas recomendadas",
    "veja também",
    "saiba mais",
    "leia mais",
    "leitura complementar",
    "vedi anche",
    "per saperne di più",
    "per approfondire",
    "voir aussi",
    "en savoir plus",
    "pour en savoir plus",
    "pour aller plus loin",
    "див. також",
    "дивіться також",
    "читати далі",
    "см. также",
    "смотрите также",
    "читать далее",
    "zobacz też",
    "zobacz także",
    "więcej informacji",
    "viz také",
    "ayrıca bakınız",
    "daha fazla bilgi",
    "انظر أيضا",
    "انظر أيضًا",
    "اقرأ المزيد",
    "더 읽기",
    "더 보기",
    "같이 보기",
    // Chinese and Japanese put no spaces between words.
    "参考",
    "参考资料",
    "參考資料",
    "参考链接",
    "参考文献",
    "參考文獻",
    "来源",
    "來源",
    "资料来源",
    "相关链接",
    "延伸阅读",
    "延伸閱讀",
    "扩展阅读",
    "更多阅读",
    "参见",
    "另见",
    "参照",
    "出典",
    "参考リンク",
    "参考資料",
    "関連リンク",
    "関連記事",
    "関連項目",
];

/// Words of a heading of such a part.
const LONGEST: usize = 6;
/// Characters of the title of links.
const TITLE: usize = 60;

/// Moves such parts from a question's answer to its extra, unless nothing else is there.
pub(super) fn part(document: &Document<'_>, question: &mut Question) {
    let is_noise = |block: &Block| question.answer.is_blank_in(document, block.events.clone());
    let blocks: Vec<&Block> =
        outer_blocks(document, &question.answer).into_iter().filter(|block| !is_noise(block)).collect();
    let links = links_at_end(document, &blocks);
    let mut parts: Vec<&Block> = Vec::new();
    let mut at = 0;
    while let Some(block) = blocks.get(at) {
        let after = blocks.get(at + 1..).unwrap_or_default();
        let length = match length(document, block, after) {
            0 if links == Some(at) => blocks.len() - at,
            length => length,
        };
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
    let said = plain_run(document, run.start + start..run.start + end + 1);
    let open = start.checked_sub(1).and_then(text).filter(|(text, _)| text.ends_with('['));
    let bracketed = outer.is_some() && open.is_some() || said.starts_with('[') && said.ends_with(']');
    let (Some((_, from)), Some((_, to))) = (events.get(start), events.get(last)) else { return };
    let from = open.filter(|_| outer.is_some()).map_or(from.start, |(_, span)| span.end - 1);
    if bracketed && is_word(&said) && from > events.first().map_or(0, |(_, span)| span.start) {
        question.prompt.cuts.push(Span::new(from, to.end));
        question.extra.events.insert(0, run.start + start..run.start + end + 1);
    }
}

/// Where the title stands of links that end an answer, whatever it is called; where there are more lists of links,
/// they are what the question asks for.
fn links_at_end(document: &Document<'_>, blocks: &[&Block]) -> Option<usize> {
    let [.., title, last] = blocks else { return None };
    let is_links = |block: &Block| matches!(block.kind, BlockKind::List(_)) && is_list_of_links(document, block);
    let is_only = || !blocks.iter().rev().skip(1).any(|block| is_links(block));
    (is_links(last) && is_title(document, title) && is_only()).then(|| blocks.len() - 2)
}

/// Whether a block is a heading, a short line in bold or one that ends in a colon.
fn is_title(document: &Document<'_>, block: &Block) -> bool {
    if block.heading().is_some() {
        return true;
    }
    let said = plain_run(document, block.inner());
    let is_bold = || {
        let events = document.events.get(block.inner()).unwrap_or_default();
        let ends = |event: &Event<'_>| matches!(event, Event::Text(text) if matches!(text.trim(), ":" | "："));
        let events = if events.last().is_some_and(|(event, _)| ends(event)) { events.split_last()?.1 } else { events };
        let begins = matches!(events.first()?.0, Event::Start(Tag::Strong));
        Some(begins && matches!(events.last()?.0, Event::End(TagEnd::Strong)))
    };
    let is_short = said.chars().count() <= TITLE;
    is_line(block) && is_short && (said.trim_end().ends_with([':', '：']) || is_bold() == Some(true))
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
    let said = plain_run(document, block.inner());
    if list.is_some() && is_word(&said) {
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
    if text.len() > 64 {
        return false;
    }
    let text = on_one_line(text.to_lowercase());
    let text = if text.contains('’') { text.replace('’', "'") } else { text };
    PHRASES.contains(text.as_str()) || is_named(&text)
}

/// Whether a text is one of the names, perhaps with words beside it that only say of what kind.
fn is_named(text: &str) -> bool {
    let mut words =
        text.split(|c: char| c.is_whitespace() || matches!(c, '&' | '/' | ',')).filter(|word| !word.is_empty());
    let named = |word: &str| NAMES.contains(word);
    let is_known = |word: &str| named(word) || BESIDE.contains(word);
    words.clone().all(is_known) && words.clone().any(named) && words.nth(LONGEST).is_none()
}

/// Whether every item of a list is a link or an address that leads elsewhere, with little beside it.
fn is_list_of_links(document: &Document<'_>, block: &Block) -> bool {
    let is_link = |item: &Block| {
        let (mut inside, mut outside, mut is_away) = (0, 0, false);
        for (_, event, _) in Fragment::new(item.inner()).read(document) {
            match event {
                Event::Start(Tag::Link { dest_url, .. }) => is_away = dest_url.contains("://"),
                Event::End(TagEnd::Link) => is_away = false,
                Event::Text(text) | Event::Code(text) => {
                    let holds_address = text.contains("://");
                    for word in text.split_whitespace() {
                        let leads = is_away || holds_address && word.contains("://");
                        *(if leads { &mut inside } else { &mut outside }) += word.len();
                    }
                }
                _ => {}
            }
        }
        inside > 0 && outside <= inside
    };
    block.children.iter().all(is_link)
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
