//! `set_variables`.

use flow_model::{Text, Value};

use super::cast;
use super::walk::{FLOW, VARIABLES, Walk};
use crate::program::{Assigned, Content, Exit, Variable};

impl<'p> Walk<'p> {
    /// Sets variables in written order, so that later ones see earlier ones.
    pub(super) fn set(&mut self, variables: &'p [Variable], next: &'p Exit) -> &'p Exit {
        for Variable { key, value } in variables {
            let value = match value {
                Assigned::Constant(value) => value.clone(),
                Assigned::Text(text) => cast::number(text.render(&self.scope())),
                Assigned::Json(text) => self.parsed(key, text),
            };
            let flow = self.execution.context.map_mut(&FLOW);
            flow.map_mut(&VARIABLES).insert(key.clone(), value.clone());
            self.output(key.clone(), value);
        }
        next
    }

    /// The value of JSON text, or of the object that a template names without `to_json`. What is
    /// no JSON stays text, and is noted (*unconfirmed* what Studio's variable then holds).
    pub(super) fn parsed(&mut self, key: &Text, content: &Content) -> Value {
        let scope = self.scope();
        if let Content::Template(template) = content
            && let Some(value @ (Value::Map(_) | Value::List(_))) = template.reference(&scope)
            && cast::is_shallow(value)
        {
            return value.clone();
        }
        let text = content.render(&scope);
        cast::json(&text).unwrap_or_else(|| {
            self.note(format!("81027: the value of `{key}` is no JSON"));
            Value::Text(text)
        })
    }
}
