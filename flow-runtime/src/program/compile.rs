//! From tables to widgets that run.

use flow_model::condition::Condition;
use flow_model::liquid::Template;
use flow_model::machine::{self, Entries, Event, Machine};
use flow_model::{Text, catalogue};

use super::{
    Action, Ask, Assigned, Branch, Callee, Content, Exit, Outgoing, RunFunction, SendMessage,
    Split, Test, Trigger, Variable, Widget,
};
use crate::driver::cast;
use crate::function::FunctionEntry;

/// The widgets of a machine and its trigger, or everything that keeps it from running.
///
/// `text` keeps a text of the machine: as it is where the machine is static, else as a copy.
pub(super) fn compile<'m>(
    machine: &'m Machine,
    functions: &[FunctionEntry],
    text: fn(&'m str) -> Text,
) -> Result<(Trigger, Vec<Widget>), Vec<String>> {
    let mut compiler = Compiler {
        text,
        functions: functions.len(),
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
        problems.push("it has no `trigger`, so nothing can start it".to_owned());
        return Err(problems);
    };
    if !problems.is_empty() {
        return Err(problems);
    }
    let trigger = Trigger {
        name: text(trigger.name()),
        conversation: connected(&trigger, "incoming_conversation_message"),
        message: connected(&trigger, "incoming_message"),
    };
    Ok((trigger, widgets))
}

/// The way out by an event of the catalogue: the arm that names it, else the one of `_`.
fn connected(widget: &machine::Widget<'_>, word: &str) -> Option<Exit> {
    let event = widget.kind()?.event(word)?;
    let target = widget.target(event)?;
    Some(Exit {
        event: event.studio,
        target: target.and_then(|index| u16::try_from(index).ok()),
    })
}

struct Compiler<'m> {
    text: fn(&'m str) -> Text,
    functions: usize,
    /// The name of the one being compiled.
    widget: &'m str,
    problems: Vec<String>,
}

impl<'m> Compiler<'m> {
    fn problem(&mut self, what: &str) {
        self.problems.push(format!("`{}`: {what}", self.widget));
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
            _ => {
                let kind = widget.studio_type();
                self.problem(&format!("no widget of the type `{kind}` can run here"));
                Action::Trigger
            }
        }
    }

    /// An event without an arm, in a flow that was not checked, ends the execution as in Studio.
    fn exit(&self, widget: &machine::Widget<'m>, word: &'static str) -> Exit {
        let event = widget.kind().and_then(|kind| kind.event(word));
        connected(widget, word).unwrap_or(Exit {
            event: event.map_or(word, |event| event.studio),
            target: None,
        })
    }

    fn split(&mut self, widget: &machine::Widget<'m>) -> Split {
        let mut split = Split {
            input: self.required(widget, "input"),
            branches: Vec::new(),
            otherwise: None,
        };
        for arm in widget.arms() {
            let exit = |event| Exit {
                event,
                target: arm.target.and_then(|target| u16::try_from(target).ok()),
            };
            let (operator, arguments) = match arm.event {
                Event::Operator(operator, arguments) => (operator.word, arguments),
                Event::Rest | Event::Quoted("noMatch", _) => {
                    split.otherwise = Some(exit("noMatch"));
                    continue;
                }
                Event::Quoted(operator, arguments) => (operator, arguments),
                Event::Known(_) => continue,
            };
            if let Some(test) = self.test(operator, arguments) {
                split.branches.push(Branch {
                    subject: arm.subject.map(|subject| self.template(subject, "subject")),
                    test,
                    exit: exit("match"),
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

    fn function(&mut self, widget: &machine::Widget<'m>) -> RunFunction {
        let (callee, parameters) = match widget.property("function") {
            Some(machine::Value::Callee {
                index,
                path,
                fields,
            }) => (self.callee(index, path), self.parameters(fields)),
            _ => {
                let parameters = match widget.property("parameters") {
                    Some(machine::Value::Map(entries)) => self.parameters(entries),
                    _ => Vec::new(),
                };
                (Callee::Url(self.required(widget, "url")), parameters)
            }
        };
        RunFunction {
            callee,
            parameters,
            success: self.exit(widget, "success"),
            fail: self.exit(widget, "fail"),
        }
    }

    fn callee(&mut self, index: usize, path: &'m str) -> Callee {
        if index >= self.functions {
            let functions = self.functions;
            self.problem(&format!(
                "`{path}` is typed function number {index}, and the program has {functions}"
            ));
        }
        Callee::Typed {
            function: u16::try_from(index).unwrap_or(u16::MAX),
            name: (self.text)(path),
        }
    }

    fn parameters(&mut self, entries: Entries<'m>) -> Vec<(Text, Content)> {
        entries
            .iter()
            .map(|entry| ((self.text)(entry.key), self.content(entry.value, entry.key)))
            .collect()
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
