//! Conversation flows as Twilio Studio has them: declared with [`flow!`], checked by the compiler,
//! driven by real messages, durable from the first one.

// What the macros expand to names the crate, here too.
extern crate self as flow_runtime;

pub mod catalogue;
pub mod channel;
pub mod conversation;
pub mod driver;
pub mod execution;
#[doc(hidden)]
pub mod expansion;
pub mod flow;
pub mod function;
pub mod functions;
pub mod host;
pub mod prelude;
pub mod program;
pub mod sid;
pub mod store;

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
pub use host::local::Runtime;
pub use program::Program;
