//! Executions against their states and their effects.

use std::collections::HashMap;

use flow_model::Text;
use rusqlite::{Connection, Row};

use super::finding::{Finding, Place, Unfinished};
use super::rules::place;
use super::{Report, TOLD};
use crate::conversation::Timestamp;
use crate::execution::{self, Execution, LoadError, Wait};
use crate::store::chat::text;
use crate::store::read;

/// An execution as its row has it.
struct Found {
    id: i64,
    ended: bool,
    held: bool,
    due: Option<Timestamp>,
    beside: execution::Row,
    state: String,
}

/// An effect that is not over.
struct Effect {
    place: Place,
    id: i64,
    key: Text,
    awaited: u64,
}

pub(super) fn apply(db: &Connection, report: &mut Report) -> rusqlite::Result<()> {
    let mut effects = effects(db)?;
    let sql = "SELECT e.id, e.status = 1, e.held IS NOT NULL, e.due, e.state, \
               e.sid, c.flow, c.address, v.digest, e.turns, e.started, e.updated \
               FROM execution e JOIN conversation c ON c.id = e.conversation \
               JOIN flow_version v ON v.id = e.version ORDER BY e.id";
    let mut rows = db.prepare(sql)?;
    let mut rows = rows.query([])?;
    let mut findings = Vec::new();
    while let Some(row) = rows.next()?
        && findings.len() < TOLD
    {
        let found = found(row)?;
        let effects = effects.remove(&found.id).unwrap_or_default();
        match Execution::read(&found.beside, &found.state) {
            Ok(execution) => {
                findings.extend(columns(&found, &execution));
                findings.extend(awaited(&found, &execution, &effects));
            }
            // It is held until a newer program comes, which knows it.
            Err(LoadError::Format { .. }) => {}
            Err(error) => findings.push(Finding::State {
                execution: found.beside.sid.clone(),
                reason: error.to_string(),
            }),
        }
        if !found.held {
            unfinished(effects, report);
        }
    }
    effects
        .into_values()
        .for_each(|effects| unfinished(effects, report));
    report.findings.append(&mut findings);
    Ok(())
}

fn unfinished(effects: Vec<Effect>, report: &mut Report) {
    let left = effects.into_iter().map(|effect| Unfinished::Effect {
        place: effect.place,
        effect: effect.id,
        key: effect.key,
    });
    let room = (2 * TOLD).saturating_sub(report.unfinished.len());
    report.unfinished.extend(left.take(room));
}

fn found(row: &Row<'_>) -> rusqlite::Result<Found> {
    Ok(Found {
        id: row.get(0)?,
        ended: row.get(1)?,
        held: row.get(2)?,
        due: row.get(3)?,
        state: row.get(4)?,
        beside: read::beside(row)?,
    })
}

/// The effects by the row of their execution.
fn effects(db: &Connection) -> rusqlite::Result<HashMap<i64, Vec<Effect>>> {
    let sql = "SELECT c.flow, c.address, f.id, f.key, coalesce(f.awaited, 0), f.execution \
               FROM effect f JOIN conversation c ON c.id = f.conversation ORDER BY f.id";
    let mut effects: HashMap<i64, Vec<Effect>> = HashMap::new();
    let mut rows = db.prepare(sql)?;
    let mut rows = rows.query([])?;
    while let Some(row) = rows.next()? {
        let effect = Effect {
            place: place(row)?,
            id: row.get(2)?,
            key: text(row, 3)?,
            awaited: row.get::<_, i64>(4)?.unsigned_abs(),
        };
        let execution = row.get::<_, Option<i64>>(5)?.unwrap_or_default();
        effects.entry(execution).or_default().push(effect);
    }
    Ok(effects)
}

/// What the row repeats of the state, so that it can be looked for, is the same.
fn columns(found: &Found, state: &Execution) -> Vec<Finding> {
    let due = |due: Option<Timestamp>| due.map_or("none".to_owned(), |due| due.to_string());
    let status = |ended: bool| if ended { "1" } else { "0" }.to_owned();
    let expected_due = state.due().filter(|_| !found.held);
    let columns = [
        ("status", status(found.ended), status(state.is_ended())),
        ("due", due(found.due), due(expected_due)),
    ];
    let differs = columns.into_iter().filter(|(_, row, state)| row != state);
    let finding = |(column, row, state)| Finding::Column {
        execution: found.beside.sid.clone(),
        column,
        row,
        state,
    };
    differs.map(finding).collect()
}

/// An execution that waits for a result has one effect whose result that is, and others have none.
fn awaited(found: &Found, state: &Execution, effects: &[Effect]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let key: Option<Text> = match state.wait() {
        Wait::Result(n) => Some(format!("{}.{n}", found.beside.sid).into()),
        Wait::Reply(_) | Wait::Ended => None,
    };
    let now = |effect: &&Effect| effect.awaited == found.beside.turns;
    if let Some(key) = &key
        && !effects.iter().filter(now).any(|effect| effect.key == *key)
    {
        findings.push(Finding::NoEffect {
            execution: found.beside.sid.clone(),
            key: key.clone(),
        });
    }
    let mut one = false;
    for effect in effects.iter().filter(now) {
        let is_it = Some(&effect.key) == key.as_ref() && !std::mem::replace(&mut one, true);
        if !is_it {
            findings.push(Finding::NotAwaited {
                execution: found.beside.sid.clone(),
                effect: effect.id,
                key: effect.key.clone(),
            });
        }
    }
    findings
}
