//! Opening: whose file it is, of which version, and with the settings that the promises rest on.

use std::path::{Path, PathBuf};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags, params};

use super::lock::{Lock, beside, this_process};
use super::write::Writer;
use super::{OpenError, Version, copy, trail};
use crate::conversation::Timestamp;
use crate::fault::{Faults, Point};
use crate::telemetry;

/// `FLOW`: what SQLite's header calls this application.
const APPLICATION: i64 = 0x464C_4F57;

/// Each brings the store from the version of its place to the next.
const MIGRATIONS: [&str; 4] = [
    include_str!("1.sql"),
    include_str!("2.sql"),
    include_str!("3.sql"),
    include_str!("4.sql"),
];

/// Opens the file for writing, makes it a store of this version, and begins an epoch.
///
/// With `keep` one of an older version is kept as it was, beside it.
pub(super) fn writer(file: &Path, keep: bool) -> Result<Writer, OpenError> {
    let refuse = |error| refuse(file, &error);
    let mut connection = connect(file, OpenFlags::SQLITE_OPEN_CREATE).map_err(refuse)?;
    let version = version(&connection, file)?;
    connection
        .execute_batch("PRAGMA page_size = 4096")
        .map_err(refuse)?;
    set(&connection).map_err(refuse)?;
    read_back(&connection, file)?;
    let faults = Faults::of(file);
    faults.hurry(&connection).map_err(refuse)?;
    if keep && (1..MIGRATIONS.len()).contains(&version) {
        keep_copy(&connection, file, version)?;
    }
    migrate(&mut connection, version, &faults).map_err(refuse)?;
    begin(connection, faults).map_err(refuse)
}

/// A connection to the file; SQLite itself takes one that may not be written for one to read.
pub(super) fn connect(file: &Path, more: OpenFlags) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Connection::open_with_flags(literal(file), flags | more)
}

/// A name that SQLite takes for nothing but that of a file: `file:a` would be a URI, and `:memory:`
/// none at all.
pub(super) fn literal(file: &Path) -> PathBuf {
    match file.is_relative() {
        true => Path::new(".").join(file),
        false => file.to_owned(),
    }
}

/// A store in memory, with the writer's connection as its only one.
pub(super) fn in_memory() -> Result<Writer, OpenError> {
    let opened = || {
        let mut connection = Connection::open_in_memory()?;
        connection.execute_batch("PRAGMA foreign_keys = OFF; PRAGMA trusted_schema = OFF")?;
        let faults = Faults::default();
        migrate(&mut connection, 0, &faults)?;
        begin(connection, faults)
    };
    opened().map_err(|error| refuse(Path::new(":memory:"), &error))
}

/// A connection that only reads.
pub(super) fn reader(file: &Path) -> Result<Connection, OpenError> {
    let opened = || {
        let connection = connect(file, OpenFlags::empty())?;
        set(&connection)?;
        connection.execute_batch("PRAGMA query_only = ON")?;
        Ok(connection)
    };
    opened().map_err(|error| refuse(file, &error))
}

/// A connection that only reads a store of this version, beside whoever writes to it. Nothing is
/// made where there is none.
pub(super) fn existing(file: &Path) -> Result<Connection, OpenError> {
    let connection = any_version(file)?;
    match version(&connection, file)? {
        found if found < MIGRATIONS.len() => Err(OpenError::OlderVersion {
            file: file.to_owned(),
            found,
            known: MIGRATIONS.len(),
        }),
        _ => Ok(connection),
    }
}

/// The same with a store of an older version.
pub(super) fn any_version(file: &Path) -> Result<Connection, OpenError> {
    let owned = || file.to_owned();
    if file.as_os_str().is_empty() {
        return Err(OpenError::NoName);
    }
    if file.is_dir() {
        return Err(OpenError::Directory { file: owned() });
    }
    if !file.exists() {
        return Err(OpenError::Missing { file: owned() });
    }
    let refuse = |error| refuse(file, &error);
    let connection = connect(file, OpenFlags::empty()).map_err(refuse)?;
    connection
        .execute_batch(
            "PRAGMA busy_timeout = 5000; PRAGMA trusted_schema = OFF; PRAGMA query_only = ON",
        )
        .map_err(refuse)?;
    match version(&connection, file)? {
        0 => Err(OpenError::NotADatabase { file: owned() }),
        _ => Ok(connection),
    }
}

/// The same, and the lock is held: to change a store of this version, which nobody runs.
pub(super) fn to_change(file: &Path) -> Result<(Lock, Writer), OpenError> {
    drop(existing(file)?);
    let lock = Lock::acquire(file)?;
    let writer = writer(lock.store(), true)?;
    Ok((lock, writer))
}

/// Refuses a store that was put back from a copy and may not go on yet.
pub(super) fn not_paused(writer: &Writer, file: &Path) -> Result<(), OpenError> {
    match is_paused(&writer.connection).map_err(|error| refuse(file, &error))? {
        true => Err(OpenError::Paused {
            file: file.to_owned(),
        }),
        false => Ok(()),
    }
}

pub(super) fn is_paused(db: &Connection) -> rusqlite::Result<bool> {
    db.query_row("SELECT held FROM store", [], |row| row.get(0))
}

/// Brings a copy up to date and says in it that it may not go on yet.
pub(super) fn pause(copy: &Path) -> Result<(), OpenError> {
    let refuse = |error| refuse(copy, &error);
    let mut connection = connect(copy, OpenFlags::empty()).map_err(refuse)?;
    let version = version(&connection, copy)?;
    migrate(&mut connection, version, &Faults::default()).map_err(refuse)?;
    connection
        .execute("UPDATE store SET held = 1", [])
        .map_err(refuse)?;
    connection.close().map_err(|(_, error)| refuse(error))
}

/// The version of the store in the file; 0: there is none yet.
fn version(db: &Connection, file: &Path) -> Result<usize, OpenError> {
    let (application, version, tables) = identity(db).map_err(|error| refuse(file, &error))?;
    let other = || OpenError::OtherApplication {
        file: file.to_owned(),
    };
    match (application, version, tables) {
        (0, 0, 0) => Ok(0),
        (APPLICATION, version, _) => match usize::try_from(version) {
            Ok(version) if version <= MIGRATIONS.len() => Ok(version),
            _ => Err(OpenError::NewerVersion {
                file: file.to_owned(),
                found: version,
                known: MIGRATIONS.len(),
            }),
        },
        _ => Err(other()),
    }
}

fn identity(db: &Connection) -> rusqlite::Result<(i64, i64, i64)> {
    let number = |sql| db.query_row(sql, [], |row| row.get::<_, i64>(0));
    Ok((
        number("PRAGMA application_id")?,
        number("PRAGMA user_version")?,
        number("SELECT count(*) FROM sqlite_schema")?,
    ))
}

fn set(db: &Connection) -> rusqlite::Result<()> {
    // Else whatever a statement is about to be given has it planned anew, each time.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    db.execute_batch(
        "PRAGMA busy_timeout = 5000;
         PRAGMA journal_mode = WAL;
         PRAGMA synchronous = FULL;
         PRAGMA wal_autocheckpoint = 1000;
         PRAGMA journal_size_limit = 67108864;
         PRAGMA cache_size = -8192;
         PRAGMA mmap_size = 0;
         PRAGMA foreign_keys = OFF;
         PRAGMA temp_store = MEMORY;
         PRAGMA trusted_schema = OFF;
         PRAGMA locking_mode = NORMAL;",
    )?;
    if cfg!(target_os = "macos") {
        db.execute_batch("PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON")?;
    }
    Ok(())
}

fn read_back(db: &Connection, file: &Path) -> Result<(), OpenError> {
    for (setting, wanted) in [("journal_mode", "wal"), ("synchronous", "2")] {
        let sql = format!("SELECT CAST({setting} AS TEXT) FROM pragma_{setting}");
        let found: String = db
            .query_row(&sql, [], |row| row.get(0))
            .map_err(|error| refuse(file, &error))?;
        if found != wanted {
            return Err(OpenError::Unsafe {
                file: file.to_owned(),
                setting,
                found,
                wanted,
            });
        }
    }
    Ok(())
}

/// Keeps a copy of a store of an older version beside it, as `flow.db.v1`; one that is there stays.
fn keep_copy(db: &Connection, file: &Path, version: usize) -> Result<(), OpenError> {
    let copy = beside(file, format!(".v{version}"));
    if copy.exists() {
        return Ok(());
    }
    if let Err(error) = copy::keep(db, file, &copy) {
        let reason = error.to_string();
        return Err(OpenError::NoCopy { copy, reason });
    }
    telemetry::store_copied(&copy);
    Ok(())
}

fn migrate(db: &mut Connection, from: usize, faults: &Faults) -> rusqlite::Result<()> {
    trail::teach(db)?;
    for (version, sql) in (1_i64..).zip(MIGRATIONS).skip(from) {
        let transaction = db.transaction()?;
        transaction.execute_batch(sql)?;
        transaction.pragma_update(None, "application_id", APPLICATION)?;
        transaction.pragma_update(None, "user_version", version)?;
        transaction.commit()?;
        faults.pass_writing(Point::Migrated)?;
    }
    Ok(())
}

fn begin(db: Connection, faults: Faults) -> rusqlite::Result<Writer> {
    let opened_by = format!(
        "{}, flow-runtime {}",
        this_process(),
        env!("CARGO_PKG_VERSION")
    );
    let epoch = db.query_row(
        "INSERT INTO store (id, epoch, opened_by) VALUES (1, 1, ?) ON CONFLICT (id) \
         DO UPDATE SET epoch = epoch + 1, opened_by = excluded.opened_by RETURNING epoch",
        [opened_by],
        |row| row.get(0),
    )?;
    Writer::new(db, epoch, faults)
}

/// The rows of these versions, made where they are seen for the first time.
pub(super) fn versions(
    writer: &mut Writer,
    file: &Path,
    versions: &[Version],
    now: Timestamp,
) -> Result<Vec<i64>, OpenError> {
    let mut written = || {
        let transaction = writer.connection.transaction()?;
        let rows = versions
            .iter()
            .map(|version| version_row(&transaction, version, now))
            .collect::<Result<_, _>>()?;
        transaction.commit()?;
        Ok(rows)
    };
    written().map_err(|error| refuse(file, &error))
}

fn version_row(db: &Connection, version: &Version, now: Timestamp) -> rusqlite::Result<i64> {
    db.execute(
        "INSERT INTO flow_version (flow, digest, first_seen, definition) VALUES (?, ?, ?, ?) \
         ON CONFLICT (flow, digest) DO UPDATE SET definition = excluded.definition \
         WHERE definition <> excluded.definition",
        params![&*version.flow, &*version.digest, now, version.definition],
    )?;
    db.query_row(
        "SELECT id FROM flow_version WHERE flow = ? AND digest = ?",
        [&*version.flow, &*version.digest],
        |row| row.get(0),
    )
}

pub(super) fn refuse(file: &Path, error: &rusqlite::Error) -> OpenError {
    let reason = error.to_string();
    let file = file.to_owned();
    match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => OpenError::NotADatabase { file },
        Some(ErrorCode::DatabaseCorrupt) => OpenError::Damaged { file },
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => OpenError::Busy { file },
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => OpenError::NoPermission { file },
        Some(ErrorCode::CannotOpen) if !writable(&file) => OpenError::NoPermission { file },
        _ => OpenError::Other { file, reason },
    }
}

/// Whether the file can be opened for writing: SQLite does not say why it cannot.
fn writable(file: &Path) -> bool {
    !matches!(
        std::fs::OpenOptions::new().append(true).open(file),
        Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied
    )
}

#[cfg(test)]
mod tests {
    use rusqlite::ffi;

    use super::*;

    #[test]
    fn a_name_is_that_of_a_file() {
        for (name, taken) in [
            ("file:a.db?mode=memory", "./file:a.db?mode=memory"),
            (":memory:", "./:memory:"),
            ("a.db", "./a.db"),
            ("/file:a.db", "/file:a.db"),
        ] {
            assert_eq!(literal(Path::new(name)), Path::new(taken));
        }
    }

    #[test]
    fn what_sqlite_refuses_is_told_in_our_words() {
        for (code, line) in [
            (
                ffi::SQLITE_BUSY,
                "`a.db` is busy, because another program writes to it: end that program and try again",
            ),
            (
                ffi::SQLITE_CORRUPT,
                "`a.db` is damaged: put a copy of it back, or give another file",
            ),
            (
                ffi::SQLITE_NOTADB,
                "`a.db` is not a store: give another file",
            ),
        ] {
            let error = rusqlite::Error::SqliteFailure(ffi::Error::new(code), None);
            assert_eq!(refuse(Path::new("a.db"), &error).to_string(), line);
        }
    }
}
