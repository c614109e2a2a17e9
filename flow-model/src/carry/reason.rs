//! Why an execution cannot go on in a flow, each in one line that says what to do.

use std::fmt;

use super::Kind;

/// Why an execution cannot go on in a flow.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// It is another flow.
    Flow {
        /// The flow in which it stands.
        was: String,
        /// The one that is there for it.
        is: String,
    },
    /// The flow has no widget of the name on which it stands.
    Gone {
        /// The widget.
        widget: String,
        /// One of the flow's that may have been meant.
        near: Option<String>,
    },
    /// The widget on which it stands is of another kind.
    Kind {
        /// The widget.
        widget: String,
        /// The kind that it was of, as `flow!` writes it.
        was: String,
        /// The kind that it is of.
        is: String,
    },
    /// The widget on which it stands calls something else.
    Callee {
        /// The widget.
        widget: String,
        /// What it called.
        was: Option<String>,
        /// What it calls.
        is: Option<String>,
    },
    /// Something is read from there on that it has not set.
    Unset {
        /// What is read.
        path: String,
        /// The widget that reads it.
        reader: String,
        /// Whether a split tests it.
        tested: bool,
        /// Whether it is unset whatever happens until then.
        always: bool,
    },
    /// Something that it has set is read as something else.
    Changed {
        /// What is read.
        path: String,
        /// The widget that reads it.
        reader: String,
        /// What it holds; none: nothing.
        was: Option<Kind>,
        /// What the flow expects; none: nothing.
        is: Option<Kind>,
    },
}

impl Reason {
    /// What is in the way.
    pub fn what(&self) -> String {
        match self {
            Reason::Flow { was, is } => {
                format!("it is in the flow `{was}`, and `{is}` is another")
            }
            Reason::Gone { widget, .. } => format!("the flow has no widget `{widget}` any more"),
            Reason::Kind { widget, was, is } => {
                format!("`{widget}` was a `{was}` and is a `{is}`")
            }
            Reason::Callee { widget, was, is } => format!(
                "`{widget}` called {} and calls {}, which would be given the answer of the other",
                called(was.as_deref()),
                called(is.as_deref())
            ),
            Reason::Unset {
                path,
                reader,
                tested,
                always,
            } => {
                let read = if *tested { "tested" } else { "read" };
                let never = match always {
                    true => "was never set",
                    false => "may never be set",
                };
                format!("`{path}` is {read} by `{reader}` and {never}")
            }
            Reason::Changed {
                path, reader, was, ..
            } if was.is_none() => format!(
                "`{path}` is read by `{reader}`, and was not there when what holds it was set"
            ),
            Reason::Changed {
                path,
                reader,
                was,
                is,
            } => format!(
                "`{path}` is read by `{reader}` as {}, and holds {}",
                held(is.as_ref()),
                held(was.as_ref())
            ),
        }
    }

    /// What to do about it in the source of the flow.
    pub fn help(&self) -> String {
        match self {
            Reason::Flow { .. } => {
                "give the program the one that it is in until nobody waits there".to_owned()
            }
            Reason::Gone { widget, near } => format!(
                "keep one of that name, or say in `flow!` which one stands for it, `migrate {{ {} => {} }}`",
                name(widget),
                near.as_deref().unwrap_or("…")
            ),
            Reason::Kind { widget, .. } => format!(
                "keep one of the old kind under that name, or say in `flow!` which one stands for it, \
                 `migrate {{ {} => … }}`, and give the new one another name",
                name(widget)
            ),
            Reason::Callee { .. } => {
                "keep the old call under that name until nobody waits there".to_owned()
            }
            Reason::Unset { path, .. } => format!(
                "set it on the way there, or say what stands for it, `{{{{{path} | default: \"\"}}}}`"
            ),
            Reason::Changed { path, was, .. } if was.is_none() => format!(
                "set it anew on the way there, or say what stands for it, \
                 `{{{{{path} | default: \"\"}}}}`"
            ),
            Reason::Changed { .. } => "give what holds it now another name".to_owned(),
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.what(), self.help())
    }
}

/// The name of a widget as `migrate` takes it.
fn name(widget: &str) -> String {
    let is_word = widget
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    match is_word {
        true => widget.to_owned(),
        false => format!("{widget:?}"),
    }
}

fn called(callee: Option<&str>) -> String {
    callee.map_or_else(
        || "nothing known".to_owned(),
        |callee| format!("`{callee}`"),
    )
}

fn held(kind: Option<&Kind>) -> String {
    match kind {
        None => "nothing".to_owned(),
        Some(Kind::Text) => "a text".to_owned(),
        Some(Kind::Any) => "whatever its JSON holds".to_owned(),
        Some(Kind::Object(fields)) if fields.is_empty() => "an object without fields".to_owned(),
        Some(Kind::Object(fields)) => {
            let fields: Vec<_> = fields.keys().map(|field| format!("`{field}`")).collect();
            format!("an object of {}", fields.join(", "))
        }
    }
}
