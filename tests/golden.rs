//! Golden dumps of what is built from the seed document: the package as text, the site as a list
//! of files with the text of those that hold content. `UPDATE=1 cargo test` renews them; review
//! the difference.
//!
//! Files of the theme are named, not dumped: a style that changes is no change of content.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::Read;

use rusqlite::{Connection, Row};
use serde_json::Value;
use support::project::Project;

/// The seed, built without a lock.
fn built() -> Project {
    let project = Project::new();
    project.write("content/go-internals.md", fs::read(support::root().join("content/go-internals.md")).unwrap());
    project.build();
    project
}

fn compare(name: &str, actual: &str) {
    let path = support::root().join("tests/golden/go-internals").join(name);
    support::settle(&support::compare_file(&path, actual).into_iter().collect::<Vec<_>>());
}

fn digest(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex()[..16].to_owned()
}

/// Rows of a query, as text.
fn rows<T>(db: &Connection, query: &str, read: impl Fn(&Row<'_>) -> rusqlite::Result<T>) -> Vec<T> {
    let mut statement = db.prepare(query).unwrap();
    statement.query_map([], |row| read(row)).unwrap().map(Result::unwrap).collect()
}

#[test]
fn the_seed_is_the_document_it_was() {
    let seed = fs::read(support::root().join("../shared/seed/go-internals.md")).unwrap();
    assert_eq!(fs::read(support::root().join("content/go-internals.md")).unwrap(), seed);
}

#[test]
fn the_package_is_as_before() {
    let project = built();
    let mut archive = zip::ZipArchive::new(fs::File::open(project.path("output/go-internals.apkg")).unwrap()).unwrap();
    let mut out = String::new();
    for number in 0..archive.len() {
        let mut file = archive.by_index(number).unwrap();
        let name = file.name().unwrap().into_owned();
        writeln!(out, "file {name}").unwrap();
        if name == "collection.anki2" {
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            project.write("collection.anki2", bytes);
        }
    }
    let db = Connection::open(project.path("collection.anki2")).unwrap();
    let (decks, models): (String, String) =
        db.query_row("SELECT decks, models FROM col", [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    let decks: BTreeMap<String, Value> = serde_json::from_str(&decks).unwrap();
    for (id, deck) in &decks {
        writeln!(out, "\ndeck {id} {}: {}", deck["name"], deck["desc"]).unwrap();
    }
    let models: BTreeMap<String, Value> = serde_json::from_str(&models).unwrap();
    for (id, model) in &models {
        let names = |key: &str| {
            let parts = model[key].as_array().unwrap().iter();
            parts.map(|part| format!("{} {}", part["id"], part["name"])).collect::<Vec<_>>().join(", ")
        };
        // The look belongs to the theme; all else is frozen.
        let mut frozen = model.clone();
        frozen.as_object_mut().unwrap().retain(|key, _| key != "css" && key != "mod");
        let frozen = digest(frozen.to_string().as_bytes());
        writeln!(out, "\nnote type {id} {} {frozen}", model["name"]).unwrap();
        writeln!(out, "  fields: {}\n  templates: {}", names("flds"), names("tmpls")).unwrap();
    }
    let notes = rows(&db, "SELECT id, guid, mid, tags, flds, sfld FROM notes ORDER BY id", |row| {
        let texts: Vec<String> = (3..6).map(|at| row.get(at)).collect::<rusqlite::Result<_>>()?;
        Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get::<_, i64>(2)?, texts))
    });
    for (id, guid, model, texts) in notes {
        let [tags, fields, sorted] = texts.try_into().unwrap();
        let model = &models[&model.to_string()];
        writeln!(out, "\nnote {guid} {id} {}\n  tags: {}\n  sorted by: {sorted}", model["name"], tags.trim()).unwrap();
        let cards = format!("SELECT ord, due, did FROM cards WHERE nid = {id} ORDER BY ord");
        for (ord, due, deck) in
            rows(&db, &cards, |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?, row.get::<_, i64>(2)?)))
        {
            writeln!(out, "  card {ord}: due {due}, deck {}", decks[&deck.to_string()]["name"]).unwrap();
        }
        let names = model["flds"].as_array().unwrap().iter().map(|field| field["name"].as_str().unwrap());
        for (name, field) in names.zip(fields.split('\u{1f}')).filter(|(_, field)| !field.is_empty()) {
            writeln!(out, "  {name}:").unwrap();
            field.lines().for_each(|line| writeln!(out, "    {line}").unwrap());
        }
    }
    compare("package.txt", &out.lines().map(|line| format!("{}\n", line.trim_end())).collect::<String>());
}

#[test]
fn the_site_holds_the_same_files() {
    let project = built();
    let theme = project_files("themes");
    let origin =
        |bytes: &[u8]| theme.iter().find(|(_, other)| *other == bytes).map(|(name, _)| format!("themes/{name}"));
    let mut out = String::new();
    for (name, bytes) in project.tree("output") {
        let what = match name.rsplit('.').next().unwrap() {
            "apkg" if name.starts_with("site/") => "the same package".to_owned(),
            "apkg" => "the package".to_owned(),
            "html" => "page".to_owned(),
            _ if name == "site/assets/theme.css" => "of the theme's tokens".to_owned(),
            // It changes with every file of the theme, which says nothing.
            _ if name == "site/sw.js" => "of all files".to_owned(),
            _ => origin(&bytes).unwrap_or_else(|| format!("{} bytes, {}", bytes.len(), digest(&bytes))),
        };
        writeln!(out, "{name}: {what}").unwrap();
    }
    assert_eq!(project.read("output/go-internals.apkg"), project.read("output/site/go-internals.apkg"));
    compare("files.txt", &out);
}

/// All files of a folder of the sources.
fn project_files(folder: &str) -> BTreeMap<String, Vec<u8>> {
    support::project::tree(&support::root().join(folder))
}

/// The main part of a page, without blank lines and indentation.
fn main_part(page: &str) -> String {
    let begin = page.find("<main").unwrap();
    let end = page.find("</main>").unwrap();
    let lines = page[begin..end].lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(|line| format!("{line}\n")).collect()
}

#[test]
fn home_and_a_section_read_the_same() {
    let project = built();
    compare("home.html", &main_part(&project.text("output/site/index.html")));
    compare("section.html", &main_part(&project.text("output/site/go-internals/memory-management.html")));
}

#[test]
fn the_search_index_is_the_same() {
    let project = built();
    let mut out = String::new();
    for (name, bytes) in project.tree("output/site/search") {
        let text = String::from_utf8(bytes).unwrap();
        // Terms stand in one text of many lines.
        let text = if name.starts_with('t') { text.replace("\\n", "\n") } else { text };
        writeln!(out, "== {name}\n{}", text.trim_end()).unwrap();
    }
    compare("search.txt", &out);
}

#[test]
fn the_lock_is_the_same() {
    // The look is the theme's.
    let lock = built().text("recto.lock");
    let lines = lock.lines().filter(|line| !line.starts_with("{\"note_type\""));
    compare("recto.lock", &lines.map(|line| format!("{line}\n")).collect::<String>());
}
