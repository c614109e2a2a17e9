//! What can go wrong with a store, each in one line that says what to do.

use std::path::PathBuf;

use flow_model::Text;

/// Why a store cannot be opened.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// Another process has it.
    #[error("`{file}` is in use by {holder}: stop that program, or give another file", file = file.display())]
    InUse {
        /// The file.
        file: PathBuf,
        /// `pid N (program)`, or what is known of it.
        holder: String,
    },
    /// Its name is empty, which SQLite takes for a file that is gone when it is closed.
    #[error("the name of the store is empty: give the name of a file")]
    NoName,
    /// Another program is writing to it, and no other process of this kind has it.
    #[error("`{file}` is busy, because another program writes to it: end that program and try again", file = file.display())]
    Busy {
        /// The file.
        file: PathBuf,
    },
    /// What is in it makes no sense to SQLite.
    #[error("`{file}` is damaged: put a copy of it back, or give another file", file = file.display())]
    Damaged {
        /// The file.
        file: PathBuf,
    },
    /// Its file system knows no locks.
    #[error("`{file}` cannot be locked ({reason}): move it to a disk of this machine", file = file.display())]
    NoLocks {
        /// The file.
        file: PathBuf,
        /// What the system says.
        reason: String,
    },
    /// A later version of this program wrote it.
    #[error(
        "`{file}` was written by a newer version of this program (its format is {found}, this program knows {known}): \
         update the program", file = file.display()
    )]
    NewerVersion {
        /// The file.
        file: PathBuf,
        /// The number of its format.
        found: i64,
        /// The highest known.
        known: usize,
    },
    /// An earlier version of this program wrote it, and nobody has brought it up to date.
    #[error(
        "`{file}` was written by an older version of this program (its format is {found}, this program knows {known}): \
         open it once with the program that runs it, which brings it up to date", file = file.display()
    )]
    OlderVersion {
        /// The file.
        file: PathBuf,
        /// The number of its format.
        found: usize,
        /// The highest known.
        known: usize,
    },
    /// It is of an older version, and no copy of it can be kept.
    #[error(
        "a store is copied before it is brought up to date, and that cannot be done: {reason}; make room, or do \
         without the copy (`Builder::keep_copy(false)`)"
    )]
    NoCopy {
        /// The copy.
        copy: PathBuf,
        /// Why.
        reason: String,
    },
    /// It was put back from a copy, and is paused until somebody lets it go on.
    #[error(
        "`{file}` is paused, as it was restored from a copy, and what was done since that copy is unknown: calls that \
         it has pending may be made a second time, and messages since are missing. Look at it (`flow store check \
         {file}`), and let it go on with `flow store resume {file}`", file = file.display()
    )]
    Paused {
        /// The file.
        file: PathBuf,
    },
    /// There is none.
    #[error("`{file}` does not exist: give the name of a store", file = file.display())]
    Missing {
        /// The file.
        file: PathBuf,
    },
    /// It is SQLite's, and not ours.
    #[error("`{file}` belongs to another application: give another file", file = file.display())]
    OtherApplication {
        /// The file.
        file: PathBuf,
    },
    /// It is something else altogether.
    #[error("`{file}` is not a store: give another file", file = file.display())]
    NotADatabase {
        /// The file.
        file: PathBuf,
    },
    /// It may not be read, or not be written.
    #[error("`{file}` cannot be written (permission denied), as it must be even to be read: give yourself the right to, or another file", file = file.display())]
    NoPermission {
        /// The file.
        file: PathBuf,
    },
    /// Its directory does not exist.
    #[error("`{file}` cannot be made, because its directory does not exist: make the directory first", file = file.display())]
    NoDirectory {
        /// The file.
        file: PathBuf,
    },
    /// It is a directory.
    #[error("`{file}` is a directory: give the name of a file in it", file = file.display())]
    Directory {
        /// The directory.
        file: PathBuf,
    },
    /// SQLite did not take a setting that the promises rest on.
    #[error("`{file}` cannot be used safely: `{setting}` is `{found}` and not `{wanted}`", file = file.display())]
    Unsafe {
        /// The file.
        file: PathBuf,
        /// The setting.
        setting: &'static str,
        /// What it is.
        found: String,
        /// What it must be.
        wanted: &'static str,
    },
    /// Anything else.
    #[error("`{file}` cannot be opened: {reason}", file = file.display())]
    Other {
        /// The file.
        file: PathBuf,
        /// What the system or SQLite says.
        reason: String,
    },
}

/// Why something could not be done with a store. It is as it was.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ToolError {
    /// It cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// It did not take the change.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A file would be written over.
    #[error("`{file}` is there already: move it away, or give another name", file = file.display())]
    Exists {
        /// The file.
        file: PathBuf,
    },
    /// A copy would be put in its own place.
    #[error("`{file}` is the copy itself: give the name of the store in whose place it is put", file = file.display())]
    Itself {
        /// The file.
        file: PathBuf,
    },
    /// A file cannot be written.
    #[error("`{file}` cannot be written: {reason}", file = file.display())]
    Write {
        /// The file.
        file: PathBuf,
        /// What the system or SQLite says.
        reason: String,
    },
    /// It was not put back from a copy, or goes on already.
    #[error("`{file}` is not paused: the program that runs it can open it", file = file.display())]
    NotPaused {
        /// The file.
        file: PathBuf,
    },
    /// It has no such execution.
    #[error("`{file}` has no execution {sid}: `sqlite3 {file} 'SELECT sid FROM execution'` lists them", file = file.display())]
    NoExecution {
        /// The file.
        file: PathBuf,
        /// The SID.
        sid: Text,
    },
    /// There is nothing to end.
    #[error("the execution {sid} has ended already")]
    Ended {
        /// The SID.
        sid: Text,
    },
    /// The state of an execution cannot be read.
    #[error("the execution {sid}: {reason}")]
    State {
        /// The SID.
        sid: Text,
        /// Why.
        reason: String,
    },
}

/// Why the store did not take a commit, or could not be read. Nothing of it was written, except
/// perhaps where the store has failed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// No space left; the same may succeed later.
    #[error("the store is full: free space on its disk")]
    Full,
    /// Somebody else writes to the file; the same may succeed later.
    #[error("the store is busy: another program writes to its file")]
    Busy,
    /// The store cannot be trusted any more: nothing is written until it is opened again, and nobody
    /// knows until then whether the commit that met the failure was.
    #[error("the store has failed ({0}): restart the program")]
    Failed(String),
    /// What was asked for is at fault, and nothing else is.
    #[error("the store cannot do this: {0}")]
    Faulty(String),
}
