//! Topics: which tags the notes of a question get, and what gave each.

mod language;
mod level;
mod rule;
mod tree;

pub use rule::{Pattern, TagRule};
pub use tree::{Branch, tree};

use crate::markdown::{Document, Fragment, plain_text};
use crate::path::SourcePath;
use crate::question::Question;
use crate::tag::{Origin, Origins, Tag, Topic};

/// What gives topics to all questions of a document.
#[derive(Debug, Clone, Copy)]
pub struct Given<'a> {
    /// The document; its folders are outer topics.
    pub path: &'a SourcePath,
    /// The document's title.
    pub title: &'a str,
    /// Tags of the project.
    pub project: &'a [Tag],
    /// Tags of the document's front matter.
    pub front_matter: &'a [Tag],
    /// What may give topics.
    pub origins: Origins,
    /// Tags for questions that hold certain words.
    pub rules: &'a [TagRule],
}

/// The topics of a question, each tag once; sorted by tag.
pub fn topics(document: &Document<'_>, question: &Question, given: &Given<'_>) -> Vec<Topic> {
    let mut topics: Vec<Topic> = Vec::new();
    let mut add = |origin: Origin, tags: &mut dyn Iterator<Item = Tag>| {
        topics.extend(tags.map(|tag| Topic { tag, origin }));
    };
    add(Origin::Project, &mut given.project.iter().cloned());
    add(Origin::FrontMatter, &mut given.front_matter.iter().cloned());
    add(Origin::Language, &mut language::tags(document, question));
    add(Origin::Level, &mut level::tags(&question.trail));
    let fragments = std::iter::once(&question.prompt).chain(question.options.iter().map(|choice| &choice.text));
    if !given.rules.is_empty() {
        let text = |fragment: &Fragment| plain_text(document, fragment);
        let mut asked: Vec<String> = fragments.map(text).collect();
        asked.extend(question.trail.iter().cloned());
        let asked = asked.join("\n");
        let holds = |rule: &&TagRule| rule.holds(&asked);
        add(Origin::Rule, &mut given.rules.iter().filter(holds).map(|rule| rule.tag.clone()));
    }
    topics.extend(question.topics.iter().cloned());
    topics.retain(|topic| given.origins.admit(topic.origin));
    topics.extend(place(question, given));
    topics.sort();
    topics.dedup_by(|next, kept| next.tag == kept.tag);
    topics
}

/// The tag that says where a question stands: folders, title and trail.
fn place(question: &Question, given: &Given<'_>) -> Option<Topic> {
    let mut levels: Vec<&str> = Vec::new();
    if given.origins.admit(Origin::Folder) {
        levels.extend(given.path.folders());
    }
    let origin = if given.origins.admit(Origin::Trail) {
        levels.push(given.title);
        levels.extend(question.trail.iter().map(String::as_str));
        Origin::Trail
    } else {
        Origin::Folder
    };
    // A folder `go/` with a document "Go" is one topic.
    levels.dedup_by(|inner, outer| Tag::from_levels([&**inner]) == Tag::from_levels([&**outer]));
    Tag::from_levels(levels).map(|tag| Topic { tag, origin })
}
