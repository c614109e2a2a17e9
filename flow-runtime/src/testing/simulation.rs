//! A conversation with one flow: how it is set up, and how it goes on.

use std::fmt;
use std::panic::Location;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use flow_model::check::near;
use flow_model::machine::Widget;

use super::doubles::Backstage;
use super::place::{Place, Spot, find, flow_of};
use super::seen::Seen;
use super::stage::Open;
use super::{flows, text};
use crate::conversation::{Message, Timestamp, Who};
use crate::function::{Function, FunctionContext, FunctionError};
use crate::host::local::{HandOver, RemoteAnswer, RemoteCall, Standing};
use crate::model::Text;
use crate::program::{Definition, Registry};
use crate::settings::Values;

/// When a simulation begins, unless it is told otherwise: 15 January 2025, 09:00 UTC, a Wednesday.
const START: Timestamp = 1_736_931_600_000;

/// One conversation with a flow, in a test: see the [module](super).
pub struct Simulation {
    pub(super) definition: Definition,
    pub(super) registry: Registry,
    people: Vec<Person>,
    proxy: Option<Text>,
    pub(super) backstage: Arc<Backstage>,
    pub(super) open: Option<Open>,
    pub(super) seen: Seen,
}

/// Somebody whom the test knows by a name.
#[derive(Clone, Debug)]
struct Person {
    name: String,
    address: Text,
    /// Whether they are there from the start.
    is_present: bool,
}

impl Simulation {
    /// A conversation with a flow that is no Rust type: one that was imported, or its tables.
    pub fn of(flow: impl Into<Definition>) -> Self {
        let definition = flow.into();
        let seen = Seen::new(definition.machine.name());
        let mut simulation = Simulation {
            definition,
            registry: Registry::default(),
            people: Vec::new(),
            proxy: None,
            backstage: Arc::new(Backstage::new(START)),
            open: None,
            seen,
        };
        simulation.know("customer", "customer".into(), true);
        simulation
    }

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

    /// Every message so far, in order.
    pub fn messages(&self) -> impl ExactSizeIterator<Item = &Message> {
        self.seen.messages.iter().map(|written| &written.message)
    }

    /// The conversation as lines, with the steps of the flow: what a failing expectation prints.
    pub fn transcript(&self) -> String {
        self.seen.told()
    }

    /// How it stands with the flow.
    pub fn standing(&self) -> &Standing {
        &self.seen.standing
    }

    /// What a `send_to_flex` left to people; none: nothing yet.
    pub fn hand_over(&self) -> Option<&HandOver> {
        self.seen.hand_over.as_ref()
    }

    /// What time it is, in milliseconds since 1970 UTC.
    pub fn now(&self) -> Timestamp {
        self.backstage.time.load(Ordering::Acquire)
    }
}

impl Simulation {
    fn know(&mut self, name: &str, address: Text, is_present: bool) {
        self.seen.transcript.name(address.clone(), name);
        let name = name.to_owned();
        self.people.retain(|person| person.name != name);
        self.people.push(Person {
            name,
            address,
            is_present,
        });
    }

    #[track_caller]
    fn only_at_first(&self, what: &str) {
        if self.open.is_some() {
            self.fail(&format!(
                "`{what}` is for the beginning, and the conversation has begun: say it before anybody writes"
            ));
        }
    }

    /// The flow and its subflows, those of them that are typed or were named.
    pub(super) fn flows(&self) -> Vec<Definition> {
        flows(&self.definition, &self.registry)
    }

    /// The widget that is meant, or what is wrong with its name.
    pub(super) fn find(&self, place: &dyn Place) -> Result<Spot, String> {
        let flows = self.flows();
        let machines: Vec<_> = flows.iter().map(|flow| &*flow.machine).collect();
        find(&machines, place)
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

    /// The name of the flow whose widgets a step speaks of.
    pub(super) fn flow_of(&self, within: Option<&Text>) -> Text {
        match &self.open {
            Some(open) => flow_of(&open.program, within).name().clone(),
            None => Text::EMPTY,
        }
    }

    /// The names of those who are there from the start.
    pub(super) fn there_from_the_start(&self) -> Vec<String> {
        let present = self.people.iter().filter(|person| person.is_present);
        present.map(|person| person.name.clone()).collect()
    }

    /// The address of whoever is known by that name.
    pub(super) fn author(&self, name: &str) -> Text {
        let mut people = self.people.iter();
        let known = people.find(|person| person.name == name);
        known.map_or_else(|| name.to_owned().into(), |person| person.address.clone())
    }

    /// Who may have been meant by the first of these names that is nobody's, on a line of its own.
    pub(super) fn meant(&self, names: &[&str]) -> String {
        let known: Vec<_> = self.people.iter().map(|person| &*person.name).collect();
        let strangers = names.iter().filter(|name| !known.contains(name));
        let mut meant =
            strangers.filter_map(|name| Some((name, *near(name, known.clone()).first()?)));
        match meant.next() {
            Some((name, near)) => format!("\n`{name}` is nobody: did you mean `{near}`?"),
            None => String::new(),
        }
    }

    /// The same as somebody who can join.
    pub(super) fn who(&self, name: &str) -> Who {
        let address = self.author(name);
        // As in Conversations: a number, or a channel and a number.
        if address.starts_with('+') || address.contains(':') {
            let proxy_address = self.proxy.clone();
            return Who::Address {
                address,
                proxy_address,
            };
        }
        Who::Identity(address)
    }

    /// Who is in the conversation, by their names.
    pub(super) fn people(&self) -> Vec<&str> {
        let people = self.seen.people.iter();
        people
            .map(|person| self.seen.transcript.label(person.who.author()))
            .collect()
    }

    /// Fails the test at the caller's line.
    #[track_caller]
    pub(super) fn fail(&self, what: &str) -> ! {
        panic!("{what}{}", self.story())
    }

    /// Fails the test where no line of it is being run.
    pub(super) fn fail_at(&self, what: &str, at: &Location<'_>) -> ! {
        panic!("{at}: {what}{}", self.story())
    }

    /// Where the flow stands and how it came there, after a failure.
    fn story(&self) -> String {
        let told = self.seen.told();
        if told.is_empty() {
            return "\n\nnothing has happened in the conversation yet: it begins with \
                    `chat.customer(\"hi\").await`"
                .to_owned();
        }
        let flow = self.definition.machine.name();
        let stands = self.seen.stands(self.now());
        let mut story = format!("\n\n`{flow}` {stands}:\n{told}");
        for double in self.backstage.uncalled() {
            story.push_str(&format!("the double of `{double}` was not called\n"));
        }
        story.trim_end().to_owned()
    }
}

impl fmt::Debug for Simulation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Simulation")
            .field("flow", &self.definition.machine.name())
            .finish_non_exhaustive()
    }
}
