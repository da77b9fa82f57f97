//! What lints say of questions side by side, with places in their documents. The first sweep keeps no
//! text, so the few documents it is said of are read once more.

use std::collections::BTreeMap;

use super::Surveyed;
use crate::discover::Found;
use crate::finding::{Finding, Rule, Severity};
use crate::lint::{Told, of_project};
use crate::load;
use crate::source::{Source, Span};

/// The findings about questions of several documents; `folder` is where documents lie, for messages.
pub(super) fn comparisons(found: &[Found], surveyed: &[Surveyed], folder: &str) -> Vec<Finding> {
    let severity = |told: &Told| surveyed.get(told.place.0).and_then(|document| document.lints.severity(told.rule));
    let wanted = |rule: &Rule| surveyed.iter().any(|document| document.lints.severity(rule).is_some());
    let told = of_project(surveyed.iter().map(|document| document.outlines.as_slice()), wanted);
    let told: Vec<(Severity, Told)> = told.into_iter().filter_map(|told| Some((severity(&told)?, told))).collect();
    let places = told.iter().flat_map(|(_, told)| [Some(told.place), told.other]).flatten();
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
    let other = |(document, span): (usize, Span)| {
        let source = sources.get(&document)?;
        Some(format!("{folder}{}:{}", source.path, source.position(span.start).0))
    };
    let message = match told.other.and_then(other) {
        Some(other) => told.message.replace("{other}", &other),
        None => told.message,
    };
    let span = Span::new(span.start, span.start + source.slice(span).trim_end().len());
    Some(Finding { severity, ..Finding::at(told.rule, source, span, message).label(told.label).help(told.help) })
}
