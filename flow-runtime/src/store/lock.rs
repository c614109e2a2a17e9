//! One process at a time: the lock beside the store.

use std::ffi::OsStr;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};

use super::OpenError;

/// `FILE.lock`, held from here on; the system lets go of it when the process ends.
#[derive(Debug)]
pub(crate) struct Lock {
    file: File,
}

impl Lock {
    /// Locks the store in that file for this process.
    pub(crate) fn acquire(store: &Path) -> Result<Self, OpenError> {
        if store.as_os_str().is_empty() {
            return Err(OpenError::NoName);
        }
        if store.is_dir() {
            return Err(OpenError::Folder {
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
        Ok(Lock { file })
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
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => OpenError::NoFolder { file },
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
            "{} is in use by {}: stop that program, or give another file",
            store.display(),
            this_process()
        );
        assert_eq!(message, named);
        drop(lock);
        Lock::acquire(&store).unwrap().release();
        Lock::acquire(&store).unwrap();
    }

    #[test]
    fn what_the_system_refuses_is_told_in_our_words() {
        let line = |kind: io::ErrorKind| refuse(Path::new("a/flow.db"), &kind.into()).to_string();
        assert_eq!(
            line(io::ErrorKind::PermissionDenied),
            "a/flow.db cannot be written (permission denied), as it must be even to be read: give \
             yourself the right to, \
             or another file"
        );
        assert_eq!(
            line(io::ErrorKind::NotFound),
            "a/flow.db cannot be made, because its folder does not exist: make the folder first"
        );
    }
}
