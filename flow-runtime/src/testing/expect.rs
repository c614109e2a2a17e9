//! What a test expects of the flow. Each failure tells the whole conversation.

use std::fmt::Display;

use super::explore::stop;
use super::place::{Place, Spot, list, there};
use super::{Simulation, paths};
use crate::driver::Step;
use crate::execution::Execution;
use crate::host::local::Standing;

/// What is expected: of what happened since the last thing that somebody did, and of how the flow
/// stands now.
///
/// Messages are met in the order in which they came: an expectation looks at those after the one
/// that the expectation before it met, and passes over others. [`Simulation::expect_messages`] and
/// [`Simulation::expect_no_message`] pass over none.
impl Simulation {
    /// The flow wrote this.
    #[track_caller]
    pub fn expect_message(&mut self, body: &str) -> &mut Self {
        self.meet(&format!("this message:{}", quoted(body)), |other| {
            other == body
        })
    }

    /// The flow wrote something that holds this.
    #[track_caller]
    pub fn expect_message_containing(&mut self, part: &str) -> &mut Self {
        let what = format!("a message that contains this:{}", quoted(part));
        self.meet(&what, |body| body.contains(part))
    }

    /// The flow wrote exactly these, and nothing else, since the last thing that somebody did.
    #[track_caller]
    pub fn expect_messages<'b>(&mut self, bodies: impl IntoIterator<Item = &'b str>) -> &mut Self {
        let bodies: Vec<_> = bodies.into_iter().collect();
        let wrote: Vec<_> = self.news().collect();
        if wrote != bodies {
            let expected = match bodies.as_slice() {
                [] => " nothing".to_owned(),
                bodies => bodies.iter().map(|body| quoted(body)).collect(),
            };
            self.fail(&format!(
                "the flow should have written{expected}\nand it wrote{}",
                self.wrote()
            ));
        }
        let last = self.seen.news().last().map(|(at, _)| at);
        if let Some(at) = last {
            self.seen.met(at);
        }
        self
    }

    /// The flow wrote nothing, or nothing after what was expected already.
    #[track_caller]
    pub fn expect_no_message(&mut self) -> &mut Self {
        if self.news().next().is_some() {
            let more = if self.seen.last_met().is_some() {
                " more"
            } else {
                ""
            };
            self.fail(&format!(
                "the flow should have written nothing{more}, and it wrote{}",
                self.wrote()
            ));
        }
        self
    }

    /// The message that was expected last reached exactly these, by their names.
    #[track_caller]
    pub fn expect_reached<'n>(&mut self, names: impl IntoIterator<Item = &'n str>) -> &mut Self {
        let names: Vec<_> = names.into_iter().collect();
        let Some(written) = self.seen.last_met() else {
            self.fail(
                "whom it reached is asked of a message: expect that first, with `expect_message`",
            );
        };
        let is_same = written.reached.len() == names.len()
            && names
                .iter()
                .all(|name| written.reached.iter().any(|reached| reached == name));
        if !is_same {
            let (body, reached) = (&written.message.body, list(&written.reached));
            self.fail(&format!(
                "this message should have reached {}, and it reached {reached}:{}{}",
                list(&names),
                quoted(body),
                self.meant(&names)
            ));
        }
        self
    }

    /// The message that was expected last says that it is from this author.
    #[track_caller]
    pub fn expect_author(&mut self, name: &str) -> &mut Self {
        let author = self.author(name);
        let Some(written) = self.seen.last_met() else {
            self.fail("its author is asked of a message: expect that first, with `expect_message`");
        };
        let (found, body) = (&written.message.author, &written.message.body);
        if *found != author {
            self.fail(&format!(
                "this message should be from `{author}`, and it is from `{found}`:{}{}",
                quoted(body),
                self.meant(&[name])
            ));
        }
        self
    }

    /// The flow waits at this widget.
    #[track_caller]
    pub fn expect_waiting_at(&mut self, place: impl Place) -> &mut Self {
        let spot = self.spot(&place);
        let stands = self
            .seen
            .execution
            .as_ref()
            .filter(|execution| !execution.is_ended());
        if stands.is_none_or(|execution| self.stands_on(execution) != spot) {
            self.fail(&format!("the flow should wait at `{}`", spot.widget));
        }
        self
    }

    /// The flow came to this widget, or left it, since the last thing that somebody did.
    #[track_caller]
    pub fn expect_visited(&mut self, place: impl Place) -> &mut Self {
        let spot = self.spot(&place);
        if !self.visited(&spot) {
            let visited = self.way();
            self.fail(&format!(
                "the flow should have come to `{}`, and {visited}",
                spot.widget
            ));
        }
        self
    }

    /// The flow neither came to this widget nor left it since the last thing that somebody did.
    #[track_caller]
    pub fn expect_not_visited(&mut self, place: impl Place) -> &mut Self {
        let spot = self.spot(&place);
        if self.visited(&spot) {
            self.fail(&format!(
                "the flow should not have come to `{}`",
                spot.widget
            ));
        }
        self
    }

    /// The flow left this widget by this event since the last thing that somebody did: `timeout`,
    /// `noMatch`, in the spelling of `flow!` or of Studio.
    #[track_caller]
    pub fn expect_left(&mut self, place: impl Place, event: &str) -> &mut Self {
        let spot = self.spot(&place);
        let plain = |event: &str| event.replace('_', "").to_lowercase();
        let left = self
            .seen
            .steps
            .iter()
            .filter(|step| self.is_from(step, &spot));
        let events: Vec<_> = left.map(|step| step.event.as_str()).collect();
        if !events.iter().any(|other| plain(other) == plain(event)) {
            let how = match events.as_slice() {
                [] => "it did not leave that".to_owned(),
                events => format!("it left that by {}", list(events)),
            };
            self.fail(&format!(
                "the flow should have left `{}` by `{event}`, and {how}",
                spot.widget
            ));
        }
        self
    }

    /// What a template reads under this path (`flow.variables.day`, `widgets.book.parsed.time`) is this,
    /// as a message would show it. In a subflow it is what the subflow's templates read.
    #[track_caller]
    pub fn expect_variable(&mut self, path: &str, value: impl Display) -> &mut Self {
        let (expected, found) = (value.to_string(), self.variable(path));
        if found != expected {
            let found = match (found.as_str(), &self.seen.execution) {
                ("", Some(execution)) => format!("blank{}", paths::advice(path, execution)),
                (text, _) => format!("{text:?}"),
            };
            self.fail(&format!(
                "`{path}` should be {expected:?}, and it is {found}"
            ));
        }
        self
    }

    /// What a template shows of this path (`flow.variables.day`), filters included
    /// (`flow.variables.day | upcase`); blank where it is not set.
    #[track_caller]
    pub fn variable(&self, path: &str) -> String {
        let Some(execution) = &self.seen.execution else {
            self.fail("there are no variables yet, as the flow has not started");
        };
        match paths::read(path, execution) {
            Ok(text) => text,
            Err(what) => self.fail(&what),
        }
    }

    /// The flow has ended.
    #[track_caller]
    pub fn expect_ended(&mut self) -> &mut Self {
        if !self
            .seen
            .execution
            .as_ref()
            .is_some_and(Execution::is_ended)
        {
            self.fail("the flow should have ended");
        }
        self
    }

    /// No limit ended the flow so far, and no split was without a way.
    #[track_caller]
    pub fn expect_within_limits(&mut self) -> &mut Self {
        if let Some(why) = self.seen.course.iter().find_map(stop) {
            self.fail(&format!("the flow should not have been stopped: {why}"));
        }
        self
    }

    /// The conversation is handed over to people: messages no longer reach the flow.
    #[track_caller]
    pub fn expect_handed_over(&mut self) -> &mut Self {
        if self.seen.standing != Standing::HandedOver {
            self.fail("the conversation should be handed over to people");
        }
        self
    }

    /// The conversation is closed.
    #[track_caller]
    pub fn expect_closed(&mut self) -> &mut Self {
        if self.seen.standing != Standing::Closed {
            self.fail("the conversation should be closed");
        }
        self
    }

    /// Exactly these are in the conversation now, by their names.
    #[track_caller]
    pub fn expect_people<'n>(&mut self, names: impl IntoIterator<Item = &'n str>) -> &mut Self {
        let names: Vec<_> = names.into_iter().collect();
        let people = self.people();
        if people.len() != names.len() || !names.iter().all(|name| people.contains(name)) {
            self.fail(&format!(
                "those in the conversation should be {}, and {}{}",
                list(&names),
                there(&people),
                self.meant(&names)
            ));
        }
        self
    }
}

impl Simulation {
    #[track_caller]
    fn meet(&mut self, what: &str, is: impl Fn(&str) -> bool) -> &mut Self {
        let met = self
            .seen
            .news()
            .find(|(_, written)| is(&written.message.body));
        match met.map(|(at, _)| at) {
            Some(at) => self.seen.met(at),
            None => {
                let after = if self.seen.last_met().is_some() {
                    "after that it wrote"
                } else {
                    "it wrote"
                };
                self.fail(&format!(
                    "the flow should have written {what}\nand {after}{}",
                    self.wrote()
                ));
            }
        }
        self
    }

    fn news(&self) -> impl Iterator<Item = &str> {
        self.seen
            .news()
            .map(|(_, written)| written.message.body.as_str())
    }

    /// What the flow wrote that no expectation met.
    fn wrote(&self) -> String {
        match self.news().map(quoted).collect::<String>() {
            nothing if nothing.is_empty() => " nothing".to_owned(),
            wrote => wrote,
        }
    }

    /// The widget that is meant.
    #[track_caller]
    pub(super) fn spot(&self, place: &dyn Place) -> Spot {
        match self.find(place) {
            Ok(spot) => spot,
            Err(what) => self.fail(&what),
        }
    }

    fn stands_on(&self, execution: &Execution) -> Spot {
        Spot {
            flow: self.flow_of(execution.within()),
            widget: execution.widget().clone(),
        }
    }

    fn is_from(&self, step: &Step, spot: &Spot) -> bool {
        step.from == spot.widget && self.flow_of(step.within.as_ref()) == spot.flow
    }

    fn is_to(&self, step: &Step, spot: &Spot) -> bool {
        step.to.as_ref() == Some(&spot.widget) && self.flow_of(step.within.as_ref()) == spot.flow
    }

    fn visited(&self, spot: &Spot) -> bool {
        let mut steps = self.seen.steps.iter();
        steps.any(|step| self.is_from(step, spot) || self.is_to(step, spot))
    }

    /// Where the flow went since the last thing that was done.
    fn way(&self) -> String {
        let to = self.seen.steps.iter().filter_map(|step| step.to.as_deref());
        match to.collect::<Vec<_>>().as_slice() {
            [] => "it went nowhere".to_owned(),
            way => format!("it went to {}", list(way)),
        }
    }
}

/// A text on lines of its own.
fn quoted(text: &str) -> String {
    format!("\n    {}", text.replace('\n', "\n    "))
}
