//! Words that lints know, in the languages most decks are written in. Structure comes first; these
//! only tell what structure cannot.

use std::borrow::Cow;

use super::asked::is_dense;
use crate::lookup::{Words, set};

/// Signs that end a sentence; the full stop is judged by what follows it.
pub(super) const SENTENCE_ENDS: [char; 12] = ['?', '？', '؟', '\u{37e}', '⁇', '‽', '՞', '፧', '!', '！', '。', '।'];

/// Words that ask for something.
static ASKING: Words = Words::new(|| {
    set("what what's why how how's when where which who whose whom was warum wieso weshalb wie wann wo welche \
         welcher welches welchen wer wozu qué cómo cuándo cuál cuáles dónde quién por cuánto cuántos que como \
         quando qual quais onde quem cosa cos'è come perché quale quali dove chi quoi pourquoi comment quand quel \
         quelle quels quelles où qui qu'est-ce wat waarom hoe wanneer welke co dlaczego jak kiedy gdzie kto \
         jaki jaka jakie który która które що чому як коли де хто який яка яке які навіщо что почему зачем \
         как когда где кто какой какая какое какие чем ما ماذا كيف لماذا متى أين كم מה איך למה מתי איפה")
});

/// Verbs that set a task.
static TASKS: Words = Words::new(|| {
    set("explain describe compare define implement discuss name list give write show outline summarize \
         summarise differentiate distinguish illustrate contrast state identify design calculate prove derive \
         erkläre erklären beschreibe beschreiben nenne nennen vergleiche erläutere definiere explica explique \
         compara nombra enumera escribe menciona descreva defina cite liste spiega descrivi elenca confronta \
         expliquez décrivez comparez définissez citez leg beschrijf wyjaśnij opisz porównaj wymień поясніть \
         опишіть порівняйте назвіть объясните опишите сравните назовите перечислите приведите")
});

/// Words after a task that say how it is to be done: "with an example", "in a few points".
static MANNER: Words = Words::new(|| {
    set("with by in on using through briefly shortly mit anhand in am kurz con en por mediante brevemente com em \
         avec par en brièvement met aan na w za із на за с со в кратко коротко")
});

/// Words that join.
static AND: Words = Words::new(|| set("and und y e et en i oraz та і й и а"));

/// Words that leave a choice.
static OR: Words = Words::new(|| set("or oder o ou lub albo czy або или vs versus ya veya 又は 还是 أم أو או"));

/// Words that deny.
static NOT: Words = Words::new(|| set("not nicht no não pas non niet nie не ні"));

/// First words of questions that want yes or no.
static POLAR: Words = Words::new(|| {
    set("is are was were am do does did can could should would will has have had may might must isn't aren't \
         doesn't don't didn't can't couldn't won't shouldn't wasn't hasn't haven't ist sind kann können darf \
         dürfen muss müssen hat haben wird werden gibt soll sollte sollten lässt es son está están puede \
         pueden podemos puedo hay existe existen tiene tienen debe deben debería deberíamos necesita sirve é \
         são pode podem posso há deve devem tem è può possono esiste esistono c'è ha est-ce est-il est-elle \
         sont-ils peut-on existe-t-il faut-il doit-on a-t-on czy чи هل أليس آیا האם क्या")
});

/// Answers to such questions.
static YES_NO: Words = Words::new(|| {
    set(
        "yes no nope yep yeah true false ja nein nee sí si sim não oui non tak nie так ні да нет はい いいえ 是的 不是 \
         네 아니요 evet hayır نعم لا بلى بله خیر כן לא हाँ हां नहीं",
    )
});

/// Words so common that they say nothing of what is asked, words that ask among them.
static COMMON: Words = Words::new(|| {
    set("the a an of in on to for with by from at as is are was were be do does did can could you your we i \
         it its this that these those there and or if between about into would should will has have used use \
         using mean meaning work works explain describe tell me briefly main some any der die das ein eine \
         einen im von zu mit für auf ist sind und oder man el la los las un una unos de del en con para por \
         es son se y o os um uma da dos em no na com é são il lo gli le di che per è les des du une et ou est \
         sont dans pour w z jest у в на з та і це и с для это или ли 的 是 many much más viele define definition \
         erkläre erklären erläutere beschreibe beschreiben definiere definieren bedeutet bedeuten heißt funktioniert \
         funktionieren arbeitet arbeiten versteht unter explica explique explicar describe describa define defina \
         significa significan funciona funcionan trabaja descreva funcionam expliquez décrivez définissez signifie \
         fonctionne fonctionnent est-ce spiega descrivi definisci funziona funzionano leg uit beschrijf betekent werkt \
         wyjaśnij opisz zdefiniuj znaczy oznacza działa поясніть опишіть дайте визначення означає працює працюють таке \
         объясните опишите определение означает работает работают такое")
});

/// What Chinese and Japanese say for "what is" and "explain".
const DENSE_WHAT: &[&str] = &[
    "请解释一下",
    "请解释",
    "请说明",
    "请描述",
    "解释一下",
    "什么叫做",
    "什么叫",
    "什么是",
    "是什么意思",
    "是什么",
    "是指什么",
    "請解釋",
    "請說明",
    "什麼是",
    "是什麼",
    "とは何でしょうか",
    "とは何ですか",
    "とは何か",
    "とは何",
    "とは",
    "について説明してください",
    "を説明してください",
    "について説明せよ",
    "を説明せよ",
    "について教えてください",
];

/// A question without the words by which scripts without spaces ask what something is; others have words of their
/// own for that.
pub(super) fn subject(text: &str) -> Cow<'_, str> {
    if !text.contains(is_dense) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(DENSE_WHAT.iter().fold(text.to_owned(), |text, what| text.replace(what, " ")))
}

/// Articles.
static ARTICLES: Words =
    Words::new(|| set("the a an der die das ein eine el la los las un una le les une il lo gli o os as um uma"));

/// Those of them that want to hear what something is.
static WHAT: Words = Words::new(|| {
    set("what what's which was welche welcher welches qué cuál cuáles que qual quais cosa quale quali quoi \
         quel quelle quels quelles qu'est-ce wat welke co jaki jaka jakie що який яка яке які что какой какая \
         какое какие")
});

pub(super) fn is_asking(word: &str) -> bool {
    ASKING.contains(&word)
}

/// Whether a word that asks wants to hear what something is.
pub(super) fn is_plain_asking(word: &str) -> bool {
    WHAT.contains(&word)
}

pub(super) fn is_task(word: &str) -> bool {
    TASKS.contains(&word)
}

pub(super) fn is_manner(word: &str) -> bool {
    MANNER.contains(&word)
}

pub(super) fn is_and(word: &str) -> bool {
    AND.contains(&word)
}

pub(super) fn is_or(word: &str) -> bool {
    OR.contains(&word)
}

pub(super) fn is_not(word: &str) -> bool {
    NOT.contains(&word)
}

pub(super) fn is_polar(word: &str) -> bool {
    POLAR.contains(&word)
}

pub(super) fn is_yes_no(word: &str) -> bool {
    YES_NO.contains(&word)
}

pub(super) fn is_common(word: &str) -> bool {
    COMMON.contains(&word) || ASKING.contains(&word)
}

pub(super) fn is_article(word: &str) -> bool {
    ARTICLES.contains(&word)
}
