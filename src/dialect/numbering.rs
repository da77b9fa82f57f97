//! Numbering at the beginning of a heading: `1.`, `2.3`, `4)`, `IV.`, `12 -`.

/// The length in bytes of the numbering, with the space after it, that `text` begins with; 0 where
/// it begins with none. A bare number is a part of the text ("3 laws", "2024 in review").
pub(super) fn length(text: &str) -> usize {
    let digits = |text: &str| text.chars().take_while(char::is_ascii_digit).count();
    let mut at = digits(text);
    let mut dotted = false;
    if at == 0 {
        at = roman(text);
        if at == 0 || !text.get(at..).is_some_and(|rest| rest.starts_with('.')) {
            return 0;
        }
    }
    while let Some(rest) = text.get(at..).and_then(|rest| rest.strip_prefix('.')) {
        match digits(rest) {
            0 => break,
            more => at += 1 + more,
        }
        dotted = true;
    }
    let rest = text.get(at..).unwrap_or_default();
    let sign = if rest.starts_with(['.', ')', '、', '．', '：', ':']) {
        rest.chars().next().map_or(0, char::len_utf8)
    } else if let Some(dash) = rest.strip_prefix(' ').filter(|rest| rest.starts_with(['-', '–', '—'])) {
        1 + dash.chars().next().map_or(0, char::len_utf8)
    } else {
        0
    };
    if sign == 0 && !dotted {
        return 0;
    }
    let rest = rest.get(sign..).unwrap_or_default();
    let wide = sign > 1 && !text.get(at..).is_some_and(|rest| rest.starts_with(' '));
    let spaces = rest.len() - rest.trim_start().len();
    // "1.5x" and "3.x" are words; a sign of East Asian type needs no space.
    if spaces == 0 && !wide || rest.trim().is_empty() { 0 } else { at + sign + spaces }
}

/// The number of characters of a short Roman numeral at the beginning of `text`.
fn roman(text: &str) -> usize {
    let count = text.chars().take_while(|c| matches!(c, 'I' | 'V' | 'X')).count();
    if count <= 5 { count } else { 0 }
}

/// The text without the numbering it begins with.
pub(super) fn without(text: &str) -> &str {
    text.get(length(text)..).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

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
