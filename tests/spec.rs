//! The specification: `spec/*.md` are prose with examples, and every example is run.
//!
//! An example is one or more blocks of input (`markdown`, perhaps with the name of its file and
//! with `crlf`, `bom` or `open` for its bytes; `yaml` for `recto.yaml`; `files` for names of files
//! that are there) and after them what is expected: `cards`, `findings`, `explain`, `html page`,
//! `html card`. `UPDATE=1 cargo test` renews what is expected; review the difference.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

use rayon::prelude::*;
use recto::atomise::atomise;
use recto::build::{Changes, Passes, Request, Setting, Surveyed, explain_document, inspect, survey};
use recto::config::{Config, FrontMatter};
use recto::dialect::{Allowed, DIALECTS, recognise, take_tag_lines};
use recto::discover::{self, Layout};
use recto::draft::{Asks, Draft};
use recto::finding::{RULES, Severity};
use recto::identity::Moment;
use recto::lint::LINTS;
use recto::load;
use recto::markdown::{Document, Fragment, front_matter, plain_text};
use recto::note::Kind;
use recto::question::{Recognised, Verdict};
use recto::render::{Form, Links, Renderer, Role};
use recto::source::Source;
use recto::tag::Origin;
use support::literate::{Fenced, Literate};
use support::project::Project;

/// A project made of the input of one example.
struct Example {
    project: Project,
}

/// A document of an example, read up to its drafts.
struct Read<'a> {
    document: Document<'a>,
    front: FrontMatter,
    recognised: Recognised,
    drafts: Vec<Draft>,
}

impl Example {
    fn new(input: &[&Fenced]) -> Example {
        let project = Project::new();
        for block in input {
            match block.kind() {
                "markdown" => {
                    project.write(&format!("content/{}", block.file().unwrap_or("example.md")), block.bytes());
                }
                "yaml" => project.write("recto.yaml", block.bytes()),
                _ => block.text.lines().for_each(|name| project.write(&format!("content/{name}"), name)),
            }
        }
        Example { project }
    }

    fn layout(&self) -> Layout {
        Layout::of(&self.project.dir).unwrap()
    }

    fn config(&self) -> Config {
        load::settings(&self.layout()).map(|source| Config::read(&source.unwrap()).0).unwrap_or_default()
    }

    fn sources(&self) -> Vec<Source> {
        let (found, _) = discover::documents(&self.layout(), Path::new("output"), &self.config().ignore).unwrap();
        found.iter().map(|found| load::document(found).unwrap()).collect()
    }

    /// What the block asks for.
    fn actual(&self, expected: &Fenced) -> String {
        let (config, sources) = (self.config(), self.sources());
        let mut out = String::new();
        if expected.kind() == "findings" {
            return self.findings();
        }
        for source in &sources {
            if sources.len() > 1 {
                writeln!(out, "== {}", source.path).unwrap();
            }
            let text = match (expected.kind(), expected.options().first().map_or("", String::as_str)) {
                ("cards", _) => cards(source, &config),
                ("explain", _) => self.explained(source),
                ("html", "page") => html(source, &config, &self.links(&sources, &config), Form::Page { root: "../" }),
                ("html", "card") => {
                    let base_url = config.base_url.as_deref();
                    html(source, &config, &self.links(&sources, &config), Form::Card { base_url })
                }
                other => panic!("{other:?} is no kind of block"),
            };
            out.push_str(&text);
        }
        if out.is_empty() { "nothing\n".into() } else { out }
    }

    fn findings(&self) -> String {
        let layout = self.layout();
        let passes = Passes::new(Duration::default);
        let request = Request {
            layout: &layout,
            output: &layout.output(),
            lock: &layout.lock(),
            theme: None,
            changes: Changes::Welcome,
            consent: &|_| false,
            earlier: None,
            now: Moment { milliseconds: 0 },
            passes: &passes,
            progress: &|_| {},
        };
        let mut out = String::new();
        for finding in inspect(&request).unwrap().findings {
            let place = &finding.place;
            let at = if place.line > 0 { format!(":{}:{}", place.line, place.column) } else { String::new() };
            let severity = match finding.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Advice => "advice",
            };
            writeln!(out, "{}{at} {severity} {}: {}", place.path, finding.rule.name, finding.message).unwrap();
            if let Some(help) = finding.help {
                writeln!(out, "    {help}").unwrap();
            }
        }
        if out.is_empty() { "nothing\n".into() } else { out }
    }

    fn explained(&self, source: &Source) -> String {
        let (summary, blocks) = explain_document(source, &self.layout());
        let mut out = format!("{summary}\n");
        for block in blocks {
            let line = source.position(block.span.start).0;
            writeln!(
                out,
                "{line:>3}  {:<10}  {}: {}",
                block.fate.name(),
                "  ".repeat(block.depth) + &block.noun,
                block.why
            )
            .unwrap();
            for topic in block.topics {
                writeln!(out, "{:>17}#{} ({})", "", topic.tag, topic.origin.name()).unwrap();
            }
        }
        out
    }

    /// Links to what the example holds; a page is named as its document.
    fn links(&self, sources: &[Source], config: &Config) -> Links {
        let wanted = sources.iter().flat_map(|source| surveyed(source, config).wanted.into_keys());
        let media = load::media(&self.layout(), &wanted.collect());
        let page = |source: &Source| (source.path.clone(), source.path.as_str().replace(".md", ".html"));
        Links {
            media: media.found.into_iter().map(|(path, media)| (path, media.name)).collect(),
            pages: sources.iter().map(page).collect(),
            ..Links::default()
        }
    }
}

fn surveyed(source: &Source, config: &Config) -> Surveyed {
    let passes = Passes::new(Duration::default);
    survey(source, &Setting { config, project: "project", passes: &passes })
}

fn read<'a>(source: &'a Source, config: &Config) -> Read<'a> {
    let document = Document::parse(source);
    let (front, _) = FrontMatter::read(source, front_matter(&source.text));
    let nothing = Allowed::Only(Vec::new());
    let allowed = if front.draft { &nothing } else { front.dialect.as_ref().unwrap_or(&config.dialects) };
    let mut recognised = recognise(&document, allowed);
    if config.origins.admit(Origin::Inline) {
        take_tag_lines(&document, &mut recognised);
    }
    let (drafts, _) = atomise(&document, &recognised.questions, config.cards.with(front.cards));
    let drafts = drafts.into_iter().flatten().collect();
    Read { document, front, recognised, drafts }
}

/// The questions of a document: question, answer, and what is known about them.
fn cards(source: &Source, config: &Config) -> String {
    let surveyed = surveyed(source, config);
    let Read { document, front, recognised, drafts } = read(source, config);
    assert_eq!(surveyed.outlines.len(), drafts.len());
    let mut out = String::new();
    let mut questions = recognised.questions.iter();
    for (draft, outline) in drafts.iter().zip(&surveyed.outlines) {
        if let Some(part) = &draft.part {
            let steps = part.steps.iter().map(|step| plain_text(&document, step));
            let mut steps: Vec<String> = steps.chain([plain_text(&document, &draft.front)]).collect();
            steps.extend((part.asks == Asks::Next).then(|| "…".to_owned()));
            let kind = if outline.kind == Kind::Basic { String::new() } else { format!("  ({})", outline.kind) };
            writeln!(out, "F  {} -> {}{kind}", steps.join(" / "), shortened(&plain_text(&document, &draft.back)))
                .unwrap();
            continue;
        }
        let Some(question) = questions.find(|question| question.prompt == draft.front) else {
            panic!("no question asks \"{}\"", outline.front);
        };
        writeln!(out, "Q  {}", outline.front).unwrap();
        let right = draft.options.iter().filter(|choice| choice.verdict == Verdict::Right);
        right.for_each(|choice| writeln!(out, "*  {}", shortened(&plain_text(&document, &choice.text))).unwrap());
        let answer = shortened(&plain_text(&document, &draft.back));
        if !answer.is_empty() || outline.kind == Kind::Basic {
            writeln!(out, "A  {answer}").unwrap();
        }
        let extra = shortened(&plain_text(&document, &draft.extra));
        if !extra.is_empty() {
            writeln!(out, "E  {extra}").unwrap();
        }
        let mut known = vec![format!("{} {}", question.dialect, outline.kind)];
        known.extend((!outline.trail.is_empty()).then(|| outline.trail.join(" › ")));
        known.extend(outline.tags.iter().map(|tag| format!("#{tag}")));
        known.extend(front.deck.as_ref().map(|(deck, _)| format!("deck {deck}")));
        known.extend(question.anchor.as_ref().map(|anchor| format!("{{#{anchor}}}")));
        writeln!(out, "   {}", known.join(" | ")).unwrap();
    }
    for question in &recognised.unanswered {
        let text = plain_text(&document, &question.prompt).replace('\n', " ");
        writeln!(out, "Q  {text}\n   {} unanswered", question.dialect).unwrap();
    }
    out
}

/// A text on one line: lines parted by ` / `, the middle of a long one left out.
fn shortened(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect();
    let line = lines.join(" / ");
    let letters: Vec<char> = line.chars().collect();
    if letters.len() <= 160 {
        return line;
    }
    let part = |letters: &[char]| letters.iter().collect::<String>().trim().to_owned();
    format!("{} … {}", part(&letters[..80]), part(&letters[letters.len() - 60..]))
}

/// The HTML of all questions and answers.
fn html(source: &Source, config: &Config, links: &Links, form: Form<'_>) -> String {
    let Read { document, drafts, .. } = read(source, config);
    let renderer = Renderer::new(&document, links);
    let mut out = String::new();
    let mut write = |name: &str, fragment: &Fragment, role| {
        writeln!(out, "<!-- {name} -->\n{}", renderer.render(fragment, role, form).trim_end()).unwrap();
    };
    for draft in drafts.iter().filter(|draft| draft.part.is_none()) {
        write("question", &draft.front, Role::Prompt);
        write("answer", &draft.back, Role::Answer);
    }
    out
}

/// Runs every example of a file and compares.
fn run(path: &Path) -> Vec<String> {
    let file = Literate::read(path);
    let is_input = |block: &Fenced| matches!(block.kind(), "markdown" | "yaml" | "files");
    let mut actual = Vec::new();
    let mut at = 0;
    while at < file.blocks.len() {
        let inputs = file.blocks[at..].iter().take_while(|block| is_input(block)).count();
        let expected = file.blocks[at + inputs..].iter().take_while(|block| !is_input(block)).count();
        let heading = &file.blocks[at].heading;
        assert!(inputs > 0 && expected > 0, "{} ({heading}): input without expectation or the other way", file.name());
        let example = Example::new(&file.blocks[at..at + inputs].iter().collect::<Vec<_>>());
        let numbers = at + inputs..at + inputs + expected;
        actual.extend(numbers.map(|number| (number, example.actual(&file.blocks[number]))));
        at += inputs + expected;
    }
    file.settle(&actual)
}

#[test]
fn every_example_holds() {
    let files = support::markdown_files("tests/spec");
    let failures: Vec<String> = files.par_iter().flat_map(|path| run(path)).collect();
    support::settle(&failures);
}

#[test]
fn every_dialect_is_specified() {
    for dialect in DIALECTS {
        let path = support::root().join(format!("tests/spec/dialect-{}.md", dialect.name()));
        assert!(path.is_file(), "the dialect `{}` needs {}", dialect.name(), path.display());
        let used = Literate::read(&path)
            .blocks
            .iter()
            .any(|block| block.kind() == "cards" && block.text.contains(&format!("   {} ", dialect.name())));
        assert!(used, "no example of {} gives a question of its dialect", path.display());
    }
}

#[test]
fn every_lint_is_specified() {
    for lint in LINTS {
        let path = support::root().join(format!("tests/spec/lint-{}.md", lint.rule.name));
        assert!(path.is_file(), "the lint `{}` needs {}", lint.rule.name, path.display());
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(
            text.contains(&format!("`{}`, {}.", lint.rule.name, lint.rule.code)),
            "{} lacks its code",
            path.display()
        );
        let blocks = Literate::read(&path).blocks;
        let says = |section: &str, said: bool| {
            let of = |block: &&Fenced| block.kind() == "findings" && block.heading == section;
            let found = blocks.iter().filter(of).collect::<Vec<_>>();
            let name = format!(" {}: ", lint.rule.name);
            assert!(
                !found.is_empty() && found.iter().all(|block| block.text.contains(&name) == said),
                "{}: \"{section}\" needs findings, each {} the lint's",
                path.display(),
                if said { "with" } else { "without" }
            );
        };
        says("Reported", true);
        says("Not reported", false);
    }
}

#[test]
fn every_rule_has_an_example() {
    let spec = support::markdown_files("tests/spec");
    let cli = support::markdown_files("tests/cli");
    let blocks = spec.iter().chain(&cli).flat_map(|path| Literate::read(path).blocks);
    let expected: String =
        blocks.filter(|block| matches!(block.kind(), "findings" | "console")).map(|block| block.text).collect();
    // A file that may not be read takes a user with fewer rights than tests may have.
    let missing: Vec<&str> = RULES
        .iter()
        .filter(|rule| rule.name != "unreadable")
        .filter(|rule| {
            !expected.contains(&format!(" {}: ", rule.name)) && !expected.contains(&format!("[{}]", rule.code))
        })
        .map(|rule| rule.name)
        .collect();
    assert!(missing.is_empty(), "no example shows these findings: {missing:?}");
}
