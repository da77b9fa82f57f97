//! The words that label questions and answers, in many languages.

use std::collections::HashSet;
use std::sync::LazyLock;

/// What a label stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// It is in front of a question.
    Question,
    /// It is in front of an answer.
    Answer,
}

/// Words that are known to label questions.
#[rustfmt::skip]
const QUESTION: &[&str] = &[
    "q", "question", "ques", "exercise", "frage", "f", "pregunta", "p", "pergunta", "questão", "domanda", "d", "vraag",
    "v", "fråga", "spørgsmål", "pytanie", "otázka", "soru", "câu hỏi", "câu", "pertanyaan", "soal",
    "вопрос", "в", "питання", "запитання", "п", "пытанне", "въпрос", "ερώτηση",
    "问", "問", "问题", "問題", "題", "题", "质问", "質問", "設問", "질문", "문", "문제",
    "întrebare", "întrebarea", "kérdés", "kysymys", "pitanje", "питање", "klausimas", "jautājums", "küsimus", "spørsmål",
    "sual", "savol", "сұрақ", "асуулт", "tanong", "swali", "soalan", "კითხვა", "հարց", "প্রশ্ন", "પ્રશ્ન", "ਸਵਾਲ", "கேள்வி", "ప్రశ్న", "ಪ್ರಶ್ನೆ",
    "ചോദ്യം", "سوال",
    "س", "سؤال", "السؤال", "پرسش", "שאלה", "प्रश्न", "सवाल", "คำถาม",
];

/// Words that are known to label answers.
#[rustfmt::skip]
const ANSWER: &[&str] = &[
    "a", "answer", "answers", "ans", "solution", "antwort", "antworten", "lösung", "respuesta", "solución", "r",
    "resposta", "solução", "gabarito", "risposta", "soluzione", "réponse", "antwoord", "svar", "odpowiedź",
    "rozwiązanie", "odpověď", "řešení", "cevap", "c", "yanıt", "çözüm", "jawaban", "đáp án", "trả lời", "câu trả lời", "lời giải",
    "ответ", "ответы", "решение", "о", "відповідь", "рішення", "розв'язок", "в", "адказ", "отговор", "απάντηση",
    "答", "答案", "参考答案", "參考答案", "正确答案", "正確答案", "解答", "回答", "答え", "正解", "解説", "解析",
    "답", "답변", "정답", "해답", "모범답안", "풀이", "해설",
    "solutions", "lösungen", "antwortschlüssel", "lösungsschlüssel", "respuestas", "soluciones", "solucionario", "respostas",
    "soluções", "risposte", "soluzioni", "réponses", "corrigé", "corrigés", "corrections", "antwoorden", "oplossing",
    "oplossingen", "facit", "fasit", "vastaus", "vastaukset", "ratkaisut", "odpowiedzi", "rozwiązania", "odpovědi",
    "odpoveď", "odpovede", "řešení", "cevaplar", "yanıtlar", "çözümler", "kunci jawaban", "pembahasan", "răspuns",
    "răspunsuri", "válasz", "válaszok", "megoldás", "megoldások", "odgovor", "odgovori", "rješenja", "решења", "одговори",
    "resposta", "respostes", "відповіді", "рішення", "розв'язки", "ключі", "решения", "ключи", "адказы", "отговори",
    "απαντήσεις", "λύσεις", "答案与解析", "答案及解析", "参考解答", "模範解答", "해설", "정답과", "답안", "الأجوبة", "أجوبة",
    "الإجابات", "إجابات", "الاجابات", "الاجابة", "الحلول", "حلول", "پاسخ‌ها", "پاسخها", "پاسخنامه", "תשובות", "פתרון", "פתרונות",
    "atsakymas", "atsakymai", "atbilde", "atbildes", "vastus", "vastused", "cavab", "javob", "жауап", "хариулт", "jibu",
    "პასუხი", "პასუხები", "պատասխան", "উত্তর", "જવાબ", "ઉત્તર", "ਜਵਾਬ", "பதில்", "విடை", "సమాధానం", "ಉತ್ತರ", "ഉത്തരം",
    "उत्तरमाला", "समाधान", "เฉลย", "คำตอบ", "jawapan", "mga sagot", "sagot", "majibu",
    "ج", "جواب", "الجواب", "الإجابة", "إجابة", "الحل", "پاسخ", "תשובה", "उत्तर", "जवाब", "คำตอบ",
];

/// Whether a word, or words that one of them is among, is known to be a label of this role.
pub(super) fn is_known(word: &str, role: Role) -> bool {
    static QUESTIONS: LazyLock<HashSet<&str>> = LazyLock::new(|| QUESTION.iter().copied().collect());
    static ANSWERS: LazyLock<HashSet<&str>> = LazyLock::new(|| ANSWER.iter().copied().collect());
    match role {
        Role::Question => QUESTIONS.contains(word),
        Role::Answer => ANSWERS.contains(word),
    }
}

/// Whether a short text names an answer: "Answer", "Show the answer", "Правильна відповідь".
pub(super) fn names_answer(text: &str) -> bool {
    let parts = |c: char| !c.is_alphanumeric() && !is_mark(c);
    if text.split(parts).filter(|word| !word.is_empty()).nth(4).is_some() {
        return false;
    }
    let text = text.trim_matches(parts).to_lowercase();
    is_known(&text, Role::Answer) || names_answer_among(&text)
}

fn names_answer_among(text: &str) -> bool {
    let mut words = text.split(|c: char| !c.is_alphanumeric() && !is_mark(c));
    // In scripts without spaces the word is a part of another; a single letter would be one everywhere.
    words.any(|word| word.chars().count() > 1 && is_known(word, Role::Answer))
        || !text.is_ascii()
            && text.chars().count() <= 12
            && ["答案", "解答", "正解", "答え", "정답", "답변", "답안"].iter().any(|word| text.contains(word))
}

/// Whether a character only shapes the letter before it.
pub(super) fn is_mark(c: char) -> bool {
    !c.is_ascii() && unicode_normalization::char::is_combining_mark(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_named_in_a_few_words() {
        for text in [
            "Answer",
            "Show the answer",
            "Правильна відповідь",
            "Показать ответ",
            "点击查看答案",
            "정답",
            "Lösung anzeigen",
        ] {
            assert!(names_answer(text), "{text}");
        }
        for text in ["Example", "A note on the answer to everything", "Code", "Приклад"] {
            assert!(!names_answer(text), "{text}");
        }
    }
}
