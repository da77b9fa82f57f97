//! A question that is asked twice with the same answer.

use super::noted::twins;
use super::{Hit, Project, ProjectHit};

pub(super) fn check(project: &Project<'_>) -> Vec<ProjectHit> {
    let pairs = twins(project).into_iter().filter(|(note, first)| {
        let both = project.notes.get(*note).zip(project.notes.get(*first));
        both.is_some_and(|(note, first)| note.answers_alike(first))
    });
    let hit = |(note, first): (usize, usize)| ProjectHit {
        note,
        others: vec![first],
        hit: Hit {
            message: "this question and its answer stand at {others} already".to_owned(),
            label: "asked twice",
            help: "delete one of them: both would be learned",
        },
    };
    pairs.map(hit).collect()
}
