//! Mistakes that a host could make. The kill harness must find each of them, or it finds nothing.
//!
//! Only with the feature `mutants`, and only where a program asks its builder for one.

use std::time::Duration;

use flow_model::Text;

use super::draft::{After, Draft};
use super::task::Task;
use crate::store::commit::{Commit, Write};

/// How long a mistake stays open, so that few kills find it; without it some tens do.
const WINDOW: Duration = Duration::from_millis(2);

/// A mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mutant {
    /// An event is acknowledged, and its turn written then.
    AnswerBeforeCommit,
    /// A call is made, and the turn that asks for it written then.
    EffectBeforeCommit,
    /// A call that is about to be made is in no row.
    RowDeletedBeforeSend,
    /// The flow of the conversation at that address takes the process with it.
    Aborts(Text),
}

impl Task {
    /// What of a commit is still to be written before anybody is answered; none: nothing.
    pub(super) async fn mutated(&mut self, mut commit: Commit, after: &After) -> Option<Commit> {
        match self.inner.mutant {
            Some(Mutant::AnswerBeforeCommit) => {
                self.late = Some((commit, after.clone()));
                return None;
            }
            Some(Mutant::EffectBeforeCommit) if !after.calls.is_empty() => {
                self.call_early(after);
                tokio::time::sleep(WINDOW).await;
            }
            Some(Mutant::RowDeletedBeforeSend) => commit
                .writes
                .retain(|write| !matches!(write, Write::Effect(_) | Write::Settle { .. })),
            _ => {}
        }
        Some(commit)
    }

    fn call_early(&mut self, after: &After) {
        for &(seat, _) in &after.calls {
            let calls = self.room.as_ref().map(|room| &room.seats[seat].calls);
            if let Some(call) = calls.and_then(|calls| calls.last()).cloned() {
                self.start_call(seat, call);
            }
        }
    }

    /// Writes what was answered.
    pub(super) async fn commit_late(&mut self) {
        let Some((commit, after)) = self.late.take() else {
            return;
        };
        tokio::time::sleep(WINDOW).await;
        match self.inner.store.commit(commit).await {
            Ok(written) => self.committed(&after, &written),
            Err(_) => self.room = None,
        }
    }
}

/// Ends the process while a flow runs.
pub(super) fn abort(mutant: Option<&Mutant>, draft: &Draft<'_>) {
    if let Some(Mutant::Aborts(address)) = mutant
        && draft.holds()
        && draft.room.chat.address == *address
    {
        std::process::abort();
    }
}
