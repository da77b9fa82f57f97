//! The tags of a project as a tree with counts.

use std::collections::BTreeMap;

use crate::tag::Tag;

/// A tag that notes have, or that stands above one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Branch {
    /// The whole tag.
    pub tag: String,
    /// Its last level.
    pub label: String,
    /// Levels above it.
    pub depth: usize,
    /// Notes with it or with a tag below it, each once.
    pub notes: usize,
    /// Notes with exactly it.
    pub own: usize,
}

/// The tags of `notes`, each after the one above it, otherwise by name.
pub fn tree<'a>(notes: impl Iterator<Item = &'a [Tag]>) -> Vec<Branch> {
    #[derive(Default)]
    struct Count {
        last: usize,
        notes: usize,
        own: usize,
    }
    let mut counts: BTreeMap<Vec<&str>, Count> = BTreeMap::new();
    for (number, tags) in notes.enumerate() {
        for tag in tags {
            let levels: Vec<&str> = tag.levels().collect();
            for depth in 1..=levels.len() {
                let Some(path) = levels.get(..depth) else { continue };
                let count = counts.entry(path.to_vec()).or_default();
                // Several tags of one note may lie below one branch.
                if count.last != number + 1 {
                    count.last = number + 1;
                    count.notes += 1;
                }
                count.own += usize::from(depth == levels.len());
            }
        }
    }
    let branch = |(path, count): (Vec<&str>, Count)| Branch {
        tag: path.join("::"),
        label: path.last().copied().unwrap_or_default().to_owned(),
        depth: path.len().saturating_sub(1),
        notes: count.notes,
        own: count.own,
    };
    counts.into_iter().map(branch).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_counts_once_in_each_branch() {
        let tags = |texts: &[&str]| texts.iter().filter_map(|text| Tag::parse(text)).collect::<Vec<_>>();
        let notes = [tags(&["go::gc", "go::heap"]), tags(&["go", "go-x"]), tags(&["go::gc"])];
        let tree = tree(notes.iter().map(Vec::as_slice));
        let told: Vec<_> = tree.iter().map(|b| (b.tag.as_str(), b.depth, b.notes, b.own)).collect();
        assert_eq!(told, [("go", 0, 3, 1), ("go::gc", 1, 2, 2), ("go::heap", 1, 1, 1), ("go-x", 0, 1, 1)]);
    }
}
