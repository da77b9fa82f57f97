//! Tags that are nearly equal: side by side under the same outer levels, and different only by plural,
//! hyphen or one letter.

use std::collections::BTreeMap;

use super::asked::singular;
use super::{Hit, Project, ProjectHit};

pub(super) fn check(project: &Project<'_>) -> Vec<ProjectHit> {
    let mut seen: BTreeMap<Vec<&str>, (usize, usize)> = BTreeMap::new();
    for (number, note) in project.notes.iter().enumerate() {
        for tag in note.outline.tags.iter() {
            let levels: Vec<&str> = tag.levels().collect();
            for depth in 1..=levels.len() {
                let path = levels.get(..depth).unwrap_or_default().to_vec();
                seen.entry(path).or_insert((number, 0)).1 += 1;
            }
        }
    }
    let mut siblings: BTreeMap<&[&str], Vec<(&str, usize, usize)>> = BTreeMap::new();
    for (path, (first, count)) in &seen {
        if let Some((last, above)) = path.split_last() {
            siblings.entry(above).or_default().push((last, *first, *count));
        }
    }
    let mut hits = Vec::new();
    for (above, levels) in &siblings {
        for (one, two) in near_pairs(levels) {
            // The rarer of two is the one to change.
            let (rare, common) =
                if one.2 < two.2 || (one.2 == two.2 && one.1 > two.1) { (one, two) } else { (two, one) };
            let whole = |level: &str| above.iter().copied().chain([level]).collect::<Vec<_>>().join("::");
            let notes = if common.2 == 1 { "another note has".to_owned() } else { format!("{} notes have", common.2) };
            let message = format!("the tag `{}` is nearly `{}`, which {notes}", whole(rare.0), whole(common.0));
            let help = "write both alike, in headings, front matter or lines of tags";
            hits.push(ProjectHit { note: rare.1, other: None, hit: Hit { message, label: "tagged so", help } });
        }
    }
    hits
}

type Level<'a> = (&'a str, usize, usize);

/// Pairs of levels that are nearly equal, looked up by what plural, hyphen and one letter leave of them.
fn near_pairs<'a>(levels: &[Level<'a>]) -> Vec<(Level<'a>, Level<'a>)> {
    let mut keys: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, (level, ..)) in levels.iter().enumerate() {
        for key in keys_of(level) {
            keys.entry(key).or_default().push(at);
        }
    }
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for holders in keys.values() {
        for (at, one) in holders.iter().enumerate() {
            pairs.extend(holders.iter().skip(at + 1).map(|two| (*one, *two)));
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    let both = |(one, two): &(usize, usize)| Some((*levels.get(*one)?, *levels.get(*two)?));
    pairs.iter().filter_map(both).filter(|(one, two)| is_near(one.0, two.0)).collect()
}

/// The level without hyphens, and that with one letter less, for every letter of longer ones.
fn keys_of(level: &str) -> Vec<String> {
    let plain = bare(level);
    let letters: Vec<char> = plain.chars().collect();
    let mut keys = vec![plain];
    if letters.len() >= LONG {
        keys.extend((0..letters.len()).map(|at| {
            letters.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, c)| *c).collect::<String>()
        }));
    }
    keys.dedup();
    keys
}

/// Letters from which on one of them may be a slip.
const LONG: usize = 6;

fn bare(level: &str) -> String {
    let words = level.split(['-', '_', '.']).map(singular);
    words.collect()
}

fn is_near(one: &str, two: &str) -> bool {
    let (one, two) = (bare(one), bare(two));
    if one == two {
        return true;
    }
    let digits = |text: &str| text.chars().filter(|c| !c.is_alphabetic()).collect::<String>();
    let first = |text: &str| text.chars().next();
    let long = one.chars().count().min(two.chars().count()) >= LONG;
    long && digits(&one) == digits(&two) && first(&one) == first(&two) && strsim::osa_distance(&one, &two) == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_told_from_names() {
        for (one, two) in [
            ("channels", "channel"),
            ("error-handling", "errorhandling"),
            ("error-handling", "error_handling"),
            ("concurrency", "concurency"),
            ("goroutine", "gorouitne"),
            ("тестування", "тестувння"),
        ] {
            assert!(is_near(one, two) && is_near(two, one), "{one} {two}");
            let levels = [(one, 0, 1), (two, 1, 1)];
            assert_eq!(near_pairs(&levels).len(), 1, "{one} {two}");
        }
        for (one, two) in [
            ("java", "javascript"),
            ("http1", "http2"),
            ("part-1", "part-2"),
            ("css", "cs"),
            ("import", "export"),
            ("map", "maps2"),
        ] {
            assert!(!is_near(one, two), "{one} {two}");
        }
    }
}
