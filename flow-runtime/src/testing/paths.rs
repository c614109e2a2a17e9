//! What a path of a template reads.

use super::place;
use crate::conversation::Timestamp;
use crate::execution::Execution;
use crate::model::liquid::{Scope, Template, survey};
use crate::model::{Text, Value};

/// The roots of every path.
const ROOTS: [&str; 4] = ["trigger", "flow", "widgets", "contact"];

/// What a template would show of a path, or what is wrong with the path.
pub(super) fn read(path: &str, execution: &Execution) -> Result<String, String> {
    let path = path.trim();
    let bare = path.trim_start_matches("{{").trim_end_matches("}}").trim();
    let root = bare.split(['.', '[', ' ', '|']).next().unwrap_or_default();
    if !ROOTS.contains(&root) {
        return Err(format!(
            "`{path}` is no path of a template: those begin with `trigger`, `flow`, `widgets` or \
             `contact`, such as `flow.variables.day`"
        ));
    }
    let template = Template::parse(&format!("{{{{{bare}}}}}")).map_err(|problems| {
        let problems: Vec<_> = problems
            .iter()
            .map(|problem| problem.message.clone())
            .collect();
        format!("`{path}` is no path of a template: {}", problems.join("; "))
    })?;
    Ok(template.render(&Context(execution)).to_string())
}

/// What there is instead where nothing stands at a path, as the end of a sentence.
pub(super) fn advice(path: &str, execution: &Execution) -> String {
    let source = path.trim().trim_start_matches("{{").trim_end_matches("}}");
    let mut reads = survey(&format!("{{{{{source}}}}}")).reads.into_iter();
    let names = reads.next().map(|read| read.path).unwrap_or_default();
    let mut map = execution.context();
    for (n, name) in names.iter().enumerate() {
        match map.get(name) {
            Some(Value::Map(inner)) => map = inner,
            Some(_) => break,
            None => {
                let known: Vec<_> = map.iter().map(|(key, _)| key.as_str()).collect();
                let within: Vec<_> = names[..n].iter().map(Text::as_str).collect();
                return place::advice(name, &known, &format!("`{}`", within.join(".")));
            }
        }
    }
    String::new()
}

struct Context<'x>(&'x Execution);

impl Scope for Context<'_> {
    fn root(&self, name: &str) -> Option<&Value> {
        self.0.context().get(name)
    }

    fn now(&self) -> Timestamp {
        self.0.updated()
    }
}
