//! A conversation in the terminal, with several participants; it reads a pipe as well.
//!
//! Each line is a message of the customer's; `agent: hello` is one of the participant that the
//! program calls `agent`. Over a pipe the next line is read when the conversation is quiet, and
//! the program ends when it is quiet at the end of the input.

mod arguments;
mod screen;

use std::io::{self, BufRead, IsTerminal};
use std::process::ExitCode;

use flow_model::Text;
use tokio::sync::{broadcast, mpsc};

use self::arguments::{Arguments, Asked, Store};
use self::screen::Screen;
use crate::Flow;
use crate::conversation::Who;
use crate::host::local::{
    Activity, Conversation, HostError, NewMessage, OpenError, Runtime, Standing,
};
use crate::settings::Values;

/// A program that talks with one flow in the terminal.
#[derive(Clone, Debug)]
pub struct Console {
    store: String,
    customer: Text,
    people: Vec<Person>,
    settings: Values,
}

/// Somebody whom the program knows by a short name.
#[derive(Clone, Debug)]
struct Person {
    alias: String,
    address: Text,
    /// Whether they are there from the start.
    present: bool,
}

/// Why the console stopped.
#[derive(Debug, thiserror::Error)]
enum ConsoleError {
    #[error(transparent)]
    Open(#[from] OpenError),
    #[error(transparent)]
    Host(#[from] HostError),
    #[error("the terminal cannot be used: {0}")]
    Io(#[from] io::Error),
}

impl Console {
    /// A console that keeps its conversations in this file of the current folder, where nothing
    /// else is asked for.
    pub fn new(store: impl Into<String>) -> Self {
        Console {
            store: store.into(),
            customer: "customer".into(),
            people: Vec::new(),
            settings: Values::new(),
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
        let arguments = match arguments::read(std::env::args().skip(1)) {
            Ok(Asked::Talk(arguments)) => arguments,
            Ok(Asked::Help) => {
                print!("{}", arguments::help(&self.store));
                return ExitCode::SUCCESS;
            }
            Err(error) => {
                eprintln!("error: {error}");
                return ExitCode::from(2);
            }
        };
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build();
        let talked = match runtime {
            Ok(runtime) => runtime.block_on(self.talk::<F>(arguments)),
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

    async fn talk<F: Flow>(mut self, arguments: Arguments) -> Result<(), ConsoleError> {
        let live = io::stdin().is_terminal();
        let store = arguments.store.unwrap_or_else(|| match live {
            true => Store::File(self.store.as_str().into()),
            false => Store::Memory,
        });
        let settings = std::mem::take(&mut self.settings);
        let builder = Runtime::builder().settings(settings).flow::<F>();
        let runtime = match &store {
            Store::Memory => builder.in_memory().await?,
            Store::File(file) => builder.open(file).await?,
        };
        self.put_in(arguments.participants);
        let address = format!("console:{}", arguments.conversation);
        let chat = runtime.conversation::<F>(&address).await?;
        let screen = Screen::new(F::machine().name(), live, arguments.steps);
        let mut session = Session {
            activity: chat.subscribe(),
            chat,
            screen,
            console: self,
        };
        if live {
            session.greet(&store)?;
        }
        session.begin().await?;
        session.talk(lines(), live).await?;
        drop(session);
        runtime.close().await;
        Ok(())
    }
}

/// One conversation while the console shows it.
struct Session {
    chat: Conversation,
    activity: broadcast::Receiver<Activity>,
    screen: Screen,
    console: Console,
}

impl Session {
    /// Tells a person at a terminal how to go about it.
    fn greet(&self, store: &Store) -> io::Result<()> {
        let aliases = self
            .console
            .people
            .iter()
            .map(|person| format!("; `{0}: …` as {0}", person.alias));
        let kept = match store {
            Store::Memory => "nothing is kept".to_owned(),
            Store::File(file) => format!("it is kept in {}", file.display()),
        };
        self.screen.note(&format!(
            "you write as the customer{}; {kept}; Ctrl-D ends",
            aliases.collect::<String>()
        ))
    }

    /// Puts in who is there from the start, and shows the conversation so far.
    async fn begin(&mut self) -> Result<(), ConsoleError> {
        self.screen.name(self.console.customer.clone(), "customer");
        for person in &self.console.people {
            self.screen.name(person.address.clone(), &person.alias);
        }
        let standing = self.chat.standing().await?;
        if standing != Standing::Closed {
            self.join(self.console.customer.clone()).await?;
            for person in self.console.people.clone() {
                if person.present {
                    self.join(person.address).await?;
                }
            }
        }
        // Shown from the store just below, so not again as news; what happens from here on is
        // both there and news, and the screen shows it once.
        while self.activity.try_recv().is_ok() {}
        for participant in self.chat.participants().await? {
            self.screen.joined(&participant);
        }
        for message in self.chat.messages().await? {
            self.screen.message(&message)?;
        }
        match &standing {
            Standing::Held { why, .. } => self.screen.note(&format!("held: {why}; --conversation NAME starts another"))?,
            Standing::HandedOver => self.screen.note("handed over to people, so the flow no longer answers; --conversation NAME starts another")?,
            Standing::Closed => self.screen.note("closed; --conversation NAME starts another")?,
            _ => {}
        }
        Ok(())
    }

    async fn join(&self, address: Text) -> Result<(), HostError> {
        let who = Who::Address {
            address,
            proxy_address: None,
        };
        self.chat.add_participant(who).await.map(drop)
    }

    /// Sends line after line, until there is none.
    async fn talk(
        &mut self,
        mut lines: mpsc::Receiver<io::Result<String>>,
        live: bool,
    ) -> Result<(), ConsoleError> {
        loop {
            // A person may write whenever they like; a pipe waits for its turn.
            if !live {
                self.settle().await?;
            }
            let line = loop {
                tokio::select! {
                    activity = self.activity.recv() => self.show(activity)?,
                    line = lines.recv() => break line,
                }
            };
            match line {
                Some(Err(error)) if error.kind() == io::ErrorKind::InvalidData => self
                    .screen
                    .note("a line is not UTF-8 text, so it was not sent")?,
                Some(line) => self.send(&line?).await?,
                None => return self.settle().await,
            }
        }
    }

    /// Shows what happens until nothing is left to happen.
    async fn settle(&mut self) -> Result<(), ConsoleError> {
        let chat = self.chat.clone();
        let quiet = chat.quiet();
        tokio::pin!(quiet);
        loop {
            tokio::select! {
                biased;
                activity = self.activity.recv() => self.show(activity)?,
                done = &mut quiet => {
                    done?;
                    while let Ok(activity) = self.activity.try_recv() {
                        self.show(Ok(activity))?;
                    }
                    return Ok(());
                }
            }
        }
    }

    fn show(&mut self, activity: Result<Activity, broadcast::error::RecvError>) -> io::Result<()> {
        match activity {
            Ok(activity) => self.screen.show(&activity),
            Err(broadcast::error::RecvError::Lagged(missed)) => self
                .screen
                .note(&format!("{missed} lines were too many to show")),
            Err(broadcast::error::RecvError::Closed) => Ok(()),
        }
    }

    /// Sends a line as the participant whom its prefix names, else as the customer.
    async fn send(&mut self, line: &str) -> Result<(), ConsoleError> {
        let line = line.trim();
        self.screen.typed()?;
        if line.is_empty() {
            return Ok(());
        }
        let (author, body) = self.console.author(line);
        match self.chat.deliver(NewMessage::new(author.clone(), body.to_owned())).await {
            Ok(_) => Ok(()),
            Err(HostError::NotAParticipant { .. }) => {
                let name = self.screen.label(&author).to_owned();
                Ok(self.screen.note(&format!("{name} ({author}) is not in the conversation, so this was not sent: {body}"))?)
            }
            Err(HostError::Closed(_)) => Ok(self.screen.note(
                "the conversation is closed, so this was not sent; --conversation NAME starts another",
            )?),
            Err(error @ HostError::QueueFull { .. }) => Ok(self.screen.note(&error.to_string())?),
            Err(error) => Err(error.into()),
        }
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

/// The lines of the standard input, each when it is asked for.
fn lines() -> mpsc::Receiver<io::Result<String>> {
    let (sender, receiver) = mpsc::channel(1);
    std::thread::spawn(move || {
        for line in io::stdin().lock().lines() {
            if sender.blocking_send(line).is_err() {
                return;
            }
        }
    });
    receiver
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
