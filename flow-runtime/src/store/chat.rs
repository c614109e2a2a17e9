//! Embedded conversations as rows.

use std::collections::BTreeMap;

use flow_model::{Map, Text};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::apply::{Latest, number, statement};
use super::commit::Write;
use super::trail::{Newest, Tags};
use crate::conversation::{Message, Participant, State, Who};

/// An embedded conversation.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Chat {
    pub(crate) id: i64,
    pub(crate) address: Text,
    pub(crate) sid: Text,
    pub(crate) state: State,
    pub(crate) attributes: Map,
    /// Of the last message; none: no message yet.
    pub(crate) last_index: Option<u64>,
    /// The rows through which its turns and messages are read.
    pub(crate) newest: Newest,
    /// What is known of the identities of its turns.
    pub(crate) tags: Tags,
    /// How many ever joined.
    pub(crate) joined: u64,
    /// Who is there, in order of joining.
    pub(crate) participants: Vec<Participant>,
}

/// Inserts a row of one of the chat's tables; gives the chat's own id for a chat.
pub(super) fn insert(db: &Connection, latest: &mut Latest, write: &Write) -> rusqlite::Result<i64> {
    match write {
        Write::Chat { address, sid } => {
            let sql = "INSERT OR IGNORE INTO chat (address, sid, state, attributes, last_index) \
                       VALUES (?, ?, 0, '{}', -1)";
            statement(db, sql)?.execute([&**address, &**sid])?;
        }
        Write::Message { chat, key, message } => {
            let sql = "INSERT INTO chat_message \
                       (chat, idx, previous, sid, author, body, attributes, media, at, key) \
                       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
            statement(db, sql)?.execute(params![
                chat,
                number(message.index),
                latest.newest.message,
                &*message.sid,
                &*message.author,
                &*message.body,
                json(&message.attributes)?,
                json(&message.media)?,
                message.at,
                &**key,
            ])?;
            latest.newest.message = Some(db.last_insert_rowid());
        }
        Write::Join {
            chat,
            key,
            participant,
        } => join(db, *chat, key, participant)?,
        _ => unreachable!("only these three are rows of a chat"),
    }
    Ok(0)
}

fn join(db: &Connection, chat: i64, key: &str, participant: &Participant) -> rusqlite::Result<()> {
    let (identity, address, proxy_address) = match &participant.who {
        Who::Identity(identity) => (Some(identity), None, None),
        Who::Address {
            address,
            proxy_address,
        } => (None, Some(address), proxy_address.as_ref()),
    };
    let sql = "INSERT INTO chat_participant \
               (chat, sid, identity, address, proxy_address, joined, since, key) \
               VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
    statement(db, sql)?.execute(params![
        chat,
        &*participant.sid,
        identity.map(Text::as_str),
        address.map(Text::as_str),
        proxy_address.map(Text::as_str),
        participant.joined,
        number(participant.since),
        key,
    ])?;
    Ok(())
}

/// The chat of an address with its participants.
pub(crate) fn chat(db: &Connection, address: &str) -> rusqlite::Result<Option<Chat>> {
    let sql = "SELECT id, sid, state, attributes, last_index, \
               (SELECT count(*) FROM chat_participant WHERE chat = chat.id), \
               last_turn, last_block, last_message, recent FROM chat WHERE address = ?";
    let chat = statement(db, sql)?
        .query_row([address], |row| {
            Ok(Chat {
                id: row.get(0)?,
                address: address.to_owned().into(),
                sid: text(row, 1)?,
                state: state(row.get(2)?),
                attributes: parsed(row, 3)?,
                last_index: u64::try_from(row.get::<_, i64>(4)?).ok(),
                joined: row.get::<_, i64>(5)?.unsigned_abs(),
                newest: Newest {
                    turn: row.get(6)?,
                    block: row.get(7)?,
                    message: row.get(8)?,
                },
                tags: Tags::of(row.get_ref(9)?.as_blob()?),
                participants: Vec::new(),
            })
        })
        .optional()?;
    match chat {
        Some(chat) => Ok(Some(Chat {
            participants: participants(db, chat.id)?,
            ..chat
        })),
        None => Ok(None),
    }
}

fn participants(db: &Connection, chat: i64) -> rusqlite::Result<Vec<Participant>> {
    let sql = "SELECT sid, identity, address, proxy_address, joined, since FROM chat_participant \
               WHERE chat = ? AND left IS NULL ORDER BY id";
    statement(db, sql)?
        .query_map([chat], |row| {
            Ok(Participant {
                sid: text(row, 0)?,
                who: match row.get::<_, Option<String>>(1)? {
                    Some(identity) => Who::Identity(identity.into()),
                    None => Who::Address {
                        address: text(row, 2)?,
                        proxy_address: row.get::<_, Option<String>>(3)?.map(Text::from),
                    },
                },
                joined: row.get(4)?,
                since: row.get::<_, i64>(5)?.unsigned_abs(),
            })
        })?
        .collect()
}

/// The messages of the chat `?1`, from the last on: each names the one before it.
const MESSAGES: &str = "WITH RECURSIVE said AS \
    (SELECT m.* FROM chat h JOIN chat_message m ON m.id = h.last_message WHERE h.id = ?1 \
     UNION ALL SELECT m.* FROM said JOIN chat_message m ON m.id = said.previous) \
    SELECT sid, idx, author, body, attributes, media, at, key FROM said";

/// Every message of the chat of an address.
pub(crate) fn messages(db: &Connection, address: &str) -> rusqlite::Result<Vec<Message>> {
    let chat: Option<i64> = statement(db, "SELECT id FROM chat WHERE address = ?")?
        .query_row([address], |row| row.get(0))
        .optional()?;
    statement(db, &format!("{MESSAGES} ORDER BY idx"))?
        .query_map([chat], message)?
        .collect()
}

/// The messages that effects of that execution sent, by their keys.
pub(super) fn messages_of(
    db: &Connection,
    chat: i64,
    execution: &str,
) -> rusqlite::Result<BTreeMap<Text, Message>> {
    statement(db, &format!("{MESSAGES} WHERE key GLOB ?2"))?
        .query_map(params![chat, format!("{execution}.*")], |row| {
            Ok((text(row, 7)?, message(row)?))
        })?
        .collect()
}

/// The message of that key.
pub(crate) fn message_by_key(
    db: &Connection,
    chat: i64,
    key: &str,
) -> rusqlite::Result<Option<Message>> {
    statement(db, &format!("{MESSAGES} WHERE key = ?2 LIMIT 1"))?
        .query_row(params![chat, key], message)
        .optional()
}

pub(crate) fn message(row: &Row<'_>) -> rusqlite::Result<Message> {
    Ok(Message {
        sid: text(row, 0)?,
        index: row.get::<_, i64>(1)?.unsigned_abs(),
        author: text(row, 2)?,
        body: text(row, 3)?,
        attributes: parsed(row, 4)?,
        media: parsed(row, 5)?,
        at: row.get(6)?,
    })
}

/// -1 stands for none.
pub(crate) fn index(index: Option<u64>) -> i64 {
    index.map_or(-1, number)
}

pub(crate) fn state_number(state: State) -> i64 {
    match state {
        State::Active => 0,
        State::Inactive => 1,
        State::Closed => 2,
    }
}

fn state(number: i64) -> State {
    match number {
        0 => State::Active,
        1 => State::Inactive,
        _ => State::Closed,
    }
}

/// A column as text.
pub(crate) fn text(row: &Row<'_>, column: usize) -> rusqlite::Result<Text> {
    row.get::<_, String>(column).map(Text::from)
}

/// A value as a column of JSON.
pub(crate) fn json<T: serde::Serialize>(value: &T) -> rusqlite::Result<String> {
    serde_json::to_string(value)
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))
}

/// A column of JSON.
pub(crate) fn parsed<T: serde::de::DeserializeOwned>(
    row: &Row<'_>,
    column: usize,
) -> rusqlite::Result<T> {
    serde_json::from_str(&row.get::<_, String>(column)?).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, error.into())
    })
}
