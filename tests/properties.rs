//! What holds for any text at all: nothing panics, places lie in the text, no output can run code,
//! the same text gives the same output, a lock is read as it was written.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

#[path = "support/any_text.rs"]
mod any_text;
mod support;

use std::fs;

use any_text::{all, harmless};
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;
use recto::identity::{Kept, Lock, LookRecord, Record, Sketch, fingerprint};
use recto::note::{Fields, Guid, Kind};
use recto::path::SourcePath;
use recto::render::Form;
use recto::source::Source;
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
    "- [ ] a\n- [x] b\n",
    "- A: x\n- B: y\n",
    "a) x\nb) y\n",
    "1. x\n2. y\n",
    "Answer: B\n",
    "## 第1問\n",
    "#### Answer\n",
    "<details><summary>Answer</summary>\n\n",
    "</details>\n",
    "START\n",
    "END\n",
    "\n?\n",
    "> [!question] ",
    "==",
    ":::",
    " ✅",
    "③ ",
    "C: [x] ",
    "<!--ID: 1-->",
];

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![6 => select(PIECES).prop_map(str::to_owned), 1 => any::<String>()];
    vec(piece, 0..60).prop_map(|pieces| pieces.concat())
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
        looks in vec((select(&Kind::ALL[..]), any::<String>(), 0..1_i64 << 53), 0..5),
        records in vec((any::<u64>(), select(&Kind::ALL[..]), vec(any::<String>(), 4), 1..1_i64 << 52, 0..1_i64 << 53, of(0..1_i64 << 53)), 0..8),
    ) {
        let mut lock = Lock::new(seed);
        for (kind, digest, modified) in looks {
            lock.looks.insert(kind, LookRecord { digest: fingerprint(&digest), modified });
        }
        for (bits, kind, texts, made, modified, retired) in records {
            let [path, trail, front, deck] = texts.try_into().unwrap();
            let was = retired.map(|_| {
                let fields = Fields { front: trail.clone(), back: deck.clone(), ..Fields::default() };
                Box::new(Kept { fields, tags: vec!["go::memory".to_owned()] })
            });
            let (front_print, back_print, digest) = (fingerprint(&front), fingerprint(&trail), fingerprint(&deck));
            let record = Record {
                kind, path: path.into(), trail: trail.into(), front_sketch: Sketch::of(&front), back_sketch: Sketch::of(&deck),
                front: front.into(), front_print,
                back_print, digest, made, modified, deck: format!("Deck {deck}").into(), retired, anchor: None, parent: None, blanks: Box::default(),
                next_blank: 0, was, became: None,
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

/// Found by the fuzzer: what is added after cleaning was not cleaned itself.
#[test]
fn control_characters_in_the_hint_of_a_blank_reach_no_field() {
    let out = all("# Rivers\n\nThe {{c1::Elbe::begins\0\u{1f}with E}} flows north.\n");
    assert!(out.iter().any(|html| html.contains("begins")), "the hint is kept: {out:?}");
}
