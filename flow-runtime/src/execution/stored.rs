//! A stored execution, taken up again: in its own version of the flow, or carried over into another.

use std::sync::Arc;

use flow_model::carry::{self, Reason, Version};
use flow_model::{Map, Text};

use super::state::{FORMAT, Row};
use super::{Execution, Wait};
use crate::program::{Action, Program};

/// Finds what is remembered of a version of a flow, by its digest.
pub type Past<'v> = dyn Fn(&str) -> Option<Arc<Version>> + 'v;

/// An execution as it was stored, before it is known whether a program may run it.
#[derive(Clone, Debug)]
pub struct Stored(Execution);

/// Why a stored execution cannot go on in this program.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// It is not the JSON of an execution.
    #[error("the stored state of an execution cannot be read: {0}")]
    Malformed(#[from] serde_json::Error),
    /// A newer program wrote it.
    #[error(
        "the stored state has format {found}, and this program reads up to {FORMAT}: run a newer one"
    )]
    Format {
        /// The format it has.
        found: u32,
    },
    /// The flow has no such widget, though it should.
    #[error("the execution stands on the widget `{widget}`, which the flow `{flow}` does not have")]
    Missing {
        /// The flow.
        flow: Text,
        /// The widget.
        widget: Text,
    },
    /// The widget of that name never waits like that.
    #[error(
        "the execution waits on the widget `{widget}` of the flow `{flow}`, which does not wait like that"
    )]
    Changed {
        /// The flow.
        flow: Text,
        /// The widget.
        widget: Text,
    },
    /// Nothing is known of the version that it began in.
    #[error(
        "it waits at `{widget}` in version {was} of the flow `{flow}`, of which nothing is known \
         here: the program that began it can finish it"
    )]
    Unknown {
        /// The flow.
        flow: Text,
        /// The widget.
        widget: Text,
        /// The version, in short.
        was: Text,
    },
    /// This version of the flow cannot go on from where that one stood.
    #[error(
        "it waits at `{widget}` in version {was} of the flow `{flow}`, and version {is} cannot go on \
         from there: {}", lines(.reasons)
    )]
    Held {
        /// The flow; a subflow has its own name.
        flow: Text,
        /// The widget.
        widget: Text,
        /// The version that it began in, in short.
        was: Text,
        /// The version here, in short.
        is: Text,
        /// Everything that is in the way.
        reasons: Vec<Reason>,
    },
}

fn lines(reasons: &[Reason]) -> String {
    let reasons: Vec<_> = reasons.iter().map(ToString::to_string).collect();
    reasons.join("; ")
}

impl Stored {
    /// Reads a state of any format, with what its row says.
    pub fn read(row: &Row, state: &str) -> Result<Self, LoadError> {
        Ok(Stored(Execution::read(row, state)?))
    }

    /// The digests of the flow that it runs on, and of the subflow in which it stands.
    pub fn digests(&self) -> impl Iterator<Item = &Text> {
        let parent = self.0.parent.as_ref().map(|parent| &parent.digest);
        parent.into_iter().chain([&self.0.digest])
    }

    /// The execution, to go on in this program: where it stood if that is the same version of the flow,
    /// else where it is carried over to. A subflow is judged by itself.
    pub fn resume(self, program: &Program, past: &Past<'_>) -> Result<Execution, LoadError> {
        let Stored(mut execution) = self;
        if execution.is_ended() {
            return Ok(execution);
        }
        let mut carried = Vec::new();
        let mut place = program;
        if let Some(parent) = &mut execution.parent {
            let mut frame = Frame {
                digest: &mut parent.digest,
                at: &mut parent.at,
                widget: &mut parent.widget,
                context: &mut parent.context,
            };
            carried.extend(frame.stand(program, past)?);
            place = match program.widget(parent.at).map(|widget| &widget.action) {
                Some(Action::RunSubflow(run)) => &run.program,
                _ => return Err(changed(program, &parent.widget)),
            };
        }
        let mut frame = Frame {
            digest: &mut execution.digest,
            at: &mut execution.at,
            widget: &mut execution.widget,
            context: &mut execution.context,
        };
        carried.extend(frame.stand(place, past)?);
        if !waits(place, &execution) {
            return Err(changed(place, &execution.widget));
        }
        execution.carried = carried;
        Ok(execution)
    }
}

/// Where an execution stands in one flow.
struct Frame<'x> {
    digest: &'x mut Text,
    at: &'x mut u16,
    widget: &'x mut Text,
    context: &'x mut Map,
}

impl Frame<'_> {
    /// Finds its widget in a program; what is to be noted where that is another version.
    fn stand(&mut self, program: &Program, past: &Past<'_>) -> Result<Option<Text>, LoadError> {
        let note = match self.digest == program.digest() {
            true => None,
            false => Some(self.carry(program, past)?),
        };
        match program.find(self.widget) {
            Some(at) => *self.at = at,
            None => {
                let (flow, widget) = (program.name().clone(), self.widget.clone());
                return Err(LoadError::Missing { flow, widget });
            }
        }
        Ok(note)
    }

    fn carry(&mut self, program: &Program, past: &Past<'_>) -> Result<Text, LoadError> {
        let flow = program.name();
        let (was, is) = (short(self.digest), short(program.digest()));
        let version = past(self.digest);
        let standing = version.and_then(|version| version.standing(self.widget, self.context));
        let Some(standing) = standing else {
            return Err(LoadError::Unknown {
                flow: flow.clone(),
                widget: self.widget.clone(),
                was,
            });
        };
        let widget = program
            .carry(&standing)
            .map_err(|reasons| LoadError::Held {
                flow: standing.flow.clone().into(),
                widget: self.widget.clone(),
                was: was.clone(),
                is: is.clone(),
                reasons,
            })?;
        let widgets = self.context.map_mut(&Text::Static("widgets"));
        carry::migrate(program.flow(), self.widget, widgets);
        let note = format!("version {was} → {is} of `{flow}`");
        *self.widget = widget;
        *self.digest = program.digest().clone();
        Ok(note.into())
    }
}

/// Whether its widget waits as the execution does.
fn waits(program: &Program, execution: &Execution) -> bool {
    let action = program.widget(execution.at).map(|widget| &widget.action);
    match execution.wait {
        Wait::Reply(_) => matches!(action, Some(Action::Ask(_))),
        Wait::Result(_) => matches!(
            action,
            Some(
                Action::SendMessage(_)
                    | Action::Ask(_)
                    | Action::RunFunction(_)
                    | Action::MakeRequest(_)
                    | Action::SendToFlex(_)
            )
        ),
        Wait::Ended => true,
    }
}

fn changed(program: &Program, widget: &Text) -> LoadError {
    LoadError::Changed {
        flow: program.name().clone(),
        widget: widget.clone(),
    }
}

/// A digest as people tell versions apart.
fn short(digest: &str) -> Text {
    digest.chars().take(8).collect::<String>().into()
}
