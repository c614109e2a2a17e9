//! Which properties must be given, and which not together.

use super::types::sample;
use crate::catalogue::{Kind, Rule};
use crate::check::codes::{EXCLUSIVE_PROPERTIES, MISSING_PROPERTY};
use crate::check::context::{known, means};
use crate::check::findings::Findings;
use crate::check::near;
use crate::flow::{Property, ValueKind, Widget};

pub(super) fn check(index: usize, widget: &Widget, kind: &'static Kind, findings: &mut Findings) {
    let given = Given { widget, kind };
    for property in kind.properties.iter().filter(|property| property.required) {
        missing(index, &given, &[property.word], "", findings);
    }
    for rule in kind.rules {
        match *rule {
            Rule::AnyOf(words) => missing(index, &given, words, "", findings),
            Rule::OneOf(words) => {
                missing(index, &given, words, "", findings);
                one_only(index, &given, words, findings);
            }
            Rule::Apart {
                property,
                from,
                help,
            } => apart(index, &given, property, from, help, findings),
            Rule::Needed {
                property,
                on,
                values,
            } => needed(index, &given, property, (on, values), findings),
        }
    }
}

/// The properties that a widget is given.
struct Given<'f> {
    widget: &'f Widget,
    kind: &'static Kind,
}

impl<'f> Given<'f> {
    fn get(&self, word: &str) -> Option<&'f Property> {
        let row = self.kind.property(word)?;
        let mut given = self.widget.properties.iter();
        given.find(|given| means(&given.key, row.word, row.studio))
    }

    /// The property where it is not quoted: what is quoted is not checked, so it excludes nothing.
    fn checked(&self, word: &str) -> Option<&'f Property> {
        self.get(word).filter(|property| !property.key.quoted)
    }

    /// Whether it is there, or may be meant by a property that is misspelt or could not be read: a
    /// misspelt one means what is near, and where nothing is near, anything.
    fn may_have(&self, word: &str) -> bool {
        self.get(word).is_some()
            || self.widget.properties.iter().any(|given| {
                given.key.text.is_empty()
                    || known(&given.key)
                        .filter(|key| self.kind.property(key).is_none())
                        .is_some_and(|key| self.may_mean(key, word))
            })
    }

    /// Whether another property stands beside it that excludes it, or one that could not be read
    /// and may be such.
    fn may_be_too_many(&self, word: &str) -> bool {
        let given = |word: &&&str| self.get(word).is_some();
        let unread = self
            .widget
            .properties
            .iter()
            .any(|property| property.key.text.is_empty());
        self.kind.rules.iter().any(|rule| match rule {
            Rule::OneOf(words) if words.contains(&word) => {
                unread || words.iter().filter(given).count() > 1
            }
            _ => false,
        })
    }

    fn may_mean(&self, key: &str, word: &str) -> bool {
        let words = self.kind.properties.iter().map(|property| property.word);
        let near = near::near(key, words);
        near.is_empty() || near.contains(&word)
    }
}

/// Reports that none of these properties is given.
fn missing(index: usize, given: &Given<'_>, words: &[&str], why: &str, findings: &mut Findings) {
    if words.iter().any(|word| given.may_have(word)) {
        return;
    }
    let (kind, widget) = (given.kind, given.widget);
    let message = format!(
        "`{}` needs {}{why}",
        kind.word,
        near::list(words.iter().copied(), "or")
    );
    let samples: Vec<_> = words
        .iter()
        .filter_map(|word| kind.property(word))
        .map(|property| format!("`{}: {}`", property.word, sample(&property.ty)))
        .collect();
    findings
        .report(&MISSING_PROPERTY, widget.ident.at, message)
        .of(index)
        .help(format!("add {}", samples.join(" or ")));
}

/// Reports each of these properties but the first that is given.
fn one_only(index: usize, given: &Given<'_>, words: &[&str], findings: &mut Findings) {
    let mut there: Vec<_> = words
        .iter()
        .filter_map(|word| given.checked(word))
        .collect();
    there.sort_by_key(|property| property.key.at);
    let Some((first, others)) = there.split_first() else {
        return;
    };
    for other in others {
        let message = format!(
            "`{}` cannot be given beside `{}`",
            other.key.text, first.key.text
        );
        findings
            .report(&EXCLUSIVE_PROPERTIES, other.key.at, message)
            .of(index)
            .help("leave one of the two out");
    }
}

fn apart(
    index: usize,
    given: &Given<'_>,
    property: &str,
    from: &[&str],
    help: &str,
    findings: &mut Findings,
) {
    // Where one of two is to go, it may be this one.
    if given.checked(property).is_none() || given.may_be_too_many(property) {
        return;
    }
    for other in from.iter().filter_map(|word| given.checked(word)) {
        let message = format!("`{}` cannot be given beside `{property}`", other.key.text);
        findings
            .report(&EXCLUSIVE_PROPERTIES, other.key.at, message)
            .of(index)
            .help(help);
    }
}

fn needed(
    index: usize,
    given: &Given<'_>,
    property: &str,
    (on, values): (&str, &[Option<&str>]),
    findings: &mut Findings,
) {
    let deciding = match given.get(on).map(|property| &property.value.kind) {
        Some(ValueKind::Text(text)) => Some(text.as_str()),
        Some(_) => return,
        None if given.may_have(on) => return,
        None => None,
    };
    if values.contains(&deciding) {
        let why = deciding.map_or(String::new(), |value| {
            format!(", as its `{on}` is `{value}`")
        });
        missing(index, given, &[property], &why, findings);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue;
    use crate::flow::{Location, Value, Word};

    fn messages(keys: &[&str]) -> Vec<String> {
        let kind = catalogue::kind("enqueue_call").unwrap();
        let word = |text: &str| Word {
            text: text.to_owned(),
            quoted: false,
            at: Location(1),
        };
        let widget = Widget {
            kind: word(kind.word),
            ident: crate::flow::Name::default(),
            name: None,
            docs: String::new(),
            place: None,
            allows: Vec::new(),
            properties: keys
                .iter()
                .map(|key| Property {
                    key: word(key),
                    value: Value {
                        kind: ValueKind::Text("x".to_owned()),
                        at: Location(2),
                    },
                    docs: String::new(),
                })
                .collect(),
            arms: Vec::new(),
        };
        let mut findings = Findings::default();
        check(0, &widget, kind, &mut findings);
        let list = findings.list.into_iter();
        list.map(|finding| finding.diagnostic.message).collect()
    }

    #[test]
    fn any_of_some_must_be_given() {
        assert_eq!(
            messages(&[]),
            ["`enqueue_call` needs `workflow_sid` or `queue_name`"]
        );
        for keys in [
            &["queue_name"][..],
            &["workflow_sid", "queue_name"],
            &["queue_nam"],
            &[""],
        ] {
            assert!(messages(keys).is_empty(), "{keys:?}");
        }
    }
}
