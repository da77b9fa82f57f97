//! Progress bars on standard error, where that is a terminal.

use std::sync::Mutex;

use indicatif::{ProgressBar, ProgressStyle};

use crate::build::Progress;

/// The bar of a build; hidden where nobody watches.
pub(super) struct Bar {
    bar: Mutex<ProgressBar>,
}

impl Bar {
    pub(super) fn new() -> Bar {
        Bar { bar: Mutex::new(ProgressBar::hidden()) }
    }

    /// Moves on.
    pub(super) fn take(&self, progress: Progress) {
        let Ok(mut bar) = self.bar.lock() else { return };
        match progress {
            Progress::Reading { documents } => *bar = begin("reading", documents),
            Progress::Read => bar.inc(1),
            Progress::Writing { notes } => *bar = begin("building", notes),
            Progress::Written { notes } => bar.inc(notes as u64),
            Progress::Finishing => bar.set_message("packing"),
        }
    }

    /// Takes the bar away.
    pub(super) fn finish(&self) {
        if let Ok(bar) = self.bar.lock() {
            bar.finish_and_clear();
        }
    }
}

fn begin(what: &'static str, length: usize) -> ProgressBar {
    let bar = ProgressBar::new(length as u64).with_message(what);
    let style = ProgressStyle::with_template("{msg:>9} {wide_bar:.cyan/dim} {human_pos}/{human_len} {eta}");
    match style {
        Ok(style) => bar.with_style(style.progress_chars("━╸─")),
        Err(_) => bar,
    }
}
