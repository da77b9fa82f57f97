//! Anki's database, schema 11: its tables, its one row of settings, and the statements that fill it.

use rusqlite::{Connection, params};
use serde_json::{Map, Value, json};

use crate::deck::NoteTypeLook;

use super::note_type;

/// Large pages, because a note is about a kilobyte: a fifth less space and half the time. Neither
/// journal nor syncing: a database half written is thrown away.
const SETTINGS: &str = "
    PRAGMA page_size = 16384;
    PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    PRAGMA locking_mode = EXCLUSIVE;
    PRAGMA temp_store = MEMORY;
    PRAGMA cache_size = -4000;
";

const TABLES: &str = "
    CREATE TABLE col (id integer PRIMARY KEY, crt integer NOT NULL, mod integer NOT NULL,
        scm integer NOT NULL, ver integer NOT NULL, dty integer NOT NULL, usn integer NOT NULL,
        ls integer NOT NULL, conf text NOT NULL, models text NOT NULL, decks text NOT NULL,
        dconf text NOT NULL, tags text NOT NULL);
    CREATE TABLE notes (id integer PRIMARY KEY, guid text NOT NULL, mid integer NOT NULL,
        mod integer NOT NULL, usn integer NOT NULL, tags text NOT NULL, flds text NOT NULL,
        sfld integer NOT NULL, csum integer NOT NULL, flags integer NOT NULL, data text NOT NULL);
    CREATE TABLE cards (id integer PRIMARY KEY, nid integer NOT NULL, did integer NOT NULL,
        ord integer NOT NULL, mod integer NOT NULL, usn integer NOT NULL, type integer NOT NULL,
        queue integer NOT NULL, due integer NOT NULL, ivl integer NOT NULL, factor integer NOT NULL,
        reps integer NOT NULL, lapses integer NOT NULL, left integer NOT NULL, odue integer NOT NULL,
        odid integer NOT NULL, flags integer NOT NULL, data text NOT NULL);
    CREATE TABLE revlog (id integer PRIMARY KEY, cid integer NOT NULL, usn integer NOT NULL,
        ease integer NOT NULL, ivl integer NOT NULL, lastIvl integer NOT NULL, factor integer NOT NULL,
        time integer NOT NULL, type integer NOT NULL);
    CREATE TABLE graves (usn integer NOT NULL, oid integer NOT NULL, type integer NOT NULL);
    BEGIN;
";

/// Made last, from sorted rows. Anki makes them itself where they are missing; other readers may not.
const INDEXES: &str = "
    CREATE INDEX ix_notes_usn ON notes (usn);
    CREATE INDEX ix_cards_usn ON cards (usn);
    CREATE INDEX ix_revlog_usn ON revlog (usn);
    CREATE INDEX ix_cards_nid ON cards (nid);
    CREATE INDEX ix_cards_sched ON cards (did, queue, due);
    CREATE INDEX ix_revlog_cid ON revlog (cid);
    CREATE INDEX ix_notes_csum ON notes (csum);
    COMMIT;
";

/// `OR IGNORE`: a row whose id is taken is left out, and the count of rows written tells. Without a
/// journal a failing statement could not be undone.
const ADD_NOTE: &str = "INSERT OR IGNORE INTO notes (id, guid, mid, mod, usn, tags, flds, sfld, csum, flags, data) \
    VALUES (?1, ?2, ?3, ?4, -1, ?5, ?6, ?7, 0, 0, '')";
const ADD_CARD: &str = "INSERT OR IGNORE INTO cards (id, nid, did, ord, mod, usn, type, queue, due, ivl, factor, reps, \
    lapses, left, odue, odid, flags, data) VALUES (?1, ?2, ?3, ?4, ?5, -1, 0, 0, ?6, 0, 0, 0, 0, 0, 0, 0, 0, '')";

/// Any moment will do; only packages with learning progress are counted from it.
const CREATED: i64 = 1_577_836_800;

/// A deck and the id it has in the package.
pub(super) struct DeckRow<'a> {
    pub(super) id: i64,
    pub(super) name: &'a str,
}

/// Makes the tables and the row of settings, and opens the one transaction.
pub(super) fn create(
    db: &Connection,
    project: &str,
    decks: &[DeckRow],
    looks: &[&NoteTypeLook],
) -> rusqlite::Result<()> {
    db.set_prepared_statement_cache_capacity(8);
    db.execute_batch(SETTINGS)?;
    db.execute_batch(TABLES)?;
    let models: Map<String, Value> =
        looks.iter().map(|look| (note_type::id(look.kind).to_string(), note_type::model(look))).collect();
    let first = DeckRow { id: 1, name: "Default" };
    let decks: Map<String, Value> =
        std::iter::once(&first).chain(decks).map(|row| (row.id.to_string(), deck(row))).collect();
    db.execute(
        "INSERT INTO col VALUES (1, ?1, ?2, ?2, 11, 0, 0, 0, ?3, ?4, ?5, ?6, '{}')",
        params![
            CREATED,
            CREATED * 1000,
            conf(project).to_string(),
            Value::Object(models).to_string(),
            Value::Object(decks).to_string(),
            deck_options().to_string()
        ],
    )?;
    Ok(())
}

/// A row of `notes`.
pub(super) struct NoteRow<'a> {
    pub(super) id: i64,
    pub(super) guid: &'a str,
    pub(super) note_type: i64,
    pub(super) modified: i64,
    pub(super) tags: &'a str,
    pub(super) fields: &'a str,
    pub(super) sort: &'a str,
}

/// Adds a note; whether its id was free.
///
/// The checksum of the first field stays 0: Anki reckons it and the sort field anew on import.
pub(super) fn add_note(db: &Connection, row: &NoteRow) -> rusqlite::Result<bool> {
    let mut statement = db.prepare_cached(ADD_NOTE)?;
    let values = params![row.id, row.guid, row.note_type, row.modified, row.tags, row.fields, row.sort];
    Ok(statement.execute(values)? == 1)
}

/// A row of `cards`, new and never seen.
pub(super) struct CardRow {
    pub(super) id: i64,
    pub(super) note: i64,
    pub(super) deck: i64,
    pub(super) ordinal: u16,
    pub(super) modified: i64,
    pub(super) due: u32,
}

/// Adds a card; whether its id was free.
pub(super) fn add_card(db: &Connection, row: &CardRow) -> rusqlite::Result<bool> {
    let mut statement = db.prepare_cached(ADD_CARD)?;
    Ok(statement.execute(params![row.id, row.note, row.deck, row.ordinal, row.modified, row.due])? == 1)
}

/// Sets the description of a deck.
pub(super) fn describe(db: &Connection, deck: i64, description: &str) -> rusqlite::Result<()> {
    let place = format!("$.\"{deck}\".desc");
    db.execute("UPDATE col SET decks = json_set(decks, ?1, ?2)", params![place, description]).map(|_| ())
}

/// Ends the transaction; the file is whole once the connection is closed.
pub(super) fn complete(db: &Connection) -> rusqlite::Result<()> {
    db.execute_batch(INDEXES)
}

fn deck(row: &DeckRow) -> Value {
    json!({
        "id": row.id,
        "mod": 0,
        "name": row.name,
        "usn": -1,
        "lrnToday": [0, 0],
        "revToday": [0, 0],
        "newToday": [0, 0],
        "timeToday": [0, 0],
        "collapsed": false,
        "browserCollapsed": false,
        "desc": "",
        "dyn": 0,
        "conf": 1,
        "extendNew": 0,
        "extendRev": 0,
    })
}

fn conf(project: &str) -> Value {
    json!({
        "rectoProject": project,
        "activeDecks": [1],
        "addToCur": true,
        "collapseTime": 1200,
        "curDeck": 1,
        "curModel": null,
        "dueCounts": true,
        "estTimes": true,
        "newBury": true,
        "newSpread": 0,
        "nextPos": 1,
        "schedVer": 2,
        "sortBackwards": false,
        "sortType": "noteFld",
        "timeLim": 0,
    })
}

/// The one preset, Anki's own; an import with default options takes no preset over.
fn deck_options() -> Value {
    json!({ "1": {
        "id": 1,
        "mod": 0,
        "name": "Default",
        "usn": 0,
        "maxTaken": 60,
        "autoplay": true,
        "timer": 0,
        "replayq": true,
        "dyn": false,
        "new": {
            "bury": false, "delays": [1, 10], "initialFactor": 2500, "ints": [1, 4, 0], "order": 1,
            "perDay": 20, "separate": true
        },
        "rev": {
            "bury": false, "ease4": 1.3, "ivlFct": 1, "maxIvl": 36500, "perDay": 200, "hardFactor": 1.2,
            "fuzz": 0.05, "minSpace": 1
        },
        "lapse": { "delays": [10], "leechAction": 1, "leechFails": 8, "minInt": 1, "mult": 0 },
    }})
}
