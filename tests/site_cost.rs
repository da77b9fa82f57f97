//! What a large site costs. Not a test: `cargo test --release --test site_cost -- --ignored --nocapture`.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::disallowed_methods, reason = "it measures")]

use std::collections::BTreeMap;
use std::time::Instant;

use recto::note::{Guid, Kind};
use recto::output::site::{Found, SearchIndex, Site, SiteFacts};
use recto::path::SourcePath;
use recto::site::{Chapter, Entry, Face, Plan, PromptShape, Section};
use recto::tag::Tag;
use recto::theme::Theme;

/// A word of a skewed vocabulary of 60 000, as prose has one.
fn word(state: &mut u64) -> String {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    let unit = (*state >> 11) as f64 / (1u64 << 53) as f64;
    let mut rank = (60_000f64.powf(unit)) as u64;
    let mut out = String::new();
    while rank > 0 || out.len() < 2 {
        out.push(char::from(b'a' + (rank % 26) as u8));
        out.push(char::from(b"aeiou"[(rank % 5) as usize]));
        rank /= 26;
    }
    out
}

fn text(state: &mut u64, bytes: usize) -> String {
    let mut out = String::new();
    while out.len() < bytes {
        out.push_str(&word(state));
        out.push(' ');
    }
    out
}

/// The most memory this process has had, in MiB, where the system tells.
fn peak() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kib| kib.parse::<usize>().ok()).unwrap_or(0) / 1024
}

fn theme() -> Theme {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/themes");
    let files = walkdir::WalkDir::new(&root).into_iter().map(Result::unwrap).filter(|e| e.file_type().is_file());
    let read = |entry: walkdir::DirEntry| {
        let key = entry.path().strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
        (key, std::fs::read(entry.path()).unwrap())
    };
    let files: BTreeMap<String, Vec<u8>> = files.map(read).collect();
    let builtin = Theme::find("recto", "en", &files);
    builtin.unwrap_or_else(|_| Theme::find("bare", "en", &files).unwrap())
}

#[test]
#[ignore = "it measures"]
fn index() {
    for cards in [10_000, 100_000] {
        let (mut state, mut index, mut files, mut bytes) = (1, SearchIndex::new(), 0, 0);
        let mut spent = std::time::Duration::ZERO;
        let mut count = |text: String| {
            files += 1;
            bytes += text.len();
        };
        for number in 0..cards {
            let (title, body) = (text(&mut state, 50), text(&mut state, 1200));
            let start = Instant::now();
            let file = index.add(&Found {
                title: &title,
                url: "go/memory.html",
                guid: "0123456789abc",
                text: &body,
                tags: "go::memory medium",
            });
            spent += start.elapsed();
            file.into_iter().for_each(|(_, text)| count(text));
            if number + 1 == cards {
                println!("{cards} cards: peak {} MiB before the end", peak());
            }
        }
        let start = Instant::now();
        index.finish().for_each(|(_, text)| count(text));
        let end = start.elapsed();
        println!("{cards} cards: add {spent:?}, finish {end:?}, {files} files, {bytes} bytes, peak {} MiB", peak());
    }
}

#[test]
#[ignore = "it measures"]
fn pages() {
    let mut state = 1;
    let mut chapters = Vec::new();
    for c in 0..100u64 {
        let mut sections = Vec::new();
        for s in 0..10 {
            let entries = (0..10).map(|e| Entry {
                guid: Guid::from_bits((c * 100 + s * 10 + e + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15)),
                title: text(&mut state, 50).into(),
                tags: Tag::parse(&format!("topic{}::part{}", c % 20, s)).into_iter().collect(),
                facts: Vec::new(),
            });
            sections.push(Section { title: format!("Section {s}"), slug: format!("s{s}"), entries: entries.collect() });
        }
        let path = SourcePath::new(&format!("doc{c}.md"));
        chapters.push(Chapter {
            title: format!("Document {c}"),
            slug: format!("doc{c}"),
            path,
            language: None,
            sections,
        });
    }
    let plan = Plan { chapters, unanswered: Vec::new() };
    let faces = |section: &Section| -> Vec<Face> {
        let face = |entry: &Entry| Face {
            guid: entry.guid,
            kind: Kind::Basic,
            title: entry.title.to_string(),
            prompt: entry.title.to_string(),
            shape: PromptShape::Inline,
            answer: format!("<p>{}</p>", "<code>some</code> text ".repeat(62)),
            extra: String::new(),
            trail: vec!["Trail".into()],
            tags: entry.tags.to_vec(),
            line: 1,
            text: String::new(),
            facts: Vec::new(),
            whole: None,
        };
        section.entries.iter().map(face).collect()
    };
    let all: Vec<Vec<Vec<Face>>> = plan.chapters.iter().map(|c| c.sections.iter().map(faces).collect()).collect();
    let start = Instant::now();
    let theme = theme();
    println!("theme {}: {:?}", theme.name(), start.elapsed());
    let facts = SiteFacts {
        title: "Large".into(),
        project: "large".into(),
        language: "en".into(),
        base_url: Some("https://example.org".into()),
        repository: None,
        deck_file: "large.apkg".into(),
        cards: 10_000,
        version: "0",
    };
    for _ in 0..3 {
        let start = Instant::now();
        let site = Site::new(&theme, facts.clone(), &plan).unwrap();
        println!("site: {:?}", start.elapsed());
        let start = Instant::now();
        let mut bytes = 0;
        for (c, faces) in all.iter().enumerate() {
            bytes += site.chapter(c, faces).unwrap().iter().map(|(_, text)| text.len()).sum::<usize>();
        }
        println!("10 000 cards on 1 000 pages: {:?}, {bytes} bytes", start.elapsed());
        let start = Instant::now();
        let count = site.standing_pages().map(Result::unwrap).count();
        println!("{count} other files: {:?}", start.elapsed());
    }
}
