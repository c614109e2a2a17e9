//! Settings: what differs between staging and production, such as a number to call.
//!
//! A flow reads one as `{{settings.support_agent}}`, in any of its texts. The values are put in when
//! a [`Runtime`](crate::Runtime) is opened or the flow is exported, before anything else sees the
//! text; neither is done while one is missing. A value is plain text: it holds no Liquid of its own.
//! [`model::settings`](crate::model::settings) says what becomes of one within more Liquid.
//!
//! With `#[settings(Production)]` on the flow, the fields of a struct are the names that it may read,
//! and a misspelt one is the compiler's error:
//!
//! ```
//! use flow_runtime::Runtime;
//! use flow_runtime::prelude::*;
//!
//! flow! {
//!     #[settings(Production)]
//!     pub flow Greeter {
//!         trigger { incoming_conversation_message => greet }
//!
//!         send_and_wait_for_reply greet {
//!             body: "This is {{settings.company}}.",
//!             timeout: "{{settings.patience}}",
//!
//!             _ => end,
//!         }
//!     }
//! }
//!
//! #[derive(Settings)]
//! pub struct Production {
//!     company: String,
//!     patience: u32,
//!     motto: Option<String>, // may be missing
//! }
//!
//! # #[tokio::main]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let settings = Production::from_toml("company = \"ACME\"\npatience = 600")?;
//! let runtime = Runtime::builder().settings(settings).flow::<Greeter>().in_memory().await?;
//! # runtime.close().await;
//! # Ok(())
//! # }
//! ```
//!
//! A flow without the attribute may read any name; its values come from [`from_toml`],
//! [`from_env`] or `Values::from([("company", "ACME")])`.

use std::fmt;

mod read;
mod source;

pub use flow_macros::Settings;
pub use flow_model::settings::{FillError, Place, Problem, Values};
pub use read::{Reading, Setting};
pub use source::{from_env, from_toml};

/// The settings of flows as a struct: `#[derive(Settings)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say which settings there are",
    label = "this type does not implement `Settings`",
    note = "derive `Settings` for a struct whose fields are the settings"
)]
pub trait Settings: Sized {
    /// The name of the type.
    const NAME: &'static str;

    /// Its fields in written order.
    const FIELDS: &'static [Field];

    /// Makes it of values; nothing where one is missing or of another type, which `reading` notes.
    fn read(reading: &mut Reading<'_>) -> Option<Self>;

    /// The values of all fields; of one that is `None` empty text.
    fn values(&self) -> Values;

    /// Reads it from values that may hold others besides.
    ///
    /// # Errors
    ///
    /// All that are missing, and all that are not of their field's type.
    fn from_values(values: &Values) -> Result<Self, SettingsError> {
        Reading::new(values, None).settings()
    }

    /// Reads it from a TOML file: `support_agent = "+15557770199"`.
    ///
    /// # Errors
    ///
    /// What is no TOML; and of the settings all that are missing, all that are not of their field's
    /// type, and all that are none of this type's.
    fn from_toml(text: &str) -> Result<Self, SettingsError> {
        let values = from_toml(text)?;
        let mut reading = Reading::new(&values, None);
        reading.refuse_others::<Self>();
        reading.settings()
    }

    /// Reads it from the environment. With `FLOW_` the variable `FLOW_SUPPORT_AGENT` is the setting
    /// `support_agent`.
    ///
    /// # Errors
    ///
    /// All that are missing, and all that are not of their field's type.
    fn from_env(prefix: &str) -> Result<Self, SettingsError> {
        Reading::new(&from_env(prefix), Some(prefix)).settings()
    }
}

/// One setting of a [`Settings`] type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// Whether it must have a value.
    pub required: bool,
}

/// Why settings cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SettingsError {
    /// The file is no TOML, or holds more than names and values; what is wrong, drawn into its line.
    Toml(String),
    /// The values are not those of the type.
    Values {
        /// The name of the type.
        settings: &'static str,
        /// Everything that is wrong, in order of the fields.
        problems: Vec<String>,
    },
}

impl fmt::Display for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SettingsError::Toml(what) => write!(f, "the settings cannot be read: {what}"),
            SettingsError::Values { settings, problems } => {
                write!(f, "the settings `{settings}` cannot be read:")?;
                for problem in problems {
                    write!(f, "\n  {problem}")?;
                }
                Ok(())
            }
        }
    }
}

impl std::error::Error for SettingsError {}
