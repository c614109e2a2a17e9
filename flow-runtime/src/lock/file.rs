//! The file: TOML, sorted, so that a difference is one of what may wait.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

use flow_model::carry::Standing;
use serde::{Deserialize, Serialize};

use super::{Lock, Locked};

/// What the file begins with.
const HEADER: &str = "\
# Where conversations may wait in the flows that were deployed, and what they have set by then.
# A release writes it; tests and `flow check --lock` hold the flows to it. Commit it.

";

/// To be counted up with each change of the form.
const VERSION: u32 = 1;

/// Why a lock could not be read or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LockError {
    /// It is no TOML, or not what [`Lock`] writes.
    #[error(
        "{0}\nget it back as it was committed; or, where nobody waits, delete it and write it anew"
    )]
    Form(String),
    /// A later version of this crate wrote it.
    #[error(
        "it has the form {0}, and this version of flow knows those up to {VERSION}: update flow"
    )]
    Later(u32),
    /// The system does not let it be read.
    #[error("`{}` cannot be read: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The system does not let it be written.
    #[error("`{}` cannot be written: {source}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// It was to be written into a directory that is not there.
    #[error("`{}` cannot be written, because its directory does not exist: make the directory first", .0.display())]
    NoDirectory(PathBuf),
    /// It is no lock.
    #[error("`{}` is not read: {error}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        error: Box<LockError>,
    },
}

impl Lock {
    /// Reads a file; none where it is not there.
    ///
    /// # Errors
    ///
    /// What is no lock, or cannot be read.
    pub fn read(path: impl AsRef<Path>) -> Result<Option<Lock>, LockError> {
        let path = path.as_ref();
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(source) => {
                let path = path.to_owned();
                return Err(LockError::Read { path, source });
            }
        };
        let lock = text.parse().map_err(|error| LockError::File {
            path: path.to_owned(),
            error: Box::new(error),
        });
        lock.map(Some)
    }

    /// Writes the file.
    ///
    /// # Errors
    ///
    /// What the system says.
    pub fn write(&self, path: impl AsRef<Path>) -> Result<(), LockError> {
        let path = path.as_ref();
        fs::write(path, self.to_string()).map_err(|source| match source.kind() {
            io::ErrorKind::NotFound => LockError::NoDirectory(path.to_owned()),
            _ => LockError::Write {
                path: path.to_owned(),
                source,
            },
        })
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    #[serde(default, rename = "flow", skip_serializing_if = "Vec::is_empty")]
    flows: Vec<Entry>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: String,
    digest: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    waiting: Vec<Standing>,
}

pub(super) fn write(lock: &Lock) -> String {
    let entry = |(name, locked): (&String, &Locked)| Entry {
        name: name.clone(),
        digest: locked.digest.clone(),
        waiting: locked.waiting.iter().map(nameless).collect(),
    };
    let file = File {
        version: VERSION,
        flows: lock.flows.iter().map(entry).collect(),
    };
    // Texts and tables are never refused.
    HEADER.to_owned() + &toml::to_string(&file).unwrap_or_default()
}

/// The flow is said once.
fn nameless(standing: &Standing) -> Standing {
    Standing {
        flow: String::new(),
        ..standing.clone()
    }
}

pub(super) fn read(text: &str) -> Result<Lock, LockError> {
    #[derive(Deserialize)]
    struct Version {
        version: u32,
    }
    let form = |error: toml::de::Error| LockError::Form(error.to_string().trim_end().to_owned());
    // What a later version wrote may have any other form.
    let Version { version } = toml::from_str(text).map_err(form)?;
    if version > VERSION {
        return Err(LockError::Later(version));
    }
    let file: File = toml::from_str(text).map_err(form)?;
    let mut flows: BTreeMap<String, Locked> = BTreeMap::new();
    for Entry {
        name,
        digest,
        waiting,
    } in file.flows
    {
        let waiting = waiting.into_iter().map(|standing| Standing {
            flow: name.clone(),
            ..standing
        });
        let waiting: Vec<_> = waiting.collect();
        let locked = flows.entry(name).or_default();
        locked.digest = digest;
        locked.waiting.extend(waiting);
    }
    Ok(Lock { flows })
}
