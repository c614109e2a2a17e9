//! The values of settings.

use std::collections::BTreeMap;
use std::fmt;

use crate::check::near;

/// Values of settings by name: given by a program, read from a file, taken from the environment.
///
/// What the environment says goes before the rest, so that a deployment can change one value of a
/// file. `{:?}` shows the names alone, since a value may be a secret.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Values {
    given: BTreeMap<String, String>,
    /// By the name of the variable, without its prefix.
    environment: BTreeMap<String, String>,
}

impl Values {
    /// No values.
    pub fn new() -> Self {
        Values::default()
    }

    /// Those of an environment: the variables whose names begin with the prefix. With `FLOW_` the
    /// variable `FLOW_SUPPORT_AGENT` is the setting `support_agent`, or `support-agent`.
    pub fn environment(
        prefix: &str,
        variables: impl IntoIterator<Item = (String, String)>,
    ) -> Self {
        let ours = variables.into_iter().filter_map(|(name, value)| {
            let name = name.strip_prefix(prefix)?;
            Some((name.to_owned(), value))
        });
        Values {
            given: BTreeMap::new(),
            environment: ours.collect(),
        }
    }

    /// The value of that setting.
    pub fn get(&self, name: &str) -> Option<&str> {
        let environment = self.environment.get(&variable(name));
        environment
            .or_else(|| self.given.get(name))
            .map(String::as_str)
    }

    /// Gives one value.
    pub fn insert(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.given.insert(name.into(), value.into());
    }

    /// Adds others: of two values of one name the later one stays.
    pub fn merge(&mut self, others: Values) {
        self.given.extend(others.given);
        self.environment.extend(others.environment);
    }

    /// The names of those that were given, in alphabetical order; not those of the environment.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.given.keys().map(String::as_str)
    }

    /// A name that was given and may be a slip of this one.
    pub(super) fn near(&self, name: &str) -> Option<String> {
        let near = near::near(name, self.names());
        near.first().map(|near| (*near).to_owned())
    }
}

/// The variable of a setting without its prefix: `SUPPORT_AGENT` of `support-agent`.
fn variable(name: &str) -> String {
    name.to_ascii_uppercase().replace('-', "_")
}

impl<N: Into<String>, V: Into<String>> FromIterator<(N, V)> for Values {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(values: I) -> Self {
        let values = values.into_iter();
        Values {
            given: values.map(|(n, v)| (n.into(), v.into())).collect(),
            environment: BTreeMap::new(),
        }
    }
}

impl<N: Into<String>, V: Into<String>, const COUNT: usize> From<[(N, V); COUNT]> for Values {
    fn from(values: [(N, V); COUNT]) -> Self {
        values.into_iter().collect()
    }
}

impl fmt::Debug for Values {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Values ")?;
        let names = self.given.keys().chain(self.environment.keys());
        f.debug_set().entries(names).finish()
    }
}
