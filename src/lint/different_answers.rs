//! A question that is asked several times with different answers: whoever is asked cannot know which one is meant.

use std::collections::BTreeMap;

use super::noted::twins;
use super::{Hit, Project, ProjectHit};

pub(super) fn check(project: &Project<'_>) -> Vec<ProjectHit> {
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (note, first) in twins(project) {
        let both = project.notes.get(note).zip(project.notes.get(first));
        if both.is_some_and(|(note, first)| !note.answers_alike(first)) {
            groups.entry(first).or_default().push(note);
        }
    }
    let hit = |(first, notes): (usize, Vec<usize>)| {
        let (note, more) = notes.split_first()?;
        let others = [first].into_iter().chain(more.iter().copied()).collect();
        let message = if more.is_empty() {
            "this question is asked at {others} too, and has another answer there"
        } else {
            "this question is asked at {others} too, and has other answers there"
        };
        Some(ProjectHit {
            note: *note,
            others,
            hit: Hit {
                message: message.to_owned(),
                label: "which answer is meant?",
                help: "say in each question what it is about, or make one answer of them",
            },
        })
    };
    let mut hits: Vec<ProjectHit> = groups.into_iter().filter_map(hit).collect();
    hits.sort_by_key(|hit| hit.note);
    hits
}
