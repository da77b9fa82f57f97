//! Blocks that begin behind a label on its line: `A: | a | b |` above the rest of a table. For CommonMark they are
//! text of a paragraph; every reader of such labels takes them for what they are.

use std::borrow::Cow;

/// How a label ends, in bold or not.
const SIGNS: [&str; 2] = [": ", ":** "];

/// Bytes of the longest label with its marks.
const LONGEST: usize = 40;

/// The text with a line feed for the space between such a label and its block. Nothing else moves, so every place
/// in it is the same.
pub(super) fn opened(text: &str) -> Cow<'_, str> {
    let mut colons = memchr::memchr_iter(b':', text.as_bytes()).filter_map(|at| text.get(at..));
    let begins = |rest: &str, sign: &str| rest.strip_prefix(sign).is_some_and(begins_block);
    if !colons.any(|rest| SIGNS.into_iter().any(|sign| begins(rest, sign))) {
        return Cow::Borrowed(text);
    }
    let mut opened: Vec<usize> = Vec::new();
    let mut fence: Option<&str> = None;
    let last = last_fences(text);
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let label = if fence.is_none() { label(line) } else { None };
        let block = label.and_then(|label| line.get(label + 1..)).map(str::trim_end);
        let after = text.get(at + line.len()..).unwrap_or_default();
        let is_closed = |sign: &str| last.iter().any(|(fence, place)| *fence == sign && at < *place);
        if let (Some(label), Some(block)) = (label, block.filter(|block| goes_on(block, after, is_closed))) {
            opened.push(at + label);
            fence = sign_of(block);
        } else if let Some(sign) = sign_of(line.trim_start()) {
            let closes = fence.is_some_and(|open| open == sign);
            fence = if fence.is_none() { Some(sign) } else { fence.filter(|_| !closes) };
        }
        at += line.len();
    }
    if opened.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut owned = text.to_owned();
    for space in opened {
        owned.replace_range(space..space + 1, "\n");
    }
    Cow::Owned(owned)
}

/// Of each fence that lines begin with where the last of these begins.
fn last_fences(text: &str) -> Vec<(&'static str, usize)> {
    let mut last: Vec<(&str, usize)> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if let Some(sign) = sign_of(line.trim_start()) {
            last.retain(|(fence, _)| *fence != sign);
            last.push((sign, at));
        }
        at += line.len();
    }
    last
}

/// The fence that a line begins with.
fn sign_of(line: &str) -> Option<&'static str> {
    ["```", "~~~"].into_iter().find(|sign| line.starts_with(sign))
}

/// Whether a text begins as a block does that can stop a paragraph.
fn begins_block(text: &str) -> bool {
    ["```", "~~~", "|", "- ", "* ", "+ ", "> ", "1. ", "1) "].iter().any(|sign| text.starts_with(sign))
}

/// Where the space after the label stands that a line begins with: one word, perhaps in bold, and a colon.
fn label(line: &str) -> Option<usize> {
    // The colon ends the first word, or there is none.
    let of_word = |byte: &u8| byte.is_ascii_alphanumeric() || !byte.is_ascii() || matches!(byte, b'*' | b'_');
    if line.bytes().take(LONGEST).find(|byte| !of_word(byte)) != Some(b':') {
        return None;
    }
    let ends = SIGNS.into_iter().filter_map(|sign| line.find(sign).map(|at| at + sign.len() - 1));
    let at = ends.min().filter(|at| *at <= LONGEST)?;
    let word = line.get(..at)?.trim_matches(['*', '_']).trim_end_matches(':').trim_matches(['*', '_']);
    let is_word = !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() || !c.is_ascii());
    (is_word && line.get(at + 1..).is_some_and(begins_block)).then_some(at)
}

/// Whether the line below goes on with a block whose first line this is.
fn goes_on(block: &str, after: &str, is_closed: impl Fn(&str) -> bool) -> bool {
    let next = after.split('\n').next().unwrap_or_default().trim_end();
    let same = |sign: &str| block.starts_with(sign) && next.starts_with(sign);
    if let Some(sign) = sign_of(block) {
        return is_closed(sign) && !block.trim_start_matches(['`', '~']).contains(sign);
    }
    if block.starts_with('|') {
        let is_rule = next.contains('-') && next.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '));
        return block.matches('|').count() >= 2 && is_rule;
    }
    let counts = |first: &str, second: &str| block.starts_with(first) && next.starts_with(second);
    ["- ", "* ", "+ ", "> "].into_iter().any(same) || counts("1. ", "2. ") || counts("1) ", "2) ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_behind_labels_begin_lines() {
        for (text, opens) in [
            ("Q: x\nA: | a | b |\n|---|---|\n| 1 | 2 |\n", "Q: x\nA:\n| a | b |\n|---|---|\n| 1 | 2 |\n"),
            ("**A:** ```go\nx\n```\n", "**A:**\n```go\nx\n```\n"),
            ("**A**: - a\n- b\n", "**A**:\n- a\n- b\n"),
            ("Відповідь: 1. a\n2. b\n", "Відповідь:\n1. a\n2. b\n"),
            ("A: > a\n> b\n", "A:\n> a\n> b\n"),
        ] {
            assert_eq!(opened(text), opens, "{text}");
        }
        for text in [
            "A: a | b\n",
            "A: |x| is positive\nor not\n",
            "A: ```x``` is code\n",
            "A: ```never closed\n",
            "A: - 5 degrees\nor less\n",
            "Two words: - a\n- b\n",
            "```\nA: - a\n- b\n```\n",
            "see http: - a\n- b\n",
        ] {
            assert_eq!(opened(text), text, "{text}");
        }
    }
}
