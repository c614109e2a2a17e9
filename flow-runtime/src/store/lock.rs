//! One process at a time: the lock beside the store.

use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};

use super::OpenError;

/// How many links may lead from one to the next, as on Linux.
const LINKS: usize = 40;

/// `FILE.lock`, held from here on; the system lets go of it when the process ends.
#[derive(Debug)]
pub(crate) struct Lock {
    file: File,
    store: PathBuf,
}

impl Lock {
    /// Locks the store in that file for this process, by whatever links it is reached.
    pub(crate) fn acquire(store: &Path) -> Result<Self, OpenError> {
        let store = &behind_links(store);
        if store.as_os_str().is_empty() {
            return Err(OpenError::NoName);
        }
        if store.is_dir() {
            return Err(OpenError::Directory {
                file: store.to_owned(),
            });
        }
        let file = open(store).map_err(|error| refuse(store, &error))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(OpenError::InUse {
                    file: store.to_owned(),
                    holder: holder(file),
                });
            }
            Err(TryLockError::Error(error)) => {
                return Err(OpenError::NoLocks {
                    file: store.to_owned(),
                    reason: error.to_string(),
                });
            }
        }
        sign(&file).map_err(|error| refuse(store, &error))?;
        Ok(Lock {
            file,
            store: store.clone(),
        })
    }

    /// The file that is locked: none that only links to it.
    pub(crate) fn store(&self) -> &Path {
        &self.store
    }

    /// Lets go of it before the value is dropped.
    pub(crate) fn release(&self) {
        if let Err(error) = self.file.unlock() {
            crate::telemetry::store_locked(&error);
        }
    }
}

fn open(store: &Path) -> io::Result<File> {
    OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false) // it may be somebody's, with their name in it
        .open(beside(store, ".lock"))
}

/// The file that a name means, which need not be there yet: SQLite follows links too, and two names
/// of one store must meet at one lock.
fn behind_links(file: &Path) -> PathBuf {
    let mut file = file.to_owned();
    for _ in 0..LINKS {
        let Ok(target) = fs::read_link(&file) else {
            break;
        };
        file.pop();
        file.push(target);
    }
    file
}

/// The file beside another whose name goes on so: `flow.db.lock`.
pub(super) fn beside(file: &Path, ending: impl AsRef<OsStr>) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

fn sign(mut file: &File) -> io::Result<()> {
    file.set_len(0)?;
    file.rewind()?;
    writeln!(file, "{}", this_process())
}

fn holder(mut file: File) -> String {
    let mut name = String::new();
    match file.read_to_string(&mut name) {
        Ok(_) if !name.trim().is_empty() => name.trim().to_owned(),
        _ => "another process".to_owned(),
    }
}

/// `pid N (program)`.
pub(crate) fn this_process() -> String {
    let program = std::env::args_os().next().unwrap_or_default();
    let program = Path::new(&program).file_name().unwrap_or_default();
    format!("pid {} ({})", std::process::id(), program.to_string_lossy())
}

/// The refusal that a failure of the file system amounts to.
pub(crate) fn refuse(store: &Path, error: &io::Error) -> OpenError {
    let file = store.to_owned();
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => OpenError::NoDirectory { file },
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            OpenError::NoPermission { file }
        }
        _ => OpenError::Other {
            file,
            reason: error.to_string(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_its_holder_and_goes_with_it() {
        let folder = tempfile::tempdir().unwrap();
        let store = folder.path().join("flow.db");
        let lock = Lock::acquire(&store).unwrap();
        let message = Lock::acquire(&store).unwrap_err().to_string();
        let named = format!(
            "`{}` is in use by {}: stop that program, or give another file",
            store.display(),
            this_process()
        );
        assert_eq!(message, named);
        drop(lock);
        Lock::acquire(&store).unwrap().release();
        Lock::acquire(&store).unwrap();
    }

    #[test]
    #[cfg(unix)]
    fn names_that_lead_to_one_store_meet_at_one_lock() {
        use std::os::unix::fs::symlink;

        let folder = tempfile::tempdir().unwrap();
        let place = |name: &str| folder.path().join(name);
        fs::create_dir(place("data")).unwrap();
        symlink("data/flow.db", place("link.db")).unwrap();
        symlink(place("link.db"), place("other.db")).unwrap();
        symlink("round.db", place("round.db")).unwrap();
        // The store need not be there.
        let lock = Lock::acquire(&place("other.db")).unwrap();
        assert_eq!(lock.store(), place("data/flow.db"));
        for name in ["data/flow.db", "link.db", "other.db"] {
            let refused = Lock::acquire(&place(name)).unwrap_err();
            assert!(matches!(refused, OpenError::InUse { .. }), "{refused}");
        }
        assert_eq!(behind_links(&place("round.db")), place("round.db"));
    }

    #[test]
    fn what_the_system_refuses_is_told_in_our_words() {
        let line = |kind: io::ErrorKind| refuse(Path::new("a/flow.db"), &kind.into()).to_string();
        assert_eq!(
            line(io::ErrorKind::PermissionDenied),
            "`a/flow.db` cannot be written (permission denied), as it must be even to be read: give \
             yourself the right to, \
             or another file"
        );
        assert_eq!(
            line(io::ErrorKind::NotFound),
            "`a/flow.db` cannot be made, because its directory does not exist: make the directory first"
        );
    }
}
