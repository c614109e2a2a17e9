//! Widgets as the driver runs them.

use std::sync::Arc;

use flow_model::condition::Condition;
use flow_model::{Text, Value};

use super::{Content, Program};
use crate::conversation::Timestamp;
use crate::driver::Method;

/// A widget.
#[derive(Debug)]
pub(crate) struct Widget {
    /// Its name in Studio.
    pub(crate) name: Text,
    pub(crate) action: Action,
}

/// What a widget does.
#[derive(Debug)]
pub(crate) enum Action {
    /// Starts executions and is never entered.
    Trigger,
    Split(Split),
    SetVariables {
        variables: Vec<Variable>,
        next: Exit,
    },
    SendMessage(SendMessage),
    Ask(Ask),
    RunFunction(RunFunction),
    MakeRequest(MakeRequest),
    RunSubflow(RunSubflow),
    SendToFlex(SendToFlex),
}

/// A way out of a widget.
#[derive(Clone, Debug)]
pub(crate) struct Exit {
    /// The event, in Studio's spelling.
    pub(crate) event: &'static str,
    /// Of a split's condition: which of the widget's arms it is.
    pub(crate) arm: Option<u16>,
    /// The widget it leads to; none: the execution ends.
    pub(crate) target: Option<u16>,
}

#[derive(Debug)]
pub(crate) struct Split {
    pub(crate) input: Content,
    /// In written order: the first that holds is taken.
    pub(crate) branches: Vec<Branch>,
    /// None: a flow from elsewhere that says nothing of it.
    pub(crate) otherwise: Option<Exit>,
}

#[derive(Debug)]
pub(crate) struct Branch {
    /// What it tests instead of the split's input.
    pub(crate) subject: Option<Content>,
    pub(crate) test: Test,
    pub(crate) exit: Exit,
}

#[derive(Debug)]
pub(crate) enum Test {
    Constant(Condition),
    /// Its arguments are templates: the condition is made each time.
    Rendered(&'static str, Vec<Content>),
}

#[derive(Debug)]
pub(crate) struct Variable {
    pub(crate) key: Text,
    pub(crate) value: Assigned,
}

/// What a variable is set to.
#[derive(Debug)]
pub(crate) enum Assigned {
    Constant(Value),
    /// Text that is rendered, and becomes a number where it is exactly one.
    Text(Content),
    /// Text that is rendered and parsed.
    Json(Content),
}

#[derive(Debug)]
pub(crate) struct SendMessage {
    pub(crate) message: Outgoing,
    pub(crate) sent: Exit,
    pub(crate) failed: Exit,
}

/// A message to be.
#[derive(Debug)]
pub(crate) struct Outgoing {
    /// None: the flow's side of the conversation.
    pub(crate) author: Option<Content>,
    /// None: an approved template of Twilio's, which has no text here.
    pub(crate) body: Option<Content>,
    pub(crate) attributes: Option<Content>,
    pub(crate) media_url: Option<Content>,
}

#[derive(Debug)]
pub(crate) struct Ask {
    pub(crate) message: Outgoing,
    /// How long to wait for an answer, in milliseconds.
    pub(crate) patience: Timestamp,
    pub(crate) reply: Exit,
    pub(crate) timeout: Exit,
    pub(crate) failure: Exit,
}

#[derive(Debug)]
pub(crate) struct RunFunction {
    pub(crate) callee: Callee,
    pub(crate) parameters: Vec<(Text, Content)>,
    pub(crate) success: Exit,
    pub(crate) fail: Exit,
}

#[derive(Debug)]
pub(crate) enum Callee {
    /// One of the program's, by its number.
    Typed { function: u16, name: Text },
    /// One that lives elsewhere.
    Url(Content),
}

#[derive(Debug)]
pub(crate) struct MakeRequest {
    pub(crate) method: Method,
    pub(crate) url: Content,
    pub(crate) content_type: Content,
    /// None: the parameters are sent.
    pub(crate) body: Option<Content>,
    pub(crate) parameters: Vec<(Text, Content)>,
    pub(crate) twilio_auth: bool,
    pub(crate) success: Exit,
    pub(crate) failed: Exit,
}

#[derive(Debug)]
pub(crate) struct RunSubflow {
    /// The SID by which the subflow knows itself.
    pub(crate) sid: Text,
    pub(crate) program: Arc<Program>,
    /// Where the subflow begins.
    pub(crate) entry: Exit,
    pub(crate) parameters: Vec<Variable>,
    pub(crate) completed: Exit,
    pub(crate) failed: Exit,
}

#[derive(Debug)]
pub(crate) struct SendToFlex {
    pub(crate) workflow: Content,
    pub(crate) channel: Content,
    pub(crate) attributes: Option<Content>,
    pub(crate) priority: Option<Content>,
    /// In seconds.
    pub(crate) timeout: Option<Content>,
    pub(crate) complete: Exit,
    pub(crate) failed: Exit,
}
