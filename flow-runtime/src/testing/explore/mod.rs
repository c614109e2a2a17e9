//! Walks every path of a flow, as far as a bound, and reports what it found: edges that nothing takes,
//! waits from which nothing ends, executions that a limit ended, and the shortest conversation to
//! each widget and to each edge.
//!
//! ```
//! use flow_runtime::prelude::*;
//! use flow_runtime::testing::{explore, simulate};
//!
//! flow! {
//!     pub flow Door {
//!         trigger { incoming_conversation_message => ask }
//!
//!         send_and_wait_for_reply ask {
//!             body: "The code, please.",
//!
//!             incoming_message => check,
//!             timeout | delivery_failure => end,
//!         }
//!
//!         split_based_on check {
//!             input: "{{widgets.ask.inbound.Body}}",
//!
//!             regex("[A-F]{2}[0-9]{3}") => open,
//!             _ => ask,
//!         }
//!
//!         send_message open {
//!             body: "Welcome",
//!
//!             _ => end,
//!         }
//!     }
//! }
//!
//! let explored = explore(Door).run();
//! assert!(explored.unreached_edges().next().is_none(), "{explored}");
//! let talk = explored.conversation_to(Door::open).unwrap();
//! assert_eq!(talk.to_string(), "\
//! customer: hello
//! Door: The code, please.
//! customer: AB123
//! Door: Welcome
//!   · the flow ended
//! ");
//!
//! # flow_runtime::testing::block_on(async {
//! // Acted out, in a `#[tokio::test]`:
//! let mut chat = simulate(Door);
//! for body in talk.says() {
//!     chat.customer(body).await;
//! }
//! chat.expect_message("Welcome").expect_ended();
//! # });
//! ```
//!
//! # What is tried
//!
//! The flow is driven by the driver that runs it, without a host, and no function is called. Wherever
//! it waits, what matters there is tried:
//!
//! - Somebody answers with texts that the splits which read the answer tell apart, at once or later and
//!   through variables: for each condition a text that meets it (of a pattern several), numbers on both
//!   sides of each threshold and between each two, what templates compare with, what is remembered and
//!   compared with, and a text that means nothing. Where they read what else is known of a message
//!   (`NumMedia`, `Attributes`), that too.
//! - Nobody answers.
//! - A message is refused, and so is a hand-over.
//! - A function or a request answers with values of the fields that splits read, told apart in the same
//!   way, and fails. [`Explore::returns`] gives answers of your own, in place of those.
//! - The flow starts with the texts and the parameters that it reads, and, where a split asks what time
//!   it is, by day and by night on each day of a week.
//!
//! Subflows are walked inside.
//!
//! # What is not
//!
//! Two executions that wait in the same place and agree in all that a split can still read go on alike,
//! so one of them is enough: that keeps a flow of a hundred widgets to some thousand states. Counters are
//! told apart up to a little more than the numbers that the flow compares with. A text that must be two
//! things at once (by a condition of one split and that of another, say) is found only where one of
//! those above happens to be; [`Explore::say`] adds yours. So an edge that is reported as taken can be
//! taken, and the conversation shows how; one that is not is worth a look. Of those that you know of,
//! such as the `failed` of a subflow that never fails, a test says so:
//! `.expect_every_edge_but(["address —failed→ end"])`.

use std::any::{TypeId, type_name};
use std::fmt;

use flow_model::printable::counted;
use flow_model::{Map, Value};
#[cfg(feature = "proptest")]
use {crate::conversation::Timestamp, flow_model::Text, std::collections::BTreeSet};

use crate::driver::Outcome;
use crate::flow::Flow;
use crate::function::{Function, FunctionError, returned};
use crate::program::{Definition, Program, ProgramError, Registry};
use crate::settings::Values;
use crate::testing::doubles::{short, stranger};
use crate::testing::place::{Place, find};
use crate::testing::{cannot_run, coverage, flows, text};

mod cell;
mod inputs;
mod live;
mod pattern;
mod play;
mod reading;
mod reads;
mod report;
mod samples;
mod search;
mod talk;
mod times;

use inputs::Own;
pub use report::{Exploration, Stop};
pub(super) use search::stop;
pub use talk::Talk;

/// An exploration of a flow, before it is begun: see the [module](self).
#[derive(Clone, Debug)]
#[must_use = "nothing is explored until it is `run`"]
pub struct Explore {
    definition: Definition,
    registry: Registry,
    own: Own,
    bound: Bound,
}

/// How far an exploration goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bound {
    /// How many turns a conversation has at most: messages and time-outs, the first message too.
    pub turns: usize,
    /// How often something is tried in all: an answer, a time-out, a result.
    pub tries: usize,
}

impl Default for Bound {
    /// 60 turns and 50,000 tries: some seconds at most in an unoptimised build, and of most flows some
    /// milliseconds.
    fn default() -> Self {
        Bound {
            turns: 60,
            tries: 50_000,
        }
    }
}

/// An exploration of a flow: `explore(SupportDesk).run()`. See the [module](self).
pub fn explore<F: Flow>(_flow: F) -> Explore {
    Explore::of(Definition::of::<F>())
}

impl Explore {
    /// An exploration of a flow that is no Rust type: one that was imported, or its tables.
    pub fn of(flow: impl Into<Definition>) -> Self {
        Explore {
            definition: flow.into(),
            registry: Registry::default(),
            own: Own::default(),
            bound: Bound::default(),
        }
    }

    /// Gives values to the settings of the flow.
    pub fn settings(mut self, settings: impl Into<Values>) -> Self {
        self.registry.settings.merge(settings.into());
        self
    }

    /// Says which flow a `run_subflow { flow_sid: "FW…" }` means. Typed subflows are known.
    pub fn subflow(mut self, sid: impl AsRef<str>, flow: impl Into<Definition>) -> Self {
        self.registry.subflows.insert(text(sid), flow.into());
        self
    }

    /// Tries that text as well, wherever somebody answers and at the start.
    pub fn say(mut self, body: impl AsRef<str>) -> Self {
        self.own.says.push(text(body));
        self
    }

    /// Lets a function return that, in place of what would be guessed; with several, each of them.
    ///
    /// # Panics
    ///
    /// Where no widget runs it, or it cannot be written as JSON.
    #[track_caller]
    pub fn returns<P: Function>(self, output: P::Output) -> Self {
        let value = match returned(&output) {
            Ok(value) => value,
            Err(error) => panic!(
                "what `{}` returns cannot be written as JSON: {error}",
                type_name::<P>()
            ),
        };
        self.comes_to::<P>(Outcome::Returned { value })
    }

    /// Lets a function fail so, besides failing in any way.
    ///
    /// # Panics
    ///
    /// Where no widget runs it.
    #[track_caller]
    pub fn fails<P: Function>(self, error: impl Into<FunctionError>) -> Self {
        let FunctionError { code, message } = error.into();
        self.comes_to::<P>(Outcome::Failed {
            reason: message.into(),
            code,
        })
    }

    #[track_caller]
    fn comes_to<P: Function>(mut self, outcome: Outcome) -> Self {
        let id = TypeId::of::<P>();
        let name = short(type_name::<P>());
        if let Some(what) = stranger(&flows(&self.definition, &self.registry), &[(id, name)]) {
            panic!("{what}");
        }
        self.own.functions.push((id, outcome));
        self
    }

    /// Lets a widget be answered with that JSON object, in place of what would be guessed: a
    /// `run_function` with a `url` or a `make_http_request`; with several, each of them.
    ///
    /// # Panics
    ///
    /// Where there is no such widget.
    #[track_caller]
    pub fn answers(mut self, place: impl Place, object: Map) -> Self {
        let flows = flows(&self.definition, &self.registry);
        let machines: Vec<_> = flows.iter().map(|flow| &*flow.machine).collect();
        let spot = match find(&machines, &place) {
            Ok(spot) => spot,
            Err(what) => panic!("{what}"),
        };
        let outcome = Outcome::Answered {
            status: 200,
            content_type: "application/json".into(),
            body: Value::Map(object).to_string().into(),
            headers: Map::new(),
        };
        self.own.answers.push((spot, outcome));
        self
    }

    /// The texts that matter to the flow and to its subflows, wherever somebody answers and at the start:
    /// those that are tried before anything is remembered. And how long their questions wait.
    #[cfg(feature = "proptest")]
    pub(super) fn tried(self) -> Result<(Vec<Text>, BTreeSet<Timestamp>), ProgramError> {
        let program = Program::make(self.definition, &self.registry)?;
        let flows = reads::Flows::new(&program, &self.registry.settings);
        let live = live::Live::new(&flows);
        let texts = inputs::Inputs::new(&flows, &live, &self.own).texts();
        Ok((
            texts,
            flows.all.iter().flat_map(reads::Read::patience).collect(),
        ))
    }

    /// Goes that far.
    pub fn bound(mut self, bound: Bound) -> Self {
        self.bound = bound;
        self
    }

    /// Explores.
    ///
    /// # Panics
    ///
    /// Where the flow cannot run here: [`try_run`](Explore::try_run) says why instead.
    #[track_caller]
    pub fn run(self) -> Exploration {
        match self.try_run() {
            Ok(exploration) => exploration,
            Err(error) => panic!("{}", cannot_run(&error)),
        }
    }

    /// Explores, unless the flow cannot run here.
    pub fn try_run(self) -> Result<Exploration, ProgramError> {
        coverage::known(&self.definition);
        let program = Program::make(self.definition, &self.registry)?;
        let flows = reads::Flows::new(&program, &self.registry.settings);
        let found = search::Search::new(&flows, &self.own, self.bound).run();
        let outlines = report::outlines(&flows);
        Ok(Exploration::new(program, outlines, found, self.bound))
    }
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (turns, tries) = (counted(self.turns, "turn"), counted(self.tries, "try"));
        write!(f, "{turns} and {tries}")
    }
}
