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
