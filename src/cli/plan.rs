//! `recto plan`.

use serde_json::json;
use similar::{ChangeTag, TextDiff};

use super::common::{Places, clock};
use super::progress::Bar;
use super::say::{self, BAD, BOLD, DIM, GOOD, LOOK, NAME, styled};
use super::{Exit, Format, PlanArguments, findings};
use crate::build::{Forecast, NoteForecast, OfferForecast, Passes, forecast};
use crate::error::Result;

pub(super) fn run(arguments: &PlanArguments) -> Result<Exit> {
    let places = Places::of(&arguments.project)?;
    let passes = Passes::new(clock);
    let bar = Bar::new();
    let forecast = forecast(&places.request(&passes, &|progress| bar.take(progress))?);
    bar.finish();
    let forecast = forecast?;
    if arguments.json {
        say::line(&machine(&forecast).to_string());
    } else {
        people(&forecast, arguments.all);
    }
    Ok(findings::exit(&forecast.findings))
}

fn people(forecast: &Forecast, all: bool) {
    findings::print(&forecast.findings, Format::Text);
    for note in forecast.notes.iter().filter(|note| all || note.fate != "same") {
        let style = match note.fate {
            "new" | "revived" => GOOD,
            "retired" => BAD,
            "same" => DIM,
            _ => LOOK,
        };
        let fate = styled(style, format!("{:<16}", note.fate));
        say::line(&format!("{fate} {}  {}", styled(NAME, note.guid), front(note)));
        say::line(&format!("{:<16} {}", "", styled(DIM, format!("{} ({})", note.reason, note.path))));
    }
    for offer in &forecast.offers {
        ask(offer);
    }
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for note in &forecast.notes {
        match counts.iter_mut().find(|(fate, _)| *fate == note.fate) {
            Some((_, count)) => *count += 1,
            None => counts.push((note.fate, 1)),
        }
    }
    let counts: Vec<String> = counts.iter().map(|(fate, count)| format!("{} {fate}", say::grouped(*count))).collect();
    let counts = if counts.is_empty() { "no notes".to_owned() } else { counts.join(", ") };
    say::line(&styled(BOLD, counts));
}

/// Shows an offer as a question, with the command that says yes.
pub(super) fn ask(offer: &OfferForecast) {
    say::line("");
    say::line(&format!("{LOOK}Is this an edit?{LOOK:#} {} % alike: {}", offer.score, offer.reason));
    say::line(&format!("  was  {}", offer.old_front));
    say::line(&format!("  now  {}", changed(&offer.old_front, &offer.new_front)));
    say::line(&format!("  yes: {}", styled(NAME, format!("recto accept {}={}", offer.old, offer.new))));
}

/// The front, with what changed in it where the lock remembers another.
fn front(note: &NoteForecast) -> String {
    note.old_front.as_ref().map_or_else(|| note.front.clone(), |old| changed(old, &note.front))
}

/// A text with what is new in green and what is gone struck in red.
fn changed(old: &str, new: &str) -> String {
    let diff = TextDiff::from_words(old, new);
    // Words that come or go together are shown as one.
    let mut runs: Vec<(ChangeTag, String)> = Vec::new();
    for change in diff.iter_all_changes() {
        match runs.last_mut() {
            Some((tag, text)) if *tag == change.tag() => text.push_str(change.value()),
            _ => runs.push((change.tag(), change.value().to_owned())),
        }
    }
    let part = |(tag, text): (ChangeTag, String)| match tag {
        ChangeTag::Equal => text,
        ChangeTag::Insert => styled(GOOD, format!("{{+{text}+}}")),
        ChangeTag::Delete => styled(BAD, format!("[-{text}-]")),
    };
    runs.into_iter().map(part).collect()
}

fn machine(forecast: &Forecast) -> serde_json::Value {
    let note = |note: &NoteForecast| {
        json!({
            "guid": note.guid.as_str(), "path": note.path, "fate": note.fate, "reason": note.reason,
            "front": note.front, "old_front": note.old_front,
        })
    };
    let offer = |offer: &OfferForecast| {
        json!({
            "old": offer.old.as_str(), "new": offer.new.as_str(), "score": offer.score, "reason": offer.reason,
            "old_front": offer.old_front, "new_front": offer.new_front,
        })
    };
    json!({
        "notes": forecast.notes.iter().map(note).collect::<Vec<_>>(),
        "offers": forecast.offers.iter().map(offer).collect::<Vec<_>>(),
        "findings": forecast.findings.iter().map(findings::value).collect::<Vec<_>>(),
    })
}
