//! What people do in a conversation, and time.

use std::future::IntoFuture;
use std::panic::Location;
use std::pin::Pin;
use std::time::Duration;

use super::{Simulation, text};
use crate::conversation::{Media, Who};
use crate::host::local::{NewMessage, NewRequest};
use crate::model::{Map, Text, Value};

/// Something that is done to a conversation once it is awaited. It is over when the flow waits for
/// somebody, or has ended.
#[must_use = "nothing is done until it is awaited: add `.await`"]
#[derive(Debug)]
pub struct Act<'s> {
    pub(super) simulation: &'s mut Simulation,
    pub(super) deed: Deed,
    pub(super) at: &'static Location<'static>,
}

/// A message that is sent once it is awaited.
#[must_use = "nothing is said until it is awaited: `chat.customer(\"hi\").await`"]
#[derive(Debug)]
pub struct Says<'s> {
    pub(super) simulation: &'s mut Simulation,
    pub(super) message: NewMessage,
    pub(super) at: &'static Location<'static>,
}

/// What is done.
#[derive(Debug)]
pub(super) enum Deed {
    Say(NewMessage),
    Request(NewRequest),
    Join(Who),
    Leave(Text),
    Close,
    Pass(Duration),
    /// Time passes until the flow waits no longer.
    Expire,
    Restart,
    /// The call that is held is made.
    GoOn,
}

/// What is being done to a conversation.
type Doing<'s> = Pin<Box<dyn Future<Output = &'s mut Simulation> + Send + 's>>;

impl<'s> IntoFuture for Act<'s> {
    type Output = &'s mut Simulation;
    type IntoFuture = Doing<'s>;

    fn into_future(self) -> Doing<'s> {
        Box::pin(async move {
            match self.simulation.perform(self.deed).await {
                Ok(()) => self.simulation,
                Err(what) => self.simulation.fail_at(&what, self.at),
            }
        })
    }
}

impl<'s> IntoFuture for Says<'s> {
    type Output = &'s mut Simulation;
    type IntoFuture = Doing<'s>;

    fn into_future(self) -> Doing<'s> {
        let act = Act {
            simulation: self.simulation,
            deed: Deed::Say(self.message),
            at: self.at,
        };
        act.into_future()
    }
}

impl Says<'_> {
    /// With an attribute: `widgets.NAME.inbound.Attributes` is the JSON object of all of them.
    pub fn attribute(mut self, key: impl AsRef<str>, value: impl Into<Value>) -> Self {
        self.message.attributes.insert(text(key), value);
        self
    }

    /// With attributes, in place of those given so far.
    pub fn attributes(mut self, attributes: Map) -> Self {
        self.message.attributes = attributes;
        self
    }

    /// With a picture or the like, by its address and its type: `image/png`.
    pub fn media(mut self, url: impl AsRef<str>, content_type: impl AsRef<str>) -> Self {
        self.message.media.push(Media {
            url: text(url),
            content_type: Some(text(content_type)),
            size: None,
            filename: None,
        });
        self
    }

    /// Under the channel's own id: said again under the same one, it is the same message.
    pub fn id(mut self, id: impl AsRef<str>) -> Self {
        self.message = self.message.id(text(id));
        self
    }
}

impl Simulation {
    /// The customer writes.
    #[track_caller]
    pub fn customer(&mut self, body: impl AsRef<str>) -> Says<'_> {
        self.says("customer", body)
    }

    /// Somebody writes: by the name under which the simulation knows them, else by their address.
    #[track_caller]
    pub fn says(&mut self, name: &str, body: impl AsRef<str>) -> Says<'_> {
        let author = self.author(name);
        Says {
            simulation: self,
            message: NewMessage::new(author, text(body)),
            at: Location::caller(),
        }
    }

    /// A request starts the flow: `NewRequest::new("+15557770123")` says whom it is to talk to.
    #[track_caller]
    pub fn request(&mut self, request: NewRequest) -> Act<'_> {
        self.act(Deed::Request(request))
    }

    /// Somebody joins the conversation.
    #[track_caller]
    pub fn joins(&mut self, name: &str) -> Act<'_> {
        let who = self.who(name);
        self.act(Deed::Join(who))
    }

    /// Somebody leaves the conversation.
    #[track_caller]
    pub fn leaves(&mut self, name: &str) -> Act<'_> {
        let author = self.author(name);
        self.act(Deed::Leave(author))
    }

    /// The conversation is closed.
    #[track_caller]
    pub fn closes(&mut self) -> Act<'_> {
        self.act(Deed::Close)
    }

    /// Time passes, and whatever falls due meanwhile happens in its order.
    #[track_caller]
    pub fn advance(&mut self, by: Duration) -> Act<'_> {
        self.act(Deed::Pass(by))
    }

    /// Time passes until the flow waits no longer for an answer: its question takes `timeout`.
    #[track_caller]
    pub fn nobody_answers(&mut self) -> Act<'_> {
        self.act(Deed::Expire)
    }

    /// The program stops where it stands, as when it is killed, and starts again: what it goes on with
    /// is what its store holds.
    #[track_caller]
    pub fn restart(&mut self) -> Act<'_> {
        self.act(Deed::Restart)
    }

    /// The call that [`holding`](Simulation::holding) holds is made.
    #[track_caller]
    pub fn goes_on(&mut self) -> Act<'_> {
        self.act(Deed::GoOn)
    }

    #[track_caller]
    fn act(&mut self, deed: Deed) -> Act<'_> {
        Act {
            simulation: self,
            deed,
            at: Location::caller(),
        }
    }
}
