//! `recto build`.

use std::io::{BufRead, ErrorKind, IsTerminal};
use std::time::Duration;

use serde_json::json;

use super::common::{Places, clock, shown};
use super::progress::Bar;
use super::say::{self, BOLD, DIM, GOOD, LOOK, NAME, styled};
use super::{BuildArguments, Exit, Format, findings};
use crate::build::{Changes, Cost, Passes, Report, Request, build};
use crate::error::{Cause, Error, Result};
use crate::finding::{DECK_KEPT, Finding, Severity};
use crate::identity::{Fate, RETIRED};

pub(super) fn run(arguments: &BuildArguments) -> Result<Exit> {
    let places = Places::of(&arguments.project)?;
    let begin = clock();
    let passes = Passes::new(clock);
    let bar = Bar::new();
    let progress = |progress| bar.take(progress);
    let result = build(&Request {
        theme: arguments.theme.as_deref(),
        consent: &|cost| arguments.forget || agreed(cost, &bar),
        changes: if arguments.locked { Changes::Refused } else { Changes::Welcome },
        ..places.request(&passes, &progress)?
    });
    bar.finish();
    let report = result.map_err(or_elsewhere)?;
    let took = clock().saturating_sub(begin);
    if arguments.json {
        say::line(&machine(&report, &passes, took).to_string());
    } else {
        // `recto check` shows advice in full, but for what only a build can know.
        let is_counted = |finding: &Finding| finding.severity == Severity::Advice && *finding.rule != DECK_KEPT;
        let (advice, others): (Vec<_>, Vec<_>) = report.findings.iter().cloned().partition(is_counted);
        findings::print(&others, Format::Text);
        people(&report, &findings::counts(&advice), took);
        if arguments.timings {
            timings(&passes);
        }
    }
    if let Some(leftover) = &report.leftover {
        say::note(&format!("{LOOK}note{LOOK:#}: the old output is still there: {leftover}"));
    }
    Ok(findings::exit(&report.findings))
}

/// Says how to build what lies where nobody may write.
fn or_elsewhere(error: Error) -> Error {
    match &error.cause {
        Cause::Io(cause) if matches!(cause.kind(), ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem) => {
            error.with_help("give yourself the right to it, or build elsewhere with --output FOLDER --lock FILE")
        }
        _ => error,
    }
}

/// Asks whether to go on though the lock is lost, where somebody is there to answer.
fn agreed(cost: &Cost, bar: &Bar) -> bool {
    if !(std::io::stdin().is_terminal() && std::io::stderr().is_terminal()) {
        return false;
    }
    bar.finish();
    let lost = say::count(cost.lost.len(), "note");
    say::note(&format!("{LOOK}recto.lock is missing{LOOK:#}; without it {lost} of the last package cannot be found:"));
    for front in cost.lost.iter().take(20) {
        say::note(&format!("  {front}"));
    }
    say::note("Where the question is still there, it comes to readers as a new card. Go on? [y/N]");
    let mut answer = String::new();
    let read = std::io::stdin().lock().read_line(&mut answer);
    read.is_ok() && ["y", "yes"].contains(&answer.trim().to_lowercase().as_str())
}

/// The summary for people.
fn people(report: &Report, advice: &[(&str, usize)], took: Duration) {
    let questions: usize =
        report.documents.iter().flat_map(|document| &document.dialects).map(|(_, count)| count).sum();
    say::line(&format!("{GOOD}Built{GOOD:#} {}", styled(BOLD, &report.title)));
    for document in report.documents.iter().take(12) {
        let dialects: Vec<&str> = document.dialects.iter().map(|(name, _)| *name).collect();
        let found: usize = document.dialects.iter().map(|(_, count)| count).sum();
        let what = format!("{}, dialect: {}", say::count(found, "question"), dialects.join(", "));
        say::line(&format!("  {}  {}", styled(NAME, &document.path), styled(DIM, what)));
    }
    if report.documents.len() > 12 {
        let rest = say::count(report.documents.len() - 12, "more document");
        say::line(&styled(DIM, format!("  and {rest}")));
    }
    let row = |name: &str, text: String| say::line(&format!("  {}{text}", styled(DIM, format!("{name:<11}"))));
    let read = say::count(report.documents_read, "document");
    let unanswered = if report.unanswered > 0 { format!(", {} unanswered", report.unanswered) } else { String::new() };
    let facts = if report.facts > 0 { format!(", {}", say::count(report.facts, "fact")) } else { String::new() };
    row("read", format!("{read}, {}{facts}{unanswered}", say::count(questions, "question")));
    row("notes", notes(report));
    row("tags", say::grouped(report.tags));
    if let Some(tally) = findings::tally(&report.findings) {
        row("findings", styled(LOOK, tally));
    }
    if !advice.is_empty() {
        let counted: Vec<String> =
            advice.iter().map(|(name, count)| format!("{} {name}", say::grouped(*count))).collect();
        row("advice", format!("{}; {} shows it", counted.join(", "), styled(NAME, "recto check")));
    }
    row("deck", format!("{}  {}", styled(NAME, shown(&report.package)), styled(DIM, say::size(report.package_bytes))));
    let files = format!("{} files, {} in all", say::grouped(report.files as usize), say::size(report.bytes));
    row("site", format!("{}  {}", styled(NAME, shown(&report.site.join("index.html"))), styled(DIM, files)));
    row("time", seconds(took));
    if report.documents_read == 0 {
        let help = "documents are *.md files in content/, or in the folder that is named";
        say::line(&format!("  {LOOK}note{LOOK:#}       there is no Markdown here; {help}"));
    } else if questions == 0 {
        let help = styled(NAME, "recto explain FILE");
        say::line(&format!(
            "  {LOOK}note{LOOK:#}       no questions were found; {help} says what each block was taken for"
        ));
    }
    for offer in &report.offers {
        let pair = format!("recto accept {}={}", offer.old, offer.new);
        say::line(&format!(
            "  {LOOK}ask{LOOK:#}        a new note may be an edit of a retired one; if so: {}",
            styled(NAME, pair)
        ));
    }
    if report.fates.get(&Fate::Retired).is_some_and(|count| *count > 0) {
        for line in left(report) {
            say::line(&styled(DIM, format!("  {line}")));
        }
    }
}

/// What is to be said of notes that left the content.
fn left(report: &Report) -> Vec<String> {
    let mut lines =
        vec!["Retired notes left the content; recto.lock remembers them, and Anki keeps its cards.".to_owned()];
    if report.tagged > 0 {
        lines.push(format!("After the import, Anki finds them with the search  tag:{RETIRED}"));
    }
    if !report.untagged.is_empty() {
        let ids: Vec<String> = report.untagged.iter().take(SEARCHED).map(i64::to_string).collect();
        let more = if report.untagged.len() > SEARCHED { ", and more" } else { "" };
        lines.push(format!("Not tagged, since no package of the last build is here: nid:{}{more}", ids.join(",")));
    }
    lines
}

/// So many ids are told.
const SEARCHED: usize = 50;

/// "7 (5 new, 2 edited)".
pub(super) fn notes(report: &Report) -> String {
    let colour = |fate: Fate| match fate {
        Fate::New | Fate::Revived => GOOD,
        Fate::Edited | Fate::Moved | Fate::Retired => LOOK,
        Fate::Same => DIM,
    };
    let fates = Fate::ALL.into_iter().filter_map(|fate| {
        let count = report.fates.get(&fate).filter(|count| **count > 0)?;
        Some(styled(colour(fate), format!("{} {}", say::grouped(*count), fate.name())))
    });
    let fates: Vec<String> = fates.collect();
    let all = say::grouped(report.notes());
    if fates.is_empty() { all } else { format!("{all} ({})", fates.join(", ")) }
}

pub(super) fn seconds(took: Duration) -> String {
    format!("{:.2} s", took.as_secs_f64())
}

/// A bar for each pass.
fn timings(passes: &Passes) {
    let all: Vec<_> = passes.spent().collect();
    let sum: f64 = all.iter().map(|(_, spent)| spent.as_secs_f64()).sum::<f64>().max(f64::MIN_POSITIVE);
    say::line(&styled(DIM, "  time of each pass, summed over all threads:"));
    for (pass, spent) in all {
        let share = spent.as_secs_f64() / sum;
        let bar = "█".repeat((share * 40.0).round() as usize);
        let text =
            format!("  {:<10} {:>9.1} ms {:>3.0} % {bar}", pass.name(), spent.as_secs_f64() * 1e3, share * 100.0);
        say::line(&text);
    }
}

/// The summary for machines.
fn machine(report: &Report, passes: &Passes, took: Duration) -> serde_json::Value {
    let fates: serde_json::Map<String, serde_json::Value> =
        report.fates.iter().map(|(fate, count)| (fate.name().to_owned(), json!(count))).collect();
    let milliseconds = |spent: Duration| (spent.as_secs_f64() * 1e6).round() / 1e3;
    let passes: Vec<_> =
        passes.spent().map(|(pass, spent)| json!({"name": pass.name(), "milliseconds": milliseconds(spent)})).collect();
    let documents: Vec<_> = report
        .documents
        .iter()
        .map(|document| {
            let dialects: serde_json::Map<String, serde_json::Value> =
                document.dialects.iter().map(|(name, count)| ((*name).to_owned(), json!(count))).collect();
            json!({"path": document.path, "title": document.title, "questions": dialects})
        })
        .collect();
    json!({
        "title": report.title,
        "documents": documents,
        "documents_read": report.documents_read,
        "unanswered": report.unanswered,
        "facts": report.facts,
        "notes": report.notes(),
        "cards": report.cards,
        "fates": fates,
        "tagged": report.tagged,
        "untagged": report.untagged,
        "offers": report.offers.iter().map(|offer| json!({
            "old": offer.old.as_str(), "new": offer.new.as_str(), "score": offer.score, "reason": offer.to_string(),
        })).collect::<Vec<_>>(),
        "tags": report.tags,
        "media": report.media,
        "package": report.package,
        "package_bytes": report.package_bytes,
        "site": report.site,
        "files": report.files,
        "bytes": report.bytes,
        "findings": report.findings.iter().map(findings::value).collect::<Vec<_>>(),
        "seconds": (took.as_secs_f64() * 1e3).round() / 1e3,
        "passes": passes,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_not_be_written_can_be_built_elsewhere() {
        let error = |kind: ErrorKind| or_elsewhere(Error::io("create", "/a/.recto-output", kind.into()));
        assert!(error(ErrorKind::PermissionDenied).help.is_some_and(|help| help.contains("--output")));
        assert!(error(ErrorKind::ReadOnlyFilesystem).help.is_some_and(|help| help.contains("--lock")));
        assert_eq!(error(ErrorKind::StorageFull).help, None);
    }
}
