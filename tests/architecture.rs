//! The architecture: which room of `src/` may use which, who may touch files, clock and
//! environment, and where each big library stays.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// For each room of `src/`, the rooms it uses. An edge that is not here is a mistake; an edge that
/// nobody uses any more is one too.
const ROOMS: &[(&str, &[&str])] = &[
    ("atomise", &["dialect", "draft", "finding", "lookup", "markdown", "note", "question", "source"]),
    (
        "build",
        &[
            "atomise",
            "changelog",
            "config",
            "deck",
            "dialect",
            "discover",
            "draft",
            "error",
            "explain",
            "finding",
            "identity",
            "lint",
            "load",
            "markdown",
            "note",
            "output",
            "path",
            "publish",
            "question",
            "render",
            "site",
            "source",
            "theme",
            "tag",
            "topic",
        ],
    ),
    ("changelog", &["note"]),
    (
        "cli",
        &[
            "build",
            "changelog",
            "discover",
            "error",
            "explain",
            "finding",
            "identity",
            "lint",
            "load",
            "note",
            "path",
            "publish",
            "serve",
            "source",
            "theme",
            "topic",
        ],
    ),
    ("config", &["atomise", "dialect", "finding", "lint", "markdown", "source", "tag", "topic", "yaml"]),
    ("deck", &["note", "tag"]),
    ("dialect", &["lookup", "markdown", "note", "question", "source", "tag"]),
    ("discover", &["error", "finding", "path"]),
    ("draft", &["identity", "markdown", "note", "question", "source", "tag"]),
    ("error", &[]),
    ("explain", &["dialect", "markdown", "question", "source", "tag"]),
    ("finding", &["source"]),
    ("identity", &["draft", "note", "path"]),
    ("lint", &["draft", "finding", "identity", "lookup", "markdown", "note", "question", "source"]),
    ("load", &["discover", "error", "finding", "identity", "media", "path", "source"]),
    ("lookup", &[]),
    ("markdown", &["source"]),
    ("media", &[]),
    ("note", &[]),
    ("output", &["changelog", "deck", "error", "media", "note", "path", "site", "theme"]),
    ("path", &[]),
    ("publish", &["error", "path"]),
    ("question", &["markdown", "note", "source", "tag"]),
    ("render", &["markdown", "media", "output", "path", "source"]),
    ("serve", &["discover", "error", "load", "note", "output", "path", "render"]),
    ("site", &["note", "path", "tag"]),
    ("source", &["path"]),
    ("tag", &[]),
    ("theme", &["note", "path"]),
    ("topic", &["dialect", "markdown", "path", "question", "tag"]),
    ("yaml", &["finding", "source"]),
];

/// A line of a source file.
struct Line {
    /// The file, below `src/`.
    file: String,
    number: usize,
    text: String,
}

impl Line {
    fn room(&self) -> &str {
        self.file.split('/').next().unwrap().trim_end_matches(".rs")
    }
}

/// All lines of code in `src/`: no comments, no tests.
fn code() -> Vec<Line> {
    let mut lines = Vec::new();
    for (file, text) in sources() {
        for (number, text) in text.lines().enumerate() {
            if text.trim() == "#[cfg(test)]" {
                break;
            }
            let code = text.split("//").next().unwrap_or_default();
            lines.push(Line { file: file.clone(), number: number + 1, text: code.to_owned() });
        }
    }
    lines
}

/// All files of `src/` with their text.
fn sources() -> BTreeMap<String, String> {
    let root = support::root().join("src");
    let entries = walkdir::WalkDir::new(&root)
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.path().extension().is_some_and(|end| end == "rs"));
    let name = |path: &std::path::Path| path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
    entries.map(|entry| (name(entry.path()), fs::read_to_string(entry.path()).unwrap())).collect()
}

/// Fails with each offender's file and line.
#[track_caller]
fn none(offenders: &[String], rule: &str) {
    assert!(offenders.is_empty(), "{rule}:\n{}", offenders.join("\n"));
}

/// Fails where a word stands outside of the files that may hold it.
#[track_caller]
fn stays_in(words: &[&str], rooms: &[&str], rule: &str) {
    let allowed =
        |line: &Line| rooms.iter().any(|room| line.file == *room || line.file.starts_with(&format!("{room}/")));
    let holds = |line: &Line| words.iter().any(|word| line.text.contains(word));
    let found: Vec<Line> = code().into_iter().filter(holds).collect();
    let offender = |line: &Line| format!("  src/{}:{}: {}", line.file, line.number, line.text.trim());
    none(&found.iter().filter(|line| !allowed(line)).map(offender).collect::<Vec<_>>(), rule);
    let unused = rooms.iter().filter(|room| !found.iter().any(|line| line.file.starts_with(**room)));
    none(&unused.map(|room| format!("  {room} may, but does not")).collect::<Vec<_>>(), rule);
}

/// The rooms that a line of code names after `crate::`, with all of `{...}`.
fn edges() -> Vec<(Line, String)> {
    let mut edges = Vec::new();
    let mut open = false;
    for line in code() {
        let mut rest = line.text.as_str();
        let mut names = Vec::new();
        while let Some(at) = rest.find("crate::") {
            rest = &rest[at + 7..];
            if rest.starts_with('{') {
                open = true;
                break;
            }
            names.push(rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap().to_owned());
        }
        assert!(!open, "src/{}:{}: write one `use crate::room` a line", line.file, line.number);
        for name in names {
            let line = Line { file: line.file.clone(), number: line.number, text: line.text.clone() };
            edges.push((line, name));
        }
    }
    edges
}

#[test]
fn rooms_use_only_what_they_may() {
    let allowed: BTreeMap<&str, BTreeSet<&str>> =
        ROOMS.iter().map(|(room, uses)| (*room, uses.iter().copied().collect())).collect();
    let mut used: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut offenders = Vec::new();
    for (line, name) in edges().into_iter().filter(|(line, name)| line.room() != name) {
        let room = line.room().to_owned();
        if !allowed.get(room.as_str()).is_some_and(|uses| uses.contains(name.as_str())) {
            offenders.push(format!("  src/{}:{}: `{room}` uses `{name}`", line.file, line.number));
        }
        used.entry(room).or_default().insert(name);
    }
    none(&offenders, "edges that the table does not allow");
    let unused: Vec<String> = ROOMS
        .iter()
        .flat_map(|(room, uses)| uses.iter().map(move |name| (*room, *name)))
        .filter(|(room, name)| !used.get(*room).is_some_and(|uses| uses.contains(*name)))
        .map(|(room, name)| format!("  `{room}` does not use `{name}`"))
        .collect();
    none(&unused, "edges of the table that nobody uses; take them out");
}

#[test]
fn every_room_is_in_the_table() {
    let rooms: BTreeSet<String> = code().iter().map(|line| line.room().to_owned()).collect();
    let table: BTreeSet<String> = ROOMS.iter().map(|(room, _)| (*room).to_owned()).collect();
    let beside = BTreeSet::from(["lib".to_owned(), "main".to_owned()]);
    assert_eq!(rooms.difference(&beside).cloned().collect::<BTreeSet<_>>(), table);
}

/// The words of design section 11, for the rooms where a glance at the table is not enough.
#[test]
fn promises_of_the_table_hold() {
    let uses = |room: &str| ROOMS.iter().find(|(name, _)| *name == room).map_or(&[] as &[&str], |(_, uses)| *uses);
    let never = |room: &str, others: &[&str]| {
        for other in others {
            assert!(!uses(room).contains(other), "`{room}` must not use `{other}`");
        }
    };
    never("dialect", &["identity", "output", "render", "site", "deck", "theme", "build", "config"]);
    never("identity", &["dialect", "output", "render", "site", "theme", "markdown", "build", "config"]);
    never("output", &["dialect", "identity", "markdown", "render", "question", "draft", "load", "build"]);
    never("theme", &["dialect", "identity", "markdown", "output", "load", "build"]);
    never("markdown", &["dialect", "render", "output", "finding", "build"]);
    for (room, _) in ROOMS {
        if *room != "cli" {
            never(room, &["cli", "serve"]);
        }
        if !["build", "cli"].contains(room) {
            never(room, &["build", "publish"]);
        }
    }
}

#[test]
fn files_clock_and_environment_stay_in_their_rooms() {
    let files = [
        "discover.rs",
        "load.rs",
        "publish",
        "output/anki/package.rs",
        "output/anki/read.rs",
        "cli/explain.rs",
        "cli/init/mod.rs",
        "serve/site.rs",
        "serve/watch.rs",
    ];
    // `explain` and `init` look what their argument is; `publish/` writes what `init` places; `serve` hands out
    // what a build has published.
    stays_in(
        &["std::fs", "File::open", "File::create", "OpenOptions", ".canonicalize()", ".is_file()", ".is_dir()"],
        &files,
        "files",
    );
    stays_in(
        &["std::env", "env::var"],
        &["cli", "publish/guard.rs"],
        "the environment is read in `cli/`; `publish/` asks for the home folder",
    );
    stays_in(&["SystemTime", "Instant"], &["cli"], "the clock is read in `cli/`");
    stays_in(&["println!", "eprintln!", "std::io::stdout", "std::io::stderr", "anstream::"], &["cli"], "printing");
    stays_in(&["std::process"], &["cli", "main.rs"], "exit codes; no program is run");
    stays_in(&["Command::new", "TcpStream"], &[], "no program is run, no connection opened");
    stays_in(&["std::net", "axum::"], &["serve"], "what answers this computer's browser");
    stays_in(&["open::that"], &["cli/serve.rs"], "the browser is opened where somebody asks for it");
}

#[test]
fn libraries_stay_in_their_rooms() {
    stays_in(&["pulldown_cmark"], &["atomise", "markdown", "dialect", "render"], "the parser's types");
    stays_in(&["rusqlite"], &["output/anki"], "the database");
    stays_in(&["zip::"], &["output/anki"], "the archive");
    stays_in(&["tera::"], &["theme"], "templates");
    stays_in(&["syntect::", "two_face::"], &["render/code.rs", "render/code_lines.rs"], "code colours");
    stays_in(&["math_core::"], &["render/math.rs"], "formulas");
    stays_in(&["ammonia::"], &["render/sanitise.rs"], "raw HTML");
    stays_in(&["serde_yaml::"], &["yaml.rs", "theme/manifest.rs", "theme/strings.rs"], "YAML");
    stays_in(&["clap::"], &["cli"], "arguments");
    stays_in(&["annotate_snippets::"], &["cli"], "findings on paper");
    stays_in(&["notify_debouncer_full::"], &["serve/watch.rs"], "what changes on the disk");
}

#[test]
fn files_are_one_idea() {
    let long = sources().into_iter().map(|(file, text)| (file, text.lines().count())).filter(|(_, lines)| *lines > 400);
    none(
        &long.map(|(file, lines)| format!("  src/{file}: {lines}")).collect::<Vec<_>>(),
        "files of more than 400 lines",
    );
}
