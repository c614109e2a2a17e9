//! Files, read whole: text of a size that can be held.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// How large a file may be. The largest flow that Studio takes is far smaller.
pub const LIMIT: u64 = 16 * 1024 * 1024;

/// What UTF-8 text may begin with.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// A file that was read.
#[derive(Debug)]
pub struct Input {
    /// What to call it.
    pub name: String,
    /// Its text, without a byte order mark.
    pub text: String,
    /// The byte order mark that it began with, or nothing.
    pub mark: &'static str,
}

/// Why a file could not be read.
#[derive(Debug, thiserror::Error)]
pub enum InputError {
    /// It is not there.
    #[error("there is no file `{0}`")]
    Missing(String),
    /// It is no file.
    #[error("`{0}` is a directory")]
    Directory(String),
    /// It is larger than [`LIMIT`].
    #[error("`{0}` is larger than 16 MiB")]
    TooLarge(String),
    /// It is no text.
    #[error("`{name}` is not UTF-8: what stands in line {line} is no character")]
    NotText {
        /// The file.
        name: String,
        /// The first line that is no text, from 1.
        line: usize,
    },
    /// It is text of another encoding.
    #[error("`{0}` is UTF-16")]
    Utf16(String),
    /// The system says no.
    #[error("`{name}` cannot be read: {source}")]
    System {
        /// The file.
        name: String,
        /// What the system says.
        source: io::Error,
    },
}

impl InputError {
    /// The file.
    pub fn name(&self) -> &str {
        match self {
            InputError::Missing(name)
            | InputError::Directory(name)
            | InputError::TooLarge(name)
            | InputError::Utf16(name)
            | InputError::NotText { name, .. }
            | InputError::System { name, .. } => name,
        }
    }

    /// What to do about it.
    pub fn help(&self) -> Option<String> {
        match self {
            InputError::Missing(_) | InputError::System { .. } => None,
            InputError::Directory(name) => {
                let name = name.trim_end_matches(['/', '\\']);
                Some(format!("name a file in it, or all of them: `{name}/*`"))
            }
            InputError::TooLarge(_) => Some("a flow is far smaller: is this the file?".to_owned()),
            InputError::NotText { .. } | InputError::Utf16(_) => {
                Some("save it as UTF-8, as Rust and JSON are written".to_owned())
            }
        }
    }
}

/// Whether the path means standard input.
pub fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Reads a file; `-` is standard input.
pub fn read(path: &Path) -> Result<Input, InputError> {
    if is_stdin(path) {
        return read_from("<stdin>".to_owned(), io::stdin().lock());
    }
    let name = path.display().to_string();
    if path.is_dir() {
        return Err(InputError::Directory(name));
    }
    match File::open(path) {
        Ok(file) => read_from(name, file),
        Err(source) if source.kind() == io::ErrorKind::NotFound => Err(InputError::Missing(name)),
        Err(source) => Err(InputError::System { name, source }),
    }
}

/// Reads what comes, up to [`LIMIT`].
pub fn read_from(name: String, from: impl Read) -> Result<Input, InputError> {
    let mut bytes = Vec::new();
    match from.take(LIMIT + 1).read_to_end(&mut bytes) {
        Ok(length) if length as u64 > LIMIT => return Err(InputError::TooLarge(name)),
        Ok(_) => {}
        Err(source) => return Err(InputError::System { name, source }),
    }
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(InputError::Utf16(name));
    }
    let mut text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
            return Err(InputError::NotText { name, line });
        }
    };
    let mark = if text.starts_with(BYTE_ORDER_MARK) {
        text.drain(..BYTE_ORDER_MARK.len());
        BYTE_ORDER_MARK
    } else {
        ""
    };
    Ok(Input { name, text, mark })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_bytes(bytes: &[u8]) -> Result<Input, InputError> {
        read_from("bot.json".to_owned(), bytes)
    }

    fn refused(bytes: &[u8]) -> String {
        read_bytes(bytes).unwrap_err().to_string()
    }

    #[test]
    fn a_byte_order_mark_is_no_part_of_the_text() {
        let input = read_bytes("\u{feff}{}".as_bytes()).unwrap();
        assert_eq!((input.text.as_str(), input.mark), ("{}", "\u{feff}"));
        let input = read_bytes(b"{}").unwrap();
        assert_eq!((input.text.as_str(), input.mark), ("{}", ""));
    }

    #[test]
    fn a_file_without_end_is_read_no_further_than_the_limit() {
        let error = read_from("bot.json".to_owned(), io::repeat(b' ')).unwrap_err();
        assert_eq!(error.to_string(), "`bot.json` is larger than 16 MiB");
        let full = io::repeat(b' ').take(LIMIT);
        assert_eq!(
            read_from("a".to_owned(), full).unwrap().text.len() as u64,
            LIMIT
        );
    }

    #[test]
    fn what_is_no_utf_8_is_refused_with_its_line() {
        assert_eq!(
            refused(b"{\n\"caf\xe9\"}"),
            "`bot.json` is not UTF-8: what stands in line 2 is no character"
        );
        assert_eq!(refused(b"\xff\xfe{\0"), "`bot.json` is UTF-16");
    }

    #[test]
    fn what_is_no_file_is_refused_by_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let error = read(folder.path()).unwrap_err();
        assert!(matches!(error, InputError::Directory(_)));
        let error = read(Path::new("no/such/bot.json")).unwrap_err();
        assert_eq!(error.to_string(), "there is no file `no/such/bot.json`");
    }
}
