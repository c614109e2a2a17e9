//! The names of the settings that a flow reads, checked while it is compiled.

use flow_model::check::codes::UNKNOWN_SETTING;

use super::Lines;
use super::names::Names;
use crate::settings::{self, Field};

/// The settings that a flow may read.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    name: &'static str,
    fields: &'static [Field],
}

/// Those of a type.
pub const fn settings<S: settings::Settings>() -> Settings {
    Settings {
        name: S::NAME,
        fields: S::FIELDS,
    }
}

/// The names that a text reads. As a constant it fails where there is no such setting, and says so.
#[track_caller]
pub const fn read<const N: usize>(settings: Settings, names: [&str; N]) {
    let mut lines = Lines::new();
    let mut n = 0;
    while n < N {
        if !Names::Settings(settings.fields).has(names[n]) {
            lines = lines.line();
            lines = unknown(lines, settings, names[n]);
        }
        n += 1;
    }
    lines.refuse(&UNKNOWN_SETTING);
}

/// That there is no such setting, and which may be meant, or all that there are.
const fn unknown(lines: Lines, settings: Settings, name: &str) -> Lines {
    let lines = lines.push("`").push(settings.name);
    let lines = lines.push("` has no setting `").push(name).push("`: ");
    let none = "it has none; add a field of this name";
    Names::Settings(settings.fields).meant(lines, name, none, "its settings are ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn field(name: &'static str) -> Field {
        Field {
            name,
            required: true,
        }
    }

    fn said(fields: &'static [Field], name: &str) -> String {
        let settings = Settings {
            name: "Production",
            fields,
        };
        unknown(Lines::new(), settings, name).text().to_owned()
    }

    #[test]
    fn the_nearest_is_told_or_all() {
        const FIELDS: &[Field] = &[field("support_agent"), field("number"), field("host")];
        const ONE: &[Field] = &[field("number")];
        assert_eq!(
            said(FIELDS, "suport_agent"),
            "`Production` has no setting `suport_agent`: did you mean `support_agent`?"
        );
        assert_eq!(
            said(FIELDS, "workflow"),
            "`Production` has no setting `workflow`: its settings are `support_agent`, `number` and `host`"
        );
        assert_eq!(
            said(ONE, "workflow"),
            "`Production` has no setting `workflow`: there is only `number`"
        );
        assert!(said(&[], "x").ends_with("it has none; add a field of this name"));
    }

    #[test]
    fn what_there_is_may_be_read() {
        const FIELDS: &[Field] = &[field("a")];
        read(
            Settings {
                name: "P",
                fields: FIELDS,
            },
            ["a", "a"],
        );
    }
}
