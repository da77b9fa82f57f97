//! The sets of `../shared/corpus`, real collections of questions.

use std::fs;

use recto::path::SourcePath;
use recto::source::Source;
use serde_json::Value;

/// Text in small letters with single spaces, as samples and fronts are to be compared.
pub(crate) fn folded(text: &str) -> String {
    text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What is known of each set.
pub(crate) fn sets() -> Vec<Value> {
    let path = super::root().join("../shared/corpus/expected.json");
    let expected: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    expected["documents"].as_array().unwrap().clone()
}

/// The documents of a set.
pub(crate) fn sources(set: &Value) -> Vec<Source> {
    let files = set["files"].as_array().unwrap().iter().map(|file| file["path"].as_str().unwrap());
    let read = |path: &str| fs::read(super::root().join("../shared/corpus").join(path)).unwrap();
    files.map(|path| Source::from_bytes(SourcePath::new(path), read(path)).unwrap()).collect()
}
