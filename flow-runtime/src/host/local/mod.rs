//! The embedded host: one process, one SQLite file, its conversations kept there too.
//!
//! ```no_run
//! # async fn example<SupportDesk: flow_runtime::Flow>() -> Result<(), Box<dyn std::error::Error>> {
//! use flow_runtime::conversation::Who;
//! use flow_runtime::host::local::{NewMessage, Runtime};
//!
//! let runtime = Runtime::builder().flow::<SupportDesk>().open("support.db").await?;
//! let chat = runtime.conversation::<SupportDesk>("console:demo").await?;
//! chat.add_participant(Who::Identity("customer".into())).await?;
//! chat.deliver(NewMessage::new("customer", "hello")).await?;
//! chat.quiet().await?;
//! for message in chat.messages().await? {
//!     println!("{}: {}", message.author, message.body);
//! }
//! runtime.close().await;
//! # Ok(())
//! # }
//! ```

mod builder;
mod calls;
mod conversation;
mod draft;
mod effects;
mod error;
mod events;
mod follow_up;
mod hand_overs;
mod held;
mod incoming;
mod inner;
mod mail;
#[cfg(feature = "mutants")]
mod mutant;
mod operations;
mod past;
mod prune;
mod replay;
mod requests;
mod room;
mod round;
mod runtime;
mod slots;
mod stage;
mod survive;
mod task;
#[cfg(test)]
mod tests;
mod timer;
mod transact;
mod turn;

pub use builder::Builder;
pub use calls::{RemoteAnswer, RemoteCall, RemoteKind};
pub use conversation::{Activity, Conversation, Standing, TurnRecord};
pub use error::{HostError, OpenError};
pub use hand_overs::{HandOver, HandOvers, Taken};
pub use incoming::{Delivered, NewMessage, NewRequest, Started};
#[cfg(feature = "mutants")]
#[doc(hidden)]
pub use mutant::Mutant;
pub use replay::{Difference, Replay, Replayed, replay};
pub use runtime::{ExecutionRecord, Limits, Runtime};
pub(crate) use stage::Stage;
