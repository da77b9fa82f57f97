//! `docs/scenarios.md` names tests that are there, and every scenario there is a test of.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The functions that a file of tests defines.
fn tests_in(path: &Path) -> BTreeSet<String> {
    let text = fs::read_to_string(path).unwrap();
    let names = text.lines().filter_map(|line| line.strip_prefix("def test_")?.split_once('('));
    names.map(|(name, _)| format!("test_{name}")).collect()
}

#[test]
fn the_page_of_scenarios_and_the_tests_agree() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(root.join("docs/scenarios.md")).unwrap();
    let named: BTreeSet<&str> = page.split('`').skip(1).step_by(2).collect();
    let scripts = fs::read_dir(root.join("tests/anki")).unwrap().map(|entry| entry.unwrap().path());
    let scripts: Vec<_> = scripts.filter(|path| path.extension().is_some_and(|end| end == "py")).collect();
    let there: BTreeSet<String> = scripts.iter().flat_map(|path| tests_in(path)).collect();

    let tests = named.iter().filter(|name| name.starts_with("test_") && !name.contains('.'));
    let missing: Vec<_> = tests.filter(|name| !there.contains(**name)).collect();
    assert!(missing.is_empty(), "named, but no test: {missing:?}");
    let files = named.iter().filter(|name| name.starts_with("test") && name.contains('.') || name.starts_with("src/"));
    let places = |name: &&&str| [root.join(name), root.join("tests/anki").join(name)].iter().any(|path| path.exists());
    let missing: Vec<_> = files.filter(|name| !places(name)).collect();
    assert!(missing.is_empty(), "named, but no file: {missing:?}");
    let scenarios = tests_in(&root.join("tests/anki/test_scenarios.py"));
    assert!(scenarios.len() > 50, "the tests are read");
    let unnamed: Vec<_> = scenarios.iter().filter(|name| !named.contains(name.as_str())).collect();
    assert!(unnamed.is_empty(), "a scenario without a row: {unnamed:?}");

    // A row says which test holds it, or why it needs none.
    for row in page.lines().filter(|line| line.starts_with("| ")).skip(1) {
        let last = row.trim_end_matches(" |").rsplit(" | ").next().unwrap();
        assert!(last.contains('`'), "a row without a test: {row}");
    }
}
