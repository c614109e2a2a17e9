//! What is in hand: the conversations whose flows run at this moment, in a file beside the store.
//!
//! A flow that takes the process with it (a panic where panics abort, no memory left) would do so
//! again at each start. The file outlives the process, so the next start reads there whose flow it
//! was; it is not synced, since a machine that fails is nobody's fault. One that is found by
//! [`STARTS`] starts running is not run again.

use std::collections::HashMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use super::lock::beside;

/// How many starts running must find a conversation in hand before it is no longer run.
pub(crate) const STARTS: u8 = 3;

/// How many flows are known to run at once; one more goes unnoticed, until it fails again.
const SLOTS: usize = 8;

/// A slot holds the row of a conversation, and above it how many starts found it before.
const SLOT: usize = size_of::<u64>();
const COUNT: u32 = 56;

/// The file, and what it said at the start.
#[derive(Debug, Default)]
pub(crate) struct InHand {
    /// A handle each; none: the store is in memory, and gone with the process.
    slots: Vec<Mutex<File>>,
    file: PathBuf,
    suspects: Mutex<HashMap<i64, u8>>,
    /// Where there are suspects they run alone, so that nobody comes to be suspected beside them.
    alone: Option<RwLock<()>>,
}

impl InHand {
    /// Reads what the last process had in hand, and begins anew.
    pub(super) fn open(store: &Path) -> io::Result<Self> {
        let file = beside(store, ".hand");
        let open = || {
            OpenOptions::new()
                .read(true)
                .write(true)
                .create(true)
                .truncate(false) // what it says is wanted
                .open(&file)
        };
        let mut slots: Vec<File> = (0..SLOTS).map(|_| open()).collect::<Result<_, _>>()?;
        let mut suspects = HashMap::new();
        for (n, slot) in slots.iter_mut().enumerate() {
            let mut left = Vec::with_capacity(SLOT);
            slot.seek(SeekFrom::Start((n * SLOT) as u64))?;
            slot.take(SLOT as u64).read_to_end(&mut left)?;
            let left = left.try_into().map_or(0, u64::from_le_bytes);
            if let Some((conversation, found)) = suspect(left) {
                crate::telemetry::process_ended(conversation, found);
                suspects.insert(conversation, found);
            }
            put(slot, n, 0)?;
        }
        Ok(InHand {
            slots: slots.into_iter().map(Mutex::new).collect(),
            alone: (!suspects.is_empty()).then(RwLock::default),
            suspects: Mutex::new(suspects),
            file,
        })
    }

    /// Notes that the flow of a conversation runs from here on.
    pub(crate) fn take(&self, conversation: i64) -> Holding<'_> {
        let found = self.found(conversation);
        let alone = self.alone.as_ref().map(|alone| match found {
            0 => Company::Others(alone.read().unwrap_or_else(PoisonError::into_inner)),
            _ => Company::Nobody(alone.write().unwrap_or_else(PoisonError::into_inner)),
        });
        let mut slots = self.slots.iter().enumerate();
        let slot = slots.find_map(|(n, slot)| Some((n, slot.try_lock().ok()?)));
        let mut holding = Holding {
            in_hand: self,
            conversation,
            found,
            slot,
            _alone: alone,
        };
        holding.write(note(conversation, found));
        holding
    }

    /// Whether so many starts running found it in hand that its flow may not run again.
    pub(crate) fn is_accused(&self, conversation: i64) -> bool {
        self.found(conversation) >= STARTS
    }

    /// Suspects a conversation no longer.
    pub(crate) fn acquit(&self, conversation: i64) {
        lock(&self.suspects).remove(&conversation);
    }

    /// Takes the file away: nothing is in hand any more.
    pub(super) fn close(&self) {
        if !self.slots.is_empty() {
            let _ = fs::remove_file(&self.file); // one that stays names nobody
        }
    }

    fn found(&self, conversation: i64) -> u8 {
        if self.alone.is_none() {
            return 0;
        }
        lock(&self.suspects)
            .get(&conversation)
            .copied()
            .unwrap_or_default()
    }
}

/// A conversation in hand, until this is dropped.
#[derive(Debug)]
pub(crate) struct Holding<'h> {
    in_hand: &'h InHand,
    pub(crate) conversation: i64,
    found: u8,
    slot: Option<(usize, MutexGuard<'h, File>)>,
    _alone: Option<Company<'h>>,
}

/// Who may run beside a flow.
#[derive(Debug)]
#[expect(dead_code, reason = "they are held")]
enum Company<'h> {
    Others(RwLockReadGuard<'h, ()>),
    Nobody(RwLockWriteGuard<'h, ()>),
}

impl Holding<'_> {
    fn write(&mut self, note: u64) {
        if let Some((n, file)) = &mut self.slot
            && let Err(error) = put(file, *n, note)
        {
            crate::telemetry::in_hand_failed(&error);
        }
    }
}

impl Drop for Holding<'_> {
    fn drop(&mut self) {
        self.write(0);
        if (1..STARTS).contains(&self.found) {
            self.in_hand.acquit(self.conversation);
        }
    }
}

/// Twice for each turn: hence in one call of the system.
#[cfg(unix)]
fn put(file: &File, slot: usize, note: u64) -> io::Result<()> {
    use std::os::unix::fs::FileExt;

    file.write_all_at(&note.to_le_bytes(), (slot * SLOT) as u64)
}

#[cfg(not(unix))]
fn put(mut file: &File, slot: usize, note: u64) -> io::Result<()> {
    use std::io::Write;

    file.seek(SeekFrom::Start((slot * SLOT) as u64))?;
    file.write_all(&note.to_le_bytes())
}

fn note(conversation: i64, found: u8) -> u64 {
    u64::from(found) << COUNT | conversation.cast_unsigned()
}

/// The conversation that a note names, and how many starts have found it there by now.
fn suspect(note: u64) -> Option<(i64, u8)> {
    let conversation = (note & ((1 << COUNT) - 1)).cast_signed();
    let found = (note >> COUNT) as u8;
    (conversation != 0).then(|| (conversation, found.saturating_add(1)))
}

/// Nothing is left half done under this lock.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The process ends without a word: what it held is not dropped.
    fn dies_with(in_hand: &InHand, conversations: &[i64]) {
        for conversation in conversations {
            std::mem::forget(in_hand.take(*conversation));
        }
    }

    #[test]
    fn what_three_starts_running_find_is_accused() {
        let folder = tempfile::tempdir().unwrap();
        let store = folder.path().join("flow.db");
        for start in 0..3 {
            let in_hand = InHand::open(&store).unwrap();
            assert!(!in_hand.is_accused(7), "at start {start}");
            drop(in_hand.take(1));
            dies_with(&in_hand, &[7]);
        }
        assert_eq!(
            std::fs::metadata(beside(&store, ".hand")).unwrap().len(),
            64
        );
        let in_hand = InHand::open(&store).unwrap();
        assert!(in_hand.is_accused(7) && !in_hand.is_accused(1));
        in_hand.acquit(7);
        assert!(!in_hand.is_accused(7));
    }

    #[test]
    fn what_runs_to_its_end_once_is_suspected_no_longer() {
        let folder = tempfile::tempdir().unwrap();
        let store = folder.path().join("flow.db");
        for _ in 0..2 {
            dies_with(&InHand::open(&store).unwrap(), &[7]);
        }
        let in_hand = InHand::open(&store).unwrap();
        drop(in_hand.take(7));
        dies_with(&in_hand, &[7]);
        assert!(!InHand::open(&store).unwrap().is_accused(7));
    }

    #[test]
    fn a_suspect_runs_alone() {
        let folder = tempfile::tempdir().unwrap();
        let store = folder.path().join("flow.db");
        dies_with(&InHand::open(&store).unwrap(), &[1, 2]);
        let in_hand = InHand::open(&store).unwrap();
        let alone = in_hand.take(2);
        std::thread::scope(|scope| {
            let other = scope.spawn(|| drop(in_hand.take(3)));
            std::thread::sleep(std::time::Duration::from_millis(20));
            assert!(!other.is_finished());
            drop(alone);
        });
        // Those that nobody suspects run side by side.
        let first = in_hand.take(3);
        let second = in_hand.take(2);
        drop((first, second));
    }

    #[test]
    fn more_than_there_are_slots_run_all_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let store = folder.path().join("flow.db");
        let in_hand = InHand::open(&store).unwrap();
        let held: Vec<_> = (1..=9).map(|n| in_hand.take(n)).collect();
        assert_eq!(held.iter().filter(|held| held.slot.is_some()).count(), 8);
        drop(held);
        assert!(InHand::open(&store).unwrap().alone.is_none());
    }
}
