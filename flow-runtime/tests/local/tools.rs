//! Looking after a store: copies of it, and what no program can carry on.

use std::path::{Path, PathBuf};
use std::time::Duration;

use flow_runtime::conversation::Timestamp;
use flow_runtime::host::Clock;
use flow_runtime::host::local::{OpenError, Runtime, Standing};
use flow_runtime::store::{self, ToolError};
use tempfile::TempDir;
use tokio::time::sleep;

use crate::flows::{
    GREETER, START, WORKER, builder, chat, file, outcomes, say, stranger, transcript, write,
};

const LATER: Timestamp = START + 3_600_000;

fn folder() -> (TempDir, PathBuf, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("flow.db");
    let copy = folder.path().join("copy.db");
    (folder, store, copy)
}

fn names(folder: &TempDir) -> Vec<String> {
    let entries = std::fs::read_dir(folder.path()).unwrap();
    let mut names: Vec<_> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

async fn lines(file: &Path, flow: &str, address: &str) -> Vec<String> {
    let runtime = builder().open(file).await.unwrap();
    let lines = transcript(&chat(&runtime, flow, address).await).await;
    runtime.close().await;
    lines
}

#[tokio::test(start_paused = true)]
async fn a_copy_is_made_beside_a_host_that_runs() {
    let (_folder, path, copy) = folder();
    let runtime = file(&path).await;
    let greeter = chat(&runtime, GREETER, "test:copy").await;
    say(&greeter, "hi").await;
    let copied = store::backup(&path, &copy).unwrap();
    assert_eq!(copied.to, std::fs::metadata(&copy).unwrap().len());
    say(&greeter, "Ada").await;
    assert!(store::check(&copy).unwrap().is_quiet());
    assert_eq!(lines(&copy, GREETER, "test:copy").await.len(), 2);
    assert_eq!(transcript(&greeter).await.len(), 4);
    let again = store::backup(&path, &copy).unwrap_err();
    assert!(matches!(again, ToolError::Exists { .. }), "{again}");
}

/// What was sent since the copy is unknown: nothing leaves before a person says so.
#[tokio::test(start_paused = true)]
async fn a_restored_store_is_paused_until_it_is_told_to_go_on() {
    let (folder, path, copy) = folder();
    let runtime = file(&path).await;
    let worker = chat(&runtime, WORKER, "test:restore").await;
    write(&worker, "sleep 9").await;
    let greeter = chat(&runtime, GREETER, "test:since").await;
    store::backup(&path, &copy).unwrap();
    worker.quiet().await.unwrap();
    say(&greeter, "hi").await;

    let running = store::restore(&copy, &path).unwrap_err().to_string();
    assert!(running.contains("` is in use by pid"), "{running}");
    runtime.close().await;
    let restored = store::restore(&copy, &path).unwrap();
    let replaced = folder.path().join("flow.db.replaced");
    assert_eq!(restored.replaced.as_deref(), Some(&*replaced));
    assert_eq!(
        names(&folder),
        ["copy.db", "flow.db", "flow.db.lock", "flow.db.replaced"]
    );
    for _ in 0..2 {
        let held = builder().open(&path).await.unwrap_err();
        let line = held.to_string();
        assert!(
            matches!(held, OpenError::Store(store::OpenError::Paused { .. })),
            "{line}"
        );
        let ending = format!("let it go on with `flow store resume {}`", path.display());
        assert!(line.ends_with(&ending), "{line}");
    }
    // The first is still there.
    let again = store::restore(&copy, &path).unwrap_err();
    assert!(
        matches!(&again, ToolError::Exists { file } if *file == replaced),
        "{again}"
    );

    let left = store::resume(&path, START).unwrap();
    assert_eq!((left.calls, left.queued, left.timers), (1, 0, 0));
    let again = store::resume(&path, START).unwrap_err();
    assert!(matches!(again, ToolError::NotPaused { .. }), "{again}");
    let runtime = file(&path).await;
    let worker = chat(&runtime, WORKER, "test:restore").await;
    worker.quiet().await.unwrap();
    assert_eq!(
        transcript(&worker).await,
        ["customer: sleep 9", "Worker: done: 9"]
    );
    runtime.close().await;
    assert_eq!(
        lines(&replaced, GREETER, "test:since").await.len(),
        2,
        "what was there is whole"
    );
}

/// A kill leaves what was written last in SQLite's log.
#[tokio::test(start_paused = true)]
async fn the_store_that_is_replaced_keeps_its_log() {
    let (folder, path, copy) = folder();
    let mut killed = crate::crash::Store::new();
    let runtime = file(&killed.file).await;
    say(&chat(&runtime, GREETER, "test:log").await, "hi").await;
    store::backup(&killed.file, &copy).unwrap();
    let left = killed.as_killed().to_owned();
    std::fs::rename(&left, &path).unwrap();
    std::fs::rename(left.with_extension("db-wal"), path.with_extension("db-wal")).unwrap();
    store::restore(&copy, &path).unwrap();
    assert!(names(&folder).contains(&"flow.db.replaced-wal".to_owned()));
    let replaced = folder.path().join("flow.db.replaced");
    assert_eq!(lines(&replaced, GREETER, "test:log").await.len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_store_is_made_smaller_in_its_place() {
    let (folder, path, _) = folder();
    let runtime = file(&path).await;
    let greeter = chat(&runtime, GREETER, "test:compact").await;
    say(&greeter, "hi").await;
    let running = store::compact(&path).unwrap_err().to_string();
    assert!(running.contains("` is in use by pid"), "{running}");
    runtime.close().await;
    let db = rusqlite::Connection::open(&path).unwrap();
    db.execute_batch(
        "CREATE TABLE room (x); INSERT INTO room VALUES (zeroblob(500000)); DROP TABLE room",
    )
    .unwrap();
    drop(db);
    let smaller = store::compact(&path).unwrap();
    assert!(smaller.from > smaller.to + 400_000, "{smaller:?}");
    assert_eq!(names(&folder), ["flow.db", "flow.db.lock"]);
    assert_eq!(lines(&path, GREETER, "test:compact").await.len(), 2);
}

/// A host that was given a link has the store, and not the link.
#[cfg(unix)]
#[tokio::test(start_paused = true)]
async fn a_store_is_the_same_by_whatever_link_it_is_reached() {
    let (folder, path, copy) = folder();
    let link = folder.path().join("link.db");
    std::os::unix::fs::symlink("flow.db", &link).unwrap();
    let runtime = file(&link).await;
    let greeter = chat(&runtime, GREETER, "test:link").await;
    say(&greeter, "hi").await;
    store::backup(&link, &copy).unwrap();
    for name in [&path, &link] {
        let refused = builder().open(name).await.unwrap_err().to_string();
        assert!(refused.contains("` is in use by pid"), "{refused}");
        for refused in [store::compact(name), store::restore(&copy, name)] {
            let refused = refused.unwrap_err().to_string();
            assert!(refused.contains("` is in use by pid"), "{refused}");
        }
    }
    say(&greeter, "Ada").await;
    runtime.close().await;
    store::compact(&link).unwrap();
    assert!(link.is_symlink());
    assert_eq!(lines(&path, GREETER, "test:link").await.len(), 4);
    store::restore(&copy, &link).unwrap();
    assert_eq!(
        names(&folder),
        [
            "copy.db",
            "flow.db",
            "flow.db.lock",
            "flow.db.replaced",
            "link.db"
        ]
    );
}

/// What customers wrote stays with whom it was for.
#[cfg(unix)]
#[tokio::test(start_paused = true)]
async fn a_copy_is_as_closed_to_others_as_the_store() {
    use std::fs::{Permissions, metadata, set_permissions};
    use std::os::unix::fs::PermissionsExt;

    let (folder, path, copy) = folder();
    file(&path).await.close().await;
    let mode = |file: &Path| metadata(file).unwrap().permissions().mode() & 0o777;
    let set = |file: &Path, mode| set_permissions(file, Permissions::from_mode(mode)).unwrap();
    set(&path, 0o600);
    store::backup(&path, &copy).unwrap();
    assert_eq!(mode(&copy), 0o600);
    store::compact(&path).unwrap();
    assert_eq!(mode(&path), 0o600);
    // What is put back is for whoever had what it replaces, and can be written.
    set(&path, 0o660);
    set(&copy, 0o400);
    store::restore(&copy, &path).unwrap();
    assert_eq!(mode(&path), 0o660);
    let other = folder.path().join("other.db");
    store::restore(&copy, &other).unwrap();
    assert_eq!(mode(&other), 0o600);
}

#[cfg(target_os = "linux")] // others keep their names in UTF-8
#[tokio::test(start_paused = true)]
async fn a_name_that_is_no_utf8_is_a_name() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let (folder, _, copy) = folder();
    let path = folder.path().join(OsStr::from_bytes(b"fl\xFFw.db"));
    let runtime = file(&path).await;
    say(&chat(&runtime, GREETER, "test:name").await, "hi").await;
    store::backup(&path, &copy).unwrap();
    runtime.close().await;
    store::compact(&path).unwrap();
    store::restore(&copy, &path).unwrap();
    store::resume(&path, START).unwrap();
    assert_eq!(lines(&path, GREETER, "test:name").await.len(), 2);
}

#[tokio::test(start_paused = true)]
async fn an_execution_that_no_program_carries_on_is_listed_and_ended() {
    let (_folder, path, _) = folder();
    let runtime = file(&path).await;
    say(&chat(&runtime, GREETER, "test:end").await, "hi").await;
    runtime.close().await;
    let other = || {
        Runtime::builder()
            .register(stranger(), &[])
            .clock(Clock::starting_at(LATER))
    };
    let runtime = other().open(&path).await.unwrap();
    let held = chat(&runtime, GREETER, "test:end").await;
    write(&held, "Ada").await;
    let Standing::Held { execution, why } = held.standing().await.unwrap() else {
        panic!("it is of another version");
    };
    let [listed] = &store::held(&path).unwrap()[..] else {
        panic!("one is held");
    };
    assert_eq!(
        (&listed.execution, &listed.why, listed.queued),
        (&execution, &why, 1)
    );
    assert_eq!(listed.place.to_string(), "`Greeter` at `test:end`");
    // Another program may ask before it is put in the place of this one.
    let judged = other().held(&path).unwrap();
    assert_eq!((judged.len(), &judged[0].why), (1, &why));
    assert_eq!(builder().held(&path).unwrap(), []);
    let [strange] = &Runtime::builder().held(&path).unwrap()[..] else {
        panic!("it has no flow at all");
    };
    assert_eq!(strange.why, "this program has no flow `Greeter`");
    let running = store::end(&path, &execution, LATER).unwrap_err();
    assert!(running.to_string().contains("` is in use by pid"));
    runtime.close().await;

    store::end(&path, &execution, START).unwrap();
    assert!(store::held(&path).unwrap().is_empty());
    let again = store::end(&path, &execution, START).unwrap_err();
    assert!(matches!(again, ToolError::Ended { .. }), "{again}");
    let unknown = store::end(&path, "FN0", START).unwrap_err();
    assert!(
        matches!(unknown, ToolError::NoExecution { .. }),
        "{unknown}"
    );
    assert_eq!(store::check(&path).unwrap().findings, []);

    // The message that waited starts the next.
    let runtime = other().open(&path).await.unwrap();
    sleep(Duration::from_secs(1)).await;
    let next = chat(&runtime, GREETER, "test:end").await;
    assert_eq!(outcomes(&next).await, ["moved", "queued", "moved", "moved"]);
    assert_eq!(transcript(&next).await[3], "Greeter: And who are you?");
    let turns = next.turns().await.unwrap();
    assert_eq!(turns[2].steps[0].event, "ended");
}

/// What it asked for is nobody's to do any more.
#[tokio::test(start_paused = true)]
async fn an_execution_that_is_ended_leaves_no_call() {
    let (_folder, path, _) = folder();
    let runtime = file(&path).await;
    let worker = chat(&runtime, WORKER, "test:end").await;
    write(&worker, "sleep 9").await;
    let Standing::Active { execution, .. } = worker.standing().await.unwrap() else {
        panic!("it waits for its function");
    };
    drop(runtime);
    store::end(&path, &execution, START).unwrap();
    assert!(store::check(&path).unwrap().is_quiet());
}

#[tokio::test(start_paused = true)]
async fn files_that_are_no_stores_are_refused_by_every_tool() {
    let (_folder, path, copy) = folder();
    let tools: [fn(&Path, &Path) -> ToolError; 6] = [
        |path, copy| store::backup(path, copy).unwrap_err(),
        |path, copy| store::restore(path, copy).unwrap_err(),
        |path, _| store::compact(path).unwrap_err(),
        |path, _| store::resume(path, START).unwrap_err(),
        |path, _| store::held(path).unwrap_err().into(),
        |path, _| store::end(path, "FN0", START).unwrap_err(),
    ];
    let refused = |wanted: &str| {
        for tool in tools {
            let line = tool(&path, &copy).to_string();
            assert_eq!(line, format!("`{}` {wanted}", path.display()));
            assert!(!copy.exists());
        }
    };
    refused("does not exist: give the name of a store");
    std::fs::write(&path, "no store at all, and that is that".repeat(40)).unwrap();
    refused("is not a store: give another file");
    std::fs::remove_file(&path).unwrap();
    let db = rusqlite::Connection::open(&path).unwrap();
    db.execute_batch("CREATE TABLE t (x)").unwrap();
    drop(db);
    refused("belongs to another application: give another file");
}
