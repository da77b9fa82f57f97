//! Findings on paper: with source line and caret for people, as JSON lines, as annotations of
//! GitHub Actions.

use std::collections::BTreeMap;
use std::io::IsTerminal;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use serde::Serialize;

use super::{Exit, Format, sarif, say};
use crate::finding::{Finding, Severity};

/// Prints all findings: for people on standard error, for machines on standard output.
pub(super) fn print(findings: &[Finding], format: Format) {
    match format {
        Format::Text => findings.iter().for_each(|finding| say::note(&text(finding))),
        Format::Json => findings.iter().for_each(|finding| say::line(&json(finding))),
        Format::Github => findings.iter().for_each(|finding| say::line(&github(finding))),
        Format::Sarif => say::line(&sarif::log(findings).to_string()),
    }
}

/// Advice of one kind that is shown in full.
const SHOWN: usize = 5;

/// Prints errors and warnings, and of advice a few of each kind.
pub(super) fn print_some(findings: &[Finding]) {
    let mut shown: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in findings {
        let count = shown.entry(finding.rule.name).or_default();
        *count += 1;
        if finding.severity != Severity::Advice || *count <= SHOWN {
            say::note(&text(finding));
        }
    }
    let advice: Vec<Finding> =
        findings.iter().filter(|finding| finding.severity == Severity::Advice).cloned().collect();
    for (name, count) in counts(&advice).into_iter().filter(|(_, count)| *count > SHOWN) {
        say::note(&format!("{name}: and {} more (--all)", say::grouped(count - SHOWN)));
    }
}

/// The exit code findings ask for.
pub(super) fn exit(findings: &[Finding]) -> Exit {
    let error = findings.iter().any(|finding| finding.severity == Severity::Error);
    if error { Exit::Findings } else { Exit::Fine }
}

/// How many findings there are of each rule, most first.
pub(super) fn counts(findings: &[Finding]) -> Vec<(&'static str, usize)> {
    let mut counts: Vec<(&'static str, usize)> = Vec::new();
    for finding in findings {
        match counts.iter_mut().find(|(name, _)| *name == finding.rule.name) {
            Some((_, count)) => *count += 1,
            None => counts.push((finding.rule.name, 1)),
        }
    }
    counts.sort_by(|one, other| other.1.cmp(&one.1).then(one.0.cmp(other.0)));
    counts
}

/// "2 errors, 1 warning"; nothing where there are none.
pub(super) fn tally(findings: &[Finding]) -> Option<String> {
    let words = [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Advice, "piece of advice")];
    let counted = words.into_iter().filter_map(|(severity, word)| {
        match findings.iter().filter(|finding| finding.severity == severity).count() {
            0 => None,
            count if severity == Severity::Advice && count > 1 => {
                Some(format!("{} pieces of advice", say::grouped(count)))
            }
            count => Some(say::count(count, word)),
        }
    });
    let counted: Vec<String> = counted.collect();
    (!counted.is_empty()).then(|| counted.join(", "))
}

fn text(finding: &Finding) -> String {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Advice => Level::NOTE.with_name("advice"),
    };
    let title = level.primary_title(&finding.message).id(finding.rule.code);
    let place = &finding.place;
    let mut group = if place.line > 0 {
        let annotation = AnnotationKind::Primary.span(place.within.range()).label(&finding.label);
        let snippet = Snippet::source(&place.excerpt).line_start(place.line).annotation(annotation);
        let before = place.excerpt.get(..place.within.start).unwrap_or_default();
        if before.chars().count() + 1 == place.column {
            title.element(snippet.path(&place.path))
        } else {
            // The excerpt begins within its line, so it does not show the column.
            let origin = Origin::path(&place.path).line(place.line).char_column(place.column);
            title.element(origin).element(snippet)
        }
    } else {
        Group::with_title(title)
    };
    if let Some(help) = &finding.help {
        group = group.element(Level::HELP.message(help));
    }
    let renderer = if std::io::stderr().is_terminal() { Renderer::styled() } else { Renderer::plain() };
    format!("{}\n", renderer.render(&[group]))
}

#[derive(Serialize)]
struct Line<'a> {
    code: &'a str,
    name: &'a str,
    severity: Severity,
    message: &'a str,
    path: &'a str,
    #[serde(skip_serializing_if = "is_zero")]
    line: usize,
    #[serde(skip_serializing_if = "is_zero")]
    column: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_zero(number: &usize) -> bool {
    *number == 0
}

/// A finding as a JSON value.
pub(super) fn value(finding: &Finding) -> serde_json::Value {
    let line = Line {
        code: finding.rule.code,
        name: finding.rule.name,
        severity: finding.severity,
        message: &finding.message,
        path: &finding.place.path,
        line: finding.place.line,
        column: finding.place.column,
        help: finding.help.as_deref(),
    };
    serde_json::to_value(line).unwrap_or_default()
}

fn json(finding: &Finding) -> String {
    value(finding).to_string()
}

/// An annotation as GitHub Actions reads it from a log.
fn github(finding: &Finding) -> String {
    let level = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "notice",
    };
    let data = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let property = |text: &str| data(text).replace(':', "%3A").replace(',', "%2C");
    let place = &finding.place;
    let at = if place.line > 0 { format!(",line={},col={}", place.line, place.column) } else { String::new() };
    let help = finding.help.as_deref().map(|help| format!(" ({help})")).unwrap_or_default();
    let title = format!("{} {}", finding.rule.code, finding.rule.name);
    let message = data(&format!("{}{help}", finding.message));
    format!("::{level} file={}{at},title={}::{message}", property(&place.path), property(&title))
}
