//! `flow diff`

use serde::Serialize;

use flow_model::diagram::Diagram;
use flow_model::diff::{About, Change, What, diff};
use flow_model::flow::{Flow, Name};

use crate::args::{self, Changes, Picture};
use crate::error::{Error, Outcome};
use crate::input;
use crate::output::{self, Over};
use crate::studio;
use crate::terminal::Terminal;

pub(crate) fn run(args: &args::Diff, terminal: &mut Terminal) -> Result<Outcome, Error> {
    if input::is_stdin(&args.old) && input::is_stdin(&args.new) {
        return Err(Error::StdinTwice);
    }
    let picture = args.diagram.as_deref().map(Picture::of).transpose()?;
    let mut old = studio::read(&args.old, "")?.import.flow;
    let mut new = studio::read(&args.new, "")?.import.flow;
    name(&mut old, &mut new, &studio::stem(&args.new));
    let changes = diff(&old, &new);
    for change in &changes {
        let line = match args.format {
            Changes::Text => format!("{change}\n"),
            Changes::Json => json(change),
        };
        terminal.print(&line)?;
    }
    if let (Some(picture), Some(path)) = (picture, &args.diagram) {
        let text = picture.draw(&Diagram::of_change(&old, &new));
        output::write(path, &text, Over::Any)?;
    }
    Ok(match changes.is_empty() {
        true => Outcome::Clean,
        false => Outcome::Found,
    })
}

/// A definition does not say what its flow is called, only an answer of the REST API does: where one
/// of the two says nothing, they are called alike.
fn name(old: &mut Flow, new: &mut Flow, stem: &str) {
    let said = |flow: &Flow| flow.friendly_name.is_some();
    let both = said(old) && said(new);
    let known = new.friendly_name.clone().or(old.friendly_name.clone());
    let called = known.unwrap_or_else(|| Name {
        text: stem.to_owned(),
        ..Name::default()
    });
    if !both {
        old.friendly_name = Some(called.clone());
        new.friendly_name = Some(called);
    }
}

/// What a program reads of a change.
#[derive(Serialize)]
struct Line<'c> {
    /// The widget's name in Studio; none where the flow is meant.
    widget: Option<&'c str>,
    change: &'static str,
    message: String,
}

fn json(change: &Change) -> String {
    let line = Line {
        widget: match &change.about {
            About::Flow => None,
            About::Widget { name, .. } => Some(name),
        },
        change: kind(&change.what),
        message: change.to_string(),
    };
    // Texts are never refused.
    serde_json::to_string(&line).unwrap_or_default() + "\n"
}

fn kind(what: &What) -> &'static str {
    match what {
        What::FlowName(_) => "flow_name",
        What::Description(_) => "description",
        What::ConcurrentCalls(_) => "concurrent_calls",
        What::Settings(_) => "settings",
        What::Moved(_) => "moved",
        What::Added { .. } => "added",
        What::Removed { .. } => "removed",
        What::Renamed { .. } => "renamed",
        What::Kind(_) => "kind",
        What::Property { .. } => "property",
        What::Order { .. } => "order",
        What::ArmAdded { .. } => "arm_added",
        What::ArmRemoved { .. } => "arm_removed",
        What::Redirected { .. } => "redirected",
        What::Condition { .. } => "condition",
        What::Label { .. } => "label",
        What::ArmOrder(_) => "arm_order",
    }
}
