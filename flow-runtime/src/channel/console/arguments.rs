//! What a console program can be asked for on its command line.

use std::path::PathBuf;

/// What the command line asks for.
#[derive(Debug, PartialEq)]
pub(super) enum Asked {
    Talk(Arguments),
    Help,
}

#[derive(Debug, Default, PartialEq)]
pub(super) struct Arguments {
    pub(super) store: Option<Store>,
    pub(super) conversation: String,
    pub(super) steps: bool,
    pub(super) participants: Vec<String>,
    /// The program's own, of those that were given.
    pub(super) flags: Vec<Flag>,
}

/// Something that the program can be asked for besides.
#[derive(Clone, Copy, Debug)]
pub(super) struct Flag {
    pub(super) name: &'static str,
    pub(super) help: &'static str,
    pub(super) given: fn(),
}

impl PartialEq for Flag {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

/// Where the conversation is kept.
#[derive(Debug, PartialEq)]
pub(super) enum Store {
    Memory,
    File(PathBuf),
}

/// What is wrong with a command line.
#[derive(Debug, PartialEq, thiserror::Error)]
pub(super) enum ArgumentError {
    #[error("`{0}` is no argument of this program: `--help` lists them")]
    Unknown(String),
    #[error("`{0}` needs a value: `{0} {1}`")]
    NoValue(&'static str, &'static str),
}

pub(super) fn read(
    words: impl Iterator<Item = String>,
    flags: &[Flag],
) -> Result<Asked, ArgumentError> {
    let mut arguments = Arguments {
        conversation: "main".to_owned(),
        ..Arguments::default()
    };
    // `--flag value` and `--flag=value` are one.
    let mut words = words.flat_map(|word| match word.split_once('=') {
        Some((flag, value)) if flag.starts_with("--") => vec![flag.to_owned(), value.to_owned()],
        _ => vec![word],
    });
    while let Some(word) = words.next() {
        let mut value = |flag, form| words.next().ok_or(ArgumentError::NoValue(flag, form));
        match word.as_str() {
            "--help" | "-h" => return Ok(Asked::Help),
            "--steps" => arguments.steps = true,
            "--store" => {
                arguments.store = Some(match value("--store", "PATH")?.as_str() {
                    ":memory:" => Store::Memory,
                    file => Store::File(file.into()),
                });
            }
            "--conversation" => arguments.conversation = value("--conversation", "NAME")?,
            "--participant" => arguments
                .participants
                .push(value("--participant", "ADDRESS")?),
            _ => match flags.iter().find(|flag| flag.name == word) {
                Some(flag) => arguments.flags.push(*flag),
                None => return Err(ArgumentError::Unknown(word)),
            },
        }
    }
    Ok(Asked::Talk(arguments))
}

pub(super) fn help(store: &str, flags: &[Flag]) -> String {
    let flags: String = flags
        .iter()
        .map(|flag| format!("  {:<22} {}\n", flag.name, flag.help))
        .collect();
    format!(
        "\
Talks with a flow in the terminal, or over a pipe. A line is a message of the customer's;
`ALIAS: text` is one of the participant whom the program calls so.

  --store PATH           keep the conversation in this SQLite file; `:memory:` keeps nothing
                         (in a terminal {store}, over a pipe `:memory:`)
  --conversation NAME    the conversation to go on with, or to start (main)
  --participant ADDRESS  put somebody in at the start; may be given several times
  --steps                show the flow's steps
{flags}  --help                 this text
"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOUD: Flag = Flag {
        name: "--loud",
        help: "say it loud",
        given: || {},
    };

    fn asked(words: &[&str]) -> Result<Asked, ArgumentError> {
        read(words.iter().map(|&word| word.to_owned()), &[LOUD])
    }

    #[test]
    fn every_argument_is_read() {
        let words = [
            "--store=a.db",
            "--steps",
            "--conversation",
            "b",
            "--participant",
            "+1",
            "--loud",
        ];
        assert_eq!(
            asked(&words),
            Ok(Asked::Talk(Arguments {
                store: Some(Store::File("a.db".into())),
                conversation: "b".to_owned(),
                steps: true,
                participants: vec!["+1".to_owned()],
                flags: vec![LOUD],
            }))
        );
        assert_eq!(asked(&["--help"]), Ok(Asked::Help));
    }

    #[test]
    fn what_the_program_takes_besides_is_in_the_help() {
        let help = help("chat.db", &[LOUD]);
        assert!(
            help.contains("\n  --loud                 say it loud\n"),
            "{help}"
        );
    }

    #[test]
    fn a_wrong_argument_is_named() {
        assert_eq!(
            asked(&["--stor"]),
            Err(ArgumentError::Unknown("--stor".to_owned()))
        );
        assert_eq!(
            asked(&["--store"]),
            Err(ArgumentError::NoValue("--store", "PATH"))
        );
    }
}
