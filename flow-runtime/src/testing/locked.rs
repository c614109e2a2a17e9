//! Flows held to what may wait in those that were deployed.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use crate::flow::Flow;
use crate::lock::{Flows, Lock, LockError};
use crate::program::Definition;
use crate::testing::coverage;

/// The variable of the environment that has the file written.
const VARIABLE: &str = "FLOW_LOCK";

/// Holds the flows of a program to its `flow.lock`, so that no change strands a conversation that
/// waits. One test names all of them:
///
/// ```
/// # use flow_runtime::prelude::*;
/// use flow_runtime::testing::locked;
/// # flow! {
/// #     pub flow SupportDesk {
/// #         trigger { incoming_message => ask }
/// #         send_and_wait_for_reply ask { body: "What is it?", _ => end }
/// #     }
/// # }
/// # flow! {
/// #     pub flow Orders {
/// #         trigger { incoming_message => ask }
/// #         send_and_wait_for_reply ask { body: "Which order?", _ => end }
/// #     }
/// # }
///
/// // #[test]
/// fn nobody_who_waits_is_stranded() {
///     locked("flow.lock").flow::<SupportDesk>().flow::<Orders>().expect_carried();
/// }
/// # let folder = tempfile::tempdir().unwrap();
/// # std::env::set_current_dir(&folder).unwrap();
/// # let mut lock = flow_runtime::lock::Lock::default();
/// # lock.record(&flow_runtime::lock::Flows::new().flow::<Orders>()).unwrap();
/// # lock.write("flow.lock").unwrap();
/// # nobody_who_waits_is_stranded();
/// ```
///
/// `FLOW_LOCK=write cargo test` writes the file: do so at each release, and commit it. [`lock`] says what
/// it remembers. A relative path is one from the package's own directory, in which cargo runs its tests.
///
/// Where a change would strand somebody, the test fails, and says at which widgets and why:
///
/// ```text
/// thread 'nobody_who_waits_is_stranded' panicked at src/flows.rs:42:60:
/// `flow.lock` holds these flows back:
///
/// executions waiting at `ask_order` in `Orders` could not be carried over: `flow.variables.account` is
/// read by `confirm` and was never set: set it on the way there, or say what stands for it,
/// `{{flow.variables.account | default: ""}}`
///
/// The lock says that conversations may wait there. Once none does any more, …
/// ```
///
/// [`lock`]: crate::lock
pub fn locked(file: impl AsRef<Path>) -> Locked {
    Locked {
        file: file.as_ref().to_owned(),
        flows: Flows::new(),
    }
}

/// A program's flows, and the file that they are held to: see [`locked`].
#[derive(Debug)]
#[must_use = "nothing is held to the file until `.expect_carried()`"]
pub struct Locked {
    file: PathBuf,
    flows: Flows,
}

impl Locked {
    /// Names a flow. Its typed subflows need no name of their own.
    pub fn flow<F: Flow>(self) -> Self {
        self.definition(&Definition::of::<F>())
    }

    /// Names a flow that has no type, for instance one that is imported.
    pub fn definition(self, definition: &Definition) -> Self {
        coverage::known(definition);
        Locked {
            flows: self.flows.definition(definition),
            ..self
        }
    }

    /// Everything that may wait can go on in these flows.
    ///
    /// # Panics
    ///
    /// Where something cannot, or the file is not there or holds a flow that is not named.
    #[track_caller]
    pub fn expect_carried(self) {
        let asked = std::env::var_os(VARIABLE);
        let held = match asked.as_ref().map(|asked| asked.to_str()) {
            None => self.hold(false),
            Some(Some("write")) => self.hold(true),
            Some(_) => Err(format!(
                "`{VARIABLE}` takes `write` alone: `{VARIABLE}=write cargo test` writes the file"
            )),
        };
        if let Err(why) = held {
            panic!("{why}");
        }
    }

    fn hold(&self, write: bool) -> Result<(), String> {
        let file = self.file.display();
        let told = |error: LockError| error.to_string();
        let read = Lock::read(&self.file).map_err(told)?;
        if read.is_none() && !write {
            return Err(format!(
                "there is no `{file}` yet, which says where conversations may wait: \
                 `{VARIABLE}=write cargo test` writes it; commit it, and write it at each release"
            ));
        }
        let mut lock = read.unwrap_or_default();
        self.all_are_named(&lock)?;
        let known = lock.clone();
        lock.record(&self.flows).map_err(|refused| {
            format!("`{file}` holds these flows back:\n\n{refused}: `{VARIABLE}=write cargo test`")
        })?;
        match write && lock != known {
            true => lock.write(&self.file).map_err(told),
            false => Ok(()),
        }
    }

    /// What nobody names would be stranded without a word.
    fn all_are_named(&self, lock: &Lock) -> Result<(), String> {
        let mut said = String::new();
        for name in lock.missing(&self.flows) {
            let file = self.file.display();
            // A `String` takes whatever is written.
            let _ = writeln!(
                said,
                "`{file}` says that conversations may wait in `{name}`, which this test does not name: \
                 add `.flow::<{name}>()`; or, once none waits there any more, delete its entry in the \
                 file (`[[flow]]`)"
            );
        }
        match said.is_empty() {
            true => Ok(()),
            false => Err(said.trim_end().to_owned()),
        }
    }
}

#[cfg(test)]
mod tests;
