//! The conversation itself: opened with the first thing that happens, and heard until it is quiet.

use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::sync::broadcast;
use tokio::sync::broadcast::error::TryRecvError;

use super::Simulation;
use super::act::Deed;
use super::doubles::short;
use super::place::{list, there};
use super::seen::span;
use crate::conversation::Timestamp;
use crate::host::Clock;
use crate::host::local::{Activity, Builder, Conversation, HostError, Runtime};
use crate::model::Text;
use crate::program::{Problem, Program};

/// The address of the conversation.
const ADDRESS: &str = "simulation:1";

/// What there is once something has happened.
#[derive(Debug)]
pub(super) struct Open {
    /// None: it stopped, and could not be started again.
    runtime: Option<Runtime>,
    chat: Conversation,
    activity: broadcast::Receiver<Activity>,
    pub(super) program: Program,
}

impl Simulation {
    /// Does something, and waits until the flow waits or has ended.
    pub(super) async fn perform(&mut self, deed: Deed) -> Result<(), String> {
        self.begin().await?;
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
        let runtime = self.builder().in_memory().await;
        let runtime = runtime.map_err(|error| error.to_string())?;
        self.enter(runtime, program).await.map_err(in_words)?;
        for name in self.there_from_the_start() {
            let who = self.who(&name);
            let (chat, _) = self.at_hand()?;
            let joined = chat.add_participant(who).await.map_err(in_words)?;
            self.seen.transcript.joined(&joined);
        }
        Ok(())
    }

    /// The flow made ready to run, if that and the doubles can be.
    fn program(&self) -> Result<Program, String> {
        let program = Program::make(self.definition.clone(), &self.registry);
        let unset = |problem: &Problem| matches!(problem, Problem::Setting(_));
        let program = program.map_err(|error| match error.problems.iter().any(unset) {
            true => format!("{error}\ngive the simulation its settings with `.settings(…)`"),
            false => error.to_string(),
        })?;
        let flows = self.flows();
        let functions: Vec<_> = flows
            .iter()
            .flat_map(|flow| flow.functions)
            .copied()
            .collect();
        let Some(stranger) = self.backstage.strangers(&functions).first().copied() else {
            return Ok(program);
        };
        let mut known: Vec<_> = functions
            .iter()
            .map(|entry| short((entry.identity)().1))
            .collect();
        known.dedup();
        let runs = match known.as_slice() {
            [] => "it runs no functions".to_owned(),
            known => format!("it runs {}", list(known)),
        };
        Err(format!(
            "there is a double of the function `{stranger}`, and no widget of `{}` runs that: {runs}",
            program.name()
        ))
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

    async fn enter(&mut self, runtime: Runtime, program: Program) -> Result<(), HostError> {
        let chat = runtime.conversation_with(program.name(), ADDRESS).await?;
        self.open = Some(Open {
            activity: chat.subscribe(),
            chat,
            runtime: Some(runtime),
            program,
        });
        Ok(())
    }

    fn at_hand(&self) -> Result<(&Conversation, &Runtime), String> {
        let open = self.open.as_ref();
        open.and_then(|open| Some((&open.chat, open.runtime.as_ref()?)))
            .ok_or_else(|| "the conversation could not be opened again".to_owned())
    }

    /// Does it; gives the message that it is, if it is one.
    async fn carry_out(&mut self, deed: Deed) -> Result<Option<Text>, String> {
        if matches!(deed, Deed::Restart) {
            return self.start_again().await.map(|()| None);
        }
        if let Deed::Pass(_) | Deed::Expire = deed {
            let until = self.until(&deed)?;
            return self.pass(until).await.map(|()| None);
        }
        if let Deed::Leave(author) = &deed {
            let (chat, _) = self.at_hand()?;
            let people = chat.participants().await.map_err(in_words)?;
            if !people.iter().any(|person| person.who.author() == author) {
                self.seen.people = people;
                let name = self.seen.transcript.label(author);
                let there = there(&self.people());
                return Err(format!(
                    "`{name}` cannot leave, as they are not in the conversation: {there}"
                ));
            }
        }
        let (chat, _) = self.at_hand()?;
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
            Deed::Pass(_) | Deed::Expire | Deed::Restart => Ok(()),
        };
        done.map(|()| None).map_err(|error| self.refused(error))
    }

    /// Why something was not done, in the names of the test.
    fn refused(&self, error: HostError) -> String {
        match error {
            HostError::NotAParticipant { author, .. } => {
                let name = self.seen.transcript.label(&author);
                format!(
                    "`{name}` cannot write, as they are not in the conversation: {}; `joins(\"{name}\")` puts \
                     them in",
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
            let (_, runtime) = self.at_hand()?;
            match runtime.next_due().await.map_err(in_words)? {
                Some(due) if due <= until => {
                    time.fetch_max(due, Ordering::AcqRel);
                    runtime.fire().await.map_err(in_words)?;
                }
                _ => break,
            }
            self.listen(None).await.map_err(in_words)?;
        }
        time.fetch_max(until, Ordering::AcqRel);
        Ok(())
    }

    /// Stops as in a crash, and starts again from what was written.
    async fn start_again(&mut self) -> Result<(), String> {
        let program = self.program()?;
        let open = self.open.as_mut();
        let runtime = open.and_then(|open| open.runtime.take());
        let Some(memory) = runtime.and_then(Runtime::crash) else {
            return Err("the conversation could not be opened again".to_owned());
        };
        let runtime = self.builder().again(memory).await;
        let runtime = runtime.map_err(|error| error.to_string())?;
        self.seen.aside("the program started again".to_owned());
        self.enter(runtime, program).await.map_err(in_words)
    }

    /// Waits until nothing is under way, and takes down what happened.
    async fn settle(&mut self, said: Option<&Text>) -> Result<(), HostError> {
        let Some(chat) = self.open.as_ref().map(|open| open.chat.clone()) else {
            return Ok(());
        };
        chat.quiet().await?;
        self.listen(said).await?;
        self.seen.standing = chat.standing().await?;
        self.seen.people = chat.participants().await?;
        let runtime = self.open.as_ref().and_then(|open| open.runtime.as_ref());
        if let (Some(runtime), Some(sid)) = (runtime, &self.seen.sid) {
            self.seen.execution = runtime.standing_of(sid).await?;
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
                    if let (Activity::HandedOver { .. }, Some(runtime)) = (&activity, &open.runtime)
                    {
                        self.seen.hand_over = runtime.hand_overs().waiting().await?.pop();
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

fn milliseconds(span: Duration) -> Timestamp {
    Timestamp::try_from(span.as_millis()).unwrap_or(Timestamp::MAX)
}
