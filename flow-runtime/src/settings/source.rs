//! Where values come from: a TOML file, the environment.

use toml::de::{DeTable, DeValue};

use super::{SettingsError, Values};

/// The values of a TOML file of one level: `support_agent = "+15557770199"`. A value is a text, a
/// number, a flag or a time.
///
/// # Errors
///
/// What is no TOML, or a table or a list.
pub fn from_toml(text: &str) -> Result<Values, SettingsError> {
    let table = DeTable::parse(text)
        .map_err(|error| SettingsError::Toml(error.to_string().trim_end().to_owned()))?;
    let mut values = Values::new();
    for (name, value) in table.into_inner() {
        let line = 1 + text[..name.span().start].matches('\n').count();
        let name = name.into_inner();
        let value = written(value.into_inner()).map_err(|found| {
            SettingsError::Toml(format!(
                "`{name}` in line {line} is {found}, and a setting is one text: `{name} = \"…\"`"
            ))
        })?;
        values.insert(name, value);
    }
    Ok(values)
}

/// The text of a value; what it is where it has none.
fn written(value: DeValue<'_>) -> Result<String, &'static str> {
    match value {
        DeValue::String(text) => Ok(text.into_owned()),
        // One that is too large is left to whoever reads it as a number.
        DeValue::Integer(number) => Ok(i64::from_str_radix(number.as_str(), number.radix())
            .map_or_else(|_| number.to_string(), |number| number.to_string())),
        DeValue::Float(number) => Ok(number.to_string()),
        DeValue::Boolean(flag) => Ok(flag.to_string()),
        DeValue::Datetime(time) => Ok(time.to_string()),
        DeValue::Array(_) => Err("a list"),
        DeValue::Table(_) => Err("a table"),
    }
}

/// The values of the environment: with `FLOW_` the variable `FLOW_SUPPORT_AGENT` is the setting
/// `support_agent`. A variable that is no Unicode is left out.
pub fn from_env(prefix: &str) -> Values {
    let variables = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    Values::environment(prefix, variables)
}
