//! Words of a text, as the search index and the search page cut them.

use unicode_normalization::UnicodeNormalization;

/// A longer word is cut to so many characters: nobody types more, and data in a text has no end.
const MAX_CHARS: usize = 40;

/// The words of `text`, in order and as often as they stand in it.
///
/// Runs of letters, digits, marks, `_`, `+` and `#`, folded; a run of Chinese, Japanese or Korean
/// characters gives each character and each pair of neighbours instead.
pub fn tokens(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    each(text, |word| out.push(word.to_owned()));
    out
}

/// Calls `found` for each of the [`tokens`] of `text`, without keeping them.
pub(super) fn each(text: &str, mut found: impl FnMut(&str)) {
    let mut folded = String::new();
    // No fold reaches over white space, so each piece takes the short way where it is ASCII.
    for piece in text.split_ascii_whitespace() {
        if piece.is_ascii() {
            folded.clear();
            folded.push_str(piece);
            folded.make_ascii_lowercase();
            for word in folded.split(|c: char| !is_word(c)).filter(|word| !word.is_empty()) {
                found(cut(word));
            }
        } else {
            let bare = piece.nfkd().filter(|c| !is_passed_over(*c));
            each_of_any_script(&bare.nfkc().collect::<String>().to_lowercase(), &mut found);
        }
    }
}

/// The words of a folded text.
fn each_of_any_script(folded: &str, found: &mut impl FnMut(&str)) {
    for run in folded.split(|c: char| !is_word(c)).filter(|run| !run.is_empty()) {
        let mut rest = run;
        while let Some(first) = rest.chars().next() {
            let kind = is_cjk(first);
            let end = rest.char_indices().find(|(_, c)| is_cjk(*c) != kind).map_or(rest.len(), |(at, _)| at);
            let (word, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
            if kind {
                characters_and_pairs(word, found);
            } else {
                found(cut(word));
            }
            rest = after;
        }
    }
}

/// Each character of `run`, and each with the one after it.
fn characters_and_pairs(run: &str, found: &mut impl FnMut(&str)) {
    for (at, c) in run.char_indices() {
        let rest = run.get(at..).unwrap_or_default();
        let single = c.len_utf8();
        found(rest.get(..single).unwrap_or_default());
        if let Some(next) = rest.chars().nth(1) {
            found(rest.get(..single + next.len_utf8()).unwrap_or_default());
        }
    }
}

/// The first characters of `word`, as many as the index keeps.
fn cut(word: &str) -> &str {
    if word.len() <= MAX_CHARS {
        return word;
    }
    word.char_indices().nth(MAX_CHARS).and_then(|(at, _)| word.get(..at)).unwrap_or(word)
}

/// Whether `c` is part of a word.
fn is_word(c: char) -> bool {
    c.is_alphanumeric()
        || matches!(c, '_' | '+' | '#')
        || (!c.is_ascii() && unicode_normalization::char::is_combining_mark(c))
}

/// Whether `c` is a mark that many leave out when they write: an accent, and Hebrew's and Arabic's vowels and
/// lengthenings. The search page passes over the same ones (`docs/themes.md`).
fn is_passed_over(c: char) -> bool {
    matches!(u32::from(c),
        0x300..=0x36f | 0x591..=0x5bd | 0x5bf | 0x5c1..=0x5c2 | 0x5c4..=0x5c5 | 0x5c7
        | 0x610..=0x61a | 0x640 | 0x64b..=0x65f | 0x670)
}

/// Whether `c` is of a script that puts no spaces between words, or Korean, where particles hang on
/// the words. The ranges stand in `docs/themes.md` for the search page.
fn is_cjk(c: char) -> bool {
    matches!(u32::from(c),
        0x1100..=0x11ff | 0x2e80..=0x9fff | 0xa960..=0xa97f | 0xac00..=0xd7ff | 0xf900..=0xfaff
        | 0x1b000..=0x1b16f | 0x20000..=0x3ffff)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_many_scripts() {
        for (text, words) in [
            ("Écrire: naïve  Straße", "ecrire naive straße"),
            ("Що таке пам'ять? Її", "що таке пам ять іі"),
            ("Go言語の", "go 言 言語 語 語の の"),
            ("内存管理，C++", "内 内存 存 存管 管 管理 理 c++"),
            ("メモリ、ガ", "メ メモ モ モリ リ ガ"),
            ("메모리 관리", "메 메모 모 모리 리 관 관리 리"),
            ("C++ C# node.js .NET a_b", "c++ c# node js net a_b"),
            ("ＦＵＬＬ ﬁ ½ x²", "full fi 1 2 x2"),
            ("ΟΔΟΣ", "οδος"),
            ("हिन्दी", "हिन्दी"),
            ("الذّاكِرَة أحـمد", "الذاكرة احمد"),
            ("שָׁלוֹם־עולם", "שלום עולם"),
            ("—  …", ""),
        ] {
            assert_eq!(tokens(text).join(" "), words, "{text}");
        }
    }

    #[test]
    fn long_words_are_cut() {
        assert_eq!(tokens(&"a".repeat(1000)), ["a".repeat(40)]);
        assert_eq!(tokens(&"ж".repeat(1000)), ["ж".repeat(40)]);
    }
}
