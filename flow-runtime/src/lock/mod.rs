//! `flow.lock`: where conversations may wait in the flows that were deployed, so that a change which
//! would strand one is found before it is deployed.
//!
//! A conversation that waits while a new version of its flow is deployed goes on in that version, where
//! it can. It cannot where the widget is gone on which it stands, or where it would read what only the
//! new version sets. The lock is a file beside the source, which a release writes and a test reads:
//!
//! ```
//! use flow_runtime::lock::{Flows, Lock};
//! use flow_runtime::prelude::*;
//!
//! # mod deployed {
//! #     use flow_runtime::prelude::*;
//! #     flow! {
//! #         pub flow Orders {
//! #             trigger { incoming_message => ask }
//! #             send_and_wait_for_reply ask { body: "What would you like?", _ => end }
//! #         }
//! #     }
//! # }
//! # mod present {
//! #     use flow_runtime::prelude::*;
//! flow! {
//!     pub flow Orders {
//!         trigger { incoming_message => name }
//!
//!         set_variables name { variables: { name: "{{trigger.message.From}}" }, next => ask }
//!
//!         send_and_wait_for_reply ask {
//!             body: "What would you like?",
//!
//!             incoming_message => thanks,
//!             _ => end,
//!         }
//!
//!         send_message thanks { body: "Thank you, {{flow.variables.name}}.", _ => end }
//!     }
//! }
//! # }
//! # use present::Orders;
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let mut lock = Lock::default();
//! # lock.record(&Flows::new().flow::<deployed::Orders>())?;
//! # let written = lock.to_string();
//!
//! // In the version that was deployed, nothing set `name`.
//! let lock: Lock = written.parse()?;
//! let stranded = lock.stranded(&Flows::new().flow::<Orders>());
//! assert_eq!(
//!     stranded[0].to_string(),
//!     "executions waiting at `ask` in `Orders` could not be carried over: \
//!      `flow.variables.name` is read by `thanks` and was never set: set it on the way there, or say \
//!      what stands for it, `{{flow.variables.name | default: \"\"}}`"
//! );
//! # Ok(())
//! # }
//! ```
//!
//! A test of one line does this for a program's flows, and writes the file as well:
//! [`testing::locked`](crate::testing::locked).
//!
//! # What it remembers
//!
//! Of each flow its digest, and everything that executions may be between two turns: the widget on
//! which one stands, what that calls, and what it has set by then. What is [recorded](Lock::record)
//! comes to what is there already: a conversation that waits since the release before the last one is
//! protected as well, and to write the file anew does not make a finding go away. Once nobody waits in
//! an earlier version any more, delete the file, or an entry of it, and write it anew.

mod file;
mod flows;
mod stranded;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use flow_model::carry::{self, Standing};

pub use file::LockError;
pub use flows::Flows;
pub use stranded::{Refused, Stranded};

/// Where conversations may wait in the flows that were deployed. See the [module](self).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lock {
    flows: BTreeMap<String, Locked>,
}

/// One flow of a lock.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Locked {
    /// That of the version that was recorded last.
    digest: String,
    waiting: BTreeSet<Standing>,
}

impl Lock {
    /// Adds what may wait in these flows to what is there.
    ///
    /// # Errors
    ///
    /// [`Refused`] if they cannot carry everything on that is there, and then nothing is added.
    pub fn record(&mut self, flows: &Flows) -> Result<(), Refused> {
        let stranded = self.stranded(flows);
        if !stranded.is_empty() {
            return Err(Refused { stranded });
        }
        for (name, present) in flows.iter() {
            let locked = self.flows.entry(name.to_owned()).or_default();
            locked.digest = present.digest.to_string();
            let waiting = carry::standings(&present.flow, &present.version);
            locked.waiting.extend(waiting);
        }
        Ok(())
    }

    /// What may wait and could not go on in these flows, by widget. Of a flow that is not among them
    /// nothing is said: see [`Lock::missing`].
    pub fn stranded(&self, flows: &Flows) -> Vec<Stranded> {
        let mut stranded: Vec<Stranded> = Vec::new();
        for (name, present) in flows.iter() {
            for standing in self.waiting(name) {
                let carried = carry::carry(&present.flow, &present.version.kinds, standing);
                let Err(reasons) = carried else { continue };
                let at = stranded
                    .iter()
                    .position(|it| it.flow == name && it.widget == standing.widget);
                let at = at.unwrap_or_else(|| {
                    stranded.push(Stranded {
                        flow: name.to_owned(),
                        widget: standing.widget.clone(),
                        reasons: Vec::new(),
                    });
                    stranded.len() - 1
                });
                let told = &mut stranded[at].reasons;
                for reason in reasons {
                    if !told.contains(&reason) {
                        told.push(reason);
                    }
                }
            }
        }
        stranded
    }

    /// The flows in which something may wait and that are not among these.
    pub fn missing<'l>(&'l self, flows: &Flows) -> impl Iterator<Item = &'l str> {
        let missing = |(name, locked): &(&String, &Locked)| {
            !locked.waiting.is_empty() && flows.get(name).is_none()
        };
        let flows = self.flows.iter().filter(missing);
        flows.map(|(name, _)| name.as_str())
    }

    /// The names of its flows.
    pub fn flows(&self) -> impl Iterator<Item = &str> {
        self.flows.keys().map(String::as_str)
    }

    /// Everything that an execution of a flow may be that waits.
    pub fn waiting(&self, flow: &str) -> impl Iterator<Item = &Standing> {
        let locked = self.flows.get(flow).into_iter();
        locked.flat_map(|locked| &locked.waiting)
    }

    /// The digest of the version of a flow that was recorded last.
    pub fn digest(&self, flow: &str) -> Option<&str> {
        Some(&self.flows.get(flow)?.digest)
    }
}

/// As the file has it.
impl fmt::Display for Lock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&file::write(self))
    }
}

impl FromStr for Lock {
    type Err = LockError;

    fn from_str(text: &str) -> Result<Self, LockError> {
        file::read(text)
    }
}

#[cfg(test)]
mod tests;
