//! Words for difficulty, and where they stand at the edge of a question: `(senior)`, `[Junior]`, `【高级】`.

/// Words for levels, in the languages most lists are written in; ambiguous ones ("lead") are left out.
const WORDS: &[&str] = &[
    "beginner",
    "novice",
    "easy",
    "basic",
    "intermediate",
    "medium",
    "moderate",
    "advanced",
    "hard",
    "difficult",
    "expert",
    "intern",
    "trainee",
    "junior",
    "mid",
    "mid-level",
    "middle",
    "senior",
    "junior+",
    "middle+",
    "senior+",
    // German
    "anfänger",
    "leicht",
    "einfach",
    "mittel",
    "fortgeschritten",
    "fortgeschrittene",
    "schwer",
    "schwierig",
    "experte",
    // Spanish, Portuguese, Italian, French
    "principiante",
    "básico",
    "fácil",
    "intermedio",
    "medio",
    "avanzado",
    "difícil",
    "experto",
    "iniciante",
    "intermediário",
    "médio",
    "avançado",
    "facile",
    "base",
    "intermedia",
    "avanzato",
    "difficile",
    "esperto",
    "débutant",
    "moyen",
    "intermédiaire",
    "avancé",
    "pleno",
    "sênior",
    "sénior",
    "júnior",
    // Polish, Ukrainian, Russian
    "łatwe",
    "łatwy",
    "średnie",
    "średni",
    "trudne",
    "trudny",
    "легкий",
    "легке",
    "середній",
    "середнє",
    "складний",
    "складне",
    "лёгкий",
    "средний",
    "сложный",
    "джуниор",
    "джун",
    "мидл",
    "миддл",
    "сеньор",
    "синьор",
    "джуніор",
    "мідл",
    "сеньйор",
    // Chinese, Japanese, Korean
    "初级",
    "中级",
    "高级",
    "简单",
    "中等",
    "困难",
    "初級",
    "中級",
    "上級",
    "쉬움",
    "보통",
    "어려움",
    "초급",
    "중급",
    "고급",
];

/// The levels that a text names and nothing else: "Senior", "Junior/Middle"; `None` where it says more.
pub fn levels(text: &str) -> Option<Vec<String>> {
    let parts = text.split(['/', ',', '|']).map(|part| part.trim().to_lowercase());
    let parts: Vec<String> = parts.map(|part| part.trim_end_matches(" level").to_owned()).collect();
    parts.iter().all(|part| WORDS.contains(&part.as_str())).then_some(parts)
}

/// Brackets around such words.
pub(super) const BRACKETS: [(char, char); 5] = [('(', ')'), ('[', ']'), ('{', '}'), ('（', '）'), ('【', '】')];

/// Where a mark at the end of a text begins, with the space before it, and its levels.
pub(super) fn bracketed_end(text: &str) -> Option<(usize, Vec<String>)> {
    let trimmed = text.trim_end();
    let (open, close) = BRACKETS.into_iter().find(|(_, close)| trimmed.ends_with(*close))?;
    let at = trimmed.rfind(open)?;
    let levels = inside(trimmed.get(at + open.len_utf8()..trimmed.len() - close.len_utf8())?)?;
    Some((text.get(..at)?.trim_end().len(), levels))
}

/// Where a mark at the beginning of a text ends, with the space after it, and its levels.
pub(super) fn bracketed_begin(text: &str) -> Option<(usize, Vec<String>)> {
    let (open, close) = BRACKETS.into_iter().find(|(open, _)| text.starts_with(*open))?;
    let at = text.find(close)?;
    let levels = inside(text.get(open.len_utf8()..at)?)?;
    let rest = text.get(at + close.len_utf8()..)?;
    let after = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '-' | '–' | '—'));
    Some((text.len() - after.len(), levels))
}

/// The levels in brackets: "senior", "level: senior".
fn inside(text: &str) -> Option<Vec<String>> {
    levels(text.rsplit([':', '：']).next()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_in_brackets_are_found_at_the_edges() {
        assert_eq!(bracketed_end("What is it? (Senior)"), Some((11, vec!["senior".into()])));
        assert_eq!(
            bracketed_end("What is it? [level: junior/middle] "),
            Some((11, vec!["junior".into(), "middle".into()]))
        );
        assert_eq!(bracketed_begin("[Mid-Level] What?"), Some((12, vec!["mid-level".into()])));
        assert_eq!(bracketed_begin("【高级】什么？"), Some((12, vec!["高级".into()])));
        for text in ["What is lead (Pb)?", "Is it hard?", "What is (hard) water?", "x (hard work)"] {
            assert_eq!((bracketed_end(text), bracketed_begin(text)), (None, None), "{text}");
        }
    }
}
