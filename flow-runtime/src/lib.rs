//! Conversation flows as Twilio Studio has them: declared with [`flow!`], checked by the compiler,
//! driven by real messages, durable from the first one.
//!
//! A flow is made of widgets: each does one thing, and says which widget is next in each event. A
//! widget that runs a function names the fields of an ordinary struct. Here a function looks an
//! order up, and a [`Runtime`] talks with a customer:
//!
//! ```
//! use flow_runtime::Runtime;
//! use flow_runtime::conversation::Who;
//! use flow_runtime::host::local::NewMessage;
//! use flow_runtime::prelude::*;
//! use serde::Serialize;
//!
//! flow! {
//!     /// Says when an order arrives.
//!     pub flow Orders {
//!         trigger {
//!             incoming_conversation_message => look_up,
//!         }
//!
//!         run_function look_up {
//!             function: LookUp { order: "{{trigger.conversation.Body}}" },
//!
//!             success => tell,
//!             fail => ask_again,
//!         }
//!
//!         send_message tell {
//!             body: "It arrives on {{widgets.look_up.parsed.day}}.",
//!
//!             _ => end,
//!         }
//!
//!         send_message ask_again {
//!             body: "Which order, please? Only its number.",
//!
//!             _ => end,
//!         }
//!     }
//! }
//!
//! /// Finds an order.
//! #[derive(FunctionParameters)]
//! pub struct LookUp {
//!     /// Its number.
//!     pub order: u32,
//! }
//!
//! #[derive(Serialize, FunctionOutput)]
//! pub struct Found {
//!     pub day: String,
//! }
//!
//! impl Function for LookUp {
//!     type Output = Found;
//!
//!     async fn call(self, _cx: &FunctionContext) -> Result<Found, FunctionError> {
//!         match self.order {
//!             17 => Ok(Found { day: "Monday".to_owned() }),
//!             order => Err(FunctionError::new(format!("there is no order {order}"))),
//!         }
//!     }
//! }
//!
//! #[tokio::main]
//! async fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     // `open("orders.db")` in its stead keeps the conversations in a file.
//!     let runtime = Runtime::builder().flow::<Orders>().in_memory().await?;
//!     let chat = runtime.conversation::<Orders>("web:1").await?;
//!     chat.add_participant(Who::Identity("ann".into())).await?;
//!     chat.deliver(NewMessage::new("ann", "17")).await?;
//!     chat.quiet().await?;
//!     let messages = chat.messages().await?;
//!     assert_eq!(messages[1].body, "It arrives on Monday.");
//!     runtime.close().await;
//!     Ok(())
//! }
//! ```
//!
//! # What the compiler says
//!
//! A message of [`flow!`] ends in a code, such as `[F0203]`. The [error index](errors) has a page for
//! each: what a customer would notice, a flow that earns it, and what to write instead.
//!
//! # Where things are
//!
//! - [`prelude`]: what a program that declares flows wants in scope.
//! - [`widgets`]: a page for each widget, and the table of what runs.
//! - [`catalogue`]: every widget, property, event and operator, as the editor knows them.
//! - [`mod@function`], [`functions`]: functions of one's own, and those that are ready-made.
//! - [`mod@settings`]: what differs between staging and production.
//! - [`host::local`]: the runtime; one process, one SQLite file.
//! - `http`: a client for requests and for functions that live elsewhere, with the feature `http`.
//! - [`store`]: copies, checks and recordings of that file, as the `flow` command makes them.
//! - [`channel::console`]: a conversation in the terminal.
//! - [`conversation`]: what every channel has in common: messages, participants.
//! - [`lock`]: `flow.lock`, which keeps a change of a flow from stranding conversations that wait.
//! - [`telemetry`]: spans, events and metrics, and what they are called.
//! - [`testing`]: what a program's own tests of its flows call.
//! - [`driver`], [`program`], [`execution`]: the pure core, for hosts and tests of one's own.

// What the macros expand to names the crate, here too.
extern crate self as flow_runtime;

pub mod catalogue;
pub mod channel;
pub mod conversation;
pub mod driver;
pub mod execution;
#[doc(hidden)]
pub mod expansion;
#[doc(hidden)]
pub mod fault;
pub mod flow;
pub mod function;
pub mod functions;
pub mod host;
#[cfg(feature = "http")]
pub mod http;
pub mod lock;
pub mod prelude;
pub mod program;
pub mod settings;
pub mod sid;
pub mod store;
pub mod telemetry;
pub mod testing;
pub mod widgets;

pub use execution::Execution;
pub use flow::{Flow, Handle, machine};
/// ```
/// use flow_runtime::prelude::*;
///
/// flow! {
///     /// Greets whoever writes.
///     pub flow Greeter {
///         trigger {
///             incoming_message => greet,
///         }
///
///         send_message greet {
///             body: "Hello {{contact.channel.address}}",
///
///             _ => end,
///         }
///     }
/// }
///
/// assert_eq!(Greeter::greet.name(), "greet");
/// ```
pub use flow_macros::flow;
pub use flow_model as model;
#[doc(inline)]
pub use flow_model::errors;
pub use host::local::Runtime;
pub use program::Program;
