//! What settings say of lints: whether each runs, and how much it weighs.

use std::collections::BTreeMap;

use super::LINTS;
use crate::finding::{Rule, Severity, nearest};

/// What becomes of what a lint finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Nothing: it does not run.
    Off,
    /// It is said, with this weight.
    Says(Severity),
}

impl Level {
    /// Reads a level; `None` where it is none.
    pub fn parse(text: &str) -> Option<Level> {
        match text {
            "off" | "false" => Some(Level::Off),
            "advice" | "on" | "true" => Some(Level::Says(Severity::Advice)),
            "warning" => Some(Level::Says(Severity::Warning)),
            "error" => Some(Level::Says(Severity::Error)),
            _ => None,
        }
    }
}

/// The levels of lints, by name; `all` stands for those that are not named.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Levels(BTreeMap<&'static str, Level>);

/// Stands for every lint.
const ALL: &str = "all";

impl Levels {
    /// Sets the level of a lint, or of all.
    ///
    /// # Errors
    /// Says what to do where no lint has this name.
    pub fn set(&mut self, name: &str, level: Level) -> Result<(), String> {
        let names = || LINTS.iter().map(|lint| lint.rule.name).chain([ALL]);
        match names().find(|known| *known == name) {
            Some(known) => {
                self.0.insert(known, level);
                Ok(())
            }
            None => Err(match nearest(name, names()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("lints: {}", names().collect::<Vec<_>>().join(", ")),
            }),
        }
    }

    /// These levels, over those of `outer`.
    #[must_use]
    pub fn over(&self, outer: &Levels) -> Levels {
        let mut levels = if self.0.contains_key(ALL) { Levels::default() } else { outer.clone() };
        levels.0.extend(&self.0);
        levels
    }

    /// How much a lint weighs; `None` where it is off.
    pub fn severity(&self, rule: &Rule) -> Option<Severity> {
        match self.0.get(rule.name).or_else(|| self.0.get(ALL)) {
            None => Some(rule.severity),
            Some(Level::Off) => None,
            Some(Level::Says(severity)) => Some(*severity),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{LONG_ANSWER, YES_NO};

    #[test]
    fn inner_levels_lie_over_outer_ones() {
        let levels = |pairs: &[(&str, &str)]| {
            let mut levels = Levels::default();
            pairs.iter().for_each(|(name, level)| levels.set(name, Level::parse(level).unwrap()).unwrap());
            levels
        };
        let outer = levels(&[("all", "off"), ("yes-no", "error")]);
        assert_eq!((outer.severity(&LONG_ANSWER), outer.severity(&YES_NO)), (None, Some(Severity::Error)));
        let inner = levels(&[("long-answer", "warning")]).over(&outer);
        assert_eq!(
            (inner.severity(&LONG_ANSWER), inner.severity(&YES_NO)),
            (Some(Severity::Warning), Some(Severity::Error))
        );
        let all = levels(&[("all", "advice")]).over(&outer);
        assert_eq!(all.severity(&YES_NO), Some(Severity::Advice));
        assert_eq!(Levels::default().set("yesno", Level::Off), Err("did you mean `yes-no`?".into()));
    }
}
