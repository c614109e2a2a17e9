//! A flow on a laptop: what it is started by, and who answers what it asks of elsewhere.

mod elsewhere;
pub(crate) mod mocks;
mod stage;
mod stand_in;
mod trigger;

pub(crate) use elsewhere::{Elsewhere, Function};
pub(crate) use mocks::Mocks;
pub(crate) use stage::{Stage, Subflow};
pub(crate) use trigger::{Trigger, parameters};

use flow_model::flow::Widget;

/// A widget that asks something of elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Call {
    /// Its name in Studio.
    pub(crate) widget: String,
    pub(crate) kind: Kind,
}

/// What asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Function,
    Request,
    Subflow,
}

impl Kind {
    /// Of a widget; none where it asks nothing.
    fn of_widget(widget: &Widget) -> Option<Kind> {
        match widget.kind.text.as_str() {
            _ if widget.kind.quoted => None,
            "run_function" => Some(Kind::Function),
            "make_http_request" => Some(Kind::Request),
            "run_subflow" => Some(Kind::Subflow),
            _ => None,
        }
    }

    /// The event that it leaves by where nothing was answered.
    fn failure(self) -> &'static str {
        match self {
            Kind::Function => "fail",
            Kind::Request | Kind::Subflow => "failed",
        }
    }
}

/// `a`, `b` and `c`; nothing of nothing.
pub(crate) fn listed(names: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    let mut names: Vec<_> = names
        .into_iter()
        .map(|name| format!("`{}`", name.as_ref()))
        .collect();
    match names.pop() {
        None => String::new(),
        Some(last) if names.is_empty() => last,
        Some(last) => format!("{} and {last}", names.join(", ")),
    }
}

/// A name as a key of TOML.
fn key(name: &str) -> String {
    let bare = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-');
    match !name.is_empty() && name.chars().all(bare) {
        true => name.to_owned(),
        false => format!("{name:?}"),
    }
}
