//! What the rule of carrying over asks of a program: its flow as a whole, and what is remembered of it
//! once no program has it any more. Made when it is first asked for.

use std::sync::{Arc, OnceLock};

use flow_model::carry::{self, Kind, Kinds, Reason, Standing, Version};
use flow_model::machine::{self, Value};
use flow_model::{Flow, Machine, Text};

use super::{Action, Callee, Definition, Program, digest};
use crate::function::{FunctionEntry, Shape};

#[derive(Debug, Default)]
pub(super) struct Tables {
    flow: OnceLock<Flow>,
    version: OnceLock<Arc<Version>>,
}

impl Program {
    /// The flow that it was made from, its settings not filled.
    pub fn flow(&self) -> &Flow {
        self.tables.flow.get_or_init(|| self.machine.flow())
    }

    /// What is to be remembered of it for programs that have another version of the flow.
    pub fn version(&self) -> &Arc<Version> {
        self.tables
            .version
            .get_or_init(|| Arc::new(Version::of(self.flow(), self.outputs())))
    }

    /// The widget on which an execution of another version of the flow goes on here, in Studio's
    /// name; else everything that is in the way.
    pub fn carry(&self, standing: &Standing) -> Result<Text, Vec<Reason>> {
        let at = carry::carry(self.flow(), &self.version().kinds, standing)?;
        let name = self.flow().widgets[at].studio_name();
        Ok(name.to_owned().into())
    }

    /// The programs of its subflows, each as often as a widget runs it.
    pub(crate) fn subflows(&self) -> impl Iterator<Item = &Program> {
        self.widgets
            .iter()
            .filter_map(|widget| match &widget.action {
                Action::RunSubflow(run) => Some(&*run.program),
                _ => None,
            })
    }

    /// The names of its widgets that ask what is not in the program.
    pub(crate) fn asking_elsewhere(&self) -> impl Iterator<Item = &Text> {
        let asks = |action: &Action| match action {
            Action::MakeRequest(_) => true,
            Action::RunFunction(run) => matches!(run.callee, Callee::Url(_)),
            _ => false,
        };
        let widgets = self.widgets.iter();
        widgets
            .filter(move |widget| asks(&widget.action))
            .map(|widget| &widget.name)
    }

    /// The typed function that the widget of that name calls.
    pub(crate) fn called_by(&self, widget: &str) -> Option<&'static FunctionEntry> {
        match &self.widget(self.find(widget)?)?.action {
            Action::RunFunction(run) => match &run.callee {
                Callee::Typed { function, .. } => self.function(*function),
                Callee::Url(_) => None,
            },
            _ => None,
        }
    }

    fn outputs(&self) -> Kinds {
        outputs(&self.machine, self.functions, |widget| {
            let subflow = self.subflow(widget.name())?;
            Some(carry::given(subflow.flow()))
        })
    }
}

impl Definition {
    /// The digest of the program that is made from it.
    pub(crate) fn digest(&self) -> Text {
        digest::digest(&self.machine, self.functions)
    }

    /// What is to be remembered of it. What its subflows set is known of those that are typed.
    pub(crate) fn version(&self, flow: &Flow) -> Version {
        let outputs = outputs(&self.machine, self.functions, |widget| {
            let Value::Callee { index, .. } = widget.property("flow")? else {
                return None;
            };
            let subflow = self.subflows.get(index)?.definition();
            Some(carry::given(&subflow.machine.flow()))
        });
        Version::of(flow, outputs)
    }
}

/// What typed functions return and subflows set.
fn outputs(
    machine: &Machine,
    functions: &[FunctionEntry],
    given: impl Fn(&machine::Widget<'_>) -> Option<Kind>,
) -> Kinds {
    let mut outputs = Kinds::new();
    for widget in machine.widgets() {
        let name = widget.name();
        if let Some(Value::Callee { index, .. }) = widget.property("function")
            && let Some(function) = functions.get(index)
        {
            outputs.insert(format!("widgets.{name}.parsed"), kind(&function.shape));
        }
        if let Some(given) = given(&widget) {
            outputs.insert(format!("widgets.{name}"), given);
        }
    }
    outputs
}

fn kind(shape: &Shape) -> Kind {
    match shape {
        Shape::Open => Kind::Any,
        Shape::Scalar => Kind::Text,
        // Whoever reads a field that may be left out reckons with that.
        Shape::Object(fields) => Kind::Object(
            fields
                .iter()
                .filter(|(_, shape)| !matches!(shape, Shape::Maybe(_)))
                .map(|(name, shape)| ((*name).to_owned(), kind(shape)))
                .collect(),
        ),
        Shape::Maybe(shape) => kind(shape),
    }
}
