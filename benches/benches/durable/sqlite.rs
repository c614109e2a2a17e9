//! The floor of SQLite: the rows of a turn, written by hand into a store of the host's own.

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};

use rusqlite::{Connection, params};
use tokio::sync::oneshot;

use crate::host::Host;
use crate::load::Engine;
use crate::log::GROUP;
use crate::sample::{Sample, spread};

pub(crate) struct Sqlite {
    next: AtomicU64,
    jobs: Sender<Job>,
}

struct Job {
    /// Its row.
    conversation: i64,
    /// A number that no other turn has.
    number: u64,
    answer: oneshot::Sender<()>,
}

impl Sqlite {
    /// Has the host make a store, and writes to it in its place.
    pub(crate) async fn open(folder: &Path, sample: &Sample, conversations: usize) -> Self {
        let folder = folder.join("sqlite");
        std::fs::create_dir(&folder).expect("a folder");
        Host::open(&folder, conversations).await.close().await;
        let db = Connection::open(folder.join("host.db")).expect("the store");
        db.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -8192; \
             PRAGMA wal_autocheckpoint = 1000; PRAGMA temp_store = MEMORY;",
        )
        .expect("settings as the host's");
        let (jobs, receiver) = channel();
        let sample = sample.clone();
        std::thread::spawn(move || write(&db, &sample, &receiver).expect("the store is written"));
        Sqlite {
            next: AtomicU64::new(0),
            jobs,
        }
    }
}

impl Engine for Sqlite {
    async fn turn(&self, conversation: usize) {
        let (answer, answered) = oneshot::channel();
        let job = Job {
            conversation: conversation as i64 + 1,
            number: self.next.fetch_add(1, Ordering::Relaxed),
            answer,
        };
        self.jobs.send(job).expect("a writer");
        answered.await.expect("an answer");
    }
}

fn write(db: &Connection, sample: &Sample, jobs: &Receiver<Job>) -> rusqlite::Result<()> {
    let mut turn = db.prepare(
        "INSERT INTO turn \
         (conversation, execution, identity, at, position, outcome, event, steps, previous) \
         VALUES (?1, ?1, ?, 1700000000000, 1, 'moved', ?, ?, ?)",
    )?;
    let mut execution = db.prepare(
        "UPDATE execution SET updated = updated + 1, turns = turns + 1, due = due + 1, state = ? \
         WHERE id = ? AND status = 0",
    )?;
    let mut chat =
        db.prepare("SELECT last_index, last_message, last_turn FROM chat WHERE id = ?")?;
    let mut message = db.prepare(
        "INSERT INTO chat_message \
         (chat, idx, previous, sid, author, body, attributes, media, at, key) \
         VALUES (?, ?, ?, ?, ?, ?, '{}', '[]', 1700000000000, ?)",
    )?;
    // As many tags as there are in the middle.
    let mut said = db.prepare(
        "UPDATE chat SET last_index = last_index + 2, last_message = ?, last_turn = ?, \
         recent = zeroblob(64) WHERE id = ?",
    )?;
    let mut answers = Vec::with_capacity(GROUP);
    while let Ok(first) = jobs.recv() {
        db.execute_batch("BEGIN IMMEDIATE")?;
        let waiting = std::iter::once(first).chain(jobs.try_iter());
        for job in waiting.take(GROUP) {
            let sid = format!("IM{:032x}", spread(job.number));
            let identity = format!("m:{sid}");
            let (last, mut previous, last_turn): (i64, i64, i64) = chat
                .query_row([job.conversation], |row| {
                    Ok((row.get(0)?, row.get(1)?, row.get(2)?))
                })?;
            let last_turn = turn.insert(params![
                job.conversation,
                identity,
                sample.event,
                sample.steps,
                last_turn
            ])?;
            execution.execute(params![sample.state, job.conversation])?;
            for (index, (author, body)) in (last + 1..).zip(&sample.messages) {
                let key = format!("{identity}.{index}");
                previous = message.insert(params![
                    job.conversation,
                    index,
                    previous,
                    sid,
                    author,
                    body,
                    key
                ])?;
            }
            said.execute([previous, last_turn, job.conversation])?;
            answers.push(job.answer);
        }
        db.execute_batch("COMMIT")?;
        for answer in answers.drain(..) {
            let _ = answer.send(()); // the run may be over
        }
    }
    Ok(())
}
