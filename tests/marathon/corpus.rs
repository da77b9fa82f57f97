//! Real questions and answers, read roughly: the marathon needs texts, not exactness.

use std::path::Path;

/// A question and its answer, as plain text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    pub front: String,
    pub back: String,
}

/// What one document holds.
pub struct Set {
    pub name: &'static str,
    pub texts: Vec<Text>,
}

/// The documents that thresholds may be tuned on.
pub fn known() -> Vec<Set> {
    vec![
        set("react-en", "sudheerj+reactjs-interview-questions/README.md", in_list_items),
        set("sysadmin-en", "trimstray+test-your-sysadmin-skills/README.md", in_toggles),
        set("javascript-mcq-en", "lydiahallie+javascript-questions/README.md", with_options),
        set("theory-en", "alexeygrigorev+data-science-interviews/theory.md", in_bold),
        set("statistics-en", "cocosberlucens+hashcards-deck/cards/Statistics.md", with_prefixes),
    ]
}

/// The document that nothing was tuned on.
pub fn held_out() -> Vec<Set> {
    let mut set = set("react-es", "midudev+preguntas-entrevista-react/README.md", under_headings);
    // The document asks this twice, in other words: whoever deletes one and writes the other has edited it.
    set.texts.retain(|text| !text.front.contains("cancelar una petición a una API en useEffect"));
    vec![set]
}

fn set(name: &'static str, path: &str, read: fn(&str) -> Vec<Text>) -> Set {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    let text = std::fs::read_to_string(folder.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    let mut texts = read(&text);
    texts.retain(|text| !text.front.is_empty() && !text.back.is_empty());
    Set { name, texts }
}

/// Splits a text where `opens` finds a question; `closes` ends the answer.
fn split(text: &str, opens: impl Fn(&str) -> Option<String>, closes: impl Fn(&str) -> bool) -> Vec<Text> {
    let mut out: Vec<Text> = Vec::new();
    let mut open = false;
    for line in text.lines() {
        if let Some(front) = opens(line) {
            out.push(Text { front: plain(&front), back: String::new() });
            open = true;
        } else if open && closes(line) {
            open = false;
        } else if open && let Some(text) = out.last_mut() {
            text.back.push_str(&plain(line));
            text.back.push('\n');
        }
    }
    for text in &mut out {
        text.back = text.back.trim().to_owned();
    }
    out
}

/// `12. ### What is a gadget?`
fn in_list_items(text: &str) -> Vec<Text> {
    let opens = |line: &str| {
        let (number, rest) = line.trim_start().split_once('.')?;
        let heading = rest.trim_start();
        (number.parse::<u32>().is_ok() && heading.starts_with("###"))
            .then(|| heading.trim_matches(['#', ' ']).to_owned())
    };
    split(text, opens, |line| line.contains("Back to Top"))
}

/// `<summary><b>What is a gadget?</b></summary>`
fn in_toggles(text: &str) -> Vec<Text> {
    let opens = |line: &str| {
        let front = line.strip_prefix("<summary><b>")?;
        Some(front.split("</b>").next().unwrap_or(front).to_owned())
    };
    split(text, opens, |line| line.starts_with("</details>"))
}

/// `###### 2. What's the output?`, then code and options, then a toggle.
fn with_options(text: &str) -> Vec<Text> {
    let mut out: Vec<Text> = Vec::new();
    let mut answering = false;
    for line in text.lines() {
        if let Some(front) = line.strip_prefix("###### ") {
            let front = front.split_once(". ").map_or(front, |(_, front)| front);
            out.push(Text { front: plain(front), back: String::new() });
            answering = false;
        } else if let Some(text) = out.last_mut() {
            answering |= line.starts_with("<details>");
            let side = if answering { &mut text.back } else { &mut text.front };
            let line = plain(line);
            if !["", "Answer", "---", "javascript", "html"].contains(&line.trim()) {
                side.push('\n');
                side.push_str(&line);
            }
        }
    }
    for text in &mut out {
        text.back = text.back.trim().to_owned();
    }
    out
}

/// `**What is a gadget? 👶**`
fn in_bold(text: &str) -> Vec<Text> {
    let opens = |line: &str| {
        let front = line.trim_end().strip_prefix("**")?.strip_suffix("**")?;
        (!front.contains("**")).then(|| front.trim_end_matches(|c: char| !c.is_ascii()).trim().to_owned())
    };
    split(text, opens, |line| line.starts_with("<br/>"))
}

/// `Q: What is a gadget?`, `A: A small thing.`
fn with_prefixes(text: &str) -> Vec<Text> {
    let opens = |line: &str| line.strip_prefix("Q: ").map(str::to_owned);
    let mut out = split(text, opens, |line| line.starts_with("C: ") || line.starts_with("<!--"));
    for text in &mut out {
        text.back = text.back.trim_start_matches("A: ").to_owned();
    }
    out
}

/// `#### ¿Qué es un cachivache?`
fn under_headings(text: &str) -> Vec<Text> {
    let opens = |line: &str| line.strip_prefix("#### ").map(|front| front.trim().to_owned());
    split(text, opens, |line| line.contains("Volver a índice"))
}

/// Without the marks of Markdown and the commonest tags.
fn plain(line: &str) -> String {
    let mut out = line.trim().trim_start_matches("```").replace(['`', '*', '#'], "");
    for tag in
        ["<b>", "</b>", "<br>", "<p>", "</p>", "<i>", "</i>", "<details>", "</details>", "<summary>", "</summary>"]
    {
        out = out.replace(tag, "");
    }
    out.trim().to_owned()
}

#[test]
fn there_are_enough_real_questions() {
    let sets: Vec<(&str, usize)> = known().iter().chain(&held_out()).map(|set| (set.name, set.texts.len())).collect();
    assert!(sets.iter().map(|(_, texts)| texts).sum::<usize>() >= 1000, "{sets:?}");
    assert!(sets.iter().all(|(_, texts)| *texts >= 15), "{sets:?}");
}
