//! Lead-ins that name nothing: "For example", "Note", "or". What stands below them cannot be asked for, since
//! nobody could tell what is wanted. All words for them stand here.

use std::sync::LazyLock;

use super::letters::is_dense;
use crate::lookup::{Words, set};

/// Names of examples and remarks.
static REMARKS: Words = Words::new(|| {
    set("example examples ex e.g eg sample samples note notes nb n.b remark remarks tip tips hint hints \
         beispiel beispiele beispielsweise bsp bspw z.b hinweis hinweise anmerkung anmerkungen tipp tipps merke \
         ejemplo ejemplos ej p.ej nota notas consejo consejos exemple exemples p.ex remarque remarques astuce astuces \
         exemplo exemplos observação observações obs dica dicas esempio esempi p.es suggerimento voorbeeld \
         voorbeelden bijv bijvoorbeeld opmerking opmerkingen przykład przykłady np uwaga uwagi wskazówka \
         příklad příklady např poznámka poznámky приклад приклади наприклад примітка примітки порада \
         пример примеры например примечание примечания совет örnek örnekler örneğin not notlar ipucu \
         مثال أمثلة مثلا مثلاً ملاحظة ملاحظات نصيحة उदाहरण नोट सुझाव 예 예를 예시 예제 참고 팁 \
         例 例如 比如 示例 範例 例子 样例 例えば サンプル ヒント メモ 注意 备注 備註 注记 注記 补足 補足 提示")
});

/// Names for whatever else may stand below anything, and words that only go on.
static OTHERS: Words = Words::new(|| {
    set("i.e snippet demo illustration demonstration warning caution caveat caveats attention important info bonus \
         output outputs result results explanation summary conclusion tldr tl;dr ps p.s or also and then so thus \
         namely like achtung vorsicht warnung wichtig ausgabe ergebnis erklärung erläuterung zusammenfassung fazit \
         oder auch und dann also nämlich aviso advertencia atención cuidado importante salida resultado explicación \
         resumen conclusión o también y luego entonces avertissement attention conseil conseils sortie résultat \
         explication résumé ou aussi et puis ensuite donc atenção saída explicação resumo conclusão também e então \
         avvertenza attenzione uscita risultato spiegazione riassunto oppure anche poi quindi waarschuwing uitvoer \
         resultaat uitleg of ook en dus ostrzeżenie wynik wyjście wyjaśnienie podsumowanie lub albo też pozor výstup \
         výsledek nebo také увага попередження важливо вивід результат пояснення підсумок або також і й та потім \
         внимание предупреждение важно вывод пояснение объяснение итог итого или также и затем dikkat uyarı önemli \
         çıktı sonuç açıklama özet veya ya da ayrıca تنبيه تحذير مهم الناتج النتيجة المخرجات شرح ملخص أو أيضا أيضاً \
         ध्यान चेतावनी परिणाम आउटपुट या और 주의 경고 중요 출력 결과 설명 요약 또는 또한 그리고")
});

/// Words that only point at what follows or went before.
static POINTING: Words = Words::new(|| {
    set(
        "z b p g a an the this that these those here below above following follows as for in by to is are be we you one can \
         could may might will would do does let let's us see look looks at with just imagine something another more \
         such very short simple quick small complete full good useful helpful please \
         if of on imagine \
         ein eine einen einem ein einfaches einfacher kurzes kleines weiteres weiterer noch das dies dieses diese \
         dieser hier folgend folgende folgendes folgenden wie so zum zur zu im in sieht aus ist sind man kann unten \
         oben siehe folgt \
         un una el la los las este esta esto estos estas aquí siguiente siguientes como por para así sería es son \
         se puede podemos ver veamos otro otra más abajo arriba sencillo simple completo ser en de \
         une le les ce cet cette ces ceci voici suivant suivante suivants comme par pour ainsi est sont on peut voir \
         voyons autre plus bas haut petit en \
         um uma os as este esta isto aqui seguinte seguintes assim seria é são pode podemos vejamos outro mais \
         simples em do da \
         uno il lo gli questo questa ecco seguente seguenti come per così sarebbe sono si può vediamo altro più \
         semplice in di \
         een het dit dat hier volgende zoals als voor zo ziet er uit zijn je kan kunt nog op \
         to jest tak jak na oto poniżej następujący następująco można w dla \
         toto je zde následující jako pro níže \
         це цей ця ці ось тут наступний наступне наступні як так нижче нижчий на для є можна ще один одна до у в \
         такий так виглядає \
         это этот эта эти вот здесь следующий следующее следующие как так ниже на для есть можно ещё еще один одна \
         к в таким образом выглядит \
         bu şu bir aşağıdaki aşağıda gibi için şöyle \
         هذا هذه هنا التالي التالية كما يلي على سبيل المثال في كالتالي فيما إليك \
         के लिए यह निम्न निम्नलिखित इस प्रकार एक दें \
         다음 다음과 같다 같습니다 같은 같이 아래 아래와 이 를 을 들어 들면 위한 위의",
    )
});

/// Words that stand alone above what the letters of a formula or the parts of a form mean.
static LEGENDS: Words =
    Words::new(|| set("where wobei donde où onde dove waarbij gdzie kde де где burada حيث जहाँ 여기서"));

/// Names, and words that point, in scripts that put no spaces between words; the longest first.
static DENSE: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let mut words: Vec<&str> =
        "以下のように 以下の通り 次のように 次の通り たとえば 代码如下 如下所示 具体如下 举个例子 例えば \
         比如说 サンプル まとめ ヒント コード 例如 比如 譬如 举例 示例 範例 例子 样例 如下 所示 \
         以下 注意 备注 備註 注记 注記 补足 補足 提示 说明 說明 警告 重要 输出 輸出 出力 结果 結果 总结 總結 \
         代码 其中 或者 还有 另外 また です ます こちら 下記 下面 メモ 参考 例 注 次 是 的 为 の は を 或 和 \
         及 ตัวอย่างเช่น ตัวอย่าง เช่น หมายเหตุ คำเตือน"
            .split_whitespace()
            .collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words
});

/// Beginnings of a lead-in that sets a scene: code below it is given and not asked for.
const SCENES: &str = "suppose, supposing, assume, assuming, imagine, say we, say you, let's say, let us say, \
     let's suppose, let's assume, let's imagine, let's consider, consider, given, \
     if you have the following, if we have the following, we have the following, angenommen, \
     nehmen wir an, stell dir vor, stellen wir uns vor, betrachten wir, betrachte, gegeben, supongamos, \
     suponga, supón, imagina, imagine que, imaginemos, digamos, consideremos, considera, dado el, \
     dada la, supposons, imaginons, considérons, soit, suponha, vamos supor, vamos imaginar, considere, \
     dado o, dada a, supponiamo, immaginiamo, consideriamo, dato il, stel dat, stel, załóżmy, wyobraźmy, \
     rozważmy, припустимо, уявімо, уявіть, розгляньмо, розглянемо, нехай, допустим, предположим, \
     представим, представьте, рассмотрим, пусть, diyelim, varsayalım, düşünelim, لنفترض, افترض, تخيل, \
     假设, 假設, 假如, 考虑, 考慮, 设有";

/// Whether a lead-in names nothing that could be asked for.
pub(super) fn names_nothing(said: &str) -> bool {
    let words = words(said);
    if let [only] = words.as_slice()
        && LEGENDS.contains(only.as_str())
    {
        return true;
    }
    let counts = words.iter().any(|word| is_name(word));
    let points = |word: &String| {
        is_name(word) || POINTING.contains(word.as_str()) || counts && word.chars().all(char::is_numeric)
    };
    // One word alone may be a heading: "First", "To".
    !words.is_empty() && words.iter().all(points) && (words.len() > 1 || counts)
}

/// Whether a label is the name of a remark: "Note", "Beispiel 2".
pub(super) fn is_remark(label: &str) -> bool {
    let words = words(label);
    let is_remark = |word: &String| REMARKS.contains(word.as_str());
    words.first().is_some_and(is_remark)
        && words.iter().all(|word| is_remark(word) || word.chars().all(char::is_numeric))
}

/// Whether a lead-in sets a scene.
pub(super) fn sets_scene(said: &str) -> bool {
    let words = words(said);
    let opens =
        |word: &&String| !is_name(word) && !matches!(word.as_str(), "for" | "por" | "par" | "zum" | "per" | "na");
    let said: Vec<&str> = words.iter().skip_while(|word| !opens(word)).map(String::as_str).collect();
    let said = said.join(" ");
    let begins = |scene: &&str| {
        said.strip_prefix(*scene)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(' ') || scene.contains(is_dense))
    };
    SCENES.split(", ").any(|scene| begins(&scene))
}

fn is_name(word: &str) -> bool {
    REMARKS.contains(word) || OTHERS.contains(word) || word.chars().any(is_dense) && DENSE.contains(&word)
}

/// The words of a text in small letters; of a script without spaces, what is known of it.
fn words(text: &str) -> Vec<String> {
    let text = text.to_lowercase().replace('’', "'");
    let is_inside = |c: char| {
        c.is_alphanumeric() || matches!(c, '.' | '\'' | ';') || unicode_normalization::char::is_combining_mark(c)
    };
    let words = text.split(|c: char| !is_inside(c)).map(|word| word.trim_matches(['.', ';', '\'']));
    words.filter(|word| !word.is_empty()).flat_map(parts).collect()
}

/// A word of a script that puts no spaces between words falls into what is known of it and the rest.
fn parts(word: &str) -> Vec<String> {
    let mut parts = Vec::new();
    let mut rest = word;
    while rest.contains(is_dense) {
        let Some(known) = DENSE.iter().find(|known| rest.starts_with(**known)) else { break };
        parts.push((*known).to_owned());
        rest = rest.get(known.len()..).unwrap_or_default();
    }
    if !rest.is_empty() {
        parts.push(rest.to_owned());
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lead_ins_that_name_nothing_are_told() {
        for said in [
            "Example",
            "For example",
            "Example 2",
            "e.g.",
            "Here is a simple example",
            "Note",
            "NOTE",
            "or",
            "And then",
            "Also useful is",
            "To do this",
            "Just imagine that you do something like",
            "As follows",
            "Like this",
            "Sample output",
            "Where",
            "z. B. so",
            "Zum Beispiel",
            "Ein weiteres Beispiel",
            "Por ejemplo",
            "Ejemplo",
            "Par exemple",
            "Esempio",
            "Por exemplo",
            "Наприклад",
            "Например",
            "Пример",
            "Przykład",
            "Örneğin",
            "مثال",
            "على سبيل المثال",
            "उदाहरण",
            "例",
            "例如",
            "示例代码如下",
            "例えば",
            "예를 들어",
            "주의",
            "In summary",
            "TL;DR",
        ] {
            assert!(names_nothing(said), "{said}");
        }
        for said in [
            "Key features",
            "Benefits of key",
            "Example of escaping to heap",
            "Usage",
            "Syntax",
            "How it works",
            "When to use",
            "It can",
            "There are",
            "The steps are",
            "First",
            "What this does",
            "Vorteile",
            "Ventajas",
            "Преимущества",
            "優點",
            "特徴",
            "使用示例缓存",
            "장점",
            "To start the server",
            "Common mistakes",
            "",
            "2019",
            "2019: the first",
        ] {
            assert!(!names_nothing(said), "{said}");
        }
    }

    #[test]
    fn labels_of_remarks_are_told() {
        for label in ["Note", "Example 2", "Hinweis", "Ejemplo", "Примечание", "注意"] {
            assert!(is_remark(label), "{label}");
        }
        for label in ["First", "If", "Note type", "The", "2", "缓存", "Warning", "Output"] {
            assert!(!is_remark(label), "{label}");
        }
    }

    #[test]
    fn scenes_are_told() {
        for said in [
            "Suppose we have this class",
            "For example, consider a simple component",
            "Digamos que tenemos un componente",
            "Angenommen, es gibt zwei",
            "Допустим, есть класс",
            "假设有一个类",
            "Let's say you have a list",
        ] {
            assert!(sets_scene(said), "{said}");
        }
        for said in ["It is read by", "Stelle den Wert ein", "Considerations", "To start it", "例如使用缓存"] {
            assert!(!sets_scene(said), "{said}");
        }
    }
}
