//! The floor of any disk: the bytes appended, one sync for all that wait.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel};

use tokio::sync::oneshot;

use crate::load::Engine;
use crate::sample::Sample;

/// How many turns one sync makes durable at most.
pub(crate) const GROUP: usize = 512;

pub(crate) struct Log {
    turn: Vec<u8>,
    jobs: Sender<Job>,
}

type Job = (Vec<u8>, oneshot::Sender<()>);

impl Log {
    pub(crate) fn open(folder: &Path, sample: &Sample) -> Self {
        let mut options = OpenOptions::new();
        let file = options.create(true).append(true).open(folder.join("log"));
        let file = file.expect("a log");
        let (jobs, receiver) = channel();
        std::thread::spawn(move || write(file, &receiver));
        Log {
            turn: sample.bytes(),
            jobs,
        }
    }
}

impl Engine for Log {
    async fn turn(&self, _: usize) {
        let (answer, answered) = oneshot::channel();
        self.jobs
            .send((self.turn.clone(), answer))
            .expect("a writer");
        answered.await.expect("an answer");
    }
}

fn write(mut file: File, jobs: &Receiver<Job>) {
    let (mut bytes, mut answers) = (Vec::new(), Vec::with_capacity(GROUP));
    while let Ok(first) = jobs.recv() {
        let waiting = std::iter::once(first).chain(jobs.try_iter());
        for (turn, answer) in waiting.take(GROUP) {
            bytes.extend_from_slice(&turn);
            answers.push(answer);
        }
        file.write_all(&bytes).expect("space on the disk");
        file.sync_data().expect("a disk");
        bytes.clear();
        for answer in answers.drain(..) {
            let _ = answer.send(()); // the run may be over
        }
    }
}
