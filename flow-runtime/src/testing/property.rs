//! Conversations for property tests, with the feature `proptest`: whatever is said, does the flow keep
//! its promises?
//!
//! ```
//! use flow_runtime::prelude::*;
//! use flow_runtime::testing::{block_on, conversations, simulate};
//! use proptest::proptest;
//!
//! flow! {
//!     pub flow Survey {
//!         trigger { incoming_conversation_message => ask }
//!
//!         send_and_wait_for_reply ask {
//!             body: "From 1 to 5?",
//!
//!             incoming_message => check,
//!             timeout | delivery_failure => end,
//!         }
//!
//!         split_based_on check {
//!             input: "{{widgets.ask.inbound.Body}}",
//!
//!             regex("[1-5]") => thank,
//!             _ => ask,
//!         }
//!
//!         send_message thank {
//!             body: "Thank you for the {{widgets.ask.inbound.Body}}.",
//!
//!             _ => end,
//!         }
//!     }
//! }
//!
//! proptest! {
//!     # /*
//!     #[test]
//!     # */
//!     fn whatever_is_said_no_limit_ends_it(script in conversations::<Survey>()) {
//!         block_on(async {
//!             let mut chat = simulate(Survey);
//!             chat.play(&script).await.expect_within_limits();
//!         });
//!     }
//! }
//! # whatever_is_said_no_limit_ends_it();
//! ```
//!
//! What people say is mostly what the flow's splits tell apart, as [`explore`](super::explore()) finds it, and
//! else anything. Beside that time passes, a message arrives twice, and the program is killed and starts
//! again. A conversation that fails is made smaller until nothing can be taken away, and printed as what
//! happens in it.

use std::collections::BTreeSet;
use std::fmt;
use std::panic::Location;
use std::sync::OnceLock;
use std::time::Duration;

use flow_model::Text;
use proptest::collection::vec;
use proptest::prelude::{Just, Strategy};
use proptest::prop_oneof;
use proptest::sample::select;
use proptest::strategy::BoxedStrategy;
use proptest::test_runner::TestRunner;

use super::act::Deed;
use super::explore::Explore;
use super::seen::{milliseconds, span};
use super::{Act, Simulation, cannot_run};
use crate::conversation::Timestamp;
use crate::flow::Flow;
use crate::host::local::{NewMessage, Standing};
use crate::program::{Definition, ProgramError};
use crate::settings::Values;

/// How many things happen in one conversation at most.
const LENGTH: usize = 20;

/// Conversations with the flow `F`: see the [module](self).
///
/// # Panics
///
/// When the first is made, where the flow cannot run here.
pub fn conversations<F: Flow>() -> Conversations {
    Conversations::of(Definition::of::<F>())
}

/// A strategy that makes conversations with a flow: see the [module](self).
#[derive(Clone, Debug)]
#[must_use = "strategies do nothing unless they are used"]
pub struct Conversations {
    explore: Explore,
    people: Vec<&'static str>,
    length: usize,
    restarts: bool,
    /// Made once, for all cases.
    made: OnceLock<BoxedStrategy<Script>>,
}

/// What happens in a conversation, for [`Simulation::play`].
#[derive(Clone, PartialEq, Eq)]
pub struct Script {
    cues: Vec<Cue>,
}

/// One thing that happens.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Cue {
    Says(&'static str, Text),
    /// The last message arrives once more.
    Again,
    Passes(Duration),
    Restarts,
}

impl Conversations {
    /// Those with a flow that is no Rust type: one that was imported, or its tables.
    pub fn of(flow: impl Into<Definition>) -> Self {
        Conversations {
            explore: Explore::of(flow),
            people: vec!["customer"],
            length: LENGTH,
            restarts: true,
            made: OnceLock::new(),
        }
    }

    /// With the values of the flow's settings, which its texts may be compared with.
    pub fn settings(mut self, settings: impl Into<Values>) -> Self {
        self.explore = self.explore.settings(settings);
        self
    }

    /// Says which flow a `run_subflow { flow_sid: "FW…" }` means. Typed subflows are known.
    pub fn subflow(mut self, sid: impl AsRef<str>, flow: impl Into<Definition>) -> Self {
        self.explore = self.explore.subflow(sid, flow);
        self
    }

    /// Lets that be said as well.
    pub fn say(mut self, body: impl AsRef<str>) -> Self {
        self.explore = self.explore.say(body);
        self
    }

    /// Lets somebody else write too: by the name that [`Simulation::participant`] or
    /// [`Simulation::alias`] gives them. Who is not in the conversation says nothing.
    pub fn participant(mut self, name: &'static str) -> Self {
        self.people.push(name);
        self
    }

    /// Lets so many things happen in one conversation at most; 20 where nothing is said.
    pub fn length(mut self, length: usize) -> Self {
        self.length = length.max(1);
        self
    }

    /// Lets the program run on, so that it is not killed in between.
    pub fn without_restarts(mut self) -> Self {
        self.restarts = false;
        self
    }

    fn strategy(&self) -> Result<BoxedStrategy<Script>, ProgramError> {
        let (texts, patience) = self.explore.clone().tried()?;
        let text = prop_oneof![
            8 => select(texts),
            1 => "[ -~]{0,20}".prop_map(Text::from),
            1 => ".{0,40}".prop_map(Text::from),
        ];
        let says = (select(self.people.clone()), text).prop_map(|(who, body)| Cue::Says(who, body));
        let passes = select(spans(patience)).prop_map(Cue::Passes);
        let cue = match self.restarts {
            true => prop_oneof![
                12 => says,
                3 => passes,
                1 => Just(Cue::Again),
                1 => Just(Cue::Restarts),
            ]
            .boxed(),
            false => prop_oneof![12 => says, 3 => passes, 1 => Just(Cue::Again)].boxed(),
        };
        let cues = vec(cue, 1..=self.length);
        Ok(cues.prop_map(|cues| Script { cues }).boxed())
    }
}

/// A moment; a second less and exactly as long as each question waits; an hour and a day.
fn spans(patience: BTreeSet<Timestamp>) -> Vec<Duration> {
    const SECOND: Timestamp = 1000;
    let mut spans = BTreeSet::from([SECOND, 3600 * SECOND, 24 * 3600 * SECOND]);
    for wait in patience {
        spans.extend([wait.saturating_sub(SECOND), wait]);
    }
    let spans = spans.into_iter().filter_map(|span| span.try_into().ok());
    spans.map(Duration::from_millis).collect()
}

impl Strategy for Conversations {
    type Tree = <BoxedStrategy<Script> as Strategy>::Tree;
    type Value = Script;

    fn new_tree(&self, runner: &mut TestRunner) -> proptest::strategy::NewTree<Self> {
        if let Some(made) = self.made.get() {
            return made.new_tree(runner);
        }
        match self.strategy() {
            Ok(strategy) => self.made.get_or_init(|| strategy).new_tree(runner),
            Err(error) => Err(cannot_run(&error).into()),
        }
    }
}

impl Script {
    /// How many things happen.
    pub fn len(&self) -> usize {
        self.cues.len()
    }

    /// Whether nothing does.
    pub fn is_empty(&self) -> bool {
        self.cues.is_empty()
    }
}

impl Simulation {
    /// Lets everything of a script happen, as far as it can: who is not in the conversation says
    /// nothing, and nobody does once it is closed.
    #[track_caller]
    pub fn play<'s>(&'s mut self, script: &Script) -> impl Future<Output = &'s mut Self> + use<'s> {
        let (cues, at) = (script.cues.clone(), Location::caller());
        async move {
            let mut last: Option<NewMessage> = None;
            for (n, cue) in cues.iter().enumerate() {
                let message = match cue {
                    Cue::Says(name, body) if self.can_write(name) => {
                        let message = NewMessage::new(self.author(name), body.clone());
                        last = Some(message.id(format!("script:{n}")));
                        last.clone()
                    }
                    Cue::Again if !matches!(self.standing(), Standing::Closed) => last.clone(),
                    _ => None,
                };
                let deed = match (cue, message) {
                    (Cue::Passes(span), _) => Deed::Pass(*span),
                    (Cue::Restarts, _) => Deed::Restart,
                    (_, Some(message)) => Deed::Say(message),
                    (_, None) => continue,
                };
                let simulation = &mut *self;
                Act {
                    simulation,
                    deed,
                    at,
                }
                .await;
            }
            self
        }
    }

    /// Whether somebody is in the conversation, and it is open.
    fn can_write(&self, name: &str) -> bool {
        let is_there = self.open.is_none() || self.people().contains(&name);
        is_there && !matches!(self.standing(), Standing::Closed)
    }
}

impl fmt::Display for Cue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Cue::Says(who, body) => write!(f, "{who}: {body:?}"),
            Cue::Again => f.write_str("(the last message arrives again)"),
            Cue::Passes(time) => {
                write!(f, "({} pass)", span(milliseconds(*time)))
            }
            Cue::Restarts => f.write_str("(the program is killed and starts again)"),
        }
    }
}

impl fmt::Display for Script {
    /// A line for each thing that happens.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for cue in &self.cues {
            write!(f, "\n    {cue}")?;
        }
        Ok(())
    }
}

/// As it is printed: so that a property that fails shows what a person reads.
impl fmt::Debug for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
