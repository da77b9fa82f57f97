//! The themes inside the binary.

/// Every file of every built-in theme, sorted: its path as `NAME/...` and what it holds.
pub(super) static FILES: &[(&str, &[u8])] = &include!(concat!(env!("OUT_DIR"), "/themes.rs"));
