//! Tests of flows, as a program's own `cargo test` runs them.
//!
//! [`simulate`] talks with a flow as people would, on the [runtime](crate::host::local) that runs it in
//! production, with a store in memory and a clock of its own. Say what somebody writes, `.await` it,
//! and say what is to be expected then:
//!
//! ```
//! use flow_runtime::prelude::*;
//! use flow_runtime::testing::simulate;
//!
//! flow! {
//!     /// Notes when somebody wants to be called.
//!     pub flow Callback {
//!         trigger { incoming_conversation_message => ask }
//!
//!         send_and_wait_for_reply ask {
//!             body: "When may we call you?",
//!             timeout: 14400,
//!
//!             incoming_message => note,
//!             timeout => give_up,
//!             delivery_failure => end,
//!         }
//!
//!         set_variables note {
//!             variables: { time: "{{widgets.ask.inbound.Body}}" },
//!
//!             next => promise,
//!         }
//!
//!         send_message promise {
//!             body: "We call you {{flow.variables.time}}.",
//!
//!             _ => end,
//!         }
//!
//!         send_message give_up {
//!             body: "Write again whenever you like.",
//!
//!             _ => end,
//!         }
//!     }
//! }
//!
//! # fn main() { flow_runtime::testing::block_on(async {
//! // The body of a `#[tokio::test] async fn the_time_is_noted()`:
//! let mut chat = simulate(Callback);
//! chat.customer("hi").await.expect_message("When may we call you?");
//! chat.customer("at noon").await.expect_message("We call you at noon.");
//! chat.expect_variable("flow.variables.time", "at noon").expect_ended();
//!
//! // And of another one:
//! let mut chat = simulate(Callback);
//! chat.customer("hi").await.expect_waiting_at(Callback::ask);
//! chat.nobody_answers().await; // four hours, in no time
//! chat.expect_message("Write again whenever you like.").expect_ended();
//! # }) }
//! ```
//!
//! For `#[tokio::test]` a program depends on tokio with the features `macros` and `rt`; a plain `#[test]`
//! does without, and calls [`block_on`].
//!
//! # What happens
//!
//! | | |
//! |---|---|
//! | [`customer`](Simulation::customer)`("hi").await` | the customer writes |
//! | [`says`](Simulation::says)`("partner", "hi").await` | somebody else does, whom [`participant`](Simulation::participant) or [`alias`](Simulation::alias) names |
//! | `customer("look")`[`.media`](Says::media)`(url, "image/png").await` | with a picture; [`attribute`](Says::attribute), [`id`](Says::id) |
//! | [`request`](Simulation::request)`(NewRequest::new("+15557770123")).await` | a request starts the flow |
//! | [`advance`](Simulation::advance)`(Duration::from_secs(60)).await` | time passes |
//! | [`nobody_answers`](Simulation::nobody_answers)`().await` | time passes until the flow gives up waiting |
//! | [`joins`](Simulation::joins)`("partner").await`, [`leaves`](Simulation::leaves), [`closes`](Simulation::closes) | people come and go |
//! | [`restart`](Simulation::restart)`().await` | the program is killed, and starts again |
//! | [`goes_on`](Simulation::goes_on)`().await` | a call is made that [`holding`](Simulation::holding) held |
//!
//! Each is over when the flow waits for somebody or has ended; functions and time-outs are done by
//! then. Everything is the same in each run: identities, SIDs, and the time, which begins on
//! 15 January 2025 at 09:00 UTC unless [`starting_at`](Simulation::starting_at) says otherwise.
//!
//! # What is expected
//!
//! | | |
//! |---|---|
//! | [`expect_message`](Simulation::expect_message)`("Hello")` | the flow wrote this since the last thing that happened |
//! | [`expect_message_containing`](Simulation::expect_message_containing)`("ell")` | it wrote something with this in it |
//! | [`expect_messages`](Simulation::expect_messages)`(["Hello", "Bye"])` | it wrote exactly these |
//! | [`expect_no_message`](Simulation::expect_no_message)`()` | it wrote nothing, or nothing more |
//! | [`expect_reached`](Simulation::expect_reached)`(["customer", "partner"])` | whom the message before reached; [`expect_author`](Simulation::expect_author) |
//! | [`expect_waiting_at`](Simulation::expect_waiting_at)`(Callback::ask)` | where it waits now |
//! | [`expect_visited`](Simulation::expect_visited)`(Callback::note)` | where it came by; [`expect_not_visited`](Simulation::expect_not_visited) |
//! | [`expect_left`](Simulation::expect_left)`(Callback::ask, "timeout")` | which way it took |
//! | [`expect_variable`](Simulation::expect_variable)`("flow.variables.time", "at noon")` | what a template reads |
//! | [`expect_ended`](Simulation::expect_ended)`()`, [`expect_handed_over`](Simulation::expect_handed_over), [`expect_closed`](Simulation::expect_closed) | how it stands |
//! | [`expect_people`](Simulation::expect_people)`(["customer"])` | who is there |
//!
//! A widget is given by its handle, which the compiler knows, or by its name; one of a subflow in the
//! same way. For what none of these say there are [`messages`](Simulation::messages),
//! [`variable`](Simulation::variable), [`standing`](Simulation::standing),
//! [`hand_over`](Simulation::hand_over) and [`transcript`](Simulation::transcript).
//!
//! A test fails at the line of its expectation, and tells the whole conversation:
//!
//! ```text
//! thread 'the_time_is_noted' panicked at src/callback.rs:42:38:
//! the flow should have written this message:
//!     We will call you at noon.
//! and it wrote
//!     We call you at noon.
//!
//! `Callback` has ended:
//! customer: hi
//!   · Trigger —incomingConversationMessage→ ask
//! Callback: When may we call you?
//! customer: at noon
//!   · ask —incomingMessage→ note
//!   · note —next→ promise
//! Callback: We call you at noon.
//!   · promise —sent→ end
//!   · the flow ended
//! ```
//!
//! # Every path
//!
//! Three more are there for what nobody thought of:
//!
//! - [`explore`](mod@explore) walks every path of a flow, and says what nothing takes and where nothing ends.
//! - [`coverage`] says which edges the tests of a program took, with the lines where they are written.
//! - `conversations`, with the feature `proptest`, makes conversations for property tests.
//!
//! # What the flow calls
//!
//! Functions run as they do in production. A closure stands in for one by the type of what it is given,
//! in subflows too:
//!
//! ```
//! # use flow_runtime::prelude::*;
//! # use serde::Serialize;
//! use std::time::Duration;
//!
//! use flow_runtime::host::local::RemoteAnswer;
//! use flow_runtime::testing::simulate;
//!
//! # flow! {
//! #     pub flow Parcel {
//! #         trigger { incoming_conversation_message => weigh }
//! #
//! #         run_function weigh {
//! #             function: Weigh { street: "{{trigger.conversation.Body}}" },
//! #
//! #             success => order,
//! #             fail => end,
//! #         }
//! #
//! #         make_http_request order {
//! #             method: "POST",
//! #             url: "https://parcels.example.com/orders",
//! #             parameters: { grams: "{{widgets.weigh.parsed.grams}}" },
//! #
//! #             success => promise,
//! #             failed => end,
//! #         }
//! #
//! #         send_message promise {
//! #             body: "It comes on {{widgets.order.parsed.day}}.",
//! #
//! #             _ => end,
//! #         }
//! #     }
//! # }
//! # #[derive(FunctionParameters)]
//! # struct Weigh { street: String }
//! # #[derive(Serialize, FunctionOutput)]
//! # struct Weighed { grams: u32 }
//! # impl Function for Weigh {
//! #     type Output = Weighed;
//! #     async fn call(self, _cx: &FunctionContext) -> Result<Weighed, FunctionError> {
//! #         Err(FunctionError::new("the scales are elsewhere"))
//! #     }
//! # }
//! # fn main() { flow_runtime::testing::block_on(async {
//! let mut chat = simulate(Parcel)
//!     .function(|weigh: Weigh| match weigh.street.as_str() {
//!         "Main Street" => Ok(Weighed { grams: 250 }),
//!         street => Err(FunctionError::new(format!("there is no {street}"))),
//!     })
//!     .elsewhere(Parcel::order, |call| {
//!         assert_eq!(call.parameters.text("grams"), "250");
//!         Ok(RemoteAnswer::json(r#"{ "day": "Monday" }"#))
//!     });
//! chat.customer("Main Street").await.expect_message("It comes on Monday.");
//! chat.customer("Side Street").await.expect_left(Parcel::weigh, "fail");
//!
//! let slow = |_: Weigh| Ok(Weighed { grams: 250 });
//! let mut chat = simulate(Parcel).function_after(Duration::from_secs(11), slow);
//! chat.customer("Main Street").await.expect_left(Parcel::weigh, "fail");
//! # }) }
//! ```
//!
//! - [`function_with`](Simulation::function_with) is for a double that reaches its conversation, as
//!   functions do; [`function_after`](Simulation::function_after) for one that takes its time.
//! - [`elsewhere`](Simulation::elsewhere) answers a `make_http_request`, or a `run_function` with a
//!   `url`. Nothing of a test goes to the network: one without an answer fails, and says so.
//! - [`holding`](Simulation::holding) holds a call until [`goes_on`](Simulation::goes_on), so that somebody
//!   can write in the middle of it, or the program stop: it is made again then, and
//!   [`cx.attempt()`](crate::function::FunctionContext::attempt) says so.
//! - [`refusing`](Simulation::refusing) refuses what a widget sends, so that it takes `failed` or
//!   `delivery_failure`.
//! - Subflows are those of the program; [`subflow`](Simulation::subflow) gives those that are named by
//!   SID, and [`settings`](Simulation::settings) what the texts read.
//! - A closure that panics, by an `assert_eq!` in it for instance, fails the test.
//!
//! A double stays for the whole conversation; a closure that counts its calls answers each otherwise.
//! A function that sleeps in tokio's time does so in earnest, unless the test stops that time too:
//! `#[tokio::test(start_paused = true)]`, with tokio's feature `test-util`.
//!
//! # When a flow changes
//!
//! [`locked`] holds the flows to those that were deployed, so that no change strands a conversation that
//! waits.

#![allow(clippy::panic, reason = "a test fails by panicking")]

mod act;
pub mod coverage;
mod doubles;
mod expect;
pub mod explore;
mod locked;
mod outline;
mod paths;
mod place;
#[cfg(feature = "proptest")]
pub mod property;
mod seen;
mod setup;
mod simulation;
mod stage;

pub use act::{Act, Says};
pub use coverage::Coverage;
pub use explore::{Exploration, Explore, explore};
pub use locked::{Locked, locked};
pub use outline::{Edge, Outline, Starts, Station};
pub use place::Place;
#[cfg(feature = "proptest")]
pub use property::{Conversations, Script, conversations};
pub use simulation::Simulation;

use crate::conversation::Timestamp;
use crate::flow::{Flow, FlowEntry};
use crate::model::Text;
use crate::program::{Definition, Problem, ProgramError, Registry};

/// When conversations begin, unless a test says otherwise: Wednesday, 15 January 2025, 09:00 UTC.
const START: Timestamp = 1_736_931_600_000;

/// A conversation with the flow `F`: `simulate(SupportDesk)`. See the [module](self).
#[must_use = "nothing happens until somebody writes: `chat.customer(\"hi\").await`"]
pub fn simulate<F: Flow>(_flow: F) -> Simulation {
    Simulation::of(Definition::of::<F>())
}

/// Whatever a test gives as a text, also one that it only borrowed.
fn text(text: impl AsRef<str>) -> Text {
    text.as_ref().to_owned().into()
}

/// A flow and its subflows, those of them that are typed or were named.
fn flows(flow: &Definition, registry: &Registry) -> Vec<Definition> {
    let typed = flow.subflows.iter().map(FlowEntry::definition);
    let named = registry.subflows.values().cloned();
    let first = std::iter::once(flow.clone());
    first.chain(typed).chain(named).collect()
}

/// Why a flow cannot run, and what to do about it in a test.
fn cannot_run(error: &ProgramError) -> String {
    fn is_unset(error: &ProgramError) -> bool {
        error.problems.iter().any(|problem| match problem {
            Problem::Setting(_) => true,
            Problem::Subflow { error, .. } => is_unset(error),
            _ => false,
        })
    }
    match is_unset(error) {
        true => format!("{error}\ngive it its settings with `.settings(…)`"),
        false => error.to_string(),
    }
}

/// Runs a test in a tokio runtime of its own, where it is no `#[tokio::test]`.
///
/// # Panics
///
/// In a tokio runtime: `.await` there.
#[track_caller]
pub fn block_on<T>(test: impl Future<Output = T>) -> T {
    if tokio::runtime::Handle::try_current().is_ok() {
        panic!("the test runs in tokio already: `.await` there instead of `block_on`");
    }
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    match runtime.enable_all().build() {
        Ok(runtime) => runtime.block_on(test),
        Err(error) => panic!("no tokio runtime can be started: {error}"),
    }
}
