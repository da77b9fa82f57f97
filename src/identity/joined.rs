//! Joined: what git leaves where it joined the locks of two branches line by line, put right.

use std::collections::{BTreeMap, BTreeSet};

use super::{Lock, LookRecord, Names, Record};
use crate::note::{Guid, Kind};

/// Two branches may have published under two names; one stands, whichever way they were joined.
pub(super) fn names(one: Option<Names>, other: Option<Names>) -> Option<Names> {
    [one, other].into_iter().flatten().min()
}

/// Both may have changed how cards look: the later look stands.
pub(super) fn look(lock: &mut Lock, kind: Kind, look: LookRecord) {
    match lock.looks.get(&kind) {
        Some(other) if other.modified >= look.modified => {}
        _ => {
            lock.looks.insert(kind, look);
        }
    }
}

/// Notes by guid. Of one that both have the later content stands, and where both are of one second it is
/// shipped as later than either, so that it reaches everybody.
pub(super) fn notes(mut read: Vec<(Guid, Record)>) -> BTreeMap<Guid, Record> {
    read.sort_by_key(|(guid, _)| *guid);
    read.dedup_by(|(guid, record), (kept, other)| guid == kept && join(other, record));
    let mut records = read.into_iter().collect();
    part_ids(&mut records);
    records
}

fn join(kept: &mut Record, other: &mut Record) -> bool {
    let same_moment = kept.modified == other.modified && kept.digest != other.digest;
    if (kept.modified, kept.digest) <= (other.modified, other.digest) {
        std::mem::swap(kept, other);
    }
    if same_moment {
        kept.modified += 1;
    }
    true
}

/// Two branches may have given one note id to two notes: all but the first get another. Anki knows notes
/// by their guids.
fn part_ids(records: &mut BTreeMap<Guid, Record>) {
    let mut taken: BTreeSet<i64> = BTreeSet::new();
    let twice: Vec<Guid> = {
        let mut by_id: Vec<(i64, Guid)> = records.iter().map(|(guid, record)| (record.made, *guid)).collect();
        by_id.sort_unstable();
        by_id.into_iter().filter(|(made, _)| !taken.insert(*made)).map(|(_, guid)| guid).collect()
    };
    for guid in twice {
        if let Some(record) = records.get_mut(&guid) {
            while !taken.insert(record.made) {
                record.made += 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::line::END;
    use super::super::lock::tests::lock;
    use super::*;

    #[test]
    fn of_two_headers_one_name_stands() {
        let text = lock().write();
        let header = text.lines().next().unwrap().to_owned() + "\n";
        let other = header.replace("Go notes", "Folder").replace("Work::Go", "Folder");
        let nameless = "{\"recto.lock\":1,\"seed\":\"go\"}\n";
        let names = |headers: &[&str]| {
            let joined = headers.concat() + text.split_once('\n').unwrap().1;
            Lock::read(&joined).unwrap().names.map(|names| names.name)
        };
        assert_eq!(names(&[&header, &other]), names(&[&other, &header]));
        assert_eq!(names(&[nameless, &header]), Some("Go notes".into()));
        assert_eq!(names(&[nameless]), None);
    }

    #[test]
    fn of_two_lines_for_one_note_the_later_content_stands() {
        let text = lock().write();
        let line = text.lines().nth(2).unwrap().to_owned();
        let later = line.replace("\"mod\":1700000000", "\"mod\":1700000009");
        for joined in [text.replace(END, &format!("{later}\n{END}")), text.replace(&line, &format!("{later}\n{line}"))]
        {
            let read = Lock::read(&joined).unwrap();
            assert_eq!(read.records.len(), 3);
            assert_eq!(read.records.values().map(|record| record.modified).max(), Some(1_700_000_009));
        }
    }
}
