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
    for (number, offer) in forecast.offers.iter().enumerate() {
        super::plan::ask(offer);
        if !std::io::stdin().is_terminal() {
            continue;
        }
        say::line(&format!("  {} of {} [y/N/q]", number + 1, forecast.offers.len()));
        match answer()? {
            // What was shown, should a document change meanwhile.
            Answer::Yes => accepted.push(Accepted::Pair(offer.old, offer.new)),
            Answer::No => {}
            Answer::Quit => {
                let left = say::count(forecast.offers.len() - number, "edit");
                say::line(&format!("{left} not answered; next: {}", styled(NAME, "recto accept")));
                break;
            }
        }
    }
    Ok(accepted)
}

/// What was typed.
enum Answer {
    Yes,
    No,
    /// Enough: what was said until now holds.
    Quit,
}

fn answer() -> Result<Answer> {
    let mut answer = String::new();
    let read = std::io::stdin().lock().read_line(&mut answer);
    let length = read.map_err(|cause| Error::io("read", "standard input", cause))?;
    Ok(match answer.trim().to_lowercase().as_str() {
        "y" | "yes" => Answer::Yes,
        "q" | "quit" => Answer::Quit,
        // The end of what is typed, Ctrl-D.
        _ if length == 0 => Answer::Quit,
        _ => Answer::No,
    })
}
