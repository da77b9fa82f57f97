//! Bytes become cards with every dialect on, and go through render: nothing panics or hangs, every place
//! lies in the text, nothing harmful comes out. `scripts/fuzz` runs it.
#![no_main]

#[path = "../../tests/support/any_text.rs"]
mod any_text;

use libfuzzer_sys::fuzz_target;
use recto::path::SourcePath;
use recto::source::Source;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(source) = Source::from_bytes(SourcePath::new("a.md"), bytes.to_vec()) {
        any_text::all(&source.text);
    }
});
