//! The judge: what the file says, held against what the world and the recorder saw.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::error::Error;
use std::fmt;
use std::path::Path;

use flow_runtime::store;
use flow_tests::recorder::Recorded;
use rusqlite::Connection;
use serde_json::Value;

use crate::world::Event;

/// What is wrong, by kind; all 0: nothing.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Verdict {
    /// Acknowledged, and without a turn or an entry.
    pub(crate) lost_events: u32,
    /// Entered more than once.
    pub(crate) doubled_events: u32,
    /// Sent by a step, and not in the conversation.
    pub(crate) lost_messages: u32,
    /// In the conversation, and sent by no step.
    pub(crate) phantom_messages: u32,
    /// Asked for by a step, and never at the recorder or in the log.
    pub(crate) lost_calls: u32,
    /// At the recorder, and asked for by no step, or with another line.
    pub(crate) phantom_calls: u32,
    /// Not in the order in which it was written or emitted.
    pub(crate) disorder: u32,
    /// Executions whose numbers do not fit their turns, and books that do not add up.
    pub(crate) miscounted: u32,
    /// Executions, effects and queued events that are left.
    pub(crate) left: u32,
    /// What `flow store check` finds.
    pub(crate) findings: Vec<String>,
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "events: {} lost, {} doubled; messages: {} lost, {} phantom; calls: {} lost, {} phantom; \
             {} out of order, {} miscounted, {} left",
            self.lost_events,
            self.doubled_events,
            self.lost_messages,
            self.phantom_messages,
            self.lost_calls,
            self.phantom_calls,
            self.disorder,
            self.miscounted,
            self.left,
        )?;
        let findings = self.findings.iter().take(10);
        findings
            .into_iter()
            .try_for_each(|finding| write!(f, "\n{finding}"))
    }
}

/// What a step of the flow emits.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Emitted {
    Message,
    Call,
    Function,
}

impl Emitted {
    fn by(widget: &str) -> Option<Self> {
        match widget {
            "confirm" | "close_book" => Some(Emitted::Message),
            "carry" | "fetch" => Some(Emitted::Call),
            "note" => Some(Emitted::Function),
            _ => None,
        }
    }
}

struct Execution {
    sid: String,
    turns: i64,
    moved: i64,
    state: Value,
    emitted: Vec<Emitted>,
}

struct Message {
    chat: i64,
    author: String,
    body: String,
}

/// The file, and what the others saw.
struct Case<'c> {
    executions: BTreeMap<i64, Execution>,
    /// By their key in the conversation; in order for each.
    messages: HashMap<String, Message>,
    in_order: Vec<(i64, String)>,
    /// Each turn by conversation and identity, with its row and outcome.
    turns: HashMap<(String, String), (i64, String)>,
    calls: HashMap<&'c str, Vec<&'c str>>,
    verdict: Verdict,
}

/// Judges the store of a host that was killed.
pub(crate) fn judge(
    store: &Path,
    acknowledged: &[Event],
    recorded: &[Recorded],
) -> Result<Verdict, Box<dyn Error>> {
    let db = &Connection::open(store)?;
    let findings = store::check(store)?.findings;
    let mut case = Case {
        executions: executions(db)?,
        messages: HashMap::new(),
        in_order: Vec::new(),
        turns: turns(db)?,
        calls: HashMap::new(),
        verdict: Verdict {
            left: left(db)?.iter().sum(),
            disorder: falling_times(db)?,
            findings: findings.iter().map(ToString::to_string).collect(),
            ..Verdict::default()
        },
    };
    case.read_messages(db)?;
    for recorded in recorded {
        let calls = case.calls.entry(&recorded.key).or_default();
        calls.push(&recorded.line);
    }
    case.judge_events(acknowledged);
    case.judge_effects();
    case.judge_order(acknowledged);
    Ok(case.verdict)
}

/// What keeps a store from being quiet: active executions, effects, queued events.
pub(crate) fn left(db: &Connection) -> rusqlite::Result<[u32; 3]> {
    let count = |sql| db.query_row(sql, [], |row| row.get(0));
    Ok([
        count("SELECT count(*) FROM execution WHERE status = 0")?,
        count("SELECT count(*) FROM effect")?,
        count("SELECT count(*) FROM queue")?,
    ])
}

fn falling_times(db: &Connection) -> rusqlite::Result<u32> {
    let sql = "SELECT count(*) FROM (SELECT at < lag(at) OVER (PARTITION BY conversation ORDER BY id) \
               AS falls FROM turn) WHERE falls";
    db.query_row(sql, [], |row| row.get(0))
}

fn executions(db: &Connection) -> rusqlite::Result<BTreeMap<i64, Execution>> {
    let mut executions = BTreeMap::new();
    let mut rows = db.prepare("SELECT id, sid, turns, state FROM execution")?;
    let mut rows = rows.query([])?;
    while let Some(row) = rows.next()? {
        let execution = Execution {
            sid: row.get(1)?,
            turns: row.get(2)?,
            moved: 0,
            state: json(&row.get::<_, String>(3)?),
            emitted: Vec::new(),
        };
        executions.insert(row.get(0)?, execution);
    }
    let sql = "SELECT execution, steps FROM turn WHERE execution IS NOT NULL \
               AND (outcome = 'moved' OR outcome LIKE 'ended%') ORDER BY id";
    let mut rows = db.prepare(sql)?;
    let mut rows = rows.query([])?;
    while let Some(row) = rows.next()? {
        let Some(execution) = executions.get_mut(&row.get(0)?) else {
            continue;
        };
        execution.moved += 1;
        let steps = json(&row.get::<_, String>(1)?);
        let widgets = steps.as_array().into_iter().flatten();
        let emitted = widgets.filter_map(|step| Emitted::by(step["to"].as_str()?));
        execution.emitted.extend(emitted);
    }
    Ok(executions)
}

fn turns(db: &Connection) -> rusqlite::Result<HashMap<(String, String), (i64, String)>> {
    let sql = "SELECT c.address, t.identity, t.id, t.outcome FROM turn t \
               JOIN conversation c ON c.id = t.conversation";
    db.prepare(sql)?
        .query_map([], |row| {
            Ok(((row.get(0)?, row.get(1)?), (row.get(2)?, row.get(3)?)))
        })?
        .collect()
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

impl Case<'_> {
    fn read_messages(&mut self, db: &Connection) -> rusqlite::Result<()> {
        let sql = "SELECT chat, key, author, body FROM chat_message ORDER BY chat, idx";
        let mut rows = db.prepare(sql)?;
        let mut rows = rows.query([])?;
        while let Some(row) = rows.next()? {
            let key: String = row.get(1)?;
            let message = Message {
                chat: row.get(0)?,
                author: row.get(2)?,
                body: row.get(3)?,
            };
            self.in_order.push((message.chat, key.clone()));
            self.messages.insert(key, message);
        }
        Ok(())
    }

    /// Each has a turn that moved an execution, and is entered once.
    fn judge_events(&mut self, acknowledged: &[Event]) {
        let mut entries: HashMap<String, HashSet<String>> = HashMap::new();
        for (key, message) in &self.messages {
            let (Some((sid, _)), Some((total, rest))) =
                (key.split_once('.'), message.body.split_once(' '))
            else {
                continue; // a customer's
            };
            let id = rest.split(' ').next().unwrap_or_default().to_owned();
            let entry = format!("{sid} {total}");
            entries.entry(id).or_default().insert(entry);
        }
        for event in acknowledged {
            let turn = |identity| self.turns.get(&(event.address.clone(), identity));
            let moved = match turn(format!("m:{}", event.id)) {
                Some((row, outcome)) if outcome == "queued" => turn(format!("q:{row}")),
                turn => turn,
            };
            let moved = moved.is_some_and(|(_, outcome)| outcome == "moved");
            let entered = entries.get(&event.id).map_or(0, HashSet::len) as u32;
            self.verdict.lost_events += u32::from(!moved || entered == 0);
            self.verdict.doubled_events += entered.saturating_sub(1);
        }
        let total = |execution: &Execution| {
            let total = &execution.state["context"]["flow"]["variables"]["total"];
            total.as_u64().unwrap_or_default() as u32
        };
        let sum: u32 = self.executions.values().map(total).sum();
        self.verdict.miscounted += sum.abs_diff(acknowledged.len() as u32);
    }

    /// Each is where its step says, and nothing else is.
    fn judge_effects(&mut self) {
        let (mut sent, mut called) = (HashSet::new(), HashSet::new());
        for execution in self.executions.values() {
            let emitted = execution.emitted.len() as u64;
            let counted = execution.state["effects"].as_u64() == Some(emitted);
            let moved = execution.turns == execution.moved;
            self.verdict.miscounted += u32::from(!counted) + u32::from(!moved);
            for (n, emitted) in (1..).zip(&execution.emitted) {
                let key = format!("{}.{n}", execution.sid);
                let next = format!("{}.{}", execution.sid, n + 1);
                match emitted {
                    Emitted::Message => {
                        let there = self.messages.contains_key(&key);
                        self.verdict.lost_messages += u32::from(!there);
                        sent.insert(key);
                    }
                    Emitted::Function => {
                        let key = format!("{key}.2");
                        let there = self.messages.contains_key(&key);
                        self.verdict.lost_calls += u32::from(!there);
                        sent.insert(key);
                    }
                    Emitted::Call => {
                        // What the flow says next is the line that it sent.
                        let line = self.messages.get(&next).map(|next| next.body.as_str());
                        let calls = self.calls.get(key.as_str());
                        let calls = calls.map_or(&[][..], Vec::as_slice);
                        self.verdict.lost_calls += u32::from(calls.is_empty());
                        let other = calls
                            .iter()
                            .filter(|call| line.is_some_and(|line| line != **call));
                        self.verdict.phantom_calls += other.count() as u32;
                        called.insert(key);
                    }
                }
            }
        }
        let unknown = self.calls.keys().filter(|key| !called.contains(**key));
        self.verdict.phantom_calls += unknown.count() as u32;
        let flows = self
            .messages
            .iter()
            .filter(|(_, message)| is_flows(message));
        self.verdict.phantom_messages +=
            flows.filter(|(key, _)| !sent.contains(*key)).count() as u32;
    }

    /// Each author's messages stand in the order in which they wrote, the flow's in that in which it
    /// emitted them.
    fn judge_order(&mut self, acknowledged: &[Event]) {
        let started: HashMap<&str, usize> = self
            .executions
            .values()
            .enumerate()
            .map(|(n, execution)| (execution.sid.as_str(), n))
            .collect();
        let written: HashMap<String, usize> = acknowledged
            .iter()
            .enumerate()
            .map(|(n, event)| (format!("m:{}", event.id), n))
            .collect();
        let mut last: HashMap<(i64, &str), Vec<usize>> = HashMap::new();
        for (chat, key) in &self.in_order {
            let author = match is_flows(&self.messages[key]) {
                true => "the flow",
                false => &self.messages[key].author,
            };
            let place = match key.split_once('.') {
                None => written.get(key).map(|n| vec![*n]),
                Some((sid, numbers)) => started.get(sid).map(|n| {
                    let numbers = numbers.split('.').filter_map(|number| number.parse().ok());
                    [*n].into_iter().chain(numbers).collect()
                }),
            };
            let Some(place) = place else { continue };
            if let Some(before) = last.insert((*chat, author), place.clone()) {
                self.verdict.disorder += u32::from(before >= place);
            }
        }
    }
}

fn is_flows(message: &Message) -> bool {
    !message.author.starts_with("customer")
}
