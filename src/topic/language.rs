//! Topics from code: `lang::go` for a question that shows Go.

use crate::markdown::{Document, code_infos};
use crate::question::Question;
use crate::tag::Tag;

/// Names that people write after a fence for one and the same language.
const ALIASES: &[(&str, &str)] = &[
    ("golang", "go"),
    ("js", "javascript"),
    ("mjs", "javascript"),
    ("cjs", "javascript"),
    ("node", "javascript"),
    ("ts", "typescript"),
    ("py", "python"),
    ("py3", "python"),
    ("python3", "python"),
    ("rb", "ruby"),
    ("rs", "rust"),
    ("kt", "kotlin"),
    ("kts", "kotlin"),
    ("hs", "haskell"),
    ("ex", "elixir"),
    ("exs", "elixir"),
    ("erl", "erlang"),
    ("clj", "clojure"),
    ("jl", "julia"),
    ("pl", "perl"),
    ("cpp", "c++"),
    ("cxx", "c++"),
    ("cc", "c++"),
    ("hpp", "c++"),
    ("h", "c"),
    ("cs", "c#"),
    ("csharp", "c#"),
    ("fs", "f#"),
    ("fsharp", "f#"),
    ("vb", "vb.net"),
    ("objc", "objective-c"),
    ("objectivec", "objective-c"),
    ("sh", "shell"),
    ("bash", "shell"),
    ("zsh", "shell"),
    ("ksh", "shell"),
    ("ps1", "powershell"),
    ("posh", "powershell"),
    ("bat", "batch"),
    ("cmd", "batch"),
    ("yml", "yaml"),
    ("jsonc", "json"),
    ("json5", "json"),
    ("md", "markdown"),
    ("tex", "latex"),
    ("tf", "terraform"),
    ("hcl", "terraform"),
    ("docker", "dockerfile"),
    ("make", "makefile"),
    ("proto", "protobuf"),
    ("gql", "graphql"),
    ("postgres", "sql"),
    ("postgresql", "sql"),
    ("mysql", "sql"),
    ("tsql", "sql"),
    ("plsql", "sql"),
    ("htm", "html"),
];

/// Words after a fence that name no language.
const NONE: &[&str] = &[
    "text",
    "txt",
    "plain",
    "plaintext",
    "none",
    "nohighlight",
    "raw",
    "ascii",
    "output",
    "out",
    "result",
    "console",
    "terminal",
    "session",
    "log",
    "logs",
    "diff",
    "patch",
    "math",
    "mermaid",
    "plantuml",
    "dot",
    "graphviz",
    "csv",
    "tsv",
    "code",
    "example",
    "pseudocode",
    "pseudo",
    "quiz",
    "tree",
    "error",
    "http",
    "ini",
    "conf",
    "config",
    "env",
    "auto",
    "other",
    "unknown",
    "syntax",
    "snippet",
    "block",
    "lang",
    "language",
    "title",
];

/// The tags of the languages that a question or its answer shows.
pub(super) fn tags(document: &Document<'_>, question: &Question) -> impl Iterator<Item = Tag> {
    let options = question.options.iter().map(|choice| &choice.text);
    let fragments = [&question.prompt, &question.answer].into_iter().chain(options);
    let infos = fragments.flat_map(|fragment| code_infos(document, fragment));
    let tags: Vec<Tag> = infos.filter_map(language).filter_map(|name| Tag::from_levels(["lang", &name])).collect();
    tags.into_iter()
}

/// The language that the words after a fence name, if they name one.
fn language(info: &str) -> Option<String> {
    let first = info.trim().trim_start_matches(['{', '.']).split(|c: char| c.is_whitespace() || "{}:,;=".contains(c));
    let name = first.into_iter().next()?.to_lowercase();
    let is_name = name.starts_with(char::is_alphabetic)
        && name.chars().count() <= 24
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '+' | '#' | '-' | '.' | '_'));
    if !is_name || NONE.contains(&name.as_str()) {
        return None;
    }
    let alias = ALIASES.iter().find(|(alias, _)| *alias == name).map(|(_, name)| (*name).to_owned());
    Some(alias.unwrap_or(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn infos_name_languages() {
        for (info, name) in [
            ("go", Some("go")),
            ("Golang", Some("go")),
            ("js {1,3}", Some("javascript")),
            ("ts{2}", Some("typescript")),
            ("{python}", Some("python")),
            ("{.rust .numberLines}", Some("rust")),
            ("rust,ignore", Some("rust")),
            ("cpp title=\"a.cpp\"", Some("c++")),
            ("python:app.py", Some("python")),
            ("zig", Some("zig")),
            ("text", None),
            ("", None),
            ("  ", None),
            ("1", None),
            ("mermaid", None),
        ] {
            assert_eq!(language(info).as_deref(), name, "{info}");
        }
    }
}
