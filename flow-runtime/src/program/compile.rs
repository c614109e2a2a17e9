//! From tables to widgets that run.

use flow_model::Text;
use flow_model::catalogue::{self, Runs};
use flow_model::condition::Condition;
use flow_model::liquid::Template;
use flow_model::machine::{self, Entries, Event, Machine};

use super::{
    Action, Ask, Assigned, Branch, Content, Exit, Outgoing, Problem, Registry, SendMessage, Split,
    Test, Trigger, Variable, Widget,
};
use crate::driver::cast;
use crate::flow::FlowEntry;

mod calls;
mod subflow;

use subflow::Subflows;

/// What a machine names that is not in it.
#[derive(Clone, Copy)]
pub(super) struct Linker<'r> {
    pub(super) registry: &'r Registry,
    /// How many typed functions there are.
    pub(super) functions: usize,
    pub(super) subflows: &'static [FlowEntry],
    /// Whether it is to run within another one: then it can run none itself.
    pub(super) is_subflow: bool,
}

/// The widgets of a machine and its trigger, or everything that keeps it from running.
///
/// `text` keeps a text of the machine: as it is where the machine is static, else as a copy.
pub(super) fn compile<'m>(
    machine: &'m Machine,
    linker: Linker<'_>,
    text: fn(&'m str) -> Text,
) -> Result<(Trigger, Vec<Widget>), Vec<Problem>> {
    let mut compiler = Compiler {
        text,
        linker,
        subflows: Subflows::default(),
        widget: "",
        problems: Vec::new(),
    };
    let widgets = machine.widgets().map(|widget| Widget {
        name: text(widget.name()),
        action: compiler.action(&widget),
    });
    let widgets = widgets.collect();
    let mut problems = compiler.problems;
    let Some(trigger) = machine.widgets().find(machine::Widget::is_trigger) else {
        problems.push(Problem::NoTrigger);
        return Err(problems);
    };
    if !problems.is_empty() {
        return Err(problems);
    }
    let trigger = Trigger {
        name: text(trigger.name()),
        conversation: connected(&trigger, "incoming_conversation_message"),
        message: connected(&trigger, "incoming_message"),
        request: connected(&trigger, "incoming_request"),
        parent: connected(&trigger, "incoming_parent"),
    };
    Ok((trigger, widgets))
}

/// The way out by an event of the catalogue: the arm that names it, else the one of `_`.
fn connected(widget: &machine::Widget<'_>, word: &str) -> Option<Exit> {
    let event = widget.kind()?.event(word)?;
    let target = widget.target(event)?;
    Some(Exit {
        event: event.studio,
        arm: None,
        target: target.and_then(|index| u16::try_from(index).ok()),
    })
}

struct Compiler<'m, 'r> {
    text: fn(&'m str) -> Text,
    linker: Linker<'r>,
    subflows: Subflows,
    /// The name of the one being compiled.
    widget: &'m str,
    problems: Vec<Problem>,
}

impl<'m> Compiler<'m, '_> {
    fn problem(&mut self, what: &str) {
        self.problems.push(Problem::Faulty {
            widget: self.widget.to_owned(),
            what: what.to_owned(),
        });
    }

    fn action(&mut self, widget: &machine::Widget<'m>) -> Action {
        self.widget = widget.name();
        match widget.kind().map_or("", |kind| kind.word) {
            "trigger" => Action::Trigger,
            "split_based_on" => Action::Split(self.split(widget)),
            "set_variables" => Action::SetVariables {
                variables: self.variables(widget),
                next: self.exit(widget, "next"),
            },
            "send_message" => Action::SendMessage(SendMessage {
                message: self.message(widget),
                sent: self.exit(widget, "sent"),
                failed: self.exit(widget, "failed"),
            }),
            "send_and_wait_for_reply" => Action::Ask(Ask {
                message: self.message(widget),
                patience: self.seconds(widget).saturating_mul(1000),
                reply: self.exit(widget, "incoming_message"),
                timeout: self.exit(widget, "timeout"),
                failure: self.exit(widget, "delivery_failure"),
            }),
            "run_function" => Action::RunFunction(self.function(widget)),
            "make_http_request" => Action::MakeRequest(self.request(widget)),
            "run_subflow" => match self.subflow(widget) {
                Some(subflow) => Action::RunSubflow(subflow),
                None => Action::Trigger,
            },
            "send_to_flex" => Action::SendToFlex(self.flex(widget)),
            _ => {
                self.cannot_run(widget);
                Action::Trigger
            }
        }
    }

    fn cannot_run(&mut self, widget: &machine::Widget<'m>) {
        let why = match widget.kind().map(|kind| kind.runs) {
            Some(Runs::Not(why)) => why,
            Some(Runs::Whole | Runs::Differs(_)) => "it is not built in yet",
            None => "the catalogue does not know it",
        };
        self.problems.push(Problem::CannotRun {
            widget: widget.name().to_owned(),
            kind: widget.studio_type().to_owned(),
            why,
        });
    }

    /// An event without an arm, in a flow that was not checked, ends the execution as in Studio.
    fn exit(&self, widget: &machine::Widget<'m>, word: &'static str) -> Exit {
        let event = widget.kind().and_then(|kind| kind.event(word));
        connected(widget, word).unwrap_or(Exit {
            event: event.map_or(word, |event| event.studio),
            arm: None,
            target: None,
        })
    }

    fn split(&mut self, widget: &machine::Widget<'m>) -> Split {
        let mut split = Split {
            input: self.required(widget, "input"),
            branches: Vec::new(),
            otherwise: None,
        };
        for (index, arm) in (0..).zip(widget.arms()) {
            let exit = |event, index| Exit {
                event,
                arm: index,
                target: arm.target.and_then(|target| u16::try_from(target).ok()),
            };
            let (operator, arguments) = match arm.event {
                Event::Operator(operator, arguments) => (operator.word, arguments),
                Event::Rest | Event::Quoted("noMatch", _) => {
                    split.otherwise = Some(exit("noMatch", None));
                    continue;
                }
                Event::Quoted(operator, arguments) => (operator, arguments),
                Event::Known(_) => continue,
            };
            if let Some(test) = self.test(operator, arguments) {
                split.branches.push(Branch {
                    subject: arm.subject.map(|subject| self.template(subject, "subject")),
                    test,
                    exit: exit("match", Some(index)),
                });
            }
        }
        split
    }

    fn test(&mut self, operator: &str, arguments: Entries<'m>) -> Option<Test> {
        let Some(operator) = catalogue::operator(operator) else {
            self.problem(&format!("there is no operator `{operator}`"));
            return None;
        };
        let arguments: Vec<Content> = arguments
            .iter()
            .map(|entry| self.content(entry.value, operator.word))
            .collect();
        let constants: Option<Vec<&Text>> = arguments
            .iter()
            .map(|argument| match argument {
                Content::Constant(text) => Some(text),
                Content::Template(_) => None,
            })
            .collect();
        match constants {
            Some(constants) => Condition::new(operator.word, &constants).map(Test::Constant),
            None => Some(Test::Rendered(operator.word, arguments)),
        }
    }

    fn variables(&mut self, widget: &machine::Widget<'m>) -> Vec<Variable> {
        let Some(machine::Value::Map(entries)) = widget.property("variables") else {
            self.problem("`variables` is missing");
            return Vec::new();
        };
        let variable = |entry: machine::Entry<'m>| Variable {
            key: (self.text)(entry.key),
            value: self.assigned(entry),
        };
        entries.iter().map(variable).collect()
    }

    fn assigned(&mut self, entry: machine::Entry<'m>) -> Assigned {
        let json = matches!(entry.value, machine::Value::Json(_));
        match self.content(entry.value, entry.key) {
            Content::Constant(text) if json => match cast::json(&text) {
                Some(value) => Assigned::Constant(value),
                None => Assigned::Json(Content::Constant(text)),
            },
            Content::Constant(text) => Assigned::Constant(cast::number(text)),
            content if json => Assigned::Json(content),
            content => Assigned::Text(content),
        }
    }

    fn message(&mut self, widget: &machine::Widget<'m>) -> Outgoing {
        let approved = matches!(
            widget.property("message_type"),
            Some(machine::Value::Text("content_template"))
        );
        let body = match self.optional(widget, "body") {
            None if !approved => Some(self.required(widget, "body")),
            body => body,
        };
        Outgoing {
            author: self.optional(widget, "from"),
            body,
            attributes: self.optional(widget, "attributes"),
            media_url: self.optional(widget, "media_url"),
        }
    }

    /// `timeout`, in seconds.
    fn seconds(&mut self, widget: &machine::Widget<'m>) -> i64 {
        const DEFAULT: i64 = 3600;
        let Some(timeout) = self.optional(widget, "timeout") else {
            return DEFAULT;
        };
        let seconds = match &timeout {
            Content::Constant(text) => text.trim().parse().ok(),
            Content::Template(_) => None,
        };
        seconds.filter(|seconds| *seconds >= 0).unwrap_or_else(|| {
            self.problem("`timeout` is not a whole number of seconds");
            DEFAULT
        })
    }

    fn required(&mut self, widget: &machine::Widget<'m>, property: &str) -> Content {
        self.optional(widget, property).unwrap_or_else(|| {
            self.problem(&format!("`{property}` is missing"));
            Content::Constant(Text::EMPTY)
        })
    }

    fn optional(&mut self, widget: &machine::Widget<'m>, property: &str) -> Option<Content> {
        let value = widget.property(property)?;
        Some(self.content(value, property))
    }

    fn content(&mut self, value: machine::Value<'m>, what: &str) -> Content {
        match value {
            machine::Value::Text(text) | machine::Value::Json(text) => self.template(text, what),
            machine::Value::Number(text) => Content::Constant((self.text)(text)),
            machine::Value::Flag(flag) => {
                Content::Constant(if flag { "true" } else { "false" }.into())
            }
            _ => {
                self.problem(&format!("`{what}` is not text"));
                Content::Constant(Text::EMPTY)
            }
        }
    }

    fn template(&mut self, source: &'m str, what: &str) -> Content {
        match Template::parse(source) {
            Ok(template) => match template.constant() {
                Some(text) if text == source => Content::Constant((self.text)(source)),
                Some(text) => Content::Constant(text.clone()),
                None => Content::Template(template),
            },
            Err(problems) => {
                for problem in problems {
                    self.problem(&format!("`{what}`: {}", problem.message));
                }
                Content::Constant(Text::EMPTY)
            }
        }
    }
}
