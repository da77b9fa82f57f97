//! A question that is asked twice with different answers: whoever is asked cannot know which one is meant.

use super::noted::twins;
use super::{Hit, Project, ProjectHit};

pub(super) fn check(project: &Project<'_>) -> Vec<ProjectHit> {
    let pairs = twins(project).into_iter().filter(|(note, first)| {
        let both = project.notes.get(*note).zip(project.notes.get(*first));
        both.is_some_and(|(note, first)| !note.answers_alike(first))
    });
    let hit = |(note, first): (usize, usize)| ProjectHit {
        note,
        other: Some(first),
        hit: Hit {
            message: "this question is asked at {other} too, and has another answer there".to_owned(),
            label: "which answer is meant?",
            help: "say in each question what it is about, or make one answer of both",
        },
    };
    pairs.map(hit).collect()
}
