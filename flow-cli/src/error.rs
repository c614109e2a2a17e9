//! Why something could not be done, and how a command ends.

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use crate::input::InputError;

/// Why a command could not do its work.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file could not be read.
    #[error(transparent)]
    Input(#[from] InputError),
    /// A file could not be written.
    #[error("`{}` cannot be written: {source}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A file is not to be written.
    #[error("`{}` is read-only", .0.display())]
    ReadOnly(PathBuf),
    /// The results could not be written.
    #[error("standard output cannot be written: {0}")]
    Stdout(io::Error),
    /// `-` was named beside files.
    #[error("`-` is standard input, and stands alone")]
    StdinAmongFiles,
}

impl Error {
    /// What to do about it.
    pub fn help(&self) -> Option<String> {
        match self {
            Error::Input(error) => error.help(),
            Error::Write { path, .. } => {
                let directory = path
                    .parent()
                    .filter(|parent| !parent.as_os_str().is_empty());
                let name =
                    directory.map_or_else(|| ".".into(), |parent| parent.display().to_string());
                Some(format!(
                    "the new text is written beside the file and then put in its place, so `{name}` \
                     must be writable too"
                ))
            }
            Error::ReadOnly(_) => Some("make it writable, or leave it out".to_owned()),
            Error::StdinAmongFiles => Some("call the command once for each".to_owned()),
            Error::Stdout(_) => None,
        }
    }
}

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// All is well.
    Clean,
    /// Something was found, or differs.
    Found,
    /// It could not be done: a file, or how the command was called.
    Failed,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        ExitCode::from(match outcome {
            Outcome::Clean => 0,
            Outcome::Found => 1,
            Outcome::Failed => 2,
        })
    }
}
