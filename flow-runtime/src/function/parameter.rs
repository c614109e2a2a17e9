//! What functions take: rendered text, read into the types of their fields.

use std::fmt;

use flow_model::{Map, Text, Value};
use serde::{Deserialize, Serialize};

use super::{Shape, Shaped};

/// The parameters that a widget gives, rendered.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Parameters(pub Vec<(Text, Text)>);

impl Parameters {
    /// The field of that name as `P`; a field that is not given parses as blank text.
    pub fn get<P: Parameter>(&self, name: &'static str) -> Result<P, ParameterError> {
        P::parse(self.text(name)).map_err(|error| error.of(name))
    }

    /// The text of that name; blank where it is not given.
    pub fn text(&self, name: &str) -> &str {
        let mut given = self.0.iter();
        given
            .find(|(key, _)| key == name)
            .map_or("", |(_, text)| text)
    }
}

/// The type of a function's field: made from rendered text.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the type of a function's field",
    label = "this type does not implement `Parameter`",
    note = "derive `Parameter` for a type that implements `FromStr`"
)]
pub trait Parameter: Sized {
    /// Whether a widget must give it; `Option` may be left out.
    const REQUIRED: bool = true;

    /// Reads the text, which is trimmed by whoever wants it so.
    fn parse(text: &str) -> Result<Self, ParameterError>;
}

/// Text that is no value of a parameter's type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParameterError {
    /// The parameter, once known.
    pub name: Option<&'static str>,
    /// The text.
    pub text: String,
    /// What was expected, e.g. `a whole number`.
    pub expected: String,
}

impl ParameterError {
    /// Says that `text` is not what was expected, e.g. `a whole number`.
    pub fn new(text: &str, expected: impl Into<String>) -> Self {
        ParameterError {
            name: None,
            text: text.to_owned(),
            expected: expected.into(),
        }
    }

    /// The same, of the parameter of that name.
    pub fn of(self, name: &'static str) -> Self {
        ParameterError {
            name: Some(name),
            ..self
        }
    }
}

impl fmt::Display for ParameterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.name.unwrap_or("a parameter");
        write!(
            f,
            "`{name}` takes {}, and was given {:?}",
            self.expected, self.text
        )
    }
}

impl std::error::Error for ParameterError {}

/// Text as it is, not trimmed.
impl Parameter for String {
    fn parse(text: &str) -> Result<Self, ParameterError> {
        Ok(text.to_owned())
    }
}

/// Text as it is, not trimmed.
impl Parameter for Text {
    fn parse(text: &str) -> Result<Self, ParameterError> {
        Ok(text.to_owned().into())
    }
}

/// Blank text is none.
impl<P: Parameter> Parameter for Option<P> {
    const REQUIRED: bool = false;

    fn parse(text: &str) -> Result<Self, ParameterError> {
        if text.trim().is_empty() {
            return Ok(None);
        }
        P::parse(text).map(Some)
    }
}

impl Parameter for bool {
    fn parse(text: &str) -> Result<Self, ParameterError> {
        match text.trim() {
            yes if yes.eq_ignore_ascii_case("true") => Ok(true),
            no if no.eq_ignore_ascii_case("false") => Ok(false),
            _ => Err(ParameterError::new(text, "`true` or `false`")),
        }
    }
}

impl Parameter for char {
    fn parse(text: &str) -> Result<Self, ParameterError> {
        text.parse()
            .map_err(|_| ParameterError::new(text, "one character"))
    }
}

macro_rules! whole_numbers {
    ($($ty:ty),*) => {$(
        impl Parameter for $ty {
            fn parse(text: &str) -> Result<Self, ParameterError> {
                text.trim().parse().map_err(|_| {
                    let (min, max) = (<$ty>::MIN, <$ty>::MAX);
                    ParameterError::new(text, format!("a whole number from {min} to {max}"))
                })
            }
        }
    )*};
}

whole_numbers!(
    i8, i16, i32, i64, i128, isize, u8, u16, u32, u64, u128, usize
);

macro_rules! numbers {
    ($($ty:ty),*) => {$(
        /// A finite number.
        impl Parameter for $ty {
            fn parse(text: &str) -> Result<Self, ParameterError> {
                let number: Option<$ty> = text.trim().parse().ok();
                number
                    .filter(|number| number.is_finite())
                    .ok_or_else(|| ParameterError::new(text, "a number"))
            }
        }
    )*};
}

numbers!(f32, f64);

/// JSON of any kind.
impl Parameter for Value {
    fn parse(text: &str) -> Result<Self, ParameterError> {
        serde_json::from_str(text).map_err(|_| ParameterError::new(text, "JSON"))
    }
}

/// JSON of any kind.
impl Parameter for serde_json::Value {
    fn parse(text: &str) -> Result<Self, ParameterError> {
        serde_json::from_str(text).map_err(|_| ParameterError::new(text, "JSON"))
    }
}

/// A JSON object.
impl Parameter for Map {
    fn parse(text: &str) -> Result<Self, ParameterError> {
        serde_json::from_str(text).map_err(|_| ParameterError::new(text, "a JSON object"))
    }
}

macro_rules! names {
    ($($(#[$docs:meta])* $name:ident: $is:expr, $expected:literal;)*) => {$(
        $(#[$docs])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
        #[serde(transparent)]
        pub struct $name(Text);

        impl $name {
            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl Parameter for $name {
            fn parse(text: &str) -> Result<Self, ParameterError> {
                let trimmed = text.trim();
                let is: fn(&str) -> bool = $is;
                if is(trimmed) {
                    Ok($name(trimmed.to_owned().into()))
                } else {
                    Err(ParameterError::new(text, $expected))
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<$name> for Text {
            fn from(name: $name) -> Text {
                name.0
            }
        }

        impl Shaped for $name {
            const SHAPE: Shape = Shape::Scalar;
        }
    )*};
}

names! {
    /// The SID of a conversation: `CH` + 32 hex digits.
    ConversationSid: |text| is_sid(text, "CH"), "the SID of a conversation, `CH` and 32 hex digits";

    /// The SID of a participant: `MB` + 32 hex digits.
    ParticipantSid: |text| is_sid(text, "MB"), "the SID of a participant, `MB` and 32 hex digits";

    /// An address on a channel, e.g. `+15557770100` or `whatsapp:+15557770100`; up to 256
    /// characters without white space.
    Address: |text| is_name(text) && !text.contains(char::is_whitespace), "an address such as `+15557770100`";

    /// The identity of a chat user, up to 256 characters.
    Identity: is_name, "the identity of a chat user";
}

fn is_sid(text: &str, prefix: &str) -> bool {
    text.strip_prefix(prefix)
        .is_some_and(|digits| digits.len() == 32 && digits.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// Twilio's limit for identities and addresses.
fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().count() <= 256
}

#[cfg(test)]
mod tests {
    use super::*;

    const SID: &str = "CH0123456789abcdef0123456789abcdef";

    #[test]
    fn text_is_taken_as_it_is_and_numbers_trimmed() {
        assert_eq!(String::parse(" a "), Ok(" a ".to_owned()));
        assert_eq!(i8::parse(" -128\n"), Ok(-128));
        assert_eq!(f64::parse("0.5"), Ok(0.5));
        assert_eq!(bool::parse(" TRUE"), Ok(true));
        assert_eq!(char::parse("ß"), Ok('ß'));
        assert_eq!(Map::parse("{}"), Ok(Map::new()));
    }

    #[test]
    fn blank_text_is_no_value() {
        assert_eq!(Option::<u8>::parse(" \t"), Ok(None));
        assert_eq!(Option::<u8>::parse("7"), Ok(Some(7)));
        assert!(Option::<u8>::parse("x").is_err());
        assert!(Address::parse(" ").is_err());
    }

    #[test]
    fn sids_and_addresses_are_looked_at() {
        assert_eq!(ConversationSid::parse(SID).unwrap().as_str(), SID);
        assert!(ParticipantSid::parse(SID).is_err());
        assert!(ConversationSid::parse("CH123").is_err());
        assert_eq!(Address::parse(" +1555 ").unwrap().as_str(), "+1555");
        assert!(Address::parse("a b").is_err());
        assert!(Identity::parse("Ann Lee").is_ok());
        assert!(Identity::parse(&"x".repeat(257)).is_err());
    }

    #[test]
    fn a_refusal_names_the_parameter_and_what_it_takes() {
        let given = Parameters(vec![("count".into(), "many".into())]);
        let error = given.get::<u8>("count").unwrap_err();
        assert_eq!(
            error.to_string(),
            "`count` takes a whole number from 0 to 255, and was given \"many\""
        );
        assert_eq!(given.get::<Option<u8>>("size"), Ok(None));
        assert!(given.get::<u8>("size").is_err());
    }
}
