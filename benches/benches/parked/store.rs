//! A store full of parked conversations, made from the rows of two real ones.

use std::path::Path;

use flow_runtime::{Runtime, sid};
use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags, params_from_iter};

use super::flow::{Parked, START, address, open, park};

/// Makes a store without conversations.
pub(crate) fn create(file: &Path) {
    with(file, async |_| {});
}

/// Makes that many conversations, of which as many as are to be `due` wait for an hour, evenly
/// among those that wait for long.
pub(crate) fn fill(file: &Path, parked: i64, due: i64) {
    let folder = tempfile::tempdir().expect("a folder");
    let [soon, late] = ["soon", "late"].map(|body| Template::take(&folder.path().join(body), body));
    let mut db = Connection::open(file).expect("the store");
    // No foreign keys, as in the host: a chat names its last message before that is there.
    db.execute_batch(
        "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA cache_size = -262144; \
         PRAGMA foreign_keys = OFF", // as the host has it: a chat names its last message before that is there,
    )
    .expect("settings for one writer");
    const BATCH: usize = 10_000;
    for first in (1..=parked).step_by(BATCH) {
        let transaction = db.transaction().expect("a transaction");
        for n in (first..=parked).take(BATCH) {
            let is_due = n * due / parked > (n - 1) * due / parked;
            let template = if is_due { &soon } else { &late };
            template.insert(&transaction, n);
        }
        transaction.commit().expect("room on the disk");
    }
    let mode: String = db
        .query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))
        .expect("the host's setting");
    assert_eq!(mode, "wal");
}

/// Opens a store when all began, and closes it.
fn with(file: &Path, work: impl AsyncFnOnce(&Runtime)) {
    let tokio = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build();
    tokio.expect("a runtime").block_on(async {
        let runtime = open(file, START).await;
        work(&runtime).await;
        runtime.close().await;
    });
}

/// The rows of one conversation.
struct Template {
    names: [String; 6],
    tables: Vec<Table>,
}

struct Table {
    name: String,
    columns: Vec<String>,
    insert: String,
    rows: Vec<Vec<Value>>,
}

impl Template {
    /// Has the host take a conversation to where it waits, and copies what it wrote.
    fn take(file: &Path, body: &'static str) -> Self {
        with(file, async |runtime| park(runtime, &address(0), body).await);
        let db = read(file);
        let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN \
                   ('store', 'flow_version') AND name NOT LIKE 'sqlite_%'";
        let tables = texts(&db, sql);
        let tables = tables.into_iter().map(|name| Table::read(&db, name));
        let template = Template {
            names: names(0),
            tables: tables.filter(|table| !table.rows.is_empty()).collect(),
        };
        template.assert_known();
        template
    }

    /// All that tells a conversation from others is known.
    fn assert_known(&self) {
        for table in &self.tables {
            let Some(at) = table.columns.iter().position(|column| column == "sid") else {
                continue;
            };
            for row in &table.rows {
                let known = matches!(&row[at], Value::Text(sid) if self.names.contains(sid));
                assert!(known, "{}: {:?}", table.name, row[at]);
            }
        }
    }

    fn insert(&self, db: &Connection, n: i64) {
        let names = names(n);
        for table in &self.tables {
            let mut insert = db.prepare_cached(&table.insert).expect("SQL");
            for row in &table.rows {
                let values = table.columns.iter().zip(row);
                let values = values.map(|(column, value)| match value {
                    Value::Blob(_) if column == "recent" => self.recent(&names),
                    Value::Integer(id) => Value::Integer(self.moved(table, column, *id, n)),
                    Value::Text(text) => Value::Text(self.renamed(text, &names)),
                    other => other.clone(),
                });
                insert
                    .execute(params_from_iter(values))
                    .expect("a row of its own");
            }
        }
    }

    /// A number of the conversation 0 as that of `n`: each row has an id of its own.
    fn moved(&self, table: &Table, column: &str, value: i64, n: i64) -> i64 {
        let rows = |name: &str| {
            let table = self.tables.iter().find(|table| table.name == name);
            table.map_or(0, |table| table.rows.len() as i64)
        };
        match column {
            "id" => (n - 1) * rows(&table.name) + value,
            "previous" => (n - 1) * rows(&table.name) + value,
            "last_message" => (n - 1) * rows("chat_message") + value,
            "last_turn" => (n - 1) * rows("turn") + value,
            "conversation" | "chat" | "execution" => n, // it has one of each
            _ => value,
        }
    }

    /// The tags of its turns, as the host has them in the row of the chat.
    fn recent(&self, names: &[String; 6]) -> Value {
        let turns = self.tables.iter().filter(|table| table.name == "turn");
        let identities = turns.flat_map(|turns| turns.rows.iter().map(|row| identity(row)));
        let tags = identities.flat_map(|identity| tag(&self.renamed(identity, names)));
        Value::Blob(tags.collect())
    }

    fn renamed(&self, text: &str, names: &[String; 6]) -> String {
        let mut text = text.to_owned();
        for (old, new) in self.names.iter().zip(names) {
            if text.contains(old) {
                text = text.replace(old, new);
            }
        }
        text
    }
}

impl Table {
    fn read(db: &Connection, name: String) -> Self {
        let mut select = db.prepare(&format!("SELECT * FROM {name}")).expect("SQL");
        let columns: Vec<String> = select.column_names().map(str::to_owned).collect();
        let marks = vec!["?"; columns.len()].join(", ");
        let read = |row: &rusqlite::Row<'_>| (0..columns.len()).map(|at| row.get(at)).collect();
        let rows = select.query_map([], read).expect("rows");
        Table {
            insert: format!("INSERT INTO {name} VALUES ({marks})"),
            rows: rows.collect::<Result<_, _>>().expect("rows"),
            columns,
            name,
        }
    }
}

/// The identity of a row of `turn`, which is its first text.
fn identity(row: &[Value]) -> &str {
    let text = row.iter().find_map(|value| match value {
        Value::Text(text) => Some(text.as_str()),
        _ => None,
    });
    text.expect("a turn has one")
}

/// What the host remembers of an identity.
fn tag(identity: &str) -> [u8; 4] {
    let read = |tag: u32, next: u8| tag.wrapping_mul(31).wrapping_add(next.into());
    identity.bytes().fold(0, read).to_be_bytes()
}

/// The address and the SIDs of a conversation, as the host makes them.
fn names(n: i64) -> [String; 6] {
    let address = address(n);
    let conversation = sid::conversation(&address);
    let participant = sid::participant(&conversation, "p:0");
    let received = sid::received(&conversation, "#0");
    let key = format!("{} {address}", flow_runtime::machine::<Parked>().name());
    let execution = sid::execution(&key, &format!("m:{received}"), 0);
    let sent = sid::message(&format!("{execution}.1"));
    let sids = [conversation, participant, received, execution, sent];
    let [conversation, participant, received, execution, sent] = sids.map(|sid| sid.to_string());
    [
        address,
        conversation,
        participant,
        received,
        execution,
        sent,
    ]
}

/// What a table with its indexes has of the disk, in bytes.
pub(crate) struct Space {
    pub(crate) table: String,
    pub(crate) bytes: i64,
    /// What of it is room in pages that nothing fills.
    pub(crate) unused: i64,
}

/// The tables that hold the most.
pub(crate) fn space(file: &Path) -> Vec<Space> {
    let sql = "SELECT s.tbl_name, sum(d.pgsize), sum(d.unused) \
               FROM dbstat d JOIN sqlite_schema s USING (name) WHERE d.aggregate = TRUE \
               GROUP BY s.tbl_name HAVING sum(d.pgsize) > 65536 ORDER BY 2 DESC";
    let space = |row: &rusqlite::Row<'_>| {
        Ok(Space {
            table: row.get(0)?,
            bytes: row.get(1)?,
            unused: row.get(2)?,
        })
    };
    let db = read(file);
    let mut select = db.prepare(sql).expect("SQL");
    let rows = select.query_map([], space).expect("rows");
    rows.collect::<Result<_, _>>().expect("rows")
}

/// How long a state is.
pub(crate) fn state_bytes(file: &Path) -> f64 {
    number(file, "SELECT avg(octet_length(state)) FROM execution")
}

/// How many turns timers had.
pub(crate) fn timer_turns(file: &Path) -> i64 {
    number(file, "SELECT count(*) FROM turn WHERE identity LIKE 't:%'")
}

fn number<T: rusqlite::types::FromSql>(file: &Path, sql: &str) -> T {
    let number = read(file).query_row(sql, [], |row| row.get(0));
    number.expect("a number")
}

fn texts(db: &Connection, sql: &str) -> Vec<String> {
    let mut select = db.prepare(sql).expect("SQL");
    let rows = select.query_map([], |row| row.get(0)).expect("rows");
    rows.collect::<Result<_, _>>().expect("texts")
}

/// A connection beside the host's.
pub(crate) fn read(file: &Path) -> Connection {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(file, flags).expect("the store");
    db.execute_batch("PRAGMA query_only = ON")
        .expect("a reader");
    db
}
