//! A lock that is lost: made again of the last package, and what that cannot give back is told first.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::collections::BTreeMap;

use support::project::{NOW, Project};

const DAY: u64 = 86_400;

const GO: &str = "# Go\n\n### Q: What is the heap?\n\nA: Memory that outlives a call.\n\n### Q: What is the stack?\n\nA: Memory of one call.\n\n### Q: Which parts has a slice?\n\nA: Three parts, all of them in its header:\n\n- **Pointer**: where it begins\n- **Length**: how much there is\n- **Capacity**: how much there can be\n";
const BLANKS: &str = "---\ndialect: cloze\n---\n# Blanks\n\nThe {{c1::stack}} holds locals, and the {{c2::heap}} holds what outlives a call.\n\nA channel of no {{c1::buffer}} makes both sides meet.\n";

fn project() -> Project {
    let settings = "title: Notes\nbase_url: https://example.org/notes\n";
    Project::with(&[("recto.yaml", settings), ("content/go.md", GO), ("content/blanks.md", BLANKS)])
}

/// The line of each note in the lock.
fn notes(project: &Project) -> BTreeMap<String, serde_json::Value> {
    let lock = project.text("recto.lock");
    let lines = lock.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    lines.filter_map(|line| Some((line["guid"].as_str()?.to_owned(), line))).collect()
}

fn lose(project: &Project) {
    std::fs::remove_file(project.path("recto.lock")).unwrap();
}

/// The notes but for the next number of a blank, which leaves room for those that nobody remembers.
fn without_next(mut notes: BTreeMap<String, serde_json::Value>) -> BTreeMap<String, serde_json::Value> {
    notes.values_mut().for_each(|note| {
        note.as_object_mut().unwrap().remove("next");
    });
    notes
}

#[test]
fn after_a_first_build_it_comes_back_identical() {
    let mut project = project();
    project.build();
    let (lock, output) = (project.read("recto.lock"), project.tree("output"));
    // Without the package too, as in a fresh clone at the same moment.
    lose(&project);
    std::fs::remove_dir_all(project.path("output")).unwrap();
    project.build();
    assert_eq!((project.read("recto.lock"), project.tree("output")), (lock, output));
    // And with it whenever that is: no note is new or changed.
    let (before, first) = (notes(&project), project.text("recto.lock"));
    lose(&project);
    project.now = NOW + 30 * DAY;
    project.build().says("8 same").says("warning[R303]").says("all 8 notes");
    assert_eq!(without_next(notes(&project)), without_next(before));
    // Nor do the cards look another way.
    let looks = |text: &str| -> Vec<String> {
        text.lines().filter(|line| line.starts_with("{\"note_type\":")).map(str::to_owned).collect()
    };
    assert_eq!(looks(&project.text("recto.lock")), looks(&first));
}

#[test]
fn after_many_builds_what_was_built_last_comes_back() {
    let mut project = project();
    project.build();
    let mut text = GO.to_owned();
    for (old, new) in [
        ("outlives a call", "outlives the call that made it"),
        ("What is the stack?", "What is the stack of a goroutine?"),
        ("where it begins", "where its first element lies"),
        ("- **Length**: how much there is\n", ""),
        (
            "### Q: What is the heap?",
            "### Q: What is an array?\n\nA: Values of one type in a row.\n\n### Q: What is the heap?",
        ),
    ] {
        project.now += DAY;
        assert!(text.contains(old));
        text = text.replace(old, new);
        project.write("content/go.md", &text);
        project.build();
    }
    // The guids of a first build have its path in them; none would come of this one.
    std::fs::rename(project.path("content/go.md"), project.path("content/language.md")).unwrap();
    std::fs::rename(project.path("content/blanks.md"), project.path("content/gaps.md")).unwrap();
    project.now += DAY;
    project.build();
    let mut before = notes(&project);
    before.retain(|_, note| note["retired"].is_null());
    lose(&project);
    project.now += DAY;
    project.build().says(&format!("{} same", before.len()));
    assert_eq!(without_next(notes(&project)), without_next(before));
}

#[test]
fn what_was_edited_since_is_told_of_before_anything_is_written() {
    let mut project = project();
    project.build();
    let before = notes(&project);
    let output = project.tree("output");
    lose(&project);
    project.now += DAY;
    let edited = GO
        .replace("Memory of one call.", "Memory of a single call.")
        .replace("What is the heap?", "Which memory is the heap?");
    project.write("content/go.md", edited);
    let plan = project.recto(&["plan"]).ends(0);
    let plan = plan.says("of the last package 7 notes are found again, 1 not");
    assert!(plan.text.contains("1 edited") && plan.text.contains("1 new"), "{}", plan.text);
    let refused = project.recto(&["build"]).ends(2);
    refused.says("1 of the 8 notes in").says("\"What is the heap?\"").says("--forget");
    assert!(!project.has("recto.lock"));
    assert_eq!(project.tree("output"), output);
    project.recto(&["build", "--forget"]).ends(0).says("1 new, 1 edited, 6 same");
    let after = notes(&project);
    let kept = before.keys().filter(|guid| after.contains_key(*guid)).count();
    assert_eq!((before.len(), after.len(), kept), (8, 8, 7));
    // With the lock there again nothing is asked.
    project.build().says("8 same");
}

#[test]
fn another_project_takes_nothing() {
    let mut project = project();
    project.build();
    let before = notes(&project);
    lose(&project);
    project.write("recto.yaml", "title: Notes\nseed: mine\n");
    project.now += DAY;
    project.build().says("8 new");
    assert!(notes(&project).keys().all(|guid| !before.contains_key(guid)));
}

#[test]
fn a_new_blank_takes_no_number_that_may_have_been_given() {
    let mut project = project();
    let text = BLANKS.replace(" {{c2::heap}}", " heap");
    project.write("content/blanks.md", BLANKS);
    project.build();
    project.write("content/blanks.md", &text);
    project.now += DAY;
    project.build().says("1 edited");
    lose(&project);
    project.now += DAY;
    project.build();
    project.write("content/blanks.md", text.replace("locals", "{{c5::locals}}"));
    project.now += DAY;
    project.build().says("1 edited");
    let numbers = |note: &serde_json::Value| -> Vec<u64> {
        let blanks = note["ord"].as_array().into_iter().flatten();
        blanks.map(|blank| blank[0].as_u64().unwrap()).collect()
    };
    let all = notes(&project);
    let note = all.values().find(|note| note["front"].as_str().unwrap().contains("outlives")).unwrap();
    assert!(numbers(note).contains(&1) && !numbers(note).contains(&2), "{note}");
}

#[test]
fn a_package_that_cannot_be_read_stops_the_build() {
    let project = project();
    project.build();
    lose(&project);
    project.write("output/notes.apkg", "no package");
    project.recto(&["build"]).ends(3).says("cannot read").says("notes.apkg");
    assert!(!project.has("recto.lock"));
}
