//! Topics: which tags a draft gets.

use crate::draft::Draft;
use crate::path::SourcePath;
use crate::tag::Tag;

/// What gives topics to all drafts of a document.
#[derive(Debug, Clone, Copy)]
pub struct Topics<'a> {
    /// The document; its folders are outer topics.
    pub path: &'a SourcePath,
    /// The document's title.
    pub title: &'a str,
    /// Tags of the project and of the document's front matter.
    pub given: &'a [Tag],
}

/// Adds to a draft's tags: one from folders, title and trail, and the given ones; sorted.
pub fn tag(draft: &mut Draft, topics: Topics<'_>) {
    let trail = draft.trail.iter().map(String::as_str);
    let mut levels: Vec<&str> = topics.path.folders().collect();
    levels.push(topics.title);
    levels.extend(trail);
    // A folder `go/` with a document "Go" is one topic.
    levels.dedup_by(|inner, outer| Tag::from_levels([&**inner]) == Tag::from_levels([&**outer]));
    let topic = Tag::from_levels(levels);
    draft.tags.extend(topic.into_iter().chain(topics.given.iter().cloned()));
    draft.tags.sort();
    draft.tags.dedup();
}
