//! A folder that the command is called in.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// A flow with two errors and a lint, as Studio exports it.
pub(crate) const BOT: &str = include_str!("data/bot.json");

pub(crate) const README: &str = include_str!("../../../README.md");

/// The same without its errors and the lint.
pub(crate) fn mended() -> String {
    let (before, _) = BOT
        .split_once(",\n    {\n      \"name\": \"left-over\"")
        .unwrap();
    let (_, after) = BOT
        .split_once("trigger.message.ChannelSid}}\" }\n    }")
        .unwrap();
    format!("{before}{after}")
        .replace("upcse", "upcase")
        .replace("\"gret\"", "\"greet\"")
}

pub(crate) struct Folder(TempDir);

impl Folder {
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let folder = Folder(tempfile::tempdir().unwrap());
        for (name, text) in files {
            fs::write(folder.path(name), text).unwrap();
        }
        folder
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_flow"));
        command.args(args).current_dir(self.0.path());
        command
    }

    pub(crate) fn flow(&self, args: &[&str]) -> Done {
        Done::from(self.command(args).output().unwrap())
    }

    /// With a text at standard input.
    pub(crate) fn pipe(&self, args: &[&str], text: &str) -> Done {
        self.pipe_with(args, text, &[])
    }

    /// The same in an environment with these variables.
    pub(crate) fn pipe_with(&self, args: &[&str], text: &str, variables: &[(&str, &Path)]) -> Done {
        let mut command = self.command(args);
        command.envs(variables.iter().copied());
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        stdin.write_all(text.as_bytes()).unwrap();
        drop(stdin);
        Done::from(child.wait_with_output().unwrap())
    }

    /// With a reader of the results who has gone away.
    pub(crate) fn unheard(&self, args: &[&str]) -> Done {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        Done::from(self.command(args).stdout(writer).output().unwrap())
    }
}

/// How the command ended, and what it wrote.
#[derive(Debug)]
pub(crate) struct Done {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl From<Output> for Done {
    fn from(output: Output) -> Self {
        Done {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}
