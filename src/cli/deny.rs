//! `--deny`: findings that are errors where it is used, for checks that must not pass them.

use crate::error::{Error, Result};
use crate::finding::{Finding, RULES, Rule, Severity, nearest};
use crate::lint::LINTS;

/// What a name after `--deny` stands for.
struct Group {
    name: &'static str,
    holds: fn(&Rule, Severity) -> bool,
}

const GROUPS: [Group; 4] = [
    Group { name: "all", holds: |_, _| true },
    Group { name: "lints", holds: |rule, _| LINTS.iter().any(|lint| lint.rule == rule) },
    Group { name: "warnings", holds: |_, severity| severity == Severity::Warning },
    Group { name: "advice", holds: |_, severity| severity == Severity::Advice },
];

/// Makes errors of the findings that `names` stand for: names or codes of rules, or groups.
///
/// # Errors
/// Where a name is none of them.
pub(super) fn deny(names: &[String], findings: &mut [Finding]) -> Result<()> {
    for name in names {
        let group = GROUPS.iter().find(|group| group.name == name);
        let rule = RULES.iter().find(|rule| rule.name == name || rule.code.eq_ignore_ascii_case(name));
        if group.is_none() && rule.is_none() {
            let known = || GROUPS.iter().map(|group| group.name).chain(RULES.iter().map(|rule| rule.name));
            let help = match nearest(name, known()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "name a finding as `recto check` does, or all, lints, warnings, advice".to_owned(),
            };
            return Err(Error::refused("deny", name, "there is no such finding").with_help(help));
        }
        let denied = |finding: &&mut Finding| {
            rule.is_some_and(|rule| *rule == finding.rule)
                || group.is_some_and(|group| (group.holds)(finding.rule, finding.severity))
        };
        findings.iter_mut().filter(denied).for_each(|finding| finding.severity = Severity::Error);
    }
    Ok(())
}
