//! What lints say of questions side by side, with places in their documents. The first sweep keeps no
//! text, so the few documents it is said of are read once more.

use std::collections::BTreeMap;

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
    let named = |told: &Told| told.others.iter().take(NAMED).copied().chain([told.place]).collect::<Vec<_>>();
    let places = told.iter().flat_map(|(_, told)| named(told));
    let mut sources: BTreeMap<usize, Source> = BTreeMap::new();
    for (document, _) in places {
        if let Some(found) = found.get(document).filter(|_| !sources.contains_key(&document))
            && let Ok(source) = load::document(found)
        {
            sources.insert(document, source);
        }
    }
    told.into_iter().filter_map(|(severity, told)| finding(severity, told, &sources, folder)).collect()
}

fn finding(severity: Severity, told: Told, sources: &BTreeMap<usize, Source>, folder: &str) -> Option<Finding> {
    let (document, span) = told.place;
    let source = sources.get(&document)?;
    let other = |(document, span): &(usize, Span)| {
        let source = sources.get(document)?;
        Some(format!("{folder}{}:{}", source.path, source.position(span.start).0))
    };
    let mut others: Vec<String> = told.others.iter().take(NAMED).filter_map(other).collect();
    match told.others.len().saturating_sub(NAMED) {
        0 => {}
        1 => others.push("one more place".into()),
        more => others.push(format!("{more} more places")),
    }
    let others = match others.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        _ => others.concat(),
    };
    let message = told.message.replace("{others}", &others);
    let span = Span::new(span.start, span.start + source.slice(span).trim_end().len());
    Some(Finding { severity, ..Finding::at(told.rule, source, span, message).label(told.label).help(told.help) })
}
