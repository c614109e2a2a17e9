//! The log of an address as a trail: each turn names the one before it there, and the chat the last.
//!
//! An index by conversation would have each turn write a page of it. So whether an event is in the log
//! already is told by tags of identities: the chat has those of its last turns, and where they are
//! [`BLOCK`] they move into the turn that was written last, which names the one before it that has such
//! a block. A tag tells an identity from most others; where it is there the identities are read.

use std::collections::HashSet;

use rusqlite::functions::FunctionFlags;
use rusqlite::{Connection, OptionalExtension, params};

use super::apply::statement;

/// How many tags a block holds.
const BLOCK: usize = 32;

/// The rows through which a chat is read; they stay named when the turns are pruned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Newest {
    /// Its last turn, of whatever flow.
    pub(crate) turn: Option<i64>,
    /// Its last turn that has a block.
    pub(crate) block: Option<i64>,
    /// Its last message.
    pub(crate) message: Option<i64>,
}

/// What is known of the identities in the log of an address.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Tags {
    /// Those of the turns since the last block, in order.
    recent: Vec<u32>,
    /// Those of all turns; none: nobody asked for them yet.
    all: Option<HashSet<u32>>,
}

impl Tags {
    /// Those of a chat's row.
    pub(super) fn of(recent: &[u8]) -> Self {
        Tags {
            recent: tags(recent).collect(),
            all: None,
        }
    }

    /// Notes a turn; gives its block, where it is to have one.
    pub(crate) fn note(&mut self, identity: &str) -> Option<Vec<u8>> {
        let tag = tag(identity);
        self.recent.push(tag);
        if let Some(all) = &mut self.all {
            all.insert(tag);
        }
        if self.recent.len() < BLOCK {
            return None;
        }
        let block = self.recent();
        self.recent.clear();
        Some(block)
    }

    /// Those since the last block, as the chat's row has them.
    pub(crate) fn recent(&self) -> Vec<u8> {
        let bytes = self.recent.iter().flat_map(|tag| tag.to_be_bytes());
        bytes.collect()
    }

    /// Whether all are at hand; else the blocks are to be read.
    pub(crate) fn are_complete(&self) -> bool {
        self.all.is_some()
    }

    /// Adds those of the blocks.
    pub(crate) fn complete(&mut self, blocks: Vec<u32>) {
        let recent = self.recent.iter().copied();
        self.all = Some(blocks.into_iter().chain(recent).collect());
    }

    /// Whether a turn may have that identity; for certain none has where this says so.
    pub(crate) fn may_have(&self, identity: &str) -> bool {
        let all = self.all.as_ref();
        all.is_none_or(|all| all.contains(&tag(identity)))
    }
}

/// The tag of an identity; `4.sql` asks for it by the name that [`teach`] gives it.
pub(super) fn tag(identity: &str) -> u32 {
    let read = |tag: u32, next: u8| tag.wrapping_mul(31).wrapping_add(next.into());
    identity.bytes().fold(0, read)
}

/// Gives a connection the function `tag`.
pub(super) fn teach(db: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    db.create_scalar_function("tag", 1, flags, |context| {
        Ok(tag(&context.get::<String>(0)?))
    })
}

/// The tags of a block.
pub(super) fn tags(bytes: &[u8]) -> impl Iterator<Item = u32> {
    let chunks = bytes.as_chunks::<4>().0.iter();
    chunks.map(|tag| u32::from_be_bytes(*tag))
}

/// The tags of that block and of all before it, as far as they are not pruned.
pub(crate) fn blocks(db: &Connection, last: Option<i64>) -> rusqlite::Result<Vec<u32>> {
    let sql = "WITH RECURSIVE trail AS \
               (SELECT block, previous_block FROM turn WHERE id = ? \
                UNION ALL SELECT t.block, t.previous_block \
                FROM trail JOIN turn t ON t.id = trail.previous_block) \
               SELECT block FROM trail WHERE block IS NOT NULL";
    let mut found = Vec::new();
    let mut statement = statement(db, sql)?;
    let mut rows = statement.query([last])?;
    while let Some(row) = rows.next()? {
        found.extend(tags(row.get_ref(0)?.as_blob()?));
    }
    Ok(found)
}

/// A statement over the turns of the chat `?1` from the last on, as the table `trail` of their ids and
/// of those before them.
pub(super) fn along(select: &str) -> String {
    format!(
        "WITH RECURSIVE trail AS \
         (SELECT t.id, t.previous FROM chat h JOIN turn t ON t.id = h.last_turn WHERE h.id = ?1 \
          UNION ALL SELECT t.id, t.previous FROM trail JOIN turn t ON t.id = trail.previous) \
         {select}"
    )
}

/// The last turn of that identity, in that conversation or in any.
pub(crate) fn turn_of(
    db: &Connection,
    chat: i64,
    conversation: Option<i64>,
    identity: &str,
) -> rusqlite::Result<Option<i64>> {
    let sql = along(
        "SELECT t.id FROM trail JOIN turn t USING (id) \
         WHERE t.conversation = coalesce(?2, t.conversation) AND t.identity = ?3 LIMIT 1",
    );
    statement(db, &sql)?
        .query_row(params![chat, conversation, identity], |row| row.get(0))
        .optional()
}
