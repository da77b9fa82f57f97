//! Findings as SARIF 2.1.0, which code hosts and editors read.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::finding::{Finding, RULES, Rule, Severity};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";
const HOME: &str = env!("CARGO_PKG_REPOSITORY");

/// One log with one run.
pub(super) fn log(findings: &[Finding]) -> Value {
    let number: BTreeMap<&str, usize> = RULES.iter().enumerate().map(|(at, rule)| (rule.code, at)).collect();
    let results: Vec<Value> = findings.iter().map(|finding| result(finding, &number)).collect();
    let mut driver = json!({
        "name": "recto",
        "version": env!("CARGO_PKG_VERSION"),
        "rules": RULES.iter().map(|rule| described(rule)).collect::<Vec<_>>(),
    });
    if let Some(driver) = driver.as_object_mut().filter(|_| !HOME.is_empty()) {
        driver.insert("informationUri".into(), json!(HOME));
    }
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{ "tool": { "driver": driver }, "columnKind": "unicodeCodePoints", "results": results }],
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "note",
    }
}

fn described(rule: &Rule) -> Value {
    let page = if rule.code.starts_with("R4") {
        format!("tests/spec/lint-{}.md", rule.name)
    } else {
        "docs/findings.md".into()
    };
    let mut value = json!({
        "id": rule.code,
        "name": rule.name,
        "shortDescription": { "text": rule.summary },
        "help": { "text": format!("{} More: {page}", rule.summary) },
        "defaultConfiguration": { "level": level(rule.severity) },
    });
    if let Some(value) = value.as_object_mut().filter(|_| !HOME.is_empty()) {
        value.insert("helpUri".into(), json!(format!("{HOME}/blob/main/{page}")));
    }
    value
}

fn result(finding: &Finding, number: &BTreeMap<&str, usize>) -> Value {
    let place = &finding.place;
    let help = finding.help.as_deref().map(|help| format!(" ({help})")).unwrap_or_default();
    let mut location = json!({ "artifactLocation": { "uri": uri(&place.path) } });
    if let Some(location) = location.as_object_mut().filter(|_| place.line > 0) {
        // The end is told where it is on the line of the beginning.
        let marked = place.excerpt.get(place.within.range()).unwrap_or_default();
        let width = marked.lines().next().unwrap_or_default().chars().count();
        let region =
            json!({ "startLine": place.line, "startColumn": place.column, "endColumn": place.column + width.max(1) });
        location.insert("region".into(), region);
    }
    json!({
        "ruleId": finding.rule.code,
        "ruleIndex": number.get(finding.rule.code),
        "level": level(finding.severity),
        "message": { "text": format!("{}{help}", finding.message) },
        "locations": [{ "physicalLocation": location }],
    })
}

/// A relative path as a URI.
fn uri(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_' | b'.' | b'~');
    path.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Place, YES_NO};
    use crate::path::SourcePath;
    use crate::source::{Source, Span};

    /// What the schema of SARIF 2.1.0 requires of the objects that are written.
    #[test]
    fn what_the_schema_requires_is_there() {
        let source = Source::new(SourcePath::new("über uns.md"), "é? ok\nnext\n");
        let at = Finding::at(&YES_NO, &source, Span::new(4, 6), "said").help("do");
        let whole = Finding::new(&YES_NO, Place::file("a.md"), "said");
        let log = log(&[at, whole]);
        assert_eq!((log["version"].as_str(), log["$schema"].is_string()), (Some("2.1.0"), true));
        let run = &log["runs"][0];
        assert_eq!(run["tool"]["driver"]["name"], "recto");
        let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
        for rule in rules {
            assert!(
                rule["id"].is_string()
                    && rule["shortDescription"]["text"].is_string()
                    && rule["help"]["text"].is_string()
            );
            assert!(["error", "warning", "note"].contains(&rule["defaultConfiguration"]["level"].as_str().unwrap()));
        }
        for result in run["results"].as_array().unwrap() {
            assert!(
                result["message"]["text"].is_string()
                    && ["error", "warning", "note"].contains(&result["level"].as_str().unwrap())
            );
            let index = result["ruleIndex"].as_u64().unwrap() as usize;
            assert_eq!(rules[index]["id"], result["ruleId"]);
        }
        let place = &run["results"][0]["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "%C3%BCber%20uns.md");
        assert_eq!(place["region"], json!({ "startLine": 1, "startColumn": 4, "endColumn": 6 }));
        assert!(run["results"][1]["locations"][0]["physicalLocation"]["region"].is_null());
    }
}
