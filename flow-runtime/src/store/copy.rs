//! Copies of a store: made while it runs, put back, and put in its place because they are smaller.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use super::lock::{Lock, beside};
use super::{OpenError, ToolError, open};

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Copied {
    /// How large the file was that was copied, in bytes.
    pub from: u64,
    /// How large the copy is.
    pub to: u64,
    /// What was in its place before is here now.
    pub replaced: Option<PathBuf>,
}

/// Copies the store as it is now, while it runs or not: to a file that is not there yet, which
/// appears whole or not at all.
pub fn backup(file: impl AsRef<Path>, copy: impl AsRef<Path>) -> Result<Copied, ToolError> {
    let (file, copy) = (file.as_ref(), copy.as_ref());
    if copy.exists() {
        return Err(exists(copy));
    }
    if !folder(copy).is_dir() {
        let file = copy.to_owned();
        return Err(OpenError::NoFolder { file }.into());
    }
    let source = open::any_version(file)?;
    let part = vacuum(&source, copy)?;
    install(&part, copy)?;
    copied(file, copy, None)
}

/// Puts a copy in the place of the store, where no program runs it: one that is there is kept
/// beside it, as `flow.db.replaced`.
///
/// It can be opened once it was told to go on ([`resume`](super::resume)): what was sent since the
/// copy was made is unknown.
pub fn restore(copy: impl AsRef<Path>, file: impl AsRef<Path>) -> Result<Copied, ToolError> {
    let (copy, file) = (copy.as_ref(), file.as_ref());
    if matches!((fs::canonicalize(copy), fs::canonicalize(file)), (Ok(a), Ok(b)) if a == b) {
        let file = file.to_owned();
        return Err(ToolError::Itself { file });
    }
    let source = open::any_version(copy)?;
    let _lock = Lock::acquire(file)?;
    let file = &whole(file);
    let replaced = beside(file, ".replaced");
    if replaced.exists() {
        return Err(exists(&replaced));
    }
    let part = vacuum(&source, file)?;
    open::hold(&part)?;
    let mut kept = None;
    for ending in ["", "-wal"] {
        let there = beside(file, ending);
        if there.exists() {
            let replaced = beside(&replaced, ending);
            fs::rename(&there, &replaced).map_err(|error| write(&replaced, &error))?;
            kept.get_or_insert(replaced);
        }
    }
    let _ = fs::remove_file(beside(file, "-shm")); // it belongs to the log that is gone
    let _ = fs::remove_file(beside(file, ".hand")); // what it names are rows of the other store
    install(&part, file)?;
    copied(copy, file, kept)
}

/// Writes the store anew without the space that is not used any more, where no program runs it.
pub fn compact(file: impl AsRef<Path>) -> Result<Copied, ToolError> {
    let file = &whole(file.as_ref());
    drop(open::any_version(file)?);
    let _lock = Lock::acquire(file)?;
    let from = size(file)?;
    fold(file)?;
    let source = open::any_version(file)?;
    let part = vacuum(&source, file)?;
    drop(source);
    install(&part, file)?;
    Ok(Copied {
        from,
        ..copied(file, file, None)?
    })
}

/// Copies a store beside it, before it is brought up to date.
pub(super) fn keep(source: &Connection, copy: &Path) -> Result<(), ToolError> {
    let part = vacuum(source, copy)?;
    install(&part, copy)
}

/// Brings what stands in SQLite's log into the file, which nobody else has open.
fn fold(file: &Path) -> Result<(), OpenError> {
    let refuse = |error| open::refuse(file, &error);
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(file, flags).map_err(refuse)?;
    db.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()))
        .map_err(refuse)
}

/// Writes the store into `COPY.partial`, to be put in the place of the copy.
fn vacuum(source: &Connection, copy: &Path) -> Result<PathBuf, ToolError> {
    let part = beside(copy, ".partial");
    match fs::remove_file(&part) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            return Err(write(&part, &error));
        }
        _ => {} // of an attempt that was interrupted
    }
    let written = source
        .execute_batch("PRAGMA query_only = OFF") // it would keep the copy from being written, too
        .and_then(|()| source.execute("VACUUM INTO ?", [part.to_string_lossy()]));
    if let Err(error) = written {
        let _ = fs::remove_file(&part); // the error that led here is told
        return Err(ToolError::Write {
            file: copy.to_owned(),
            reason: error.to_string(),
        });
    }
    Ok(part)
}

fn install(part: &Path, file: &Path) -> Result<(), ToolError> {
    let put = || {
        File::options().write(true).open(part)?.sync_all()?;
        fs::rename(part, file)?;
        #[cfg(unix)] // elsewhere a folder is no file
        File::open(folder(file))?.sync_all()?;
        Ok(())
    };
    put().map_err(|error| write(file, &error))
}

fn folder(file: &Path) -> &Path {
    let folder = file.parent().filter(|it| !it.as_os_str().is_empty());
    folder.unwrap_or(Path::new("."))
}

fn copied(from: &Path, to: &Path, replaced: Option<PathBuf>) -> Result<Copied, ToolError> {
    Ok(Copied {
        from: size(from)?,
        to: size(to)?,
        replaced,
    })
}

fn size(file: &Path) -> Result<u64, ToolError> {
    let data = fs::metadata(file).map_err(|error| super::lock::refuse(file, &error))?;
    Ok(data.len())
}

/// The file itself where a link leads to it: what is put in its place must not replace the link.
fn whole(file: &Path) -> PathBuf {
    fs::canonicalize(file).unwrap_or_else(|_| file.to_owned())
}

fn exists(file: &Path) -> ToolError {
    ToolError::Exists {
        file: file.to_owned(),
    }
}

fn write(file: &Path, error: &io::Error) -> ToolError {
    ToolError::Write {
        file: file.to_owned(),
        reason: error.to_string(),
    }
}
