//! What is opened, and what is refused untouched.

use std::fs;

use super::*;
use crate::store::{OpenError, Store};

#[test]
fn the_bundled_sqlite_is_free_of_the_wal_reset_defect() {
    assert!(rusqlite::version_number() >= 3_051_003);
}

#[test]
fn settings_hold_on_every_opening() {
    let (_folder, file) = folder();
    for _ in 0..2 {
        let writer = open::writer(&file, true).unwrap();
        for (setting, wanted) in [
            ("application_id", 0x464C_4F57),
            ("user_version", 4),
            ("page_size", 4096),
            ("synchronous", 2),
            ("wal_autocheckpoint", 1000),
            ("journal_size_limit", 67_108_864),
            ("cache_size", -8192),
            ("busy_timeout", 5000),
            ("temp_store", 2),
            ("trusted_schema", 0),
            ("foreign_keys", 0),
        ] {
            let sql = format!("PRAGMA {setting}");
            let found: i64 = writer
                .connection
                .query_row(&sql, [], |row| row.get(0))
                .unwrap();
            assert_eq!(found, wanted, "{setting}");
        }
    }
}

fn refusal(file: &Path) -> OpenError {
    let refusal = open::writer(file, true).unwrap_err();
    let line = refusal.to_string();
    assert!(
        !line.contains('\n') && line.contains(&file.display().to_string()),
        "{line}"
    );
    refusal
}

#[test]
fn files_that_are_no_store_of_ours_are_refused_untouched() {
    let (_folder, file) = folder();

    fs::write(
        &file,
        "not a database, and longer than the header of one is".repeat(9),
    )
    .unwrap();
    let before = fs::read(&file).unwrap();
    assert!(matches!(refusal(&file), OpenError::NotADatabase { .. }));
    assert_eq!(fs::read(&file).unwrap(), before);

    fs::remove_file(&file).unwrap();
    let other = Connection::open(&file).unwrap();
    other.execute_batch("CREATE TABLE t (x)").unwrap();
    let before = fs::read(&file).unwrap();
    assert!(matches!(refusal(&file), OpenError::OtherApplication { .. }));
    assert_eq!(fs::read(&file).unwrap(), before);
}

#[test]
fn a_newer_store_is_refused_naming_both_versions() {
    let (_folder, file) = folder();
    drop(open::writer(&file, true).unwrap());
    let db = Connection::open(&file).unwrap();
    db.pragma_update(None, "user_version", 7).unwrap();
    let refusal = refusal(&file);
    assert!(matches!(
        refusal,
        OpenError::NewerVersion {
            found: 7,
            known: 4,
            ..
        }
    ));
    let epoch: i64 = db
        .query_row("SELECT epoch FROM store", [], |row| row.get(0))
        .unwrap();
    assert_eq!(epoch, 1);
}

/// Whose flow took the process with it is still known after an opening that came to nothing.
#[test]
fn a_refused_opening_leaves_what_is_in_hand() {
    let (_folder, file) = folder();
    drop(open::writer(&file, true).unwrap());
    open::pause(&file).unwrap();
    let hand = file.with_extension("db.hand");
    let note = 7_u64.to_le_bytes();
    fs::write(&hand, note).unwrap();
    let refusal = Store::open(&file, &[], 0, true).unwrap_err();
    assert!(matches!(refusal, OpenError::Paused { .. }), "{refusal}");
    assert_eq!(fs::read(&hand).unwrap(), note);
}

#[tokio::test]
async fn a_missing_folder_is_named() {
    let (folder, _) = folder();
    let file = folder.path().join("no").join("flow.db");
    let refusal = Store::open(&file, &[], 0, true).unwrap_err();
    assert!(
        matches!(refusal, OpenError::NoDirectory { .. }),
        "{refusal}"
    );
    let refusal = Store::open(folder.path(), &[], 0, true).unwrap_err();
    assert!(matches!(refusal, OpenError::Directory { .. }), "{refusal}");
}
