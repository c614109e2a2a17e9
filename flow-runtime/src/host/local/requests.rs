//! Requests to start an execution, each answered once however often it is made.

use std::hash::{BuildHasher, Hasher, RandomState};

use flow_model::Text;

use super::task::Task;
use super::transact::{Once, host_error};
use super::{HostError, NewRequest, Started};
use crate::sid;
use crate::store::StoreError;

impl Task {
    pub(super) async fn start(
        &mut self,
        flow: &Text,
        request: &NewRequest,
    ) -> Result<Started, HostError> {
        self.inner.remembers(request.sent)?;
        let id = request.id.clone().unwrap_or_else(drawn);
        let identity: Text = format!("start:{id}").into();
        let seats = &self.room().await?.seats;
        let seat = seats.iter().find(|seat| seat.flow == *flow);
        let once = Once {
            conversation: seat.map(|seat| seat.conversation),
            identity: &identity,
        };
        let started = self
            .transact(Some(once), |draft| draft.request(flow, &identity, request))
            .await;
        let failure = match started {
            Ok(started) => return Ok(started),
            Err(failure) => failure,
        };
        // One that was made before has the answer it had then, whatever has changed since.
        if let Some(execution) = self.started(flow, identity).await? {
            return Ok(Started {
                execution,
                duplicate: true,
            });
        }
        Err(host_error(failure))
    }

    /// The execution that a request started before.
    async fn started(&mut self, flow: &Text, identity: Text) -> Result<Option<Text>, StoreError> {
        let room = self.room().await?;
        let Some(seat) = room.seats.iter().find(|seat| seat.flow == *flow) else {
            return Ok(None);
        };
        let (conversation, execution) = (seat.conversation, sid::execution(&seat.key, &identity));
        let logged = self.logged(conversation, identity).await?;
        Ok(logged.map(|_| execution))
    }
}

/// A name that no other request has.
fn drawn() -> Text {
    let part = || RandomState::new().build_hasher().finish();
    format!("{:016x}{:016x}", part(), part()).into()
}
