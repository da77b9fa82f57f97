//! Parsing a line of code, once for all lines that are the same and begin in the same state: code
//! has many (`}`, `import React from "react";`), and a grammar's regular expressions are dear.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use syntect::parsing::{ParseState, ScopeStackOp};

use super::code::SYNTAXES;

/// A line of code as its grammar sees it.
#[derive(Clone)]
pub(super) struct Parsed {
    /// By byte of the line: what opens or closes there.
    pub(super) changes: Rc<[(usize, ScopeStackOp)]>,
    /// What the next line begins in.
    pub(super) after: Rc<ParseState>,
}

/// Lines by their text, each with the states it was parsed from.
type Known = HashMap<Box<str>, Vec<(Rc<ParseState>, Parsed)>>;

/// Lines a thread remembers before it begins anew: a megabyte or two.
const MOST: usize = 1_024;

/// States a line is remembered for.
const MOST_STATES: usize = 8;

/// Longer lines hardly come twice.
const LONGEST: usize = 120;

/// The line parsed from `before`; nothing where the grammar fails at it.
pub(super) fn parse(line: &str, before: &Rc<ParseState>) -> Option<Parsed> {
    thread_local! {
        static KNOWN: RefCell<Known> = RefCell::default();
    }
    if line.len() > LONGEST {
        return parse_anew(line, before);
    }
    KNOWN.with_borrow_mut(|known| {
        let same = |(state, _): &&(Rc<ParseState>, Parsed)| Rc::ptr_eq(state, before) || state == before;
        if let Some((_, parsed)) = known.get(line).and_then(|lines| lines.iter().find(same)) {
            return Some(parsed.clone());
        }
        let parsed = parse_anew(line, before)?;
        if known.len() >= MOST {
            known.clear();
        }
        let states = known.entry(line.into()).or_default();
        if states.len() < MOST_STATES {
            states.push((Rc::clone(before), parsed.clone()));
        }
        Some(parsed)
    })
}

fn parse_anew(line: &str, before: &ParseState) -> Option<Parsed> {
    let mut after = before.clone();
    let changes = after.parse_line(line, &SYNTAXES).ok()?;
    Some(Parsed { changes: changes.into(), after: Rc::new(after) })
}

#[cfg(test)]
mod tests {
    use crate::render::colour;

    #[test]
    fn a_line_is_coloured_by_where_it_stands_not_by_what_came_before() {
        let blocks = [
            ("js", "/*\nlet x = `a\n*/\nlet x = `a\n${b}\n`\n"),
            ("js", "let x = `a\nlet x = `a\n${b}\n`\nlet x = 1\n"),
            ("rust", "let x = 1\n\"\nlet x = 1\n\"\nlet x = 1\n"),
            ("python", "\"\"\"\nlet x = 1\n\"\"\"\nlet x = 1\n"),
            ("bash", "cat <<A\nB\nlet x = 1\nA\ncat <<B\nA\nB\nlet x = 1\n"),
        ];
        for (language, code) in blocks {
            let fresh = std::thread::spawn(move || colour(code, language)).join().unwrap();
            for _ in 0..2 {
                assert_eq!(colour(code, language), fresh, "{language}");
            }
        }
    }
}
