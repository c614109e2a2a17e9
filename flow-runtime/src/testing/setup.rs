//! What stands around a conversation: who takes part, and what stands in for what the flow calls.

use std::sync::atomic::Ordering;
use std::time::Duration;

use flow_model::machine::Widget;

use super::place::{Place, Spot};
use super::{Simulation, text};
use crate::conversation::Timestamp;
use crate::function::{Function, FunctionContext, FunctionError};
use crate::host::local::{RemoteAnswer, RemoteCall};
use crate::program::Definition;
use crate::settings::Values;

impl Simulation {
    /// Gives values to the settings of the flow, as
    /// [`Builder::settings`](crate::host::local::Builder::settings) does.
    #[track_caller]
    pub fn settings(mut self, settings: impl Into<Values>) -> Self {
        self.only_at_first("settings");
        self.registry.settings.merge(settings.into());
        self
    }

    /// Says which flow a `run_subflow { flow_sid: "FW…" }` means. Typed subflows are known.
    #[track_caller]
    pub fn subflow(mut self, sid: impl AsRef<str>, flow: impl Into<Definition>) -> Self {
        self.only_at_first("subflow");
        self.registry.subflows.insert(text(sid), flow.into());
        self
    }

    /// Begins at that time, in milliseconds since 1970 UTC.
    #[track_caller]
    pub fn starting_at(self, time: Timestamp) -> Self {
        self.only_at_first("starting_at");
        self.backstage.time.store(time, Ordering::Release);
        self
    }

    /// The customer's address, such as `+15557770123`; where none is given they are a chat user of the
    /// identity `customer`.
    #[track_caller]
    pub fn customer_address(mut self, address: impl AsRef<str>) -> Self {
        self.only_at_first("customer_address");
        self.know("customer", text(address), true);
        self
    }

    /// Our own address, which flows read as `flow.channel.address`: the participants write to it.
    #[track_caller]
    pub fn our_address(mut self, address: impl AsRef<str>) -> Self {
        self.only_at_first("our_address");
        self.proxy = Some(text(address));
        self
    }

    /// Somebody who is there from the start, with their address (`+15557770124`, `whatsapp:…`) or, as a
    /// chat user, their identity.
    #[track_caller]
    pub fn participant(mut self, name: &str, address: impl AsRef<str>) -> Self {
        self.only_at_first("participant");
        self.know(name, text(address), true);
        self
    }

    /// Calls the address of somebody whom the flow may add, or who joins later.
    #[track_caller]
    pub fn alias(mut self, name: &str, address: impl AsRef<str>) -> Self {
        self.know(name, text(address), false);
        self
    }

    /// Lets a closure stand in for a function of the flow, and of its subflows: it is given what the
    /// function would be, and says what the function would say. Functions without a double run.
    pub fn function<P: Function>(
        self,
        mut double: impl FnMut(P) -> Result<P::Output, FunctionError> + Send + 'static,
    ) -> Self {
        self.function_with(move |function, _| std::future::ready(double(function)))
    }

    /// The same for a function that takes so long: over its limit of 10 seconds the widget takes `fail`.
    pub fn function_after<P: Function>(
        self,
        takes: Duration,
        mut double: impl FnMut(P) -> Result<P::Output, FunctionError> + Send + 'static,
    ) -> Self {
        let double = move |function, _| std::future::ready(double(function));
        self.backstage.double(takes, double);
        self
    }

    /// The same with the function's context, through which it reaches its conversation:
    /// `.function_with(|add: AddParticipant, cx| async move { … })`.
    pub fn function_with<P, A>(
        self,
        double: impl FnMut(P, FunctionContext) -> A + Send + 'static,
    ) -> Self
    where
        P: Function,
        A: Future<Output = Result<P::Output, FunctionError>> + Send + 'static,
    {
        self.backstage.double(Duration::ZERO, double);
        self
    }

    /// Answers what this widget asks of elsewhere: a `make_http_request`, or a `run_function` with a
    /// `url`. What is asked of elsewhere and has no answer fails the test.
    #[track_caller]
    pub fn elsewhere(
        self,
        place: impl Place,
        answer: impl FnMut(RemoteCall) -> Result<RemoteAnswer, FunctionError> + Send + 'static,
    ) -> Self {
        let asks = |widget: Widget<'_>| {
            let word = widget.kind().map_or("", |kind| kind.word);
            word == "make_http_request" || widget.property("url").is_some()
        };
        let spot = self.spot_that(
            &place,
            asks,
            "asks nothing of elsewhere, as a `make_http_request` or a `run_function` with a `url` does: \
             for a function of the program there is `.function(…)`",
        );
        self.backstage.elsewhere(spot, Box::new(answer));
        self
    }

    /// Holds each call of this widget, a `run_function` or a `make_http_request`, until
    /// [`goes_on`](Simulation::goes_on): so that something can happen in the middle of it. Somebody
    /// writes, the program stops, or so much time passes that it fails.
    #[track_caller]
    pub fn holding(self, place: impl Place) -> Self {
        let calls = |widget: Widget<'_>| {
            let word = widget.kind().map_or("", |kind| kind.word);
            matches!(word, "run_function" | "make_http_request")
        };
        let spot = self.spot_that(&place, calls, "makes no call that could be held");
        self.backstage.holding(spot);
        self
    }

    /// Refuses each message of this widget, as a channel does that cannot deliver it: a `send_message`
    /// takes `failed`, a question `delivery_failure`.
    #[track_caller]
    pub fn refusing(self, place: impl Place) -> Self {
        let sends = |widget: Widget<'_>| {
            let word = widget.kind().map_or("", |kind| kind.word);
            matches!(word, "send_message" | "send_and_wait_for_reply")
        };
        let what = "sends no message that could be refused";
        let spot = self.spot_that(&place, sends, what);
        self.backstage.refusing(spot);
        self
    }
}

impl Simulation {
    #[track_caller]
    fn only_at_first(&self, what: &str) {
        if self.open.is_some() {
            self.fail(&format!(
                "`{what}` is for the beginning, and the conversation has begun: say it before anybody writes"
            ));
        }
    }

    /// The widget that is meant, which has to be one for which something can stand in.
    #[track_caller]
    fn spot_that(&self, place: &dyn Place, does: fn(Widget<'_>) -> bool, what: &str) -> Spot {
        let spot = self.spot(place);
        let flows = self.flows();
        let machines = flows.iter().map(|flow| &flow.machine);
        let mut widgets = machines
            .filter(|machine| spot.flow == machine.name())
            .flat_map(|machine| machine.widgets());
        if !widgets.any(|widget| spot.widget == widget.name() && does(widget)) {
            self.fail(&format!("`{}` {what}", spot.widget));
        }
        spot
    }
}
