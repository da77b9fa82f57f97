//! `recto accept`.

use std::io::{BufRead, IsTerminal};

use super::common::{Places, clock};
use super::say::{self, BOLD, NAME, styled};
use super::{AcceptArguments, Exit};
use crate::build::{Accepted, Passes, Request, accept, forecast};
use crate::error::{Error, Result};
use crate::note::Guid;

pub(super) fn run(arguments: &AcceptArguments) -> Result<Exit> {
    let places = Places::at(arguments.project.project.as_deref(), None, arguments.project.lock.as_deref())?;
    let passes = Passes::new(clock);
    let request = places.request(&passes, &|_| {})?;
    let accepted = if arguments.guids.is_empty() { ask(&request)? } else { named(&arguments.guids)? };
    if accepted.is_empty() {
        say::line("nothing to accept");
        return Ok(Exit::Fine);
    }
    accept(&request, &accepted)?;
    let edits = say::count(accepted.len(), "edit");
    say::line(&format!("{} in {}; next: {}", styled(BOLD, edits), places.lock.display(), styled(NAME, "recto build")));
    Ok(Exit::Fine)
}

fn named(guids: &[String]) -> Result<Vec<Accepted>> {
    let guid = |text: &str| {
        Guid::parse(text).ok_or_else(|| {
            let error = Error::refused("accept", text, "it is not a guid");
            error.with_help("name OLD=NEW as `recto plan` and `recto build` do")
        })
    };
    let one = |text: &String| match text.split_once('=') {
        Some((old, new)) => Ok(Accepted::Pair(guid(old)?, guid(new)?)),
        None => Ok(Accepted::Offered(guid(text)?)),
    };
    guids.iter().map(one).collect()
}

/// Asks about each offer, where somebody is there to answer.
fn ask(request: &Request<'_>) -> Result<Vec<Accepted>> {
    let forecast = forecast(request)?;
    let mut accepted = Vec::new();
    for offer in &forecast.offers {
        super::plan::ask(offer);
        if !std::io::stdin().is_terminal() {
            continue;
        }
        say::line("  [y/N] ");
        let mut answer = String::new();
        let read = std::io::stdin().lock().read_line(&mut answer);
        read.map_err(|cause| Error::io("read", "standard input", cause))?;
        if answer.trim().eq_ignore_ascii_case("y") || answer.trim().eq_ignore_ascii_case("yes") {
            // What was shown, should a document change meanwhile.
            accepted.push(Accepted::Pair(offer.old, offer.new));
        }
    }
    Ok(accepted)
}
