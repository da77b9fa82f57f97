//! Which facts are fit to be asked: none gives itself away, and none asks what another asks.

use std::collections::BTreeMap;

use super::fact::{Fact, Form};
use crate::draft::Asks;
use crate::markdown::{Document, Fragment, plain_text};

/// The facts that can stand as notes of a question that reads `asked`.
pub(super) fn fit(document: &Document<'_>, asked: &str, facts: Vec<Fact>) -> Vec<Fact> {
    let text = |fragment: &Fragment| folded(&plain_text(document, fragment));
    let key = |fact: &Fact| {
        let steps = fact.steps.iter().chain([&fact.front]).map(text);
        (fact.asks, steps.collect::<Vec<_>>().join("\n"))
    };
    let keys: Vec<(Asks, String)> = facts.iter().map(key).collect();
    let mut groups: BTreeMap<&(Asks, String), Vec<usize>> = BTreeMap::new();
    for (place, key) in keys.iter().enumerate() {
        groups.entry(key).or_default().push(place);
    }
    let mut kept: Vec<Option<Fact>> = facts.into_iter().map(Some).collect();
    for ((_, said), places) in groups {
        let same: Vec<Fact> = places.iter().filter_map(|place| kept.get_mut(*place)?.take()).collect();
        let fact = joined(same).filter(|fact| {
            let back = text(&fact.back);
            !said.is_empty() && !back.is_empty() && !gives_away(&folded(asked), said, &back)
        });
        if let Some(slot) = places.first().and_then(|place| kept.get_mut(*place)) {
            *slot = fact;
        }
    }
    kept.into_iter().flatten().collect()
}

/// One fact of several that ask the same: their blocks, one after the other. Lines cannot be put
/// together, and then nobody could tell which is asked for.
fn joined(facts: Vec<Fact>) -> Option<Fact> {
    let mut facts = facts.into_iter();
    let mut first = facts.next()?;
    for fact in facts {
        if [&first, &fact].iter().any(|fact| !matches!(fact.form, Form::Whole | Form::Row)) {
            return None;
        }
        first.back.events.extend(fact.back.events);
    }
    Some(first)
}

/// Whether what is asked holds what is to be remembered. A single word of the question may be its
/// answer: "compiled or interpreted?".
fn gives_away(asked: &str, said: &str, back: &str) -> bool {
    let holds = |text: &str| {
        text.match_indices(back).any(|(at, _)| {
            let before = text.get(..at).and_then(|text| text.chars().next_back());
            let after = text.get(at + back.len()..).and_then(|text| text.chars().next());
            [before, after].into_iter().flatten().all(|c| !c.is_alphanumeric())
        })
    };
    holds(&said.replace('\n', " ")) || back.split(' ').nth(1).is_some() && holds(asked)
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
