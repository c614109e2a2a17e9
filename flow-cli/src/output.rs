//! Files, written whole or not at all.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use tempfile::NamedTempFile;

use crate::error::Error;

/// Puts the text in the place of the file's: whoever reads it meanwhile sees the old or the new one.
/// A link goes on leading to the file, and the file keeps its permissions.
pub fn replace(path: &Path, text: &[&str]) -> Result<(), Error> {
    let write = |path: &Path| -> io::Result<bool> {
        let path = fs::canonicalize(path)?;
        let permissions = fs::metadata(&path)?.permissions();
        if permissions.readonly() {
            return Ok(false);
        }
        let mut file = NamedTempFile::new_in(path.parent().unwrap_or(Path::new(".")))?;
        for part in text {
            file.write_all(part.as_bytes())?;
        }
        file.as_file().set_permissions(permissions)?;
        file.as_file().sync_all()?;
        file.persist(&path)?;
        Ok(true)
    };
    match write(path) {
        Ok(true) => Ok(()),
        Ok(false) => Err(Error::ReadOnly(path.to_owned())),
        Err(source) => Err(Error::Write {
            path: path.to_owned(),
            source,
        }),
    }
}

/// Whether a file that is there may be written over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Over {
    /// It may.
    Any,
    /// None may.
    None,
}

/// Writes a file: a new one appears whole, or not at all.
pub fn write(path: &Path, text: &str, over: Over) -> Result<(), Error> {
    match fs::metadata(path) {
        Ok(_) if over == Over::None => return Err(Error::Exists(path.to_owned())),
        Ok(there) if there.is_file() => return replace(path, &[text]),
        Ok(there) if there.is_dir() => return Err(Error::Directory(path.to_owned())),
        _ => {}
    }
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty());
    if let Some(folder) = folder.filter(|folder| !folder.is_dir()) {
        return Err(Error::NoDirectory(folder.to_owned()));
    }
    let written = match fs::metadata(path) {
        // A pipe or a device takes what is written to it.
        Ok(_) => fs::write(path, text),
        Err(_) => create(path, folder.unwrap_or(Path::new(".")), text, over),
    };
    written.map_err(|source| match source.kind() {
        // Somebody was quicker.
        io::ErrorKind::AlreadyExists => Error::Exists(path.to_owned()),
        _ => Error::Write {
            path: path.to_owned(),
            source,
        },
    })
}

fn create(path: &Path, folder: &Path, text: &str, over: Over) -> io::Result<()> {
    let mut builder = tempfile::Builder::new();
    // As a file is made that is not temporary: what the umask leaves of it.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    match over {
        Over::Any => file.persist(path)?,
        Over::None => file.persist_noclobber(path)?,
    };
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_and_nothing_is_left_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("bot.rs");
        fs::write(&path, "old").unwrap();
        replace(&path, &["n", "ew"]).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_read_only_file_stays_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("bot.rs");
        fs::write(&path, "old").unwrap();
        let mut permissions = fs::metadata(&path).unwrap().permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&path, permissions).unwrap();
        let error = replace(&path, &["new"]).unwrap_err();
        assert!(matches!(error, Error::ReadOnly(_)));
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_that_leads_nowhere_is_written_over_where_that_may_be() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("bot.svg");
        std::os::unix::fs::symlink("gone.svg", &path).unwrap();
        let error = write(&path, "new", Over::None).unwrap_err();
        assert!(matches!(error, Error::Exists(_)));
        write(&path, "new", Over::Any).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
    }

    #[cfg(unix)]
    #[test]
    fn links_and_permissions_are_kept() {
        use std::os::unix::fs::{PermissionsExt, symlink};

        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("bot.rs"), folder.path().join("link.rs"));
        fs::write(&path, "old").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        symlink(&path, &link).unwrap();
        replace(&link, &["new"]).unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o640);
    }
}
