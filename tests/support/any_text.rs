//! What must hold for any text at all, whoever made it: proptest (`tests/properties.rs`) and the fuzzer
//! (`fuzz/`) both call [`all`].
#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::time::Duration;

use recto::atomise::{CardRules, atomise};
use recto::build::{Passes, Setting, survey};
use recto::config::Config;
use recto::dialect::{Allowed, recognise};
use recto::explain::explain;
use recto::finding::Place;
use recto::markdown::{Block, Document, Fragment, plain_text};
use recto::path::SourcePath;
use recto::render::{Form, Links, Renderer, Role};
use recto::source::{Source, Span};

pub(crate) fn source(text: &str) -> Source {
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
pub(crate) fn all(text: &str) -> Vec<String> {
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
    let rules = CardRules { sequence: Some(true), ..CardRules::default() };
    for draft in atomise(&document, &recognised.questions, rules).0.into_iter().flatten() {
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
pub(crate) fn harmless(html: &str, form: Form<'_>) {
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
