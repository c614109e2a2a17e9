//! Why a flow cannot run, in words for whoever registers it.

use std::fmt;

/// Why a flow cannot run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProgramError {
    /// The name of the flow's type.
    pub flow: String,
    /// Everything that is in the way, in order of the widgets.
    pub problems: Vec<Problem>,
}

/// One thing that keeps a flow from running.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// A widget is of a type that does not run here.
    #[error("`{widget}`: a widget of the type `{kind}` does not run here: {why}")]
    CannotRun {
        /// The widget, in Studio's name.
        widget: String,
        /// Its type, in Studio's spelling.
        kind: String,
        /// Why.
        why: &'static str,
    },
    /// A widget is not as it must be.
    #[error("`{widget}`: {what}")]
    Faulty {
        /// The widget, in Studio's name.
        widget: String,
        /// What is wrong with it.
        what: String,
    },
    /// Nobody said which flow a SID means.
    #[error(
        "`{widget}`: this program does not know which flow `{sid}` is: say it with `.subflow(\"{sid}\", …)`"
    )]
    UnknownFlow {
        /// The `run_subflow`.
        widget: String,
        /// The flow's SID as the widget gives it.
        sid: String,
    },
    /// A subflow cannot run.
    #[error("`{widget}`: {}", error.to_string().replace('\n', "\n  "))]
    Subflow {
        /// The `run_subflow`.
        widget: String,
        /// What is wrong with its flow.
        error: ProgramError,
    },
    /// A setting has no value, or none that fits.
    #[error("{0}")]
    Setting(String),
    /// Nothing can start the flow.
    #[error("it has no `trigger`, so nothing can start it")]
    NoTrigger,
}

impl ProgramError {
    /// The widgets whose types do not run here, those of subflows too: name, type, and why.
    pub fn cannot_run(&self) -> Vec<(&str, &str, &'static str)> {
        let mut widgets = Vec::new();
        for problem in &self.problems {
            match problem {
                Problem::CannotRun { widget, kind, why } => {
                    widgets.push((&**widget, &**kind, *why));
                }
                Problem::Subflow { error, .. } => widgets.extend(error.cannot_run()),
                _ => {}
            }
        }
        widgets
    }
}

impl fmt::Display for ProgramError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the flow `{}` cannot run here:", self.flow)?;
        for problem in &self.problems {
            write!(f, "\n  {problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for ProgramError {}
