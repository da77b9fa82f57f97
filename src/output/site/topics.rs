//! The tags of all questions as a tree with counts.

use std::collections::{BTreeMap, BTreeSet};

use super::urls::{Names, Page, slug};
use crate::site::Plan;
use crate::theme::ThemeError;

/// Where tags have their pages.
const FOLDER: &str = "tags";

/// A tag that some question has, or that stands above one.
#[derive(Debug)]
pub(super) struct Topic<'a> {
    /// The whole tag.
    pub(super) name: &'a str,
    /// Its last level.
    pub(super) label: &'a str,
    /// Its page.
    pub(super) page: Page,
    /// Questions with it or with a tag below it, each once.
    pub(super) count: usize,
    /// Levels above it.
    pub(super) depth: usize,
    /// Questions with exactly it: chapter, section and place in the section.
    pub(super) own: Vec<(usize, usize, usize)>,
    /// The tags one level below, as places in the list.
    pub(super) children: Vec<usize>,
}

/// All tags, each after the one above it.
#[derive(Debug, Default)]
pub(super) struct Topics<'a> {
    pub(super) list: Vec<Topic<'a>>,
    by_name: BTreeMap<&'a str, usize>,
}

/// What is counted before there are pages.
#[derive(Default)]
struct Count {
    /// The question counted last, from 1.
    last: usize,
    questions: usize,
    own: Vec<(usize, usize, usize)>,
}

impl<'a> Topics<'a> {
    /// The tags of the questions in `plan`.
    ///
    /// # Errors
    /// Where a page cannot be named, which no slug leads to.
    pub(super) fn of(plan: &'a Plan) -> Result<Topics<'a>, ThemeError> {
        let mut counts: Vec<(&str, Count)> = count(plan).into_iter().collect();
        // By levels: as text, `a-b` would come between `a` and `a::b`.
        counts.sort_by(|(a, _), (b, _)| a.split("::").cmp(b.split("::")));

        let mut topics = Topics::default();
        // The names taken in each folder, and each tag's own folder.
        let mut folders: Vec<(String, Names)> = Vec::new();
        let mut top = Names::taken(["index"]);
        for (number, (name, count)) in counts.into_iter().enumerate() {
            let (above, label) = name.rsplit_once("::").map_or((None, name), |(above, label)| (Some(above), label));
            let above = above.and_then(|above| topics.by_name.get(above).copied());
            let path = match above.and_then(|above| folders.get_mut(above)) {
                Some((folder, names)) => format!("{folder}/{}", names.unique(slug(label))),
                None => format!("{FOLDER}/{}", top.unique(slug(label))),
            };
            if let Some(above) = above.and_then(|above| topics.list.get_mut(above)) {
                above.children.push(number);
            }
            topics.list.push(Topic {
                name,
                label,
                page: Page::new(&format!("{path}.html"))?,
                count: count.questions,
                depth: name.matches("::").count(),
                own: count.own,
                children: Vec::new(),
            });
            topics.by_name.insert(name, number);
            folders.push((path, Names::default()));
        }
        Ok(topics)
    }

    /// The tag of this whole name, if any question has it.
    pub(super) fn get(&self, name: &str) -> Option<&Topic<'a>> {
        self.by_name.get(name).and_then(|number| self.list.get(*number))
    }
}

/// Counts the questions of every tag and of all above it.
fn count(plan: &Plan) -> BTreeMap<&str, Count> {
    let mut counts: BTreeMap<&str, Count> = BTreeMap::new();
    let mut question = 0;
    for (c, chapter) in plan.chapters.iter().enumerate() {
        for (s, section) in chapter.sections.iter().enumerate() {
            for (e, entry) in section.entries.iter().enumerate() {
                question += 1;
                let own: BTreeSet<&str> = entry.tags.iter().map(|tag| tag.as_str()).collect();
                for tag in own {
                    let ends = tag.match_indices("::").map(|(at, _)| at).chain([tag.len()]);
                    for name in ends.filter_map(|end| tag.get(..end)) {
                        let count = counts.entry(name).or_default();
                        if count.last != question {
                            count.last = question;
                            count.questions += 1;
                        }
                        if name == tag {
                            count.own.push((c, s, e));
                        }
                    }
                }
            }
        }
    }
    counts
}
