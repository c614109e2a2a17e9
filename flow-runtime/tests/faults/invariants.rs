//! What holds of every store that is quiet.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};

/// Each finds what must not be there.
const NONE_OF: [(&str, &str); 8] = [
    (
        "an execution whose turns are not those that moved it",
        "SELECT sid FROM execution e WHERE turns <> (SELECT count(*) FROM turn t \
         WHERE t.execution = e.id AND (t.outcome = 'moved' OR t.outcome LIKE 'ended: %'))",
    ),
    (
        "two active executions in one conversation",
        "SELECT conversation FROM execution WHERE status = 0 GROUP BY conversation \
         HAVING count(*) > 1",
    ),
    (
        "a turn before the one before it",
        "SELECT b.identity FROM turn a JOIN turn b ON a.conversation = b.conversation \
         AND a.id < b.id AND a.at > b.at",
    ),
    ("an effect that is left", "SELECT key FROM effect"),
    ("an event that waits", "SELECT position FROM queue"),
    (
        "a message of a flow that no turn sent",
        "SELECT key FROM chat_message WHERE key NOT LIKE 'm:%' AND NOT EXISTS \
         (SELECT 1 FROM execution WHERE instr(key, sid) = 1)",
    ),
    (
        "a message of somebody that no turn brought",
        "SELECT key FROM chat_message WHERE key LIKE 'm:%' AND NOT EXISTS \
         (SELECT 1 FROM turn WHERE identity = key)",
    ),
    (
        "a gap between the messages",
        "SELECT idx FROM chat_message m WHERE idx <> (SELECT count(*) FROM chat_message n \
         WHERE n.chat = m.chat AND n.idx < m.idx)",
    ),
];

pub(crate) fn hold(file: &Path) {
    let db = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_WRITE).unwrap();
    for check in ["integrity_check", "foreign_key_check"] {
        let mut statement = db.prepare(&format!("PRAGMA {check}")).unwrap();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let found: String = row.get(0).unwrap();
            assert_eq!(found, "ok", "{check}");
        }
    }
    for (what, sql) in NONE_OF {
        let mut statement = db.prepare(sql).unwrap();
        let mut rows = statement.query([]).unwrap();
        if let Some(row) = rows.next().unwrap() {
            panic!("there is {what}: {:?}", row.get_ref(0).unwrap());
        }
    }
}
