//! The flows of a program, as they are now.

use std::collections::BTreeMap;

use flow_model::carry::Version;
use flow_model::{Flow as Model, Text};

use crate::flow::Flow;
use crate::program::Definition;

/// The flows of a program, as they are now, which a [`Lock`](super::Lock) is held to.
#[derive(Clone, Debug, Default)]
pub struct Flows(BTreeMap<String, Present>);

#[derive(Clone, Debug)]
pub(super) struct Present {
    pub(super) flow: Model,
    pub(super) version: Version,
    pub(super) digest: Text,
}

impl Flows {
    /// No flow yet.
    pub fn new() -> Self {
        Flows::default()
    }

    /// With a flow that was declared with `flow!`, and its typed subflows.
    #[must_use]
    pub fn flow<F: Flow>(self) -> Self {
        self.definition(&Definition::of::<F>())
    }

    /// With a flow as it is registered, and its typed subflows.
    #[must_use]
    pub fn definition(mut self, definition: &Definition) -> Self {
        let flow = definition.machine.flow();
        let present = Present {
            version: definition.version(&flow),
            digest: definition.digest(),
            flow,
        };
        self.0.insert(definition.machine.name().to_owned(), present);
        for subflow in definition.subflows {
            self = self.definition(&subflow.definition());
        }
        self
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &Present)> {
        self.0
            .iter()
            .map(|(name, present)| (name.as_str(), present))
    }

    pub(super) fn get(&self, name: &str) -> Option<&Present> {
        self.0.get(name)
    }
}
