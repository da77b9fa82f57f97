//! The order in which new cards come: questions in the order of the documents, then facts, those of
//! one question as far apart as can be.
//!
//! Anki keeps no two notes apart: it buries siblings of one note only, and takes new cards of a deck by
//! their position. So positions do it: the facts of each question are spread evenly over all facts.

use super::survey::Surveyed;

/// For each document the position of each of its drafts, from 1.
pub(super) fn positions(surveyed: &[Surveyed]) -> Vec<Vec<u32>> {
    let mut positions: Vec<Vec<u32>> = surveyed.iter().map(|document| vec![0; document.outlines.len()]).collect();
    let mut next = 1..;
    let mut facts: Vec<(u64, u32, u32)> = Vec::new();
    for (number, (document, positions)) in surveyed.iter().zip(&mut positions).enumerate() {
        let mut begin = 0;
        for run in document.outlines.chunk_by(|one, other| one.parent.is_some() && one.parent == other.parent) {
            let count = run.len() as u64;
            if run.first().is_some_and(|outline| outline.parent.is_none()) {
                positions.iter_mut().skip(begin).take(run.len()).zip(&mut next).for_each(|(place, at)| *place = at);
            } else {
                let share = |at: usize| ((2 * at as u64 + 1) << 32) / (2 * count);
                facts.extend((0..run.len()).map(|at| (share(at), number as u32, (begin + at) as u32)));
            }
            begin += run.len();
        }
    }
    facts.sort_unstable();
    for ((_, document, place), at) in facts.into_iter().zip(next) {
        if let Some(position) = positions.get_mut(document as usize).and_then(|all| all.get_mut(place as usize)) {
            *position = at;
        }
    }
    positions
}
