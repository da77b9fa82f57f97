//! Numbering at the beginning of a heading: `1.`, `2.3`, `4)`, `IV.`, `12 -`, `(7)`, `③`, `四、`, `#5`.

/// The length in bytes of the numbering, with the space after it, that `text` begins with; 0 where
/// it begins with none. A bare number is a part of the text ("3 laws", "2024 in review").
pub(super) fn length(text: &str) -> usize {
    let Some(first) = text.chars().next() else { return 0 };
    // Most texts begin with a letter that numbers nothing.
    let at = match first {
        'I' | 'V' | 'X' => leading(text, |c| matches!(c, 'I' | 'V' | 'X')),
        'N' => {
            text.strip_prefix("N°").or(text.strip_prefix("Nº")).map_or(0, |rest| hashed(text, text.len() - rest.len()))
        }
        'A'..='Z' | 'a'..='z' => 0,
        '①'..='⑳' => return with_space(text, first.len_utf8()),
        '(' | '[' | '（' => return in_brackets(text),
        '#' | '№' => hashed(text, first.len_utf8()),
        _ if CHINESE.contains(first) => return chinese(text),
        _ => digits(text),
    };
    if at == 0 { 0 } else { signed(text, at) }
}

/// Whether a text may begin with numbering, or with a part of one: its first character says so.
pub(super) fn may_begin(text: &str) -> bool {
    !text.starts_with(|c: char| c.is_ascii_alphabetic() && !matches!(c, 'I' | 'N' | 'V' | 'X'))
}

/// Numerals of East Asia.
const CHINESE: &str = "一二三四五六七八九十百零";

/// The length of the run of characters that are so.
fn leading(text: &str, is: impl Fn(char) -> bool) -> usize {
    text.find(|c: char| !is(c)).unwrap_or(text.len())
}

/// The length of the digits that `text` begins with, in any script.
fn digits(text: &str) -> usize {
    leading(text, |c| c.is_ascii_digit() || !c.is_ascii() && c.is_numeric() && !('\u{2460}'..='\u{24ff}').contains(&c))
}

/// Up to and with the space after `at`; 0 where nothing follows.
fn with_space(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let said = rest.trim_start();
    if said.is_empty() { 0 } else { text.len() - said.len() }
}

/// `(7) `, `[12] `.
fn in_brackets(text: &str) -> usize {
    let open = text.chars().next().map_or(0, char::len_utf8);
    let count = digits(text.get(open..).unwrap_or_default());
    let rest = text.get(open + count..).unwrap_or_default();
    let close = rest.chars().next().filter(|c| matches!(c, ')' | ']' | '）')).map_or(0, char::len_utf8);
    let after = rest.get(close..).unwrap_or_default();
    let spaced = close > 1 || after.starts_with(char::is_whitespace);
    if count > 0 && close > 0 && spaced { with_space(text, open + count + close) } else { 0 }
}

/// `#5`, `№ 5`: the sign with its number.
fn hashed(text: &str, sign: usize) -> usize {
    let rest = text.get(sign..).unwrap_or_default();
    let spaces = leading(rest, |c| c == ' ');
    let count = digits(rest.trim_start_matches(' '));
    if count > 0 { sign + spaces + count } else { 0 }
}

/// `四、`, and no other sign: numerals of East Asia begin words as well.
fn chinese(text: &str) -> usize {
    let count = leading(text, |c| CHINESE.contains(c));
    let sign = text.get(count..).and_then(|rest| rest.chars().next()).filter(|c| matches!(c, '、' | '．' | '.'));
    sign.map_or(0, |sign| with_space(text, count + sign.len_utf8()))
}

/// The length of a number that ends at `at` with the sign that makes it numbering.
fn signed(text: &str, mut at: usize) -> usize {
    let by_hash = text.starts_with(['#', '№', 'N']);
    let roman = text.starts_with(['I', 'V', 'X']);
    if roman && (at > 5 || !text.get(at..).is_some_and(|rest| rest.starts_with('.'))) {
        return 0;
    }
    let mut dotted = by_hash;
    while let Some(rest) = text.get(at..).and_then(|rest| rest.strip_prefix('.')) {
        match digits(rest) {
            0 => break,
            more => at += 1 + more,
        }
        dotted = true;
    }
    // Digits as emoji: `1`, a selector, a frame.
    let keycap = leading(text.get(at..).unwrap_or_default(), |c| matches!(c, '\u{fe0f}' | '\u{20e3}'));
    at += keycap;
    let rest = text.get(at..).unwrap_or_default();
    let next = rest.chars().next();
    let sign = if next.is_some_and(|c| matches!(c, '.' | ')' | '、' | '．' | '）' | '：' | ':' | '。')) {
        next.map_or(0, char::len_utf8)
    } else if let Some(dash) =
        rest.strip_prefix(' ').filter(|rest| rest.starts_with(['-', '–', '—', '|']) || by_hash && rest.starts_with(':'))
    {
        1 + dash.chars().next().map_or(0, char::len_utf8)
    } else {
        0
    };
    if sign == 0 && !dotted && keycap == 0 {
        return 0;
    }
    let rest = rest.get(sign..).unwrap_or_default();
    let wide = sign > 1 && !text.get(at..).is_some_and(|rest| rest.starts_with(' ')) || keycap > 0;
    let spaces = rest.len() - rest.trim_start().len();
    // "1.5x" and "3.x" are words; before other scripts and before a word that begins large no space is needed.
    let mut letters = rest.chars();
    let (first, second) = (letters.next(), letters.next());
    let large = first.is_some_and(|c| c.is_ascii_uppercase()) && second.is_some_and(char::is_lowercase);
    let tight = sign == 1 && !dotted && (large || first.is_some_and(|c| !c.is_ascii() && c.is_alphabetic()));
    if spaces == 0 && !wide && !tight || rest.trim().is_empty() { 0 } else { at + sign + spaces }
}

/// The first number that a text states, in digits of any script, in a circle or in numerals of East Asia.
pub(super) fn value(text: &str) -> Option<u32> {
    let at = text.find(|c: char| c.is_numeric() || CHINESE.contains(c))?;
    let rest = text.get(at..)?;
    let first = rest.chars().next()?;
    if ('①'..='⑳').contains(&first) {
        return Some(u32::from(first) - u32::from('①') + 1);
    }
    if CHINESE.contains(first) {
        return chinese_value(rest.get(..leading(rest, |c| CHINESE.contains(c)))?);
    }
    let figures = rest.chars().map_while(figure);
    figures.take(6).fold(None, |sum, digit| Some(sum.unwrap_or(0) * 10 + digit))
}

/// What a digit stands for, whose script has its ten digits in order.
fn figure(c: char) -> Option<u32> {
    const ZEROS: [char; 12] = ['0', '٠', '۰', '߀', '०', '০', '੦', '૦', '௦', '๐', '០', '０'];
    ZEROS.iter().find_map(|zero| u32::from(c).checked_sub(u32::from(*zero)).filter(|digit| *digit < 10))
}

/// What a numeral of East Asia below a hundred stands for: 四, 十二, 二十一.
fn chinese_value(numeral: &str) -> Option<u32> {
    let digit = |text: &str| "一二三四五六七八九".chars().zip(1..).find(|(c, _)| text.starts_with(*c)).map(|(_, n)| n);
    match numeral.split_once('十') {
        Some((tens, ones)) => Some(10 * digit(tens).unwrap_or(1) + digit(ones).unwrap_or(0)),
        None => digit(numeral),
    }
}

/// The text without the numbering it begins with.
pub(super) fn without(text: &str) -> &str {
    text.get(length(text)..).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_values() {
        for (text, is) in [
            ("12) ", Some(12)),
            ("Question 3:", Some(3)),
            ("٤. ", Some(4)),
            ("२) ", Some(2)),
            ("⑪ ", Some(11)),
            ("第十二題", Some(12)),
            ("二十一、", Some(21)),
            ("７．", Some(7)),
            ("Answer", None),
        ] {
            assert_eq!(value(text), is, "{text}");
        }
    }

    #[test]
    fn numbering_is_told_from_numbers() {
        for (text, rest) in [
            ("1. Memory Management", "Memory Management"),
            ("2.3 Channels", "Channels"),
            ("2.3. Channels", "Channels"),
            ("12) Why?", "Why?"),
            ("IV. Errors", "Errors"),
            ("7 - Types", "Types"),
            ("3、内存", "内存"),
            ("1.介绍数据类型", "介绍数据类型"),
            ("四、闭包", "闭包"),
            ("17.ماهو الناتج؟", "ماهو الناتج؟"),
            ("8.Что такое хук?", "Что такое хук?"),
            ("9.What is it?", "What is it?"),
            ("3.X is out", "3.X is out"),
            ("4.NET", "4.NET"),
            ("③ 変数とは", "変数とは"),
            ("④変数とは", "変数とは"),
            ("١. ما هي اللغة", "ما هي اللغة"),
            ("२) चर", "चर"),
            ("（７）関数", "関数"),
            ("(8) Why?", "Why?"),
            ("[9] Why?", "Why?"),
            ("#5 Why?", "Why?"),
            ("№ 6. Чому?", "Чому?"),
            ("N° 14 : Pourquoi ?", "Pourquoi ?"),
            ("Nº 3 ¿Qué?", "¿Qué?"),
            ("NaN is", "NaN is"),
            ("1\u{fe0f}\u{20e3} Why?", "Why?"),
            ("一个进程", "一个进程"),
            ("(optional) flags", "(optional) flags"),
            ("#hashtag", "#hashtag"),
            ("3 laws of motion", "3 laws of motion"),
            ("2024 in review", "2024 in review"),
            ("1.5x speed", "1.5x speed"),
            ("I think", "I think"),
            ("1.", "1."),
            ("", ""),
        ] {
            assert_eq!(without(text), rest, "{text}");
        }
    }
}
