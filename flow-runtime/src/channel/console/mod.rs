//! A conversation in the terminal, with several participants; it reads a pipe as well.
//!
//! Each line is a message of the customer's; `agent: hello` is one of the participant that the
//! program calls `agent`. Over a pipe the next line is read when the conversation is quiet, and
//! the program ends when it is quiet at the end of the input.

mod arguments;
mod screen;
mod session;

use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::process::ExitCode;

use flow_model::Text;
use tokio::sync::mpsc;

use self::arguments::{Arguments, Asked, Flag, Store};
use self::screen::Screen;
use self::session::{Session, lines};
use crate::Flow;
use crate::host::local::{Builder, HostError, NewRequest, OpenError, Runtime};
use crate::settings::Values;

/// A program that talks with one flow in the terminal.
#[derive(Clone, Debug)]
pub struct Console {
    store: String,
    customer: Text,
    people: Vec<Person>,
    settings: Values,
    flags: Vec<Flag>,
}

/// Somebody whom the program knows by a short name.
#[derive(Clone, Debug)]
struct Person {
    alias: String,
    address: Text,
    /// Whether they are there from the start.
    present: bool,
}

/// How a program that reads its own command line talks: see [`Console::talk`].
#[derive(Debug)]
#[non_exhaustive]
pub struct Talk {
    /// The file in which the conversation is kept; none: it is kept in memory alone.
    pub store: Option<PathBuf>,
    /// The conversation to go on with, or to start; `main`.
    pub conversation: String,
    /// Whether the flow's steps are shown.
    pub steps: bool,
    /// Whether it is said when the flow ends.
    pub ends: bool,
    /// What starts the flow where nothing of it runs yet; none: the first message does.
    pub request: Option<NewRequest>,
    /// What the program has to say to the person at the terminal; none: nothing.
    pub notes: Option<mpsc::UnboundedReceiver<Note>>,
}

/// Something for the person at the terminal, and no part of the transcript.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The widget that it is about, in Studio's name: it is shown when the flow leaves that.
    pub widget: String,
    /// What is to be said.
    pub text: String,
}

impl Default for Talk {
    fn default() -> Self {
        Talk {
            store: None,
            conversation: "main".to_owned(),
            steps: false,
            ends: false,
            request: None,
            notes: None,
        }
    }
}

/// Why the console stopped.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConsoleError {
    /// The runtime could not be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The runtime refused something.
    #[error(transparent)]
    Host(#[from] HostError),
    /// The terminal, or the pipe, cannot be read or written.
    #[error("the terminal cannot be used: {0}")]
    Io(#[from] io::Error),
}

impl Console {
    /// A console that keeps its conversations in this file of the current directory, where nothing
    /// else is asked for.
    pub fn new(store: impl Into<String>) -> Self {
        Console {
            store: store.into(),
            customer: "customer".into(),
            people: Vec::new(),
            settings: Values::new(),
            flags: Vec::new(),
        }
    }

    /// The customer's address; `customer` where none is given.
    pub fn customer(self, address: impl Into<Text>) -> Self {
        Console {
            customer: address.into(),
            ..self
        }
    }

    /// Gives values to the settings of the flow, as
    /// [`Builder::settings`](crate::host::local::Builder::settings) does.
    pub fn settings(mut self, settings: impl Into<Values>) -> Self {
        self.settings.merge(settings.into());
        self
    }

    /// Calls the address of somebody whom the flow may add: `alias: …` then speaks as they.
    pub fn alias(self, alias: impl Into<String>, address: impl Into<Text>) -> Self {
        self.person(alias.into(), address.into(), false)
    }

    /// The same for somebody who is there from the start.
    pub fn participant(self, alias: impl Into<String>, address: impl Into<Text>) -> Self {
        self.person(alias.into(), address.into(), true)
    }

    /// Takes one more argument, such as `--trace`, that `--help` lists: `given` is called before
    /// anything else where it is given, for instance to install a subscriber.
    pub fn flag(mut self, name: &'static str, help: &'static str, given: fn()) -> Self {
        self.flags.push(Flag { name, help, given });
        self
    }

    fn person(mut self, alias: String, address: Text, present: bool) -> Self {
        self.people.push(Person {
            alias,
            address,
            present,
        });
        self
    }

    /// Talks with the flow `F` as the program's arguments ask, until the input ends. Exit code 1
    /// where the store cannot be opened or written, 2 where the arguments are wrong.
    pub fn run<F: Flow>(self) -> ExitCode {
        let arguments = match arguments::read(std::env::args().skip(1), &self.flags) {
            Ok(Asked::Talk(arguments)) => arguments,
            Ok(Asked::Help) => {
                print!("{}", arguments::help(&self.store, &self.flags));
                return ExitCode::SUCCESS;
            }
            Err(error) => {
                eprintln!("error: {error}");
                return ExitCode::from(2);
            }
        };
        for flag in &arguments.flags {
            (flag.given)();
        }
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build();
        let talked = match runtime {
            Ok(runtime) => runtime.block_on(self.talk_as_asked::<F>(arguments)),
            Err(error) => Err(error.into()),
        };
        match talked {
            Ok(()) => ExitCode::SUCCESS,
            // Whoever read the transcript has seen enough: `… | head`.
            Err(ConsoleError::Io(error)) if error.kind() == io::ErrorKind::BrokenPipe => {
                ExitCode::SUCCESS
            }
            Err(error) => {
                eprintln!("error: {error}");
                ExitCode::FAILURE
            }
        }
    }

    /// Puts somebody in from the start, whom the program may know already.
    fn put_in(&mut self, addresses: Vec<String>) {
        for address in addresses {
            let mut people = self.people.iter_mut();
            match people.find(|person| person.address == address.as_str()) {
                Some(person) => person.present = true,
                None => self.people.push(Person {
                    alias: address.clone(),
                    address: address.into(),
                    present: true,
                }),
            }
        }
    }

    async fn talk_as_asked<F: Flow>(mut self, arguments: Arguments) -> Result<(), ConsoleError> {
        let live = io::stdin().is_terminal();
        let store = match arguments.store {
            Some(Store::File(file)) => Some(file),
            None if live => Some(self.store.as_str().into()),
            Some(Store::Memory) | None => None,
        };
        let settings = std::mem::take(&mut self.settings);
        self.put_in(arguments.participants);
        let talk = Talk {
            store,
            conversation: arguments.conversation,
            steps: arguments.steps,
            ..Talk::default()
        };
        let builder = Runtime::builder().settings(settings).flow::<F>();
        self.talk(builder, F::machine().name(), talk).await
    }

    /// Talks with the flow of that name, which the builder holds, until the input ends: for a program
    /// whose flows are no Rust types, or that reads its own command line. It goes by the settings of
    /// the builder.
    ///
    /// # Errors
    ///
    /// The runtime cannot be opened, refuses what is asked of it, or nothing can be read or shown.
    pub async fn talk(self, builder: Builder, flow: &str, talk: Talk) -> Result<(), ConsoleError> {
        let live = io::stdin().is_terminal();
        let runtime = match &talk.store {
            None => builder.in_memory().await?,
            Some(file) => builder.open(file).await?,
        };
        let address = format!("console:{}", talk.conversation);
        let chat = runtime.conversation_with(flow, &address).await?;
        let mut screen = Screen::new(flow, live, talk.steps);
        screen.says_ends(talk.ends);
        let mut session = Session::new(chat, runtime.hand_overs(), screen, self, talk.notes);
        if live {
            session.greet(talk.store.as_deref())?;
        }
        let failed = runtime.failed();
        let talked = async {
            session.begin(talk.request).await?;
            session.talk(lines(), live).await
        };
        tokio::select! {
            talked = talked => talked?,
            error = failed => return Err(HostError::from(error).into()),
        }
        drop(session);
        runtime.close().await;
        Ok(())
    }
}

impl Console {
    /// Who speaks in a line, and what they say; an unknown prefix is text.
    fn author<'l>(&self, line: &'l str) -> (Text, &'l str) {
        let spoken = line.split_once(':').and_then(|(prefix, body)| {
            let person = self
                .people
                .iter()
                .find(|person| person.alias == prefix.trim())?;
            Some((person.address.clone(), body.trim()))
        });
        spoken.unwrap_or((self.customer.clone(), line))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_the_customers_unless_an_alias_begins_it() {
        let console = Console::new("x.db").customer("+1").alias("agent", "+2");
        let author = |line| {
            let (author, body) = console.author(line);
            (author.as_str().to_owned(), body)
        };
        assert_eq!(author("hello"), ("+1".to_owned(), "hello"));
        assert_eq!(author("agent: hi: there"), ("+2".to_owned(), "hi: there"));
        assert_eq!(author("note: milk"), ("+1".to_owned(), "note: milk"));
    }
}
