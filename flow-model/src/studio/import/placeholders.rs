//! What a deployment was to fill in before the file was a flow.

use std::collections::HashSet;

use super::json::{Json, Node};
use super::notes::Notes;

/// So many are looked for: a file with more is a template through and through.
const MOST: usize = 64;

/// No placeholder's name is longer, in bytes.
const LONGEST: usize = 100;

/// Notes each placeholder once, where it stands first.
pub(super) fn remark(root: &Node<'_>, notes: &mut Notes) {
    let mut seen = HashSet::new();
    walk(root, &mut seen, notes);
}

fn walk<'n>(node: &'n Node<'_>, seen: &mut HashSet<&'n str>, notes: &mut Notes) {
    match &node.json {
        Json::Text(text) => {
            for (placeholder, name) in placeholders(text) {
                if seen.len() < MOST && seen.insert(placeholder) {
                    let message =
                        format!("`{placeholder}` looks like something that a deployment fills in");
                    let help = format!("make it a setting: `{{{{settings.{name}}}}}`");
                    notes.help(node.at, message, Some(help));
                }
            }
        }
        Json::List(items) => items.iter().for_each(|item| walk(item, seen, notes)),
        Json::Map(members) => members
            .iter()
            .for_each(|member| walk(&member.value, seen, notes)),
        Json::Null | Json::Flag(_) | Json::Number(_) => {}
    }
}

/// `${name}` and `{{NAME}}`, each with the name of a setting for it.
fn placeholders(text: &str) -> impl Iterator<Item = (&str, String)> {
    let starts = text.match_indices('{').map(|(at, _)| at);
    starts.filter_map(move |at| placeholder(text, at))
}

/// The placeholder whose first brace stands here.
fn placeholder(text: &str, brace: usize) -> Option<(&str, String)> {
    let dollar = text[..brace].ends_with('$');
    let (start, opening, closing) = match dollar {
        true => (brace - 1, 1, "}"),
        false => (brace, 2, "}}"),
    };
    let inside = text.get(brace + opening..)?;
    if !dollar && !text[brace..].starts_with("{{") {
        return None;
    }
    let letter = |byte: u8| match dollar {
        true => byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b' '),
        false => byte.is_ascii_uppercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b' '),
    };
    let long = inside
        .bytes()
        .take(LONGEST)
        .take_while(|byte| letter(*byte))
        .count();
    let name = inside[..long].trim();
    let fits = name.starts_with(|first: char| first.is_ascii_alphabetic())
        && !name.contains(' ')
        && inside[long..].starts_with(closing);
    fits.then(|| {
        let setting = name.rsplit('.').next().unwrap_or(name);
        let end = brace + opening + long + closing.len();
        (&text[start..end], setting.to_ascii_lowercase())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_told_from_templates() {
        let found = |text| -> Vec<_> {
            placeholders(text)
                .map(|(placeholder, name)| format!("{placeholder} {name}"))
                .collect()
        };
        assert_eq!(
            found("https://${vars.base_url}/x?{{ API_KEY }}"),
            ["${vars.base_url} base_url", "{{ API_KEY }} api_key"]
        );
        for text in [
            "{{trigger.message.Body}}",
            "{{flow.variables.A}}",
            "{% if A %}{% endif %}",
            "${}",
            "${ a b }",
            "{{",
            "${",
            "{\"A\": 1}",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }
}
