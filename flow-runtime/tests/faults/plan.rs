//! What strikes a run, and where.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use flow_runtime::fault::{self, Armed, Fault, Point};
use rusqlite::ffi;
use tokio::sync::Notify;

/// Every point, in the order in which a conversation passes them.
pub(crate) const POINTS: [Point; 14] = [
    Point::Migrated,
    Point::RecoveryBegun,
    Point::RecoveryDone,
    Point::Received,
    Point::Computed,
    Point::Begun,
    Point::Written,
    Point::Committed,
    Point::Released,
    Point::Answered,
    Point::Requested,
    Point::Replied,
    Point::TimerRead,
    Point::Pruned,
];

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// The program dies; the files are copied as they lie, and the copy is opened.
    Crash,
    /// The host panics. In a transaction that is as if the disk failed.
    Panic,
    /// The disk is full. After the commit: it took place, and an error is reported.
    Full,
    /// The disk fails, after which only a new opening goes on. After the commit as above.
    IoError,
    /// The caller does not hear the answer, and asks again.
    Lost,
    /// The same event comes twice, at the same time or later.
    Twice,
    /// What passes here goes on after what comes next.
    Delay,
}

pub(crate) const KINDS: [Kind; 7] = [
    Kind::Crash,
    Kind::Panic,
    Kind::Full,
    Kind::IoError,
    Kind::Lost,
    Kind::Twice,
    Kind::Delay,
];

/// Longer than from one event to the next in haste, shorter than what a question or a function
/// takes.
const DELAY: Duration = Duration::from_secs(3);

/// Many times as many points as a run passes: one that passes more goes round in circles, and stops
/// there.
const ENOUGH: usize = 5000;

impl Kind {
    /// Whether it can happen at that point.
    pub(crate) fn is_at(self, point: Point) -> bool {
        let opening = matches!(
            point,
            Point::Migrated | Point::RecoveryBegun | Point::RecoveryDone
        );
        let writing = matches!(
            point,
            Point::Migrated | Point::Begun | Point::Written | Point::Committed
        );
        match self {
            Kind::Crash => true,
            // A panic while it is opened is the program's, and so a crash.
            Kind::Panic => !opening,
            Kind::Full | Kind::IoError => writing,
            Kind::Lost | Kind::Twice => !opening,
            Kind::Delay => !writing,
        }
    }

    /// Whether a call may have to be made again because of it.
    pub(crate) fn repeats_calls(self) -> bool {
        matches!(self, Kind::Crash | Kind::Panic | Kind::IoError)
    }
}

/// A fault, when a point is passed for the `nth` time, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Strike {
    pub(crate) point: Point,
    pub(crate) nth: usize,
    pub(crate) kind: Kind,
}

impl fmt::Display for Strike {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Strike { point, nth, kind } = self;
        write!(f, "{point:?}.{nth}={kind:?}")
    }
}

/// What the world around the host has to do about a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Signal {
    /// The program died.
    Crashed,
    Lost,
    Twice,
}

/// The faults of one run.
pub(crate) struct Plan {
    state: Mutex<State>,
    signalled: Notify,
}

struct State {
    strikes: Vec<Strike>,
    /// Orders what is ready at the same time; 0: it is taken as it comes.
    seed: u64,
    file: PathBuf,
    copies: usize,
    passed: BTreeMap<Point, usize>,
    total: usize,
    fired: usize,
    /// The program is dead: what still moves is a ghost.
    dead: bool,
    signal: Option<Signal>,
}

impl Plan {
    pub(crate) fn new(strikes: &[Strike], seed: u64, file: PathBuf) -> Arc<Self> {
        let state = State {
            strikes: strikes.to_vec(),
            seed,
            file,
            copies: 0,
            passed: BTreeMap::new(),
            total: 0,
            fired: 0,
            dead: false,
            signal: None,
        };
        Arc::new(Plan {
            state: Mutex::new(state),
            signalled: Notify::new(),
        })
    }

    /// The program lives again, with the file as it lies.
    pub(crate) fn arm(self: &Arc<Self>) -> (PathBuf, Armed) {
        let mut state = self.state();
        state.dead = false;
        let file = state.file.clone();
        let plan = self.clone();
        let armed = fault::arm(&file, move |point| plan.pass(point));
        (file, armed)
    }

    /// The program dies here: what is left of it is a copy of its file.
    pub(crate) fn kill(&self) {
        self.state().kill();
    }

    /// The next thing to be done about a fault.
    pub(crate) async fn signal(&self) -> Signal {
        loop {
            let signalled = self.signalled.notified();
            if let Some(signal) = self.state().signal.take() {
                return signal;
            }
            signalled.await;
        }
    }

    /// The file of the program.
    pub(crate) fn file(&self) -> PathBuf {
        self.state().file.clone()
    }

    /// How often each point was passed.
    pub(crate) fn passed(&self) -> BTreeMap<Point, usize> {
        self.state().passed.clone()
    }

    /// How many strikes there were.
    pub(crate) fn fired(&self) -> usize {
        self.state().fired
    }

    fn pass(&self, point: Point) -> Fault {
        let mut state = self.state();
        state.total += 1;
        if state.dead || state.total > ENOUGH {
            return Fault::Stop;
        }
        let count = state.passed.entry(point).or_default();
        *count += 1;
        let nth = *count;
        let strike = |strike: &&Strike| (strike.point, strike.nth) == (point, nth);
        let Some(strike) = state.strikes.iter().find(strike).copied() else {
            return state.shuffle();
        };
        state.fired += 1;
        let (fault, signal) = state.strike(strike.kind);
        if signal.is_some() {
            state.signal = signal;
            self.signalled.notify_one();
        }
        fault
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }
}

impl State {
    fn strike(&mut self, kind: Kind) -> (Fault, Option<Signal>) {
        // Time for the world to act while the host is at this point.
        let moment = Fault::Delay(Duration::from_millis(1));
        match kind {
            Kind::Crash => {
                self.kill();
                (Fault::Stop, Some(Signal::Crashed))
            }
            Kind::Panic => (Fault::Panic, None),
            Kind::Full => (Fault::Sqlite(ffi::SQLITE_FULL), None),
            Kind::IoError => (Fault::Sqlite(ffi::SQLITE_IOERR), None),
            Kind::Lost => (moment, Some(Signal::Lost)),
            Kind::Twice => (moment, Some(Signal::Twice)),
            Kind::Delay => (Fault::Delay(DELAY), None),
        }
    }

    fn kill(&mut self) {
        self.dead = true;
        self.copies += 1;
        let copy = self.file.with_file_name(format!("copy-{}.db", self.copies));
        copy_as_killed(&self.file, &copy);
        self.file = copy;
    }

    /// A few milliseconds, so that what is ready at the same time is taken in another order.
    fn shuffle(&mut self) -> Fault {
        if self.seed == 0 {
            return Fault::None;
        }
        match next(&mut self.seed) % 4 {
            0 => Fault::None,
            time => Fault::Delay(Duration::from_millis(time)),
        }
    }
}

/// What a kill leaves behind: the files as they lie at this moment.
fn copy_as_killed(file: &Path, copy: &Path) {
    for end in ["db", "db-wal", "db.hand"] {
        let of = |file: &Path| file.with_extension(end);
        if of(file).exists() {
            fs::copy(of(file), of(copy)).unwrap();
        }
    }
}

/// The next number of a seed, which is not 0 (xorshift).
pub(crate) fn next(seed: &mut u64) -> u64 {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    *seed
}
