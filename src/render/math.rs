//! Math: TeX between dollar signs. Anki shows it with its own MathJax; pages get MathML, so they
//! need no script.

use std::sync::LazyLock;

use math_core::{LatexToMathML, MathCoreConfig, MathDisplay};

use super::code::escape;
use super::math_look::with_classes;
use super::reference::Form;
use crate::output::anki::field::{escape_text, math_display, math_inline};

/// How a formula stands in its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Within a line.
    Inline,
    /// On lines of its own.
    Display,
}

/// A formula for a card or a page. What cannot be converted stays TeX, so that nothing is lost.
pub(super) fn formula(tex: &str, place: Place, form: Form<'_>) -> String {
    match (form, place) {
        (Form::Card { .. }, _) if !is_tame(tex) => plain(tex, form),
        (Form::Card { .. }, Place::Inline) => math_inline(tex),
        (Form::Card { .. }, Place::Display) => math_display(tex),
        (Form::Page { .. }, _) => mathml(tex, place).unwrap_or_else(|| plain(tex, form)),
    }
}

/// A formula as its author wrote it.
fn plain(tex: &str, form: Form<'_>) -> String {
    let text = match form {
        Form::Card { .. } => escape_text(tex).into_owned(),
        Form::Page { .. } => escape(tex),
    };
    format!("<code class=\"tex\">{text}</code>")
}

/// Commands by which MathJax, which runs in Anki, makes links, styles and elements, loads more of
/// itself, or defines what could do so under another name.
const WILD: &[&str] = &[
    "action",
    "class",
    "csname",
    "cssId",
    "data",
    "def",
    "edef",
    "enclose",
    "gdef",
    "href",
    "htmlClass",
    "htmlData",
    "htmlId",
    "htmlStyle",
    "includegraphics",
    "input",
    "let",
    "mathtip",
    "mmlToken",
    "newcommand",
    "newenvironment",
    "providecommand",
    "renewcommand",
    "renewenvironment",
    "require",
    "special",
    "style",
    "texttip",
    "toggle",
    "tooltip",
    "url",
    "xdef",
];

/// Whether a formula holds none of the commands that do more than set math.
fn is_tame(tex: &str) -> bool {
    let mut commands = tex.match_indices('\\').filter_map(|(at, _)| tex.get(at + 1..)).map(|rest| {
        let end = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
        rest.get(..end).unwrap_or_default()
    });
    commands.all(|command| !WILD.contains(&command))
}

/// Deeper braces than any formula has; converters may not bear them.
const DEEPEST: usize = 100;

/// A formula as MathML; `None` where it cannot be converted.
pub fn mathml(tex: &str, place: Place) -> Option<String> {
    static CONVERTER: LazyLock<Option<LatexToMathML>> =
        LazyLock::new(|| LatexToMathML::new(MathCoreConfig::default()).ok());
    let mut depth = 0_usize;
    let mut deepest = 0;
    for c in tex.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    let display = if place == Place::Inline { MathDisplay::Inline } else { MathDisplay::Block };
    let converter = CONVERTER.as_ref().filter(|_| deepest <= DEEPEST && tex.len() <= 20_000)?;
    let convert = |tex: &str| converter.convert_with_local_state(tex, display).ok();
    // As on cards, where MathJax numbers nothing but what has a `\\tag`.
    let converted = convert(&unnumbered(tex)).or_else(|| convert(tex))?;
    with_classes(&converted.mathml).filter(|mathml| is_mathml(mathml))
}

/// A formula whose lines get no numbers.
fn unnumbered(tex: &str) -> String {
    let mut out = tex.to_owned();
    for name in ["align", "gather", "equation"] {
        for step in ["begin", "end"] {
            out = out.replace(&format!("\\{step}{{{name}}}"), &format!("\\{step}{{{name}*}}"));
        }
    }
    for step in ["begin", "end"] {
        out = out.replace(&format!("\\{step}{{split}}"), &format!("\\{step}{{aligned}}"));
    }
    out
}

const ELEMENTS: &[&str] = &[
    "math",
    "mi",
    "mn",
    "mo",
    "ms",
    "mtext",
    "mspace",
    "mrow",
    "mfrac",
    "msqrt",
    "mroot",
    "mstyle",
    "merror",
    "mpadded",
    "mphantom",
    "msub",
    "msup",
    "msubsup",
    "munder",
    "mover",
    "munderover",
    "mmultiscripts",
    "mprescripts",
    "mtable",
    "mtr",
    "mtd",
    "none",
];

const ATTRIBUTES: &[&str] = &[
    "display",
    "class",
    "mathvariant",
    "stretchy",
    "fence",
    "separator",
    "symmetric",
    "lspace",
    "rspace",
    "minsize",
    "maxsize",
    "largeop",
    "movablelimits",
    "form",
    "accent",
    "accentunder",
    "displaystyle",
    "scriptlevel",
    "linethickness",
    "width",
    "height",
    "depth",
    "voffset",
    "columnspan",
    "rowspan",
    "mathcolor",
    "mathbackground",
    "mathsize",
    "columnalign",
    "columnspacing",
    "rowspacing",
    "rowlines",
    "columnlines",
    "frame",
    "intent",
    "arg",
];

/// Whether a text is MathML and nothing else: known elements in balance, known attributes without
/// addresses, no other markup. A converter may be wrong, but what it writes must not be dangerous
/// (pulldown-latex#71: HTML inside `\operatorname{}` came out as it was).
fn is_mathml(text: &str) -> bool {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let Some((tag, after)) = rest.get(at + 1..).and_then(|inner| inner.split_once('>')) else { return false };
        rest = after;
        if let Some(name) = tag.strip_prefix('/') {
            if open.pop() != Some(name.trim()) {
                return false;
            }
            continue;
        }
        let empty = tag.ends_with('/');
        let tag = tag.trim_end_matches('/');
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        if !ELEMENTS.contains(&name) || (open.is_empty() && name != "math") || !are_attributes(attributes) {
            return false;
        }
        if !empty {
            open.push(name);
        }
    }
    open.is_empty() && rest.trim().is_empty() && text.trim_start().starts_with("<math")
}

fn are_attributes(mut text: &str) -> bool {
    loop {
        text = text.trim_start();
        if text.is_empty() {
            return true;
        }
        let Some((name, after)) = text.split_once("=\"") else { return false };
        let Some((value, rest)) = after.split_once('"') else { return false };
        if !ATTRIBUTES.contains(&name.trim()) || value.contains(['<', ':', '\\']) {
            return false;
        }
        text = rest;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: Form<'static> = Form::Page { root: "" };

    #[test]
    fn formulas_become_mathml_on_pages_and_tex_on_cards() {
        for tex in [
            r"\frac{a}{b} < \sqrt{2}",
            r"P(A \mid B)",
            r"\sum_{i=1}^n x_i^2",
            r"\mathbb{R}",
            r"\sigma^2 = \operatorname{Var}(X)",
            r"\begin{align} a &= b \\ &= c \end{align}",
            r"\begin{align*} a &= b \\ &= c \tag{1} \end{align*}",
            r"\begin{equation}\begin{split} a &= b \end{split}\end{equation}",
            r"\begin{gather} a \\ b \end{gather}",
            r"\begin{array}{c|c} a & b \\ \hline c & d \end{array}",
            r"\color{red} a\!b",
        ] {
            let html = formula(tex, Place::Inline, PAGE);
            assert!(html.starts_with("<math"), "{tex}: {html}");
        }
        let card = Form::Card { base_url: None };
        assert_eq!(formula("a < b", Place::Inline, card), r"\(a &lt; b\)");
        assert_eq!(formula("x", Place::Display, card), r"\[x\]");
    }

    #[test]
    fn what_cannot_be_converted_is_kept_as_text() {
        let html = formula(r"\unknowncommand{x < y}", Place::Inline, PAGE);
        assert_eq!(html, r#"<code class="tex">\unknowncommand{x &lt; y}</code>"#);
    }

    #[test]
    fn cards_get_no_formula_that_does_more_than_set_math() {
        let card = Form::Card { base_url: None };
        for tex in
            [r"\href{javascript:alert(1)}{x}", r"\style{position:fixed}{y}", r"x^2 \require{html}", r"\def\a{\a\a}\a"]
        {
            let html = formula(tex, Place::Display, card);
            assert!(html.starts_with("<code class=\"tex\">") && !html.contains("\\["), "{html}");
        }
        assert!(formula(r"\operatorname{def} \text{style}", Place::Inline, card).starts_with(r"\("));
    }

    #[test]
    fn no_markup_gets_through() {
        for tex in [
            r"\operatorname{</math><script>alert(1)</script>}",
            r"\operatorname<img src=x onerror=alert(1)>",
            r"\text{<b onclick=x>}",
        ] {
            let html = formula(tex, Place::Inline, PAGE).to_lowercase();
            assert!(!html.contains("<script") && !html.contains("<img") && !html.contains("<b "), "{html}");
        }
        assert!(!is_mathml("<math><mi href=\"x\">a</mi></math>"));
        assert!(!is_mathml("<math><mi>a</math></mi>"));
        assert!(!is_mathml("<mi>a</mi>"));
        assert!(!is_mathml("<math>a</math><p>"));
    }
}
