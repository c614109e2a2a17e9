//! What a path of a template reads.

use crate::conversation::Timestamp;
use crate::execution::Execution;
use crate::model::Value;
use crate::model::liquid::{Scope, Template};

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

struct Context<'x>(&'x Execution);

impl Scope for Context<'_> {
    fn root(&self, name: &str) -> Option<&Value> {
        self.0.context().get(name)
    }

    fn now(&self) -> Timestamp {
        self.0.updated()
    }
}
