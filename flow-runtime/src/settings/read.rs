//! Values read into the fields of a struct.

use flow_model::Text;

use super::{Settings, SettingsError, Values};
use crate::function::{Address, ConversationSid, Identity, Parameter, ParticipantSid};

/// The type of a setting: made from text as a [`Parameter`] is, and written as text again.
///
/// For a type of your own derive [`Parameter`] and write `text`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the type of a setting",
    label = "this type does not implement `Setting`",
    note = "derive `Parameter` for a type that implements `FromStr`, and implement `Setting` for it"
)]
pub trait Setting: Parameter {
    /// Whether it must have a value; `Option` may be missing.
    const MUST_BE_GIVEN: bool = Self::REQUIRED;

    /// The text that the templates of a flow are filled with.
    fn text(&self) -> String;

    /// Reads the field of that name.
    #[doc(hidden)]
    fn read(reading: &mut Reading<'_>, name: &'static str) -> Option<Self> {
        reading.field(name)
    }
}

macro_rules! displayed {
    ($($ty:ty)*) => {
        $(impl Setting for $ty {
            fn text(&self) -> String {
                self.to_string()
            }
        })*
    };
}

displayed!(String Text bool char);
displayed!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize f32 f64);
displayed!(ConversationSid ParticipantSid Address Identity);

/// None is empty text, which within Liquid is `nil`.
impl<S: Setting> Setting for Option<S> {
    fn text(&self) -> String {
        self.as_ref().map_or_else(String::new, Setting::text)
    }
}

/// Values being read into a struct: what is wrong with any of them is noted, and all is said at once.
#[derive(Debug)]
pub struct Reading<'v> {
    values: &'v Values,
    /// Where they come from the environment: how their names begin there.
    prefix: Option<&'v str>,
    problems: Vec<String>,
}

impl<'v> Reading<'v> {
    pub(super) fn new(values: &'v Values, prefix: Option<&'v str>) -> Self {
        Reading {
            values,
            prefix,
            problems: Vec::new(),
        }
    }

    /// The field of that name; none where it is missing or of another type.
    fn field<S: Setting>(&mut self, name: &'static str) -> Option<S> {
        let Some(text) = self.values.get(name) else {
            if S::MUST_BE_GIVEN {
                self.missing(name);
                return None;
            }
            return S::parse("").ok();
        };
        match S::parse(text) {
            Ok(value) => Some(value),
            Err(error) => {
                self.problems.push(error.of(name).to_string());
                None
            }
        }
    }

    fn missing(&mut self, name: &str) {
        self.problems.push(match self.prefix {
            Some(prefix) => {
                let name_there = name.to_uppercase();
                format!("`{name}` is missing: set `{prefix}{name_there}`")
            }
            None => format!("`{name}` is missing"),
        });
    }

    /// Notes each value that is no field's.
    pub(super) fn refuse_others<S: Settings>(&mut self) {
        let is_field = |name: &str| S::FIELDS.iter().any(|field| field.name == name);
        for name in self.values.names().filter(|name| !is_field(name)) {
            let fields: Vec<_> = S::FIELDS
                .iter()
                .map(|field| format!("`{}`", field.name))
                .collect();
            let fields = match fields.is_empty() {
                true => "it has none".to_owned(),
                false => format!("its settings are {}", fields.join(", ")),
            };
            self.problems
                .push(format!("there is no setting `{name}`: {fields}"));
        }
    }

    pub(super) fn settings<S: Settings>(mut self) -> Result<S, SettingsError> {
        match S::read(&mut self) {
            Some(settings) if self.problems.is_empty() => Ok(settings),
            _ => Err(SettingsError::Values {
                settings: S::NAME,
                problems: self.problems,
            }),
        }
    }
}
