//! `recto serve`.

use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};

use super::build::{notes, seconds};
use super::common::{Places, clock};
use super::say::{self, BOLD, DIM, GOOD, NAME, styled};
use super::{Exit, Format, ServeArguments, findings};
use crate::build::{Changes, Memory, Passes, Report, Request, build, forecast};
use crate::error::{Error, Result};
use crate::finding::{Finding, LOST_LOCK, Severity};
use crate::serve::{Board, Built, Door, Failed, Port, Watcher, watch};

/// The port that is tried first.
const PORT: u16 = 8000;

pub(super) fn run(arguments: &ServeArguments) -> Result<Exit> {
    let places = Places::at(arguments.path.as_deref(), None, arguments.lock.as_deref())?;
    let door = Door::open(arguments.port.map_or(Port::From(PORT), Port::Exactly))?;
    // Beside the project, `output/` and `recto.lock` stay what the last build made of them.
    let stage = tempfile::Builder::new().prefix("recto-serve-").tempdir();
    let stage = stage.map_err(|cause| Error::io("create a folder in", std::env::temp_dir(), cause))?;
    let output = stage.path().join("output");
    let run = stage.path().file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let board = Arc::new(Board::new(&output, &run));
    let (tell, changes) = channel();
    // Watched before the first build, so that nothing is missed.
    let changed = tell.clone();
    let watcher = watch(&places.layout, move || drop(changed.send(Change::Made)))?;

    let address = door.address();
    say::line(&format!("{GOOD}Serving{GOOD:#} {}", styled(NAME, &address)));
    say::line(&format!("  {} {}", styled(DIM, "cards  "), styled(NAME, format!("{address}_preview/"))));
    say::line(&format!("  {}", styled(DIM, "Ctrl-C ends it; output/ and recto.lock stay as they are")));
    let builder =
        Builder { arguments, output: &output, content: &places.layout.content, board: &board, said: Mutex::default() };
    let served = std::thread::scope(|scope| {
        let building = scope.spawn(move || builder.go_on(&changes, watcher));
        let served = answer(door, board.clone(), || {
            if arguments.open
                && let Err(cause) = open::that_detached(&address)
            {
                say::note(&format!("cannot open a browser: {cause}"));
            }
        });
        let stopped = tell.send(Change::Stop).is_ok();
        if stopped && !building.is_finished() {
            let _ = building.join();
        }
        served
    });
    stage.close().map_err(|cause| Error::io("remove", &output, cause))?;
    served?;
    say::line("stopped");
    Ok(Exit::Fine)
}

/// What the builder is told.
enum Change {
    /// The project is no longer what was built.
    Made,
    /// Nobody needs another build.
    Stop,
}

/// Answers until Ctrl-C.
fn answer(door: Door, board: Arc<Board>, begun: impl FnOnce()) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().enable_time().build();
    let runtime = runtime.map_err(|cause| Error::io("listen at", door.address(), cause))?;
    let served = runtime.block_on(async {
        let stop = stopped();
        begun();
        door.answer(board, stop).await
    });
    // An answer that still is being made is for nobody.
    runtime.shutdown_background();
    served
}

/// Is done when somebody asks the program to end.
async fn stopped() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let (Ok(mut interrupt), Ok(mut terminate), Ok(mut hangup)) =
            (signal(SignalKind::interrupt()), signal(SignalKind::terminate()), signal(SignalKind::hangup()))
        else {
            return;
        };
        tokio::select! { _ = interrupt.recv() => {}, _ = terminate.recv() => {}, _ = hangup.recv() => {} }
    }
    #[cfg(not(unix))]
    let _ = tokio::signal::ctrl_c().await;
}

/// Builds the project whenever it changes.
struct Builder<'a> {
    arguments: &'a ServeArguments,
    output: &'a Path,
    /// Where the documents lay when serving began.
    content: &'a Path,
    board: &'a Board,
    /// The findings that were printed last.
    said: Mutex<Vec<serde_json::Value>>,
}

impl Builder<'_> {
    fn go_on(&self, changes: &Receiver<Change>, mut watcher: Watcher) {
        let (mut memory, mut there) = (Memory::default(), true);
        loop {
            // Before the build: what changes in a new folder is either read by it or told.
            watcher.renew();
            memory = self.build(memory);
            let was_there = std::mem::replace(&mut there, self.lock_is_there());
            if was_there && !there {
                self.say_what_is_lost();
            }
            // Changes while a build ran are one change.
            match changes.recv() {
                Ok(Change::Made) => {}
                Ok(Change::Stop) | Err(_) => return,
            }
            for change in changes.try_iter() {
                if matches!(change, Change::Stop) {
                    return;
                }
            }
        }
    }

    /// The places of the project itself: where `recto build` keeps lock and output.
    fn places(&self) -> Result<Places> {
        Places::at(self.arguments.path.as_deref(), None, self.arguments.lock.as_deref())
    }

    fn lock_is_there(&self) -> bool {
        self.places().is_ok_and(|places| places.lock.exists())
    }

    /// Says what a build would find again where there is no lock but a package: here all notes look new.
    fn say_what_is_lost(&self) {
        let passes = Passes::new(clock);
        let told = self.places().and_then(|places| forecast(&places.request(&passes, &|_| {})?));
        let all = told.into_iter().flat_map(|forecast| forecast.findings);
        let lost: Vec<Finding> = all.filter(|finding| finding.rule == &LOST_LOCK).collect();
        findings::print(&lost, Format::Text);
    }

    /// Builds anew what `memory` does not know; gives what the next build need not make again.
    fn build(&self, memory: Memory) -> Memory {
        let begin = clock();
        match self.report(&memory) {
            Ok(report) => {
                self.say(&report);
                let took = seconds(clock().saturating_sub(begin));
                let tally = findings::tally(&report.findings).map(|tally| format!("  {tally}")).unwrap_or_default();
                let title = styled(BOLD, &report.title);
                let documents = say::count(report.documents.len(), "document");
                let documents = match report.rendered == report.documents.len() {
                    true => documents,
                    false => format!("{} of {documents}", say::grouped(report.rendered)),
                };
                let made = styled(DIM, format!("{documents}, notes {}{tally}  {took}", notes(&report)));
                say::line(&format!("{GOOD}Built{GOOD:#} {title}  {made}"));
                let findings = report.findings.iter().map(findings::value).collect();
                self.board.take(Ok(Built { title: report.title, package: report.package, findings }));
                report.memory
            }
            Err(error) => {
                say::error(&error.to_string(), error.help.as_deref());
                self.board.take(Err(Failed { message: error.to_string(), help: error.help }));
                memory
            }
        }
    }

    fn report(&self, memory: &Memory) -> Result<Report> {
        let ServeArguments { path, lock, theme, .. } = self.arguments;
        // Folders may have been made since the last build.
        let places = Places::at(path.as_deref(), Some(self.output), lock.as_deref())?;
        if places.layout.content != self.content && self.content.starts_with(&places.layout.content) {
            // Without its folder of documents a project is built of all that lies in it.
            let gone = Error::refused("read", self.content, "the folder of the documents is gone");
            return Err(gone.with_help("put it back, or end this and begin anew"));
        }
        let passes = Passes::new(clock);
        let request = places.request(&passes, &|_| {})?;
        build(&Request { theme: theme.as_deref(), changes: Changes::Withheld, earlier: Some(memory), ..request })
    }

    /// Prints errors and warnings, unless the last build had the same.
    fn say(&self, report: &Report) {
        let heavy = |finding: &&Finding| finding.severity != Severity::Advice;
        let heavy: Vec<Finding> = report.findings.iter().filter(heavy).cloned().collect();
        let values: Vec<_> = heavy.iter().map(findings::value).collect();
        let Ok(mut said) = self.said.lock() else { return };
        if *said != values {
            findings::print(&heavy, Format::Text);
            *said = values;
        }
    }
}
