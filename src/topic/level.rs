//! Topics from headings that name a level: `## Senior`, `## Easy questions`.

use crate::dialect::levels;
use crate::tag::Tag;

/// Words that stand beside a level and say nothing.
const BESIDE: &[&str] = &[
    "level",
    "levels",
    "questions",
    "question",
    "interview",
    "developer",
    "developers",
    "engineer",
    "engineers",
    "tier",
    "niveau",
    "stufe",
    "fragen",
    "nivel",
    "nível",
    "preguntas",
    "perguntas",
    "domande",
    "livello",
    "pytania",
    "poziom",
    "уровень",
    "вопросы",
    "рівень",
    "питання",
    "seviye",
    "レベル",
];

/// The levels that the headings of a trail name.
pub(super) fn tags(trail: &[String]) -> impl Iterator<Item = Tag> {
    trail.iter().flat_map(|heading| named(heading)).filter_map(|level| Tag::from_levels(["level", &level]))
}

fn named(heading: &str) -> Vec<String> {
    let words = heading.split(|c: char| !c.is_alphanumeric() && c != '-' && c != '/');
    let words = words.filter(|word| !word.is_empty() && !BESIDE.contains(&word.to_lowercase().as_str()));
    match words.collect::<Vec<_>>().as_slice() {
        [only] => levels(only).unwrap_or_default(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_name_levels() {
        for (heading, found) in [
            ("Senior", vec!["senior"]),
            ("Junior Level Questions", vec!["junior"]),
            ("Уровень: Middle", vec!["middle"]),
            ("Principiante", vec!["principiante"]),
            ("Senior care", vec![]),
            ("Memory", vec![]),
            ("Questions", vec![]),
        ] {
            assert_eq!(named(heading), found, "{heading}");
        }
    }
}
