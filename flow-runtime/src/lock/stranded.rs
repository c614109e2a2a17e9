//! What could not go on.

use std::fmt;

use flow_model::carry::Reason;

/// Executions that may wait at a widget and could not go on in the flow as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stranded {
    /// The flow.
    pub flow: String,
    /// The widget on which they stand, in Studio's name.
    pub widget: String,
    /// Everything that is in the way.
    pub reasons: Vec<Reason>,
}

impl fmt::Display for Stranded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "executions waiting at `{}` in `{}` could not be carried over:",
            self.widget, self.flow
        )?;
        match self.reasons.as_slice() {
            [reason] => write!(f, " {reason}"),
            reasons => reasons
                .iter()
                .try_for_each(|reason| write!(f, "\n  - {reason}")),
        }
    }
}

/// Flows that would strand what a lock says may wait.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{}\n\nThe lock says that conversations may wait there. Once none does any more, delete their \
     entries in it (`[[flow.waiting]]`), or the whole file, and write it anew",
    lines(stranded)
)]
pub struct Refused {
    /// What could not go on.
    pub stranded: Vec<Stranded>,
}

fn lines(stranded: &[Stranded]) -> String {
    let lines: Vec<_> = stranded.iter().map(ToString::to_string).collect();
    lines.join("\n")
}
