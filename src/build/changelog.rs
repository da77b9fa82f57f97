//! The changelog from the lock: nothing else says when a note came, changed and left, and the same lock
//! gives the same changelog on every machine.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::changelog::{Change, Changelog, Changes, Date, Day, Extent, Movement};
use crate::identity::{Fingerprint, Lock, Record};
use crate::note::Guid;

/// So many questions are named.
const NAMED: usize = 200;

/// So many days are told of.
const DAYS: usize = 100;

/// What counts as one: a question with its facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Family {
    Question(Guid),
    /// Facts whose question is no card itself, or was reworded since they left.
    Facts(Fingerprint),
}

/// What happened to a family on one day.
struct Happened<'a> {
    /// To the question itself.
    own: Option<Movement>,
    /// To its facts, all that is the same being one.
    of_facts: Vec<Movement>,
    facts: usize,
    last: i64,
    /// Whose front stands for the family.
    face: (Guid, &'a Record),
}

/// The changelog of a lock.
pub(super) fn changelog(lock: &Lock) -> Changelog {
    let mut days: BTreeMap<Reverse<Date>, Vec<(Movement, Happened<'_>)>> = BTreeMap::new();
    for ((date, _), happened) in happened(lock) {
        days.entry(date).or_default().push((movement(&happened), happened));
    }
    let mut left = NAMED;
    let mut extent = if days.len() > DAYS { Extent::Latest(NAMED) } else { Extent::Whole };
    let days = days.into_iter().take(DAYS).map(|(Reverse(date), mut all)| {
        all.sort_by(|one, other| place(one).cmp(&place(other)));
        let last = all.iter().map(|(_, happened)| happened.last).max().unwrap_or_default();
        let (mut new, mut changed, mut retired) = (Changes::default(), Changes::default(), Changes::default());
        for (movement, Happened { facts, face: (guid, record), .. }) in all {
            let changes = match movement {
                Movement::New => &mut new,
                Movement::Changed => &mut changed,
                Movement::Retired => &mut retired,
            };
            changes.count += 1;
            match left.checked_sub(1) {
                Some(rest) => {
                    left = rest;
                    changes.named.push(Change { guid, title: record.front.clone(), facts });
                }
                None => extent = Extent::Latest(NAMED),
            }
        }
        Day { date, last, new, changed, retired }
    });
    let days = days.collect();
    Changelog { days, extent }
}

/// Where a family stands on its day: by what happened, then in the order of documents.
fn place<'a>((movement, happened): &(Movement, Happened<'a>)) -> (Movement, &'a str, i64, Guid) {
    let (guid, record) = happened.face;
    (*movement, &record.path, record.made, guid)
}

/// What happened to each family on each day.
fn happened(lock: &Lock) -> BTreeMap<(Reverse<Date>, Family), Happened<'_>> {
    let questions = questions(lock);
    let mut all: BTreeMap<(Reverse<Date>, Family), Happened<'_>> = BTreeMap::new();
    for (guid, record) in there(lock) {
        let family = match record.parent {
            None => Family::Question(*guid),
            Some(parent) => questions.get(&parent).map_or(Family::Facts(parent), |guid| Family::Question(*guid)),
        };
        let face = match family {
            Family::Question(question) => lock.records.get_key_value(&question).map(|(guid, record)| (*guid, record)),
            Family::Facts(_) => None,
        };
        let face = face.unwrap_or((*guid, record));
        for (moment, movement) in movements(record) {
            let key = (Reverse(Date::of(moment)), family);
            let nothing = Happened { own: None, of_facts: Vec::new(), facts: 0, last: moment, face };
            let happened = all.entry(key).or_insert(nothing);
            happened.last = happened.last.max(moment);
            if record.parent.is_none() {
                happened.own = Some(movement);
                continue;
            }
            happened.facts += 1;
            if !happened.of_facts.contains(&movement) {
                happened.of_facts.push(movement);
            }
            if matches!(family, Family::Facts(_)) && record.made < happened.face.1.made {
                happened.face = face;
            }
        }
    }
    all
}

/// What happened to a family as a whole: what did to its question, or to all of its facts alike.
fn movement(happened: &Happened<'_>) -> Movement {
    let is_question = happened.face.1.parent.is_none();
    match (happened.own, happened.of_facts.as_slice()) {
        (Some(own), _) => own,
        (None, [all]) if !is_question => *all,
        _ => Movement::Changed,
    }
}

/// Notes that came, but for those that turned out to be edits of others.
fn there(lock: &Lock) -> impl Iterator<Item = (&Guid, &Record)> {
    lock.records.iter().filter(|(_, record)| record.became.is_none())
}

/// The questions by what their facts name them by; of several one that is in the documents.
fn questions(lock: &Lock) -> BTreeMap<Fingerprint, Guid> {
    let mut questions = BTreeMap::new();
    if there(lock).all(|(_, record)| record.parent.is_none()) {
        return questions;
    }
    for (guid, record) in there(lock).filter(|(_, record)| record.parent.is_none()) {
        if record.retired.is_none() || !questions.contains_key(&record.front_print) {
            questions.insert(record.front_print, *guid);
        }
    }
    questions
}

/// What happened to a note, at most once a day. Of its changes only the last is known.
fn movements(record: &Record) -> impl Iterator<Item = (i64, Movement)> {
    // Ids are unique, so those of one build lie up to some seconds after it.
    let born = (record.made / 1000).min(record.modified);
    let then = match record.retired {
        Some(left) => Some((left, Movement::Retired)),
        None => (record.modified > record.made / 1000).then_some((record.modified, Movement::Changed)),
    };
    let on_one_day = then.filter(|(moment, _)| Date::of(*moment) == Date::of(born));
    let (born, then) = match on_one_day {
        Some((_, Movement::Retired)) => (None, then),
        Some(_) => (Some(born), None),
        None => (Some(born), then),
    };
    born.map(|moment| (moment, Movement::New)).into_iter().chain(then)
}
