//! The writer called inline, and openings of every kind.

mod migrations;
mod opening;
mod reading;
mod writing;

use std::path::{Path, PathBuf};

use flow_model::Text;
use rusqlite::Connection;
use tempfile::TempDir;

use super::chat::Chat;
use super::commit::{Commit, Effect, Execution, Mover, Turn, Write};
use super::write::Writer;
use super::{Version, open, trail};

fn folder() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("flow.db");
    (folder, file)
}

fn memory() -> Writer {
    let mut writer = open::in_memory().unwrap();
    assert!(prepare(&mut writer));
    writer
}

/// A conversation and a version to write turns of.
fn prepare(writer: &mut Writer) -> bool {
    let version = Version {
        flow: "Desk".into(),
        digest: "1".into(),
        definition: "{}".to_owned(),
    };
    open::versions(writer, Path::new("flow.db"), &[version], 0).unwrap();
    writer.write(&[Commit::aside(place())]).remove(0).is_ok()
}

/// A conversation with its chat.
fn place() -> Vec<Write> {
    let address = Text::from("console:demo");
    vec![
        Write::Chat {
            address: address.clone(),
            sid: "CH1".into(),
        },
        Write::Conversation {
            flow: "Desk".into(),
            address,
        },
    ]
}

fn turn(identity: &str, execution: Mover) -> Write {
    Write::Turn(Turn {
        conversation: 1,
        execution,
        identity: identity.to_owned().into(),
        at: 10,
        position: None,
        outcome: "moved".into(),
        event: "{}".to_owned(),
        steps: "[]".to_owned(),
        block: None,
    })
}

fn start(identity: &str) -> Commit {
    let execution = Execution {
        conversation: 1,
        sid: format!("FN{identity}").into(),
        version: 1,
        at: 10,
        ended: false,
        due: Some(99),
        state: "{}".to_owned(),
    };
    let effect = Effect {
        conversation: 1,
        key: "FN.0".into(),
        kind: "call",
        request: "{}".to_owned(),
        awaited: 1,
        after_index: None,
        at: 10,
    };
    Commit::aside(vec![
        turn(identity, Mover::New),
        Write::Start(execution),
        Write::Effect(effect),
    ])
}

fn advance(identity: &str, turns: u64) -> Commit {
    let moved = Write::Advance {
        id: 1,
        at: 20,
        turns,
        ended: false,
        due: None,
        state: format!("{{\"turns\":{turns}}}"),
    };
    Commit::aside(vec![turn(identity, Mover::Row(1)), moved])
}

fn count(db: &Connection, table: &str) -> i64 {
    let sql = format!("SELECT count(*) FROM {table}");
    db.query_row(&sql, [], |row| row.get(0)).unwrap()
}

/// A commit of turns as somebody writes them who knows the chat as it is.
fn turns(chat: &mut Chat, identities: impl IntoIterator<Item = String>) -> Commit {
    let newest = chat.newest;
    let identities = identities.into_iter();
    let turns = identities.map(|identity| match turn(&identity, Mover::None) {
        Write::Turn(turn) => Write::Turn(Turn {
            block: chat.tags.note(&identity),
            ..turn
        }),
        other => other,
    });
    let mut writes: Vec<_> = turns.collect();
    writes.push(Write::ChatState {
        chat: chat.id,
        last_index: None,
        state: chat.state,
        recent: chat.tags.recent(),
    });
    Commit { newest, writes }
}

fn chat(db: &Connection) -> Chat {
    super::chat::chat(db, "console:demo").unwrap().unwrap()
}

/// Those that the log may have of some, where it is read anew.
fn known(db: &Connection, identities: impl IntoIterator<Item = String>) -> Vec<String> {
    let Chat {
        mut tags, newest, ..
    } = chat(db);
    tags.complete(trail::blocks(db, newest.block).unwrap());
    let identities = identities.into_iter();
    identities
        .filter(|identity| tags.may_have(identity))
        .collect()
}
