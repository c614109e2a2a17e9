//! One conversation while the console shows it: lines in, messages and notes out.

use std::io::{self, BufRead};
use std::path::Path;

use flow_model::Text;
use tokio::sync::{broadcast, mpsc};

use super::screen::Screen;
use super::{Console, ConsoleError};
use crate::conversation::Who;
use crate::host::local::{
    Activity, Conversation, HandOver, HandOvers, HostError, NewMessage, NewRequest, Standing,
};

/// One conversation while the console shows it.
pub(super) struct Session {
    chat: Conversation,
    hand_overs: HandOvers,
    activity: broadcast::Receiver<Activity>,
    screen: Screen,
    console: Console,
}

impl Session {
    pub(super) fn new(
        chat: Conversation,
        hand_overs: HandOvers,
        screen: Screen,
        console: Console,
    ) -> Self {
        Session {
            activity: chat.subscribe(),
            chat,
            hand_overs,
            screen,
            console,
        }
    }

    /// Tells a person at a terminal how to go about it.
    pub(super) fn greet(&self, store: Option<&Path>) -> io::Result<()> {
        let aliases = self
            .console
            .people
            .iter()
            .map(|person| format!("; `{0}: …` as {0}", person.alias));
        let kept = match store {
            None => "nothing is kept".to_owned(),
            Some(file) => format!("it is kept in {}", file.display()),
        };
        self.screen.note(&format!(
            "you write as the customer{}; {kept}; Ctrl-D ends",
            aliases.collect::<String>()
        ))
    }

    /// Puts in who is there from the start, shows the conversation so far, and makes the request that
    /// starts the flow, if there is one.
    pub(super) async fn begin(&mut self, request: Option<NewRequest>) -> Result<(), ConsoleError> {
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
        if let (Standing::Idle, Some(request)) = (standing, request) {
            self.chat.start(request).await?;
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
    pub(super) async fn talk(
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
                    activity = self.activity.recv() => self.show(activity).await?,
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
                activity = self.activity.recv() => self.show(activity).await?,
                done = &mut quiet => {
                    done?;
                    while let Ok(activity) = self.activity.try_recv() {
                        self.show(Ok(activity)).await?;
                    }
                    return Ok(());
                }
            }
        }
    }

    async fn show(
        &mut self,
        activity: Result<Activity, broadcast::error::RecvError>,
    ) -> Result<(), ConsoleError> {
        match activity {
            Ok(Activity::HandedOver { .. }) => {
                let waiting = self.hand_overs.waiting().await?;
                let here = |task: &&HandOver| task.address == *self.chat.address();
                let task = waiting.iter().filter(here).max_by_key(|task| task.created);
                self.screen.handed_over(task)?;
            }
            Ok(activity) => self.screen.show(&activity)?,
            Err(broadcast::error::RecvError::Lagged(missed)) => self
                .screen
                .note(&format!("{missed} lines were too many to show"))?,
            Err(broadcast::error::RecvError::Closed) => {}
        }
        Ok(())
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

/// The lines of the standard input, each when it is asked for.
pub(super) fn lines() -> mpsc::Receiver<io::Result<String>> {
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
