//! What lints say of questions side by side, with places in their documents. The first sweep keeps no
//! text, so the documents it is said of are read once more, one after the other.

use std::collections::{BTreeMap, BTreeSet};

use super::Surveyed;
use crate::discover::Found;
use crate::finding::{Finding, Rule, Severity};
use crate::lint::{Told, of_project};
use crate::load;
use crate::source::{Source, Span};

/// Places of a group that are named.
const NAMED: usize = 3;

/// The findings about questions of several documents; `folder` is where documents lie, for messages.
pub(super) fn comparisons(found: &[Found], surveyed: &[Surveyed], folder: &str) -> Vec<Finding> {
    let severity = |told: &Told| surveyed.get(told.place.0).and_then(|document| document.lints.severity(told.rule));
    let wanted = |rule: &Rule| surveyed.iter().any(|document| document.lints.severity(rule).is_some());
    let told = of_project(surveyed.iter().map(|document| document.outlines.as_slice()), wanted);
    let told: Vec<(Severity, Told)> = told.into_iter().filter_map(|told| Some((severity(&told)?, told))).collect();
    let mut of_documents: BTreeMap<usize, Needed> = BTreeMap::new();
    for (number, (_, told)) in told.iter().enumerate() {
        of_documents.entry(told.place.0).or_default().told.push(number);
        for (document, span) in told.others.iter().take(NAMED) {
            of_documents.entry(*document).or_default().named.insert(*span);
        }
    }
    let mut findings: BTreeMap<usize, Finding> = BTreeMap::new();
    let mut named: BTreeMap<(usize, Span), String> = BTreeMap::new();
    for (document, needed) in of_documents {
        let Some(source) = found.get(document).and_then(|found| load::document(found).ok()) else { continue };
        for span in needed.named {
            named.insert((document, span), format!("{folder}{}:{}", source.path, source.position(span.start).0));
        }
        let here = needed.told.into_iter().filter_map(|number| Some((number, told.get(number)?)));
        findings.extend(here.map(|(number, (severity, told))| (number, finding(*severity, told, &source))));
    }
    for (number, finding) in &mut findings {
        if let Some((_, told)) = told.get(*number) {
            finding.message = finding.message.replace("{others}", &others(told, &named));
        }
    }
    findings.into_values().collect()
}

/// What is to be read of a document.
#[derive(Debug, Default)]
struct Needed {
    /// What is said of its own questions, by number.
    told: Vec<usize>,
    /// Questions of it that are named elsewhere.
    named: BTreeSet<Span>,
}

/// The finding, whose message does not name the other places yet.
fn finding(severity: Severity, told: &Told, source: &Source) -> Finding {
    let Told { rule, place: (_, span), message, label, help, .. } = told;
    let span = Span::new(span.start, span.start + source.slice(*span).trim_end().len());
    let finding = Finding::at(rule, source, span, message.clone()).label(*label).help(*help);
    Finding { severity, ..finding }
}

/// The other places of a group, in words.
fn others(told: &Told, named: &BTreeMap<(usize, Span), String>) -> String {
    let mut others: Vec<String> =
        told.others.iter().take(NAMED).filter_map(|place| named.get(place).cloned()).collect();
    match told.others.len().saturating_sub(NAMED) {
        0 => {}
        1 => others.push("one more place".into()),
        more => others.push(format!("{more} more places")),
    }
    match others.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        _ => others.concat(),
    }
}
