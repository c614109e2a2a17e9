//! A conversation with one flow: how it is set up, and how it goes on.

use std::fmt;
use std::panic::Location;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use flow_model::check::near;
use flow_model::printable;

use super::doubles::Backstage;
use super::place::{Place, Spot, find, flow_of};
use super::seen::Seen;
use super::stage::Open;
use super::{START, flows};
use crate::conversation::{Message, Timestamp, Who};
use crate::host::local::{HandOver, Standing};
use crate::model::Text;
use crate::program::{Definition, Registry};

/// One conversation with a flow, in a test: see the [module](super).
pub struct Simulation {
    pub(super) definition: Definition,
    pub(super) registry: Registry,
    people: Vec<Person>,
    pub(super) proxy: Option<Text>,
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
    pub(super) fn know(&mut self, name: &str, address: Text, is_present: bool) {
        self.seen.transcript.name(address.clone(), name);
        let name = name.to_owned();
        self.people.retain(|person| person.name != name);
        self.people.push(Person {
            name,
            address,
            is_present,
        });
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
        panic!("{}{}", printable::lines(what), self.story())
    }

    /// Fails the test where no line of it is being run.
    pub(super) fn fail_at(&self, what: &str, at: &Location<'_>) -> ! {
        panic!("{at}: {}{}", printable::lines(what), self.story())
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
        if let Some((widget, _)) = self.backstage.held() {
            story.push_str(&format!(
                "the call of `{widget}` is held until `goes_on()`\n"
            ));
        }
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
