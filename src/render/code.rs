//! Code colours: syntect's scopes mapped to few short classes, the same on cards and pages, so
//! that a theme colours both and a change of theme touches no card.
//!
//! By far the dearest step of a build, and so behind one function.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::LazyLock;

use syntect::parsing::{BasicScopeStackOp, ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

use super::code_lines::{Parsed, parse};

pub(super) static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);

/// Scope prefixes and their class; of those that fit a scope the longest decides. A class of no
/// letters is text without a colour.
const CLASSES: &[(&str, &str)] = &[
    ("comment", "c"),
    ("punctuation.definition.comment", "c"),
    ("string", "s"),
    ("punctuation.definition.string", "s"),
    ("constant.character.escape", "e"),
    ("constant.numeric", "n"),
    ("constant", "l"),
    ("support.constant", "l"),
    ("variable.language", "l"),
    ("variable.parameter", "v"),
    ("variable.function", "f"),
    ("variable.annotation", "a"),
    ("meta.annotation", "a"),
    ("keyword", "k"),
    ("keyword.operator", "o"),
    ("keyword.operator.word", "k"),
    ("storage", "k"),
    ("storage.type.numeric", "n"),
    ("entity.name.function", "f"),
    ("support.function", "f"),
    ("entity.name.macro", "m"),
    ("support.macro", "m"),
    ("meta.preprocessor", "m"),
    ("entity.name", "t"),
    ("entity.other.inherited-class", "t"),
    ("support.type", "t"),
    ("support.class", "t"),
    ("entity.name.tag", "g"),
    ("entity.name.label", "l"),
    ("entity.other.attribute-name", "a"),
    ("markup.inserted", "i"),
    ("markup.deleted", "d"),
    ("markup.heading", "h"),
    ("entity.name.section", "h"),
    ("invalid", "x"),
    // What stands inside a coloured stretch but is code again.
    ("meta.interpolation", ""),
    ("meta.template.expression", ""),
];

/// Lines longer than this are not parsed: minified code costs much and shows nothing.
const LONGEST_LINE: usize = 2_000;

/// Blocks longer than this stay plain.
const LONGEST_BLOCK: usize = 200_000;

/// The HTML of a block's code: escaped, with `<span class="k">` around what has a colour. A
/// language that is not known gives plain code.
///
/// `language` is what stands behind the fence; everything after its first word is left aside.
pub fn colour(code: &str, language: &str) -> String {
    let syntax = syntax(language).filter(|_| code.len() <= LONGEST_BLOCK);
    let Some(syntax) = syntax else { return escape(code) };
    let mut state = Rc::new(ParseState::new(syntax));
    let mut stack = ScopeStack::new();
    // For each scope that is open the class of what stands in it.
    let mut classes: Vec<&str> = Vec::new();
    let mut out = Writer { html: String::with_capacity(code.len() * 2), open: "" };
    for line in code.split_inclusive('\n') {
        if line.len() > LONGEST_LINE {
            out.write(line, "");
            continue;
        }
        let Some(Parsed { changes, after }) = parse(line, &state) else {
            out.write(line, "");
            continue;
        };
        state = after;
        let mut at = 0;
        for (offset, change) in changes.iter() {
            out.write(line.get(at..*offset).unwrap_or_default(), classes.last().copied().unwrap_or_default());
            at = at.max(*offset);
            // A grammar that closes more than it opened leaves the stack as it is.
            let _ = stack.apply_with_hook(change, |step, _| match step {
                BasicScopeStackOp::Push(scope) => {
                    classes.push(class_of(scope).or(classes.last().copied()).unwrap_or_default());
                }
                BasicScopeStackOp::Pop => drop(classes.pop()),
            });
        }
        out.write(line.get(at..).unwrap_or_default(), classes.last().copied().unwrap_or_default());
    }
    out.finish()
}

/// The language's short name for `data-lang`, as the author wrote it; empty where there is none.
pub(super) fn language_name(info: &str) -> String {
    let word = info.trim_start_matches(['{', '.']).split([' ', ',', '{', '}', ':', '\t']).next().unwrap_or_default();
    word.chars().filter(|c| c.is_alphanumeric() || matches!(c, '+' | '#' | '-' | '_' | '.')).take(24).collect()
}

fn syntax(info: &str) -> Option<&'static SyntaxReference> {
    let name = language_name(info).to_lowercase();
    let token = match name.as_str() {
        "" | "text" | "txt" | "plain" | "plaintext" | "output" | "none" => return None,
        "golang" => "go",
        "shell" | "console" | "shellsession" | "sh-session" | "zsh" | "terminal" => "bash",
        "node" | "mjs" | "cjs" => "js",
        "jsx" => "tsx",
        "py3" | "python3" => "python",
        "c++" => "cpp",
        "csharp" => "cs",
        "objective-c" | "objectivec" => "objc",
        "jsonc" | "json5" => "json",
        "docker" => "dockerfile",
        "postgresql" | "mysql" | "plsql" | "pgsql" => "sql",
        other => other,
    };
    SYNTAXES.find_syntax_by_token(token)
}

/// The class of a scope, if it has one; else that of the scope around it counts.
fn class_of(scope: Scope) -> Option<&'static str> {
    thread_local! {
        static KNOWN: RefCell<HashMap<Scope, Option<&'static str>>> = RefCell::new(HashMap::new());
    }
    KNOWN.with_borrow_mut(|known| *known.entry(scope).or_insert_with(|| class_of_scope(scope)))
}

fn class_of_scope(scope: Scope) -> Option<&'static str> {
    static PREFIXES: LazyLock<Vec<(Scope, &str)>> = LazyLock::new(|| {
        let parsed = CLASSES.iter().filter_map(|(prefix, class)| Some((Scope::new(prefix).ok()?, *class)));
        parsed.collect()
    });
    let fitting = PREFIXES.iter().filter(|(prefix, _)| prefix.is_prefix_of(scope));
    fitting.max_by_key(|(prefix, _)| prefix.len()).map(|(_, class)| *class)
}

/// Writes runs of one class; white space stays outside the spans.
struct Writer {
    html: String,
    open: &'static str,
}

impl Writer {
    fn write(&mut self, text: &str, class: &'static str) {
        let inner = text.trim();
        if inner.is_empty() {
            // Blank space neither opens nor closes a run.
            self.html.push_str(text);
            return;
        }
        let (before, after) = text.split_once(inner).unwrap_or(("", ""));
        if class != self.open {
            self.close();
        }
        self.html.push_str(before);
        if class != self.open {
            self.html.push_str("<span class=\"");
            self.html.push_str(class);
            self.html.push_str("\">");
            self.open = class;
        }
        escape_to(inner, &mut self.html);
        self.html.push_str(after);
    }

    fn close(&mut self) {
        if !self.open.is_empty() {
            // Spans end where their last letter does.
            let end = self.html.trim_end().len();
            self.html.insert_str(end, "</span>");
            self.open = "";
        }
    }

    fn finish(mut self) -> String {
        self.close();
        self.html
    }
}

/// Text as HTML.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    escape_to(text, &mut out);
    out
}

fn escape_to(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.find(['<', '>', '&', '"']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        out.push_str(match from.as_bytes().first() {
            Some(b'<') => "&lt;",
            Some(b'>') => "&gt;",
            Some(b'&') => "&amp;",
            _ => "&quot;",
        });
        rest = from.get(1..).unwrap_or_default();
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text a browser would show.
    fn shown(html: &str) -> String {
        let mut out = String::new();
        let mut rest = html;
        while let Some((before, after)) = rest.split_once('<') {
            out.push_str(before);
            rest = after.split_once('>').unwrap().1;
        }
        out.push_str(rest);
        out.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
    }

    #[test]
    fn colours_change_no_letter() {
        let go = "package main\n\n// main <starts> & \"ends\"\nfunc main() {\n\tx := []string{\"a\\n\", `b`}\n\tfmt.Println(x, 0x1F)\n}\n";
        let html = colour(go, "go");
        assert_eq!(shown(&html), go);
        for part in [
            r#"<span class="k">func</span>"#,
            r#"<span class="f">main</span>"#,
            r#"class="c">// main &lt;starts&gt; &amp; &quot;ends&quot;</span>"#,
            r#"<span class="e">\n</span>"#,
            r#"<span class="n">0x1F</span>"#,
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
        assert!(html.len() < 4 * go.len(), "{} for {}", html.len(), go.len());
    }

    #[test]
    fn common_languages_are_known_by_their_usual_names() {
        let names = "go golang rust js javascript ts typescript jsx tsx py python java kotlin swift c cpp c++ cs csharp \
                     rb ruby php sql bash sh shell zsh yaml yml json toml html css scss xml dockerfile diff make lua r \
                     scala haskell elixir clojure dart powershell graphql";
        let unknown: Vec<_> = names.split_whitespace().filter(|name| syntax(name).is_none()).collect();
        assert_eq!(unknown, Vec::<&str>::new());
        assert!(syntax("rust,ignore title=\"x\"").is_some());
        assert!(syntax("{.python}").is_some());
    }

    #[test]
    fn unknown_languages_and_long_lines_stay_plain() {
        assert_eq!(colour("a < b", "nonsense"), "a &lt; b");
        let long = format!("let x = \"{}\";\nlet y = 1;\n", "a".repeat(3000));
        assert_eq!(shown(&colour(&long, "js")), long);
    }
}
