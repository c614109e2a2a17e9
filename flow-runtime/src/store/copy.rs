//! Copies of a store: made while it runs, put back, and put in its place because they are smaller.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::types::{ToSqlOutput, ValueRef};
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
        return Err(OpenError::NoDirectory { file }.into());
    }
    let source = open::any_version(file)?;
    let part = vacuum(&source, file, copy)?;
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
    let lock = Lock::acquire(file)?;
    let file = lock.store();
    let replaced = beside(file, ".replaced");
    if replaced.exists() {
        return Err(exists(&replaced));
    }
    let part = vacuum(&source, copy, file)?;
    open::pause(&part)?;
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
    let file = file.as_ref();
    drop(open::any_version(file)?);
    let lock = Lock::acquire(file)?;
    let file = lock.store();
    let from = size(file)?;
    fold(file)?;
    let source = open::any_version(file)?;
    let part = vacuum(&source, file, file)?;
    drop(source);
    install(&part, file)?;
    Ok(Copied {
        from,
        ..copied(file, file, None)?
    })
}

/// Copies a store beside it, before it is brought up to date.
pub(super) fn keep(source: &Connection, file: &Path, copy: &Path) -> Result<(), ToolError> {
    let part = vacuum(source, file, copy)?;
    install(&part, copy)
}

/// Brings what stands in SQLite's log into the file, which nobody else has open.
fn fold(file: &Path) -> Result<(), OpenError> {
    let refuse = |error| open::refuse(file, &error);
    let db = open::connect(file, OpenFlags::empty()).map_err(refuse)?;
    db.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()))
        .map_err(refuse)
}

/// Writes the store of that file into `COPY.partial`, to be put in the place of the copy.
fn vacuum(source: &Connection, file: &Path, copy: &Path) -> Result<PathBuf, ToolError> {
    let part = beside(copy, ".partial");
    match fs::remove_file(&part) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            return Err(write(&part, &error));
        }
        _ => {} // of an attempt that was interrupted
    }
    restrict(&part, file, copy).map_err(|error| write(copy, &error))?;
    let name = open::literal(&part);
    let name = ValueRef::Text(name.as_os_str().as_encoded_bytes()); // it need not be UTF-8
    let written = source
        .execute_batch("PRAGMA query_only = OFF") // it would keep the copy from being written, too
        .and_then(|()| source.execute("VACUUM INTO ?", [ToSqlOutput::Borrowed(name)]));
    if let Err(error) = written {
        let _ = fs::remove_file(&part); // the error that led here is told
        return Err(ToolError::Write {
            file: copy.to_owned(),
            reason: error.to_string(),
        });
    }
    Ok(part)
}

/// Makes the file, empty, and as closed to others as the store that it copies; in the place of
/// another it is as closed as that one, and its owner's.
#[cfg(unix)]
fn restrict(part: &Path, store: &Path, replaced: &Path) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};

    let part = File::create_new(part)?;
    let like = match fs::metadata(replaced) {
        Ok(like) => {
            let _ = fchown(&part, Some(like.uid()), Some(like.gid())); // an administrator's to do
            like
        }
        Err(_) => fs::metadata(store)?,
    };
    let mode = like.permissions().mode() & 0o777 | 0o600; // a copy may be put away read-only
    part.set_permissions(fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn restrict(_part: &Path, _store: &Path, _replaced: &Path) -> io::Result<()> {
    Ok(()) // the folder says who may
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
