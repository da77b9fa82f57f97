//! How long each pass takes: thread time, summed over all threads.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// A pass, as it is timed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pass {
    /// Reading files.
    Load,
    /// Markdown to events and blocks (done in both sweeps).
    Parse,
    /// Front matter to settings of a document (done in both sweeps).
    Front,
    /// Blocks to questions, by every dialect (done in both sweeps).
    Recognise,
    /// Questions to topics, and drafts to their tags (done in both sweeps).
    Tag,
    /// Questions to drafts (done in both sweeps).
    Atomise,
    /// Texts to digests.
    Outline,
    /// Questions and outlines to advice.
    Lint,
    /// Drafts to guids.
    Identify,
    /// Colouring code.
    Colour,
    /// Events to HTML, without the code.
    Render,
    /// Templates to pages.
    Pages,
    /// Notes to the package's database, the lock with it.
    Deck,
    /// Words to the search index.
    Search,
    /// Writing pages and other files.
    Write,
    /// Compressing the package.
    Pack,
    /// Bringing all to the disk.
    Publish,
}

impl Pass {
    /// Every pass, in order.
    pub const ALL: [Pass; 17] = [
        Pass::Load,
        Pass::Parse,
        Pass::Front,
        Pass::Recognise,
        Pass::Tag,
        Pass::Atomise,
        Pass::Outline,
        Pass::Lint,
        Pass::Identify,
        Pass::Colour,
        Pass::Render,
        Pass::Pages,
        Pass::Deck,
        Pass::Search,
        Pass::Write,
        Pass::Pack,
        Pass::Publish,
    ];

    /// In one word.
    pub fn name(self) -> &'static str {
        match self {
            Pass::Load => "load",
            Pass::Parse => "parse",
            Pass::Front => "front",
            Pass::Recognise => "recognise",
            Pass::Tag => "tag",
            Pass::Atomise => "atomise",
            Pass::Outline => "outline",
            Pass::Lint => "lint",
            Pass::Identify => "identify",
            Pass::Colour => "colour",
            Pass::Render => "render",
            Pass::Pages => "pages",
            Pass::Deck => "deck",
            Pass::Search => "search",
            Pass::Write => "write",
            Pass::Pack => "pack",
            Pass::Publish => "publish",
        }
    }
}

/// A stopwatch for each pass. The clock is handed in: only the command line reads one.
#[derive(Debug)]
pub struct Passes {
    clock: fn() -> Duration,
    spent: [AtomicU64; Pass::ALL.len()],
}

impl Passes {
    /// Stopwatches at zero; `clock` tells the time since any fixed moment.
    pub fn new(clock: fn() -> Duration) -> Passes {
        Passes { clock, spent: Default::default() }
    }

    /// Runs some work and counts its time as the pass's.
    pub fn time<T>(&self, pass: Pass, work: impl FnOnce() -> T) -> T {
        let begin = (self.clock)();
        let value = work();
        self.add(pass, (self.clock)().saturating_sub(begin));
        value
    }

    fn add(&self, pass: Pass, spent: Duration) {
        if let Some(sum) = self.spent.get(pass as usize) {
            sum.fetch_add(u64::try_from(spent.as_nanos()).unwrap_or(u64::MAX), Ordering::Relaxed);
        }
    }

    /// What each pass has taken so far.
    pub fn spent(&self) -> impl Iterator<Item = (Pass, Duration)> {
        let spent = self.spent.iter().map(|sum| Duration::from_nanos(sum.load(Ordering::Relaxed)));
        Pass::ALL.into_iter().zip(spent)
    }
}
