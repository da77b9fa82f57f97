//! Whether a line asks.

/// How sure it is that a line asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Asks {
    /// Nothing says so.
    No,
    /// It begins as a task or a question does: "Explain ...", "What is ...".
    ByWord,
    /// It has a question mark where its script puts one.
    ByMark,
}

/// Question marks: Latin, full width, Arabic, Greek, Armenian, Ethiopic, interrobang.
const MARKS: [char; 7] = ['?', '？', '؟', '\u{37e}', '՞', '፧', '‽'];

/// First words of tasks and questions that often go without a mark. "How to" is not among them:
/// it heads manuals.
const WORDS: &[&str] = &[
    // English
    "what",
    "what's",
    "why",
    "how",
    "when",
    "where",
    "which",
    "who",
    "explain",
    "describe",
    "compare",
    "define",
    "implement",
    "discuss",
    "difference",
    "differences",
    "differentiate",
    "name",
    "can",
    "does",
    "is",
    "are",
    "should",
    // German
    "was",
    "warum",
    "wie",
    "wann",
    "welche",
    "welcher",
    "welches",
    "wer",
    "erkläre",
    "beschreibe",
    "erläutere",
    // Spanish, Portuguese, Italian, French
    "qué",
    "cómo",
    "cuándo",
    "cuál",
    "explica",
    "explique",
    "describe",
    "descreva",
    "como",
    "o que",
    "quais",
    "cosa",
    "perché",
    "spiega",
    "descrivi",
    "pourquoi",
    "comment",
    "expliquez",
    "décrivez",
    "quelle",
    "quel",
    // Ukrainian, Russian, Polish
    "що",
    "чому",
    "як",
    "коли",
    "поясніть",
    "опишіть",
    "что",
    "почему",
    "зачем",
    "как",
    "когда",
    "объясните",
    "опишите",
    "co",
    "dlaczego",
    "jak",
    "kiedy",
    "wyjaśnij",
    "opisz",
];

/// Tells whether `text`, one heading or line without marks, asks.
pub(super) fn asks(text: &str) -> Asks {
    let trimmed = text.trim().trim_end_matches(|c: char| !c.is_alphanumeric() && !MARKS.contains(&c));
    // What Greeks type for their question mark is nearly always a semicolon.
    let greek = || text.trim_end().ends_with(';') && text.contains(|c| matches!(c, '\u{370}'..='\u{3ff}'));
    if trimmed.ends_with(MARKS) || greek() || text.contains('¿') || text.contains('՞') {
        return Asks::ByMark;
    }
    let mut words = text.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric() && c != '\''));
    let first = words.next().unwrap_or_default().to_lowercase();
    let manual = first == "how" && words.next().is_some_and(|second| second.eq_ignore_ascii_case("to"));
    if !manual && WORDS.contains(&first.as_str()) { Asks::ByWord } else { Asks::No }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_words_ask() {
        for text in [
            "What is Go?",
            "¿Qué es React?",
            "これは何ですか？",
            "ما هي لغة جو؟",
            "Was ist das? 👶",
            "Why (not)?)",
            "Τι είναι αυτό\u{37e}",
            "Τι είναι;",
        ] {
            assert_eq!(asks(text), Asks::ByMark, "{text}");
        }
        for text in ["Explain closures", "Difference between a and b", "Поясніть замикання", "What's new"]
        {
            assert_eq!(asks(text), Asks::ByWord, "{text}");
        }
        for text in ["Memory Management", "How to install", "Usage", "", "C# & .NET", "Semicolons;"] {
            assert_eq!(asks(text), Asks::No, "{text}");
        }
    }
}
