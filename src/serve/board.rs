//! What the last builds gave, for all who ask: the build goes on in one thread, answers in others.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};
use tokio::sync::watch;

use crate::error::Result;
use crate::load;
use crate::output::anki::{Shown, shown};

/// A build that was published.
#[derive(Debug)]
pub struct Built {
    /// The project's title.
    pub title: String,
    /// The package.
    pub package: PathBuf,
    /// What there is to say of the documents, each as `recto check --format json` writes it.
    pub findings: Vec<Value>,
}

/// A build that could not be made; the one before it is still shown.
#[derive(Debug)]
pub struct Failed {
    /// What went wrong.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

/// What the last builds gave.
#[derive(Debug)]
pub struct Board {
    folder: PathBuf,
    /// Tells this run of the program from others.
    run: String,
    now: Mutex<Now>,
    news: watch::Sender<u64>,
}

#[derive(Debug, Default)]
struct Now {
    /// How many builds there were.
    builds: u64,
    /// The number of the last one that was published; 0 before the first.
    site: u64,
    built: Option<Built>,
    failed: Option<Failed>,
    /// The cards of the build with this number, once somebody has asked for them.
    cards: Option<(u64, Arc<Shown>)>,
}

/// So many findings are shown in pages.
const SHOWN: usize = 100;

impl Board {
    /// A board of builds into `folder`. `run` is a word that no other run of the program has.
    pub fn new(folder: &Path, run: &str) -> Board {
        let (run, folder) = (run.to_owned(), folder.to_owned());
        Board { folder, run, now: Mutex::default(), news: watch::Sender::new(0) }
    }

    /// Takes in what a build gave, and tells all who listen.
    pub fn take(&self, outcome: std::result::Result<Built, Failed>) {
        let mut now = self.now();
        now.builds += 1;
        match outcome {
            Ok(built) => {
                now.site = now.builds;
                now.built = Some(built);
                now.failed = None;
            }
            Err(failed) => now.failed = Some(failed),
        }
        let builds = now.builds;
        drop(now);
        self.news.send_replace(builds);
    }

    /// Is told of each build.
    pub(super) fn listen(&self) -> watch::Receiver<u64> {
        self.news.subscribe()
    }

    /// The folder of the site.
    pub(super) fn site(&self) -> PathBuf {
        self.folder.join("site")
    }

    /// The title of the project, once there is a build.
    pub(super) fn title(&self) -> String {
        self.now().built.as_ref().map(|built| built.title.clone()).unwrap_or_default()
    }

    /// A word that says which build a page is of.
    pub(super) fn edition(&self) -> String {
        format!("{}-{}", self.run, self.now().site)
    }

    /// Whether there is a site to show.
    pub(super) fn has_site(&self) -> bool {
        self.now().site > 0
    }

    /// All that a page is told.
    pub(super) fn state(&self) -> Value {
        let now = self.now();
        let findings = now.built.as_ref().map(|built| built.findings.as_slice()).unwrap_or_default();
        let count = |severity: &str| findings.iter().filter(|finding| finding["severity"] == severity).count();
        // The heaviest first, since not all may be shown.
        let of = |severity: &'static str| findings.iter().filter(move |finding| finding["severity"] == severity);
        let shown: Vec<&Value> = ["error", "warning", "advice"].into_iter().flat_map(of).take(SHOWN).collect();
        json!({
            "build": now.builds,
            "site": format!("{}-{}", self.run, now.site),
            "failed": now.failed.as_ref().map(|failed| json!({"message": failed.message, "help": failed.help})),
            "errors": count("error"),
            "warnings": count("warning"),
            "advice": count("advice"),
            "findings": shown,
        })
    }

    /// The cards of the last build that was published.
    ///
    /// # Errors
    /// Where its package cannot be read.
    pub(super) fn cards(&self) -> Result<Arc<Shown>> {
        let mut now = self.now();
        let site = now.site;
        if let Some((_, cards)) = now.cards.as_ref().filter(|(of, _)| *of == site) {
            return Ok(cards.clone());
        }
        let Some(built) = &now.built else { return Ok(Arc::default()) };
        let package = load::open_package(&built.package)?;
        let cards = Arc::new(shown(package, &built.package, &self.folder.with_extension("cards"))?);
        now.cards = Some((site, cards.clone()));
        Ok(cards)
    }

    fn now(&self) -> MutexGuard<'_, Now> {
        // A thread that panicked has left a state that was true.
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
