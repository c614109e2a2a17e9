//! Requests to start an execution, each answered once however often it is made.

use std::hash::{BuildHasher, Hasher, RandomState};

use flow_model::Text;

use super::task::Task;
use super::transact::{Once, host_error};
use super::{HostError, NewRequest, Started};
use crate::store::read;

impl Task {
    pub(super) async fn start(
        &mut self,
        flow: &Text,
        request: &NewRequest,
    ) -> Result<Started, HostError> {
        self.inner.remembers(&self.sid(), request.sent)?;
        let id = request.id.clone().unwrap_or_else(drawn);
        let identity: Text = format!("start:{id}").into();
        let seats = &self.room().await?.seats;
        let Some(seat) = seats.iter().find(|seat| seat.flow == *flow) else {
            return Err(HostError::UnknownFlow(flow.clone()));
        };
        let conversation = seat.conversation;
        let once = Once {
            conversation: Some(conversation),
            identity: &identity,
        };
        let started = self
            .transact(Some(once), |draft| draft.request(flow, &identity, request))
            .await;
        let not_taken = || HostError::NotTaken { flow: flow.clone() };
        let failure = match started {
            Ok(started) => return started.ok_or_else(not_taken),
            Err(failure) => failure,
        };
        // One that was made before has the answer it had then, whatever has changed since.
        if !self.may_know(&identity).await? {
            return Err(host_error(failure));
        }
        let chat = self.room().await?.chat.id;
        let read = move |db: &_| read::moved(db, chat, conversation, &identity);
        match self.inner.store.read(read).await? {
            None => Err(host_error(failure)),
            Some(None) => Err(not_taken()),
            Some(Some(execution)) => Ok(Started {
                execution,
                duplicate: true,
            }),
        }
    }
}

/// A name that no other request has.
fn drawn() -> Text {
    let part = || RandomState::new().build_hasher().finish();
    format!("{:016x}{:016x}", part(), part()).into()
}
