//! Tags that are nearly equal: side by side under the same outer levels, and different only by plural,
//! hyphen, accents or one letter.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

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
            hits.push(ProjectHit { note: rare.1, others: Vec::new(), hit: Hit { message, label: "tagged so", help } });
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

/// What nearly equal levels have in common: all of a level, its beginning without a plural's ending, and,
/// of longer ones, what is left without one letter.
fn keys_of(level: &str) -> Vec<String> {
    let whole = bare(level);
    let letters: Vec<char> = whole.chars().collect();
    let mut keys: Vec<String> =
        PLURALS.iter().filter_map(|ending| whole.strip_suffix(ending)).map(str::to_owned).collect();
    if letters.len() >= LONG {
        keys.extend((0..letters.len()).map(|at| {
            letters.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, c)| *c).collect::<String>()
        }));
    }
    keys.push(whole);
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// Letters from which on one of them, or the marks on them, may be a slip.
const LONG: usize = 6;
/// Endings of plurals that are more than one letter: "Prüfungen", "funciones".
const PLURALS: [&str; 2] = ["en", "es"];

/// A level without hyphens, the `s` of plurals, and marks that many leave out when they write.
fn bare(level: &str) -> String {
    unmarked(&joined(level))
}

fn joined(level: &str) -> String {
    level.split(['-', '_', '.']).map(singular).collect()
}

/// A text without accents, vowel points and lengthening; marks of other scripts make other letters.
fn unmarked(text: &str) -> String {
    let is_left_out = |c: &char| matches!(c, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{640}' | '\u{64b}'..='\u{655}' | '\u{670}');
    let plain: String = text.nfd().filter(|c| !is_left_out(c)).collect();
    plain.nfc().collect::<String>().replace('ß', "ss")
}

fn is_near(one: &str, two: &str) -> bool {
    if joined(one) == joined(two) {
        return true;
    }
    let (one, two) = (bare(one), bare(two));
    let plural = |one: &str, two: &str| PLURALS.iter().any(|ending| two.strip_suffix(ending) == Some(one));
    if one.chars().count().min(two.chars().count()) < LONG {
        return one.chars().count().min(two.chars().count()) > LONG / 2 && (plural(&one, &two) || plural(&two, &one));
    }
    let signs = |text: &str| text.chars().filter(|c| !c.is_alphabetic() && !is_combining_mark(*c)).collect::<String>();
    let first = |text: &str| text.chars().next();
    // Each Chinese letter is a word.
    let words = |text: &str| text.contains(|c| matches!(c, '\u{3400}'..='\u{9fff}'));
    let slip = || first(&one) == first(&two) && !words(&one) && strsim::osa_distance(&one, &two) == 1;
    one == two || plural(&one, &two) || plural(&two, &one) || signs(&one) == signs(&two) && slip()
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
            ("ёлка-и-её-обход", "елка-и-ее-обход"),
            ("prüfung", "prüfungen"),
            ("übung", "übungen"),
            ("función", "funciones"),
            ("straßenbau", "strassenbau"),
            ("الذاكرة-المؤقّتة", "الذاكره-المؤقتة"),
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
            ("má", "mà"),
            ("schon", "schön"),
            ("数据库与事务-上", "数据库与事务-下"),
            ("カス", "ガス"),
            ("tok", "token"),
            ("render", "renderer"),
        ] {
            assert!(!is_near(one, two), "{one} {two}");
        }
    }
}
