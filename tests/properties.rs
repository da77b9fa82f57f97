//! What holds for any text at all: nothing panics, places lie in the text, no output can run code,
//! the same text gives the same output, a lock is read as it was written.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::fs;
use std::time::Duration;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use recto::atomise::atomise;
use recto::build::{Passes, Setting, survey};
use recto::config::Config;
use recto::dialect::{Allowed, recognise};
use recto::explain::explain;
use recto::finding::Place;
use recto::identity::{Lock, LookRecord, Record, Sketch, fingerprint};
use recto::markdown::{Block, Document, Fragment, plain_text};
use recto::note::{Guid, Kind};
use recto::path::SourcePath;
use recto::render::{Form, Links, Renderer, Role};
use recto::source::{Source, Span};
use recto::tag::Tag;

/// Pieces that mean something to one of the readers a text goes through.
const PIECES: &[&str] = &[
    "# ",
    "## ",
    "### Q: ",
    "### Q1. ",
    "**A:** ",
    "A: ",
    "Question 3: ",
    "Відповідь: ",
    "What is it?",
    "Why",
    "：",
    "\n",
    "\n\n",
    "\n",
    "\r\n",
    "---\n",
    "---\ntitle: x\n---\n",
    "- ",
    "1. ",
    "> ",
    "    ",
    "\t",
    "```",
    "```go\n",
    "`",
    "*",
    "**",
    "_",
    "~~",
    "[",
    "](",
    ")",
    "![",
    "](x.png)",
    "[^1]",
    "[^1]: note",
    "| a | b |\n|--|:-:|\n| c | d |\n",
    "|",
    "$",
    "$$",
    "\\frac{1}{2}",
    "\\text{<b>}",
    "\\operatorname{<img>}",
    "{{c1::",
    "}}",
    "::",
    "[sound:x.mp3]",
    "[latex]",
    "[$]",
    "\\(",
    "\\)",
    "\\",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=x>",
    "<a href=\"javascript:x\">",
    "<details><summary>",
    "</div>",
    "<!--",
    "-->",
    "<style>",
    "<math><mtext>",
    "<",
    ">",
    "&lt;",
    "&#106;",
    "javascript:alert(1)",
    "(javascript:alert(1))",
    "(data:text/html,x)",
    "\" onclick=\"x",
    "' onload='x",
    "{#id}",
    "{.c onclick=x}",
    "Term\n: def",
    "Vec<T>",
    "é",
    "e\u{301}",
    "їжак",
    "你好？",
    "مرحبا؟",
    "👩‍👩‍👧",
    "\u{0}",
    "\u{1f}",
    "\u{7f}",
    "\u{e000}",
    "\u{e001}",
    "\u{202e}",
    "\u{feff}",
    "\u{2028}",
    "https://example.org",
    "<https://example.org/\"x>",
    "[x]: javascript:y\n",
    "- [x] ",
    "***\n",
    "===\n",
];

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![6 => select(PIECES).prop_map(str::to_owned), 1 => any::<String>()];
    vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

fn source(text: &str) -> Source {
    Source::from_bytes(SourcePath::new("folder/a.md"), text.as_bytes().to_vec()).unwrap()
}

/// Fails where a span does not lie in the text on borders of characters.
fn lies_within(source: &Source, span: Span, what: &str) {
    assert!(source.text.get(span.range()).is_some(), "{what}: {span:?} is not in the text");
}

fn blocks_lie_within(source: &Source, blocks: &[Block], events: usize) {
    for block in blocks {
        lies_within(source, block.span, "block");
        assert!(block.events.start <= block.events.end && block.events.end <= events, "{:?}", block.events);
        blocks_lie_within(source, &block.children, events);
    }
}

/// All that Recto makes of a text; checks what must hold on the way.
fn all(text: &str) -> Vec<String> {
    let source = source(text);
    let document = Document::parse(&source);
    document.events.iter().for_each(|(_, span)| lies_within(&source, *span, "event"));
    blocks_lie_within(&source, &document.blocks, document.events.len());
    let recognised = recognise(&document, &Allowed::Any);
    let mut out = vec![plain_text(&document, &Fragment::new(0..document.events.len()))];
    for block in explain(&document, &recognised, &[]) {
        lies_within(&source, block.span, "explained");
        out.push(block.why);
    }
    let found = || recognised.questions.iter().chain(&recognised.unanswered).chain(&recognised.silent);
    for question in found() {
        lies_within(&source, question.span, "question");
        lies_within(&source, question.asked, "asked");
        question.prompt.cuts.iter().chain(&question.answer.cuts).for_each(|cut| lies_within(&source, *cut, "cut"));
    }
    let mut ends = found().map(|question| question.span).collect::<Vec<_>>();
    ends.sort();
    assert!(ends.windows(2).all(|pair| pair[0].end <= pair[1].start), "questions overlap: {ends:?}");
    let (config, passes) = (Config::default(), Passes::new(Duration::default));
    let surveyed = survey(&source, &Setting { config: &config, project: "project", passes: &passes });
    for finding in &surveyed.findings {
        let Place { excerpt, within, line, .. } = &finding.place;
        assert!(excerpt.get(within.range()).is_some() && *line <= source.text.lines().count() + 1, "{finding:?}");
        out.push(finding.message.clone());
    }
    let links = Links::default();
    let renderer = Renderer::new(&document, &links);
    for draft in recognised.questions.iter().flat_map(atomise) {
        for (fragment, role) in
            draft.fragments().map(|fragment| (fragment, Role::Answer)).chain([(&draft.front, Role::Prompt)])
        {
            for form in [Form::Page { root: "../" }, Form::Card { base_url: Some("https://example.org") }] {
                let html = renderer.render(fragment, role, form);
                // Blanks of our own are what Anki is to act on.
                let blanks = fragment.blanks.iter().map(|blank| format!("{{{{c{}::", blank.number));
                harmless(&blanks.fold(html.clone(), |html, blank| html.replace(&blank, "")), form);
                out.push(html);
            }
        }
    }
    out
}

/// Fails where HTML could run code or load something from elsewhere.
fn harmless(html: &str, form: Form<'_>) {
    assert!(!html.contains('\u{1f}') && !html.contains('\0'), "a control character: {html}");
    for (name, attributes) in tags(html) {
        let bad = [
            "script", "style", "iframe", "object", "embed", "base", "meta", "form", "input", "svg", "link", "template",
        ];
        assert!(!bad.contains(&name.as_str()), "<{name}> in {html}");
        for (attribute, value) in attributes {
            assert!(!attribute.starts_with("on") && attribute != "style" && attribute != "id", "{attribute} in {html}");
            let address: String =
                value.to_lowercase().chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
            let runs = ["javascript:", "vbscript:", "data:"].iter().any(|scheme| address.starts_with(scheme));
            assert!(!(runs && ["href", "src"].contains(&attribute.as_str())), "{attribute}={value} in {html}");
            assert!(!(attribute == "src" && address.contains("//")), "loads {value} in {html}");
        }
    }
    if matches!(form, Form::Card { .. }) {
        for sign in ["{{", "[sound:", "[latex]", "[$]", "[anki:", "[[type:"] {
            assert!(!html.to_lowercase().contains(sign), "Anki would act on {sign} in {html}");
        }
    }
}

/// The opening tags of a text, each with its name and attributes, in lower case.
fn tags(html: &str) -> Vec<(String, Vec<(String, String)>)> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let length = rest.find(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/')).unwrap_or(rest.len());
        let name = rest[..length].to_lowercase();
        rest = &rest[length..];
        let mut attributes = Vec::new();
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
            if rest.is_empty() || rest.starts_with('>') {
                break;
            }
            let length = rest
                .find(|c: char| c.is_ascii_whitespace() || matches!(c, '=' | '>' | '/'))
                .unwrap_or(rest.len())
                .max(1);
            let length = (length..=rest.len()).find(|at| rest.is_char_boundary(*at)).unwrap_or(rest.len());
            let attribute = rest[..length].to_lowercase();
            rest = rest[length..].trim_start();
            let mut value = String::new();
            if let Some(after) = rest.strip_prefix('=') {
                let after = after.trim_start();
                let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''));
                let inside = quote.map_or(after, |_| &after[1..]);
                let ends = |c: char| quote.map_or(c.is_ascii_whitespace() || c == '>', |quote| c == quote);
                let length = inside.find(ends).unwrap_or(inside.len());
                value = inside[..length].replace("&amp;", "&").replace("&#58;", ":").replace("&colon;", ":");
                rest = inside[length..].strip_prefix(['"', '\'']).unwrap_or(&inside[length..]);
            }
            attributes.push((attribute, value));
        }
        found.push((name, attributes));
    }
    found
}

#[test]
fn the_check_itself_sees_what_is_harmful() {
    let page = Form::Page { root: "" };
    for html in
        ["<SCRIPT>", "<b onclick=x>", "<a title='>' href=\" java\nscript:x\">", "<img/src=//x>", "a<p\nstyle=x>"]
    {
        assert!(std::panic::catch_unwind(|| harmless(html, page)).is_err(), "{html}");
    }
    harmless("<a href=\"https://x.y/?javascript:\" title=\"onclick=x\">1 < 2 on=x</a>", page);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_and_rendered(text in text()) {
        prop_assert_eq!(all(&text), all(&text));
    }

    #[test]
    fn any_text_below_a_question_is_harmless(text in text()) {
        all(&format!("### Q: One?\n\n{text}\n\n### Q: Two?\n\nA: {text}"));
    }

    #[test]
    fn any_bytes_are_text_or_not(bytes in vec(any::<u8>(), 0..200)) {
        if let Err(error) = Source::from_bytes(SourcePath::new("a.md"), bytes.clone()) {
            prop_assert!(error.offset < bytes.len() && error.before.text.len() <= error.offset);
        }
    }

    #[test]
    fn any_front_matter_is_read(text in text()) {
        all(&format!("---\ntitle: {text}\n---\n### Q: One?\n\nA: x"));
    }

    #[test]
    fn tags_are_what_anki_keeps(text in text()) {
        if let Some(tag) = Tag::parse(&text) {
            prop_assert!(!tag.as_str().contains(|c: char| c.is_whitespace() || c.is_control()), "{tag:?}");
            prop_assert!(tag.levels().all(|level| !level.is_empty()), "{tag:?}");
            prop_assert_eq!(Tag::from_levels(tag.levels()), Some(tag));
        }
    }

    #[test]
    fn a_lock_is_read_as_it_was_written(
        seed in any::<String>(),
        looks in vec((select(&Kind::ALL[..]), any::<String>(), 0..i64::MAX), 0..5),
        records in vec((any::<u64>(), select(&Kind::ALL[..]), vec(any::<String>(), 4), 1..i64::MAX, 0..i64::MAX, any::<Option<i64>>()), 0..8),
    ) {
        let mut lock = Lock::new(seed);
        for (kind, digest, modified) in looks {
            lock.looks.insert(kind, LookRecord { digest: fingerprint(&digest), modified });
        }
        for (bits, kind, texts, made, modified, retired) in records {
            let [path, trail, front, deck] = texts.try_into().unwrap();
            let (front_print, back_print, digest) = (fingerprint(&front), fingerprint(&trail), fingerprint(&deck));
            let record = Record {
                kind, path: path.into(), trail: trail.into(), front_sketch: Sketch::of(&front), back_sketch: Sketch::of(&deck),
                front: front.into(), front_print,
                back_print, digest, made, modified, deck: deck.into(), retired, anchor: None, parent: None, blanks: Box::default(),
                next_blank: 0, became: None,
            };
            lock.records.insert(Guid::from_bits(bits), record);
        }
        let text = lock.write();
        prop_assert_eq!(Lock::read(&text), Ok(lock.clone()));
        let joined = format!("{text}{text}");
        prop_assert_eq!(Lock::read(&joined), Ok(lock));
    }

    #[test]
    fn any_text_is_no_lock_or_one(text in text()) {
        let _ = Lock::read(&text);
        let _ = Lock::read(&format!("{{\"recto.lock\":1,\"seed\":\"x\"}}\n{text}"));
    }
}

#[test]
fn documents_of_the_corpus_are_read_and_harmless() {
    let corpus = walkdir::WalkDir::new(support::root().join("../shared/corpus"));
    let files =
        corpus.into_iter().map(Result::unwrap).filter(|entry| entry.path().extension().is_some_and(|end| end == "md"));
    let mut count = 0;
    for entry in files {
        if let Ok(text) = fs::read_to_string(entry.path()) {
            let text: String = text.chars().take(60_000).collect();
            all(&text);
            count += 1;
        }
    }
    assert!(count > 0);
}
