//! Whether a store can be used, for everybody who uses it.

use std::future::{Future, pending};
use std::sync::Arc;

use tokio::sync::watch;

use super::StoreError;

/// Whether a store can be used. It gets worse, and never better.
#[derive(Clone, Debug)]
pub(super) struct Health(Arc<watch::Sender<State>>);

#[derive(Clone, Debug)]
enum State {
    Open,
    Closed,
    Failed(StoreError),
}

impl Health {
    pub(super) fn new() -> Self {
        Health(Arc::new(watch::Sender::new(State::Open)))
    }

    /// Why it cannot be used.
    pub(super) fn check(&self) -> Result<(), StoreError> {
        match &*self.0.borrow() {
            State::Open => Ok(()),
            State::Closed => Err(closed()),
            State::Failed(error) => Err(error.clone()),
        }
    }

    /// Looks whether an error is one after which nothing may be written.
    pub(super) fn note(&self, error: &StoreError) {
        if matches!(error, StoreError::Failed(_)) {
            self.leave_for(State::Failed(error.clone()));
        }
    }

    /// Whether it is closed by this.
    pub(super) fn close(&self) -> bool {
        self.leave_for(State::Closed)
    }

    fn leave_for(&self, state: State) -> bool {
        self.0.send_if_modified(|now| match now {
            State::Open => {
                *now = state;
                true
            }
            // One that failed is closed all the same.
            State::Failed(_) if matches!(state, State::Closed) => {
                *now = state;
                true
            }
            _ => false,
        })
    }

    /// The error after which nothing is written; one that is closed never has one.
    pub(super) fn failed(&self) -> impl Future<Output = StoreError> + Send + use<> {
        let mut states = self.0.subscribe();
        async move {
            let failed = states.wait_for(|state| matches!(state, State::Failed(_)));
            let error = match failed.await.as_deref() {
                Ok(State::Failed(error)) => Some(error.clone()),
                _ => None,
            };
            match error {
                Some(error) => error,
                None => pending().await,
            }
        }
    }
}

pub(super) fn closed() -> StoreError {
    StoreError::Failed("it was closed".to_owned())
}
