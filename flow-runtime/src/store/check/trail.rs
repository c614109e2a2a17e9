//! The turns of each address are found from its chat, and so are their identities.

use flow_model::Text;
use rusqlite::Connection;

use super::TOLD;
use super::finding::Finding;
use crate::store::chat::text;
use crate::store::trail::{tag, tags};

/// What leads to the turns of an address, as far as they were gone through.
struct Trail {
    chat: i64,
    address: Text,
    last_turn: Option<i64>,
    last_block: Option<i64>,
    recent: Vec<u32>,
    /// Of the turns since the last block; the first may be pruned.
    since: Vec<u32>,
    turn: Option<i64>,
    block: Option<i64>,
}

/// A turn and where it leads to.
struct Turn {
    id: i64,
    tag: u32,
    previous: Option<i64>,
    block: Option<Vec<u32>>,
    previous_block: Option<i64>,
}

/// Goes through all turns, those of an address together and in order.
pub(super) fn trails(db: &Connection) -> rusqlite::Result<Vec<Finding>> {
    let sql = "SELECT h.id, h.address, h.last_turn, h.last_block, h.recent, \
                      t.id, t.identity, t.previous, t.block, t.previous_block \
               FROM turn t JOIN conversation c ON c.id = t.conversation \
               JOIN chat h ON h.address = c.address ORDER BY h.id, t.id";
    let mut statement = db.prepare(sql)?;
    let mut rows = statement.query([])?;
    let mut findings = Vec::new();
    let mut trail: Option<Trail> = None;
    while let Some(row) = rows.next()?
        && findings.len() < TOLD
    {
        let chat = row.get(0)?;
        if trail.as_ref().is_none_or(|trail| trail.chat != chat) {
            let next = Trail {
                chat,
                address: text(row, 1)?,
                last_turn: row.get(2)?,
                last_block: row.get(3)?,
                recent: tags(row.get_ref(4)?.as_blob()?).collect(),
                since: Vec::new(),
                turn: None,
                block: None,
            };
            let ended = trail.replace(next);
            findings.extend(ended.and_then(Trail::end));
        }
        let turn = Turn {
            id: row.get(5)?,
            tag: tag(&text(row, 6)?),
            previous: row.get(7)?,
            block: row
                .get_ref(8)?
                .as_blob_or_null()?
                .map(|block| tags(block).collect()),
            previous_block: row.get(9)?,
        };
        findings.extend(trail.as_mut().and_then(|trail| trail.pass(turn)));
    }
    findings.extend(trail.and_then(Trail::end));
    Ok(findings)
}

impl Trail {
    fn pass(&mut self, turn: Turn) -> Option<Finding> {
        let before = self.turn.replace(turn.id);
        let lost = before.filter(|_| turn.previous != before);
        self.since.push(turn.tag);
        let wrong = turn.block.is_some_and(|block| {
            let leads = self.block.is_none() || turn.previous_block == self.block;
            let wrong = !leads || !block.ends_with(&std::mem::take(&mut self.since));
            self.block = Some(turn.id);
            wrong
        });
        match lost {
            Some(turn) => Some(self.lost(turn)),
            None => wrong.then(|| self.wrong(turn.id)),
        }
    }

    fn end(self) -> Option<Finding> {
        let last = self.turn?;
        if self.last_turn != Some(last) {
            return Some(self.lost(last));
        }
        let leads = self.block.is_none() || self.last_block == self.block;
        let wrong = !leads || !self.recent.ends_with(&self.since);
        wrong.then(|| self.wrong(last))
    }

    fn lost(&self, turn: i64) -> Finding {
        let address = self.address.clone();
        Finding::Trail { address, turn }
    }

    fn wrong(&self, turn: i64) -> Finding {
        let address = self.address.clone();
        Finding::Tags { address, turn }
    }
}
