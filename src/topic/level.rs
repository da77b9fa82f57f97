//! Topics from headings that name a level: `## Senior`, `## Easy questions`, `## Threads (senior)`, `## Middle: Memory`.

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

/// The levels of a heading: it is one, or a part of it is, in brackets or beside a colon, bar or dash.
fn named(heading: &str) -> Vec<String> {
    let whole = level(heading);
    if !whole.is_empty() {
        return whole;
    }
    let brackets = ['(', ')', '[', ']', '（', '）', '【', '】', ':', '：', '|'];
    let parts = heading.split(brackets).flat_map(|part| part.split(" - ")).flat_map(|part| part.split(['–', '—']));
    parts.flat_map(level).collect()
}

/// The levels a text names, if it says nothing else.
fn level(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '-' && c != '/');
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
            ("Collections (Senior)", vec!["senior"]),
            ("[Middle] Потоки", vec!["middle"]),
            ("Memory: junior level", vec!["junior"]),
            ("Senior — Memory", vec!["senior"]),
            ("并发（高级）", vec!["高级"]),
            ("Easy-going - Memory", vec![]),
            ("A hard-link (senior inode)", vec![]),
            ("Senior care", vec![]),
            ("Memory", vec![]),
            ("Questions", vec![]),
        ] {
            assert_eq!(named(heading), found, "{heading}");
        }
    }
}
