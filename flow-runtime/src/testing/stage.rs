//! The conversation itself: opened with the first thing that happens, and heard until it is quiet.

use std::sync::atomic::Ordering;

use tokio::sync::broadcast;
use tokio::sync::broadcast::error::TryRecvError;

use super::act::Deed;
use super::doubles::stranger;
use super::place::there;
use super::seen::{milliseconds, span};
use super::{Simulation, cannot_run};
use crate::conversation::Timestamp;
use crate::function::{TIME_LIMIT, too_long};
use crate::host::Clock;
use crate::host::local::{Activity, Builder, Conversation, HostError, Runtime};
use crate::model::Text;
use crate::program::Program;
use crate::store::Memory;

/// The address of the conversation.
const ADDRESS: Text = Text::Static("simulation:1");

/// Why nothing can be done any more after a start that failed.
const GONE: &str = "the conversation could not be opened again";

/// What there is once something has happened.
#[derive(Debug)]
pub(super) struct Open {
    runtime: Runtime,
    chat: Conversation,
    activity: broadcast::Receiver<Activity>,
    pub(super) program: Program,
}

impl Simulation {
    /// Does something, and waits until the flow waits or has ended.
    pub(super) async fn perform(&mut self, deed: Deed) -> Result<(), String> {
        self.begin().await?;
        if let Some(what) = stranger(&self.flows(), &self.backstage.doubled()) {
            return Err(format!("a double stands in for nothing: {what}"));
        }
        self.seen.begin();
        let said = self.carry_out(deed).await?;
        self.settle(said.as_ref()).await.map_err(in_words)?;
        match self.backstage.problems().as_slice() {
            [] => Ok(()),
            problems => Err(problems.join("\n")),
        }
    }

    /// Opens the conversation, if nothing has happened yet.
    async fn begin(&mut self) -> Result<(), String> {
        if self.open.is_some() {
            return Ok(());
        }
        if tokio::runtime::Handle::try_current().is_err() {
            return Err(
                "a simulation runs in tokio: put `#[tokio::test]` over the test, or call \
                        `flow_runtime::testing::block_on` in it"
                    .to_owned(),
            );
        }
        let program = self.program()?;
        self.enter(None, program).await?;
        for name in self.there_from_the_start() {
            let who = self.who(&name);
            let Open { chat, .. } = self.at_hand()?;
            let joined = chat.add_participant(who).await.map_err(in_words)?;
            self.seen.transcript.joined(&joined);
            self.seen.people.push(joined);
        }
        Ok(())
    }

    /// The flow made ready to run, if that can be.
    fn program(&self) -> Result<Program, String> {
        Program::make(self.definition.clone(), &self.registry).map_err(|error| cannot_run(&error))
    }

    fn builder(&self) -> Builder {
        let backstage = self.backstage.clone();
        let elsewhere = self.backstage.clone();
        let subflows = self.registry.subflows.clone();
        let builder = Runtime::builder()
            .define(self.definition.clone())
            .settings(self.registry.settings.clone())
            .clock(Clock::set_by(self.backstage.time.clone()))
            .stage(backstage)
            .fetch(move |call| std::future::ready(elsewhere.answer(call)));
        subflows
            .into_iter()
            .fold(builder, |builder, (sid, flow)| builder.subflow(sid, flow))
    }

    /// Starts the program, with what one before it left.
    async fn enter(&mut self, memory: Option<Memory>, program: Program) -> Result<(), String> {
        let opened = self.builder().watched(memory, &ADDRESS).await;
        let (runtime, activity) = opened.map_err(|error| error.to_string())?;
        let chat = runtime.conversation_with(program.name(), &ADDRESS).await;
        self.open = Some(Open {
            activity,
            chat: chat.map_err(in_words)?,
            runtime,
            program,
        });
        Ok(())
    }

    fn at_hand(&self) -> Result<&Open, String> {
        let open = self.open.as_ref();
        open.ok_or_else(|| GONE.to_owned())
    }

    /// Does it; gives the message that it is, if it is one.
    async fn carry_out(&mut self, deed: Deed) -> Result<Option<Text>, String> {
        if matches!(deed, Deed::Restart) {
            return self.start_again().await.map(|()| None);
        }
        if matches!(deed, Deed::GoOn) {
            return match self.backstage.go_on(None) {
                true => Ok(None),
                false => Err(
                    "no call is held: `.holding(…)` holds those of a widget, and then something has \
                     to lead to it"
                        .to_owned(),
                ),
            };
        }
        if let Deed::Pass(_) | Deed::Expire = deed {
            let until = self.until(&deed)?;
            return self.pass(until).await.map(|()| None);
        }
        if let Deed::Leave(author) = &deed {
            let Open { chat, .. } = self.at_hand()?;
            let people = chat.participants().await.map_err(in_words)?;
            if !people.iter().any(|person| person.who.author() == author) {
                self.seen.people = people;
                let name = self.seen.transcript.label(author);
                let there = there(&self.people());
                return Err(format!(
                    "`{name}` cannot leave, as they are not in the conversation: {there}{}",
                    self.meant(&[name])
                ));
            }
        }
        let Open { chat, .. } = self.at_hand()?;
        let done = match deed {
            Deed::Say(message) => {
                let delivered = chat.deliver(message).await;
                return match delivered {
                    Ok(delivered) => Ok(Some(delivered.message.sid)),
                    Err(error) => Err(self.refused(error)),
                };
            }
            Deed::Request(request) => chat.start(request).await.map(drop),
            Deed::Join(who) => chat.add_participant(who).await.map(drop),
            Deed::Leave(author) => chat.remove_participant(author).await,
            Deed::Close => chat.close().await,
            Deed::Pass(_) | Deed::Expire | Deed::Restart | Deed::GoOn => Ok(()),
        };
        done.map(|()| None).map_err(|error| self.refused(error))
    }

    /// Why something was not done, in the names of the test.
    fn refused(&self, error: HostError) -> String {
        match error {
            HostError::NotAParticipant { author, .. } => {
                let name = self.seen.transcript.label(&author);
                let advice = match self.meant(&[name]) {
                    nobody if nobody.is_empty() => format!("; `joins(\"{name}\")` puts them in"),
                    meant => meant,
                };
                format!(
                    "`{name}` cannot write, as they are not in the conversation: {}{advice}",
                    there(&self.people())
                )
            }
            HostError::Closed(_) => {
                "the conversation is closed, so nobody can write or join".to_owned()
            }
            error => error.to_string(),
        }
    }

    /// Until when the time passes.
    fn until(&self, deed: &Deed) -> Result<Timestamp, String> {
        let now = self.now();
        match deed {
            Deed::Pass(by) => Ok(now.saturating_add(milliseconds(*by))),
            _ => match &self.seen.execution {
                Some(execution) if execution.waits_for_reply() => {
                    Ok(execution.due().unwrap_or(now).max(now))
                }
                _ => Err("the flow waits for no answer".to_owned()),
            },
        }
    }

    /// Lets time pass: each timer fires at its time, and what it leads to is done before the next.
    async fn pass(&mut self, until: Timestamp) -> Result<(), String> {
        let time = self.backstage.time.clone();
        let passes = span(until.saturating_sub(self.now()));
        self.seen.aside(format!("{passes} passes"));
        loop {
            let Open { runtime, .. } = self.at_hand()?;
            let timer = runtime.next_due().await.map_err(in_words)?;
            let held = self.backstage.held().map(|(_, until)| until);
            let Some(due) = timer
                .into_iter()
                .chain(held)
                .min()
                .filter(|it| *it <= until)
            else {
                break;
            };
            time.fetch_max(due, Ordering::AcqRel);
            if held == Some(due) {
                self.backstage.go_on(Some(too_long(TIME_LIMIT)));
            } else {
                runtime.fire().await.map_err(in_words)?;
            }
            self.quiet().await.map_err(in_words)?;
            self.listen(None).await.map_err(in_words)?;
        }
        time.fetch_max(until, Ordering::AcqRel);
        Ok(())
    }

    /// Stops as in a crash, and starts again from what was written.
    async fn start_again(&mut self) -> Result<(), String> {
        let Open {
            runtime, program, ..
        } = self.open.take().ok_or_else(|| GONE.to_owned())?;
        let memory = runtime.crash().ok_or_else(|| GONE.to_owned())?;
        self.backstage.forget_held();
        self.seen.aside("the program started again".to_owned());
        self.enter(Some(memory), program).await
    }

    /// Waits until nothing is under way but what is held.
    async fn quiet(&mut self) -> Result<(), HostError> {
        let Some(open) = &self.open else {
            return Ok(());
        };
        tokio::select! {
            quiet = open.chat.quiet() => quiet?,
            () = self.backstage.holds() => {}
        }
        // Answered after all that led to the call.
        self.seen.standing = open.chat.standing().await?;
        Ok(())
    }

    /// Waits until nothing is under way, and takes down what happened.
    async fn settle(&mut self, said: Option<&Text>) -> Result<(), HostError> {
        self.quiet().await?;
        self.listen(said).await?;
        let Some(open) = &self.open else {
            return Ok(());
        };
        self.seen.people = open.chat.participants().await?;
        if let Some(sid) = &self.seen.sid {
            self.seen.execution = open.runtime.standing_of(sid).await?;
        }
        Ok(())
    }

    /// Takes down what happened so far.
    async fn listen(&mut self, said: Option<&Text>) -> Result<(), HostError> {
        let Some(open) = &mut self.open else {
            return Ok(());
        };
        loop {
            match open.activity.try_recv() {
                Ok(activity) => {
                    if let Activity::HandedOver { .. } = &activity {
                        self.seen.hand_over = open.runtime.hand_overs().waiting().await?.pop();
                    }
                    self.seen.hear(&activity, said);
                }
                Err(TryRecvError::Lagged(missed)) => {
                    self.seen
                        .aside(format!("{missed} things happened that are not told"));
                }
                Err(TryRecvError::Empty | TryRecvError::Closed) => return Ok(()),
            }
        }
    }
}

fn in_words(error: HostError) -> String {
    error.to_string()
}
