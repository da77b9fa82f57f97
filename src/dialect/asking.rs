//! Whether a line asks.

use super::numbering;
use crate::lookup::{Words, set};

/// How sure it is that a line asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Asks {
    /// Nothing says so.
    No,
    /// It begins, or in some languages ends, as a task or a question does: "Explain ...", "What is ...".
    ByWord,
    /// It has a question mark where its script puts one.
    ByMark,
}

/// Question marks: Latin, full width, Arabic, Greek, Armenian, Ethiopic, interrobang.
const MARKS: [char; 7] = ['?', '？', '؟', '\u{37e}', '՞', '፧', '‽'];

/// First words of tasks and questions that often go without a mark, for languages that put them first: English;
/// German, Dutch; Spanish, Portuguese, Italian, French; Ukrainian, Russian, Polish, Czech; Turkish, Indonesian,
/// Vietnamese; Arabic, Persian, Hebrew.
static FIRST: Words = Words::new(|| {
    set("what what's why when where which who explain describe compare define implement discuss difference \
     differences differentiate distinguish name can does is are should \
     was warum wann welche welcher welches wer worin erkläre erklären beschreibe beschreiben erläutere erläutern \
     nenne nennen unterschied wat waarom \
     qué cuándo cuál cuáles explica explique describe descreva diferencia diferencias diferença qual quais cosa \
     perché spiega descrivi pourquoi expliquez expliquer décrivez quelle quelles quel quels différence citez \
     що чому навіщо коли який яка яке які чим поясніть опишіть назвіть розкажіть порівняйте перелічіть наведіть \
     різниця відмінності что почему зачем когда какой какая какое какие чем объясните опишите назовите расскажите \
     сравните перечислите приведите разница отличия отличие co dlaczego kiedy jaka jakie jaki wyjaśnij opisz \
     wymień proč vysvětlete \
     neden niçin hangi apa mengapa jelaskan bagaimana sebutkan vì tại \
     ما ماذا لماذا متى هل اشرح عرف عرّف اذكر قارن وضح چرا מה למה מדוע הסבר הסבירו")
});

/// Words for "how": where an infinitive follows they head the chapters of manuals.
static HOW: Words = Words::new(|| set("how wie hoe cómo como come comment як как jak nasıl cách كيف איך"));

/// Endings of infinitives, by which a chapter "how to ..." is known.
#[rustfmt::skip]
const INFINITIVES: &[&str] = &[
    "ть", "ться", "ти", "тися", "ar", "er", "ir", "re", "are", "ere", "ire", "ć", "ować",
];

/// What asks wherever it stands, in scripts without spaces and languages that put it anywhere.
#[rustfmt::skip]
const WITHIN: &[&str] = &[
    // Chinese
    "什么", "什麼", "怎么", "怎麼", "怎样", "怎樣", "如何", "为何", "為何", "哪些", "哪个", "哪個", "是否", "区别", "區別", "差異", "异同", "吗",
    // Japanese, Korean
    "なぜ", "どのよう", "무엇", "어떻게", "왜 ",
    // Hindi, Persian, Vietnamese, Thai
    "क्या", "क्यों", "कैसे", "چیست", "là gì", "như thế nào", "tại sao", "vì sao", "khác nhau", "อะไร", "อย่างไร", "ทำไม",
];

/// Beginnings of tasks where no space ends the word.
#[rustfmt::skip]
const BEGINNINGS: &[&str] = &[
    "介绍", "介紹", "说说", "說說", "说一", "說一", "说下", "谈谈", "談談", "谈一", "聊聊", "讲讲", "讲一", "简述", "簡述", "简单", "解释", "解釋", "描述",
    "阐述", "闡述", "列举", "列舉", "对比", "對比", "比较", "比較", "实现", "實現", "手写", "手寫", "分析", "举例", "舉例", "写一", "写出", "請說明", "请",
];

/// Endings of questions and tasks in languages that put the verb last.
#[rustfmt::skip]
const LAST: &[&str] = &[
    // Japanese
    "か", "とは", "せよ", "述べよ", "答えよ", "選べ", "なさい", "ください", "下さい", "違い",
    // Korean
    "나요", "가요", "까요", "은가", "는가", "인가", "한가", "란", "하세요", "주세요", "보세요", "하시오", "하라", "해라", "하여라", "무엇", "차이", "차이점",
    "이유",
    // Hindi, Turkish
    "समझाइए", "बताइए", "बताएं", "कीजिए", "करें", "nedir", "nelerdir", "midir", "mıdır", "açıklayınız", "açıklayın",
];

/// Tells whether `text`, one heading or line without marks, asks.
pub(super) fn asks(text: &str) -> Asks {
    let text = numbering::without(text.trim());
    let trimmed = text.trim().trim_end_matches(|c: char| !c.is_alphanumeric() && !MARKS.contains(&c));
    // What Greeks type for their question mark is nearly always a semicolon.
    let greek = || text.trim_end().ends_with(';') && text.contains(|c| matches!(c, '\u{370}'..='\u{3ff}'));
    let foreign = || !text.is_ascii() && (greek() || text.contains('¿') || text.contains('՞'));
    if trimmed.ends_with(MARKS) || foreign() || asks_early(text) {
        return Asks::ByMark;
    }
    if by_first_word(text) || by_place(trimmed) || without_remark(text).is_some_and(by_place) {
        Asks::ByWord
    } else {
        Asks::No
    }
}

/// A text that ends in a remark in brackets, without that.
fn without_remark(text: &str) -> Option<&str> {
    let text = text.trim_end();
    let open = if text.ends_with(')') { '(' } else { '（' };
    text.ends_with([')', '）']).then(|| text.rsplit_once(open))?.map(|(before, _)| before)
}

/// A question with something said after it: "What is it? Explain.", "Which is faster? (two answers)".
fn asks_early(text: &str) -> bool {
    let parted = if text.is_ascii() { text.split_once('?') } else { text.split_once(MARKS) };
    let Some((before, after)) = parted else { return false };
    let goes_on = after.starts_with([' ', '*', '_']) || after.chars().next().is_some_and(|c| !c.is_ascii());
    goes_on && by_first_word(before)
}

fn by_first_word(text: &str) -> bool {
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric() && c != '\'').to_lowercase();
    let mut words = text.split_whitespace().map(bare).filter(|word| !word.is_empty());
    let Some(first) = words.next() else { return false };
    let first = if first.contains('’') { first.replace('’', "'") } else { first };
    if HOW.contains(first.as_str()) {
        let second = words.next().unwrap_or_default();
        let manual = matches!(second.as_str(), "to" | "man" | "yapılır")
            || first != "how" && INFINITIVES.iter().any(|ending| second.ends_with(ending));
        return !manual && !second.is_empty();
    }
    // "Qu'est-ce que", "O que é", "В чём разница", "У чому різниця". Alone, "Why" is a chapter, "should" is stressed.
    first.starts_with("qu'")
        || FIRST.contains(first.as_str()) && words.clone().next().is_some()
        || matches!(first.as_str(), "o" | "в" | "у" | "для")
            && words
                .next()
                .is_some_and(|second| matches!(second.as_str(), "que" | "чём" | "чем" | "чому" | "чего" | "чого"))
}

fn by_place(text: &str) -> bool {
    let within = || WITHIN.iter().any(|word| text.contains(word));
    let begins = || BEGINNINGS.iter().any(|word| text.len() > word.len() && text.starts_with(word));
    let text =
        text.trim_end_matches(|c: char| !c.is_alphanumeric() && !unicode_normalization::char::is_combining_mark(c));
    let ends = || LAST.iter().any(|word| text.ends_with(word));
    // In the Latin letters of English only Turkish ends so.
    if text.is_ascii() { text.ends_with("dir") && ends() } else { ends() || begins() || within() }
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
            "What is a closure? Explain it.",
            "12. Was it?",
        ] {
            assert_eq!(asks(text), Asks::ByMark, "{text}");
        }
        for text in [
            "Explain closures",
            "Difference between a and b",
            "3) Explain closures",
            "4、谈谈闭包",
            "Поясніть замикання",
            "What's new",
            "У чому різниця між ними",
            "谈谈你对闭包的理解",
            "进程和线程的区别",
            "가상 메모리에 대해 설명해주세요.",
            "용어를 설명해보세요. (참고)",
            "REST란 무엇이며 원칙은",
            "クラスを説明せよ。",
            "HTTPとは",
            "اشرح المؤشرات",
            "वर्ग समझाइए।",
            "Sınıfı açıklayınız.",
            "Qu’est-ce qu'une variable",
            "Как работает сборщик",
        ] {
            assert_eq!(asks(text), Asks::ByWord, "{text}");
        }
        for text in [
            "Memory Management",
            "Why",
            "Should",
            "How to install",
            "Как установить",
            "Як налаштувати",
            "Cómo instalar",
            "Usage",
            "",
            "C# & .NET",
            "Semicolons;",
            "설치 방법",
            "基本概念",
            "インストール",
            "x = a ? b : c",
        ] {
            assert_eq!(asks(text), Asks::No, "{text}");
        }
    }
}
