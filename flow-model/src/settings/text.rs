//! One text: where it reads settings, and the values put in there.

use std::ops::Range;

use crate::Text;
use crate::check::literal::has_liquid;
use crate::liquid::{is_blank, one_step, reads};

/// A place in a text where a setting is read.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Use {
    /// Its name; none where the path is not `settings` and one name.
    pub(crate) name: Option<Text>,
    /// Which bytes the path is.
    pub(crate) path: Range<usize>,
    /// The output that is nothing but the path, `{{ settings.name }}`, with the blanks around it that
    /// its hyphens take away.
    output: Option<Range<usize>>,
}

/// Where a text reads settings, in order of position.
pub(crate) fn uses(text: &str) -> Vec<Use> {
    if !text.contains("settings") || !has_liquid(text) {
        return Vec::new();
    }
    let settings = reads(text)
        .into_iter()
        .filter(|read| read.path.first().is_some_and(|root| root == "settings"));
    settings
        .map(|read| Use {
            name: one_step(&text[read.range.clone()]),
            output: output(text, &read.range),
            path: read.range,
        })
        .collect()
}

/// Whether the only Liquid in a text is settings by themselves, so that none is left once they are
/// filled.
pub(crate) fn is_only_settings(text: &str) -> bool {
    let uses = uses(text);
    let mut at = 0;
    for found in &uses {
        match &found.output {
            Some(output) if !has_liquid(&text[at..output.start.max(at)]) => at = output.end,
            _ => return false,
        }
    }
    !uses.is_empty() && !has_liquid(&text[at..])
}

/// The output that holds only the path at that range.
fn output(text: &str, path: &Range<usize>) -> Option<Range<usize>> {
    let before = text[..path.start].trim_end_matches(blank);
    let (before, trims) = match before.strip_suffix("{{-") {
        Some(before) => (before, true),
        None => (before.strip_suffix("{{")?, false),
    };
    let start = if trims {
        before.trim_end_matches(blank).len()
    } else {
        before.len()
    };
    let after = text[path.end..].trim_start_matches(blank);
    let after = match after.strip_prefix("-}}") {
        Some(after) => after.trim_start_matches(blank),
        None => after.strip_prefix("}}")?,
    };
    Some(start..text.len() - after.len())
}

fn blank(char: char) -> bool {
    u8::try_from(char).is_ok_and(is_blank)
}

/// What in a value would be Liquid.
pub(super) fn liquid_in(value: &str) -> Option<&'static str> {
    ["{{", "{%"].into_iter().find(|mark| value.contains(mark))
}

/// A text into which values are put, from its beginning to its end.
pub(super) struct Filling<'t> {
    text: &'t str,
    filled: String,
    /// Up to where the text is taken over.
    at: usize,
}

impl<'t> Filling<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Filling {
            text,
            filled: String::with_capacity(text.len()),
            at: 0,
        }
    }

    /// Puts a value in the place of a use; false where it can only stand as a literal of Liquid, and
    /// none can hold it.
    pub(super) fn put(&mut self, found: &Use, value: &str) -> bool {
        if let Some(output) = &found.output {
            // The output before may have taken the blanks between the two.
            let start = output.start.max(self.at);
            let before = self.filled.len();
            self.filled.push_str(&self.text[self.at..start]);
            if self.is_plain(value, &self.text[output.end..]) {
                self.filled.push_str(value);
                self.at = output.end;
                return true;
            }
            self.filled.truncate(before);
        }
        let Some(literal) = literal(value) else {
            return false;
        };
        self.filled.push_str(&self.text[self.at..found.path.start]);
        self.filled.push_str(&literal);
        self.at = found.path.end;
        true
    }

    /// Whether a value is the same without an output around it: it does not make Liquid with what
    /// stands beside it, nor does a hyphen there take away its blanks.
    fn is_plain(&self, value: &str, after: &str) -> bool {
        let brace_before = self.filled.ends_with('{');
        let opens = |text: &str| text.starts_with(['{', '%']);
        let brace_last = value.ends_with('{') || value.is_empty() && brace_before;
        let joined = brace_before && opens(value) || brace_last && opens(after);

        let head = self.filled.trim_end_matches(blank);
        let tail = after.trim_start_matches(blank);
        let trimmed_before = head.ends_with("-}}") || head.ends_with("-%}");
        let trimmed_after = tail.starts_with("{{-") || tail.starts_with("{%-");
        let trimmed = trimmed_before && (value.is_empty() || value.starts_with(blank))
            || trimmed_after && (value.is_empty() || value.ends_with(blank));
        !joined && !trimmed
    }

    pub(super) fn finish(mut self) -> String {
        self.filled.push_str(&self.text[self.at..]);
        self.filled
    }
}

/// A value as Liquid writes it, in quotes that it does not hold; Studio looks for the end of an
/// output before it looks for quotes.
fn literal(value: &str) -> Option<String> {
    if value.is_empty() {
        return Some("nil".to_owned());
    }
    if value.contains("}}") || value.contains("%}") {
        return None;
    }
    let quote = ['"', '\'']
        .into_iter()
        .find(|quote| !value.contains(*quote))?;
    Some(format!("{quote}{value}{quote}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::liquid::{Scope, Template};
    use crate::{Map, Value};
    use proptest::prelude::*;

    /// A text filled with one value for every setting.
    fn filled(text: &str, value: &str) -> Option<String> {
        let uses = uses(text);
        let mut filling = Filling::new(text);
        uses.iter()
            .all(|found| filling.put(found, value))
            .then(|| filling.finish())
    }

    #[track_caller]
    fn assert_filled(text: &str, value: &str, expected: &str) {
        assert_eq!(filled(text, value).as_deref(), Some(expected), "{text}");
    }

    #[test]
    fn an_output_becomes_the_value() {
        assert_filled("{{settings.a}}", "x", "x");
        assert_filled("https://{{ settings.host }}/v", "a.b", "https://a.b/v");
        assert_filled("a {{- settings.a -}} b", "x", "axb");
        assert_filled("{{settings[\"a\"]}}{{ settings.b}}", "x", "xx");
        assert_filled("{{- settings.a -}} {{- settings.b -}}", "x", "xx");
        assert_filled("say {{settings.a}}", "\"it's\"", "say \"it's\"");
        assert_filled("é{{settings.a}}é", "ü", "éüé");
    }

    #[test]
    fn within_more_liquid_it_becomes_a_text_in_quotes() {
        assert_filled("{{ settings.a | upcase }}", "x", "{{ \"x\" | upcase }}");
        assert_filled(
            "{% if settings.a == \"yes\" %}y{% endif %}",
            "say \"no\"",
            "{% if 'say \"no\"' == \"yes\" %}y{% endif %}",
        );
        assert_filled(
            "{{ flow.x | default: settings.a }}",
            "x",
            "{{ flow.x | default: \"x\" }}",
        );
        assert_filled("{{ flow.data[settings.a] }}", "x", "{{ flow.data[\"x\"] }}");
        assert_filled(
            "{{ settings.a | default: 1 }}",
            "",
            "{{ nil | default: 1 }}",
        );
        assert_eq!(filled("{{ settings.a | upcase }}", "\"it's\""), None);
        assert_eq!(filled("{{ settings.a | upcase }}", "a}}b"), None);
    }

    #[test]
    fn what_stands_beside_it_stays_what_it_is() {
        assert_filled(
            "{%- if flow.a -%} {{settings.a}}{% endif %}",
            " x",
            "{%- if flow.a -%} {{\" x\"}}{% endif %}",
        );
        assert_filled("{{settings.a}}{{b}}", "{", "{{\"{\"}}{{b}}");
        assert_filled("{ {{- settings.a }}", "% if", "{ {{- \"% if\" }}");
    }

    #[test]
    fn what_is_no_setting_is_left() {
        for text in [
            "settings.a",
            "{{ trigger.settings.a }}",
            "{% assign settings = flow.data %}{{ settings.a }}",
            "{% raw %}{{ settings.a }}{% endraw %}",
            "{% comment %}{{ settings.a }}{% endcomment %}",
        ] {
            assert!(uses(text).is_empty(), "{text}");
        }
        for text in [
            "{{settings}}",
            "{{settings.a.b}}",
            "{{settings[flow.a]}}",
            "{{settings.a[x]}}",
        ] {
            assert_eq!(uses(text)[0].name, None, "{text}");
        }
    }

    #[test]
    fn a_text_of_settings_alone_holds_no_liquid_once_filled() {
        for text in ["{{settings.a}}", "x {{ settings.a }}/{{settings.b}} { }"] {
            assert!(is_only_settings(text), "{text}");
        }
        for text in [
            "x",
            "{{settings.a | upcase}}",
            "{{settings.a}}{{flow.sid}}",
            "{{flow.sid}} {{settings.a}}",
            "{% if settings.a %}x{% endif %}",
        ] {
            assert!(!is_only_settings(text), "{text}");
        }
    }

    /// Renders with the setting as a variable, as if nothing were filled.
    struct Unfilled(Value);

    impl Scope for Unfilled {
        fn root(&self, name: &str) -> Option<&Value> {
            (name == "settings").then_some(&self.0)
        }

        fn now(&self) -> i64 {
            0
        }
    }

    fn piece() -> impl Strategy<Value = String> {
        prop_oneof![
            "[ a{%}-]{0,3}".prop_map(String::from),
            Just("{{settings.a}}".to_owned()),
            Just("{{- settings.a }}".to_owned()),
            Just("{{ settings.a -}}".to_owned()),
            Just("{{ settings.a | append: \"z\" }}".to_owned()),
            Just("{% if flow.sid == nil -%} {{settings.a}} {%- endif %}".to_owned()),
            Just("{{-  flow.sid -}}".to_owned()),
        ]
    }

    proptest! {
        #[test]
        fn a_filled_text_renders_as_if_the_setting_were_a_variable(
            text in prop::collection::vec(piece(), 0..5).prop_map(|pieces| pieces.concat()),
            value in "[ a{%}'\"-]{0,4}",
        ) {
            let Ok(unfilled) = Template::parse(&text) else { return Ok(()) };
            let given = (!value.is_empty()).then(|| Value::Text(value.clone().into()));
            let settings = Map::from_iter([("a", given.unwrap_or(Value::Nil))]);
            let scope = Unfilled(settings.into());
            let (None, Some(filled)) = (liquid_in(&value), filled(&text, &value)) else {
                return Ok(());
            };
            let template = Template::parse(&filled);
            prop_assert!(template.is_ok(), "{filled:?}");
            prop_assert_eq!(template.unwrap().render(&scope), unfilled.render(&scope), "{:?}", filled);
        }
    }
}
