//! Our templates beside the `liquid` crate's: the same syntax, the same text.
//!
//! Where they differ on purpose, `known_difference` and the generators say so.

#![allow(clippy::unwrap_used)] // clippy knows only the functions marked #[test]

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::LazyLock;

use flow_model::liquid::{ProblemKind, Scope, Template, problems};
use flow_model::{Map, Value};
use liquid::reflection::ParserReflection;
use liquid::{Parser, ParserBuilder};
use proptest::prelude::*;

static PARSER: LazyLock<Parser> = LazyLock::new(|| ParserBuilder::with_stdlib().build().unwrap());

struct Roots(Map);

impl Scope for Roots {
    fn root(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    fn now(&self) -> i64 {
        0
    }
}

const VALUES: &str = r#"{
    "flow": {"n": 3, "m": -2, "f": 1.5, "t": "Some text, here", "u": "12", "yes": true, "no": false,
             "list": ["b", "a", "c"], "numbers": [3, 1, 2], "one": {"key": "v"}, "e": ""},
    "widgets": {"ask-name": {"inbound": {"Body": "hello world"}}}
}"#;

fn ours(source: &str) -> Option<String> {
    let Value::Map(roots) = serde_json::from_str(VALUES).unwrap() else {
        unreachable!("it is an object");
    };
    let template = Template::parse(source).ok()?;
    Some(template.render(&Roots(roots)).to_string())
}

fn theirs(source: &str) -> Option<String> {
    let globals: liquid::Object = serde_json::from_str(VALUES).unwrap();
    PARSER.parse(source).ok()?.render(&globals).ok()
}

/// What the crate's parser says, if it does not panic.
fn they_accept(source: &str) -> Option<bool> {
    catch_unwind(AssertUnwindSafe(|| PARSER.parse(source).is_ok())).ok()
}

/// Syntax that we take or refuse on purpose and the crate does not:
/// - blanks around a dot, tabs: production flows have them;
/// - names that begin with `nil`, `true` and the like, which the crate reads as the literal;
/// - `elsif` in `unless`, and anything in a comment: standard Liquid;
/// - names that begin with `-`, and words behind `else`: nothing that anybody means.
fn known_difference(source: &str) -> bool {
    let words = ["nil", "null", "true", "false", "empty", "blank"];
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let longer_word = source.split(|c| !is_name(c)).any(|name| {
        words
            .iter()
            .any(|word| name.starts_with(word) && name != *word)
    });
    let after_else = source.split("else").skip(1).any(|rest| {
        let rest = rest.trim_start_matches(' ');
        !(rest.starts_with("%}") || rest.starts_with("-%}"))
    });
    let hyphen = source.as_bytes().windows(2).any(|pair| {
        pair[1] == b'-' && !is_name(char::from(pair[0])) && !matches!(pair[0], b'{' | b'%')
    });
    let after_control = ["{{--", "{%--"].iter().any(|mark| source.contains(mark));
    source.contains(" .")
        || after_control
        || source.contains(". ")
        || longer_word
        || after_else
        || hyphen
        || source.contains("comment")
        || (source.contains("unless") && source.contains("elsif"))
}

fn path() -> BoxedStrategy<String> {
    prop_oneof![
        Just("flow.n"),
        Just("flow.m"),
        Just("flow.f"),
        Just("flow.t"),
        Just("flow.u"),
        Just("flow.yes"),
        Just("flow.no"),
        Just("flow.list"),
        Just("flow.list[0]"),
        Just("flow['t']"),
        Just("flow.list.size"),
        Just("flow.numbers.first"),
        Just("flow.one.key"),
        Just("flow.e"),
        Just("flow.list[flow.numbers[1]]"),
        Just("widgets.ask-name.inbound.Body"),
    ]
    .prop_map(str::to_owned)
    .boxed()
}

fn operand() -> BoxedStrategy<String> {
    prop_oneof![
        4 => path(),
        1 => Just("'text'".to_owned()),
        1 => Just("\"a \"".to_owned()),
        1 => (-20..20_i32).prop_map(|number| number.to_string()),
        1 => Just("2.5".to_owned()),
        1 => Just("true".to_owned()),
    ]
    .boxed()
}

/// Filters on which both agree for these values. Not among them, because ours is as Ruby's:
/// `capitalize`, `split` with nothing or a space, `divided_by` and `modulo` of negative numbers,
/// decimal numbers without a fraction, `truncatewords`, `url_encode` of a space, `where`.
fn filter() -> BoxedStrategy<String> {
    prop_oneof![
        Just(" | upcase"),
        Just("|downcase"),
        Just(" | append: '!'"),
        Just(" | prepend : flow.u"),
        Just(" | strip"),
        Just(" | replace: 'e', 'i'"),
        Just(" | remove: 'e'"),
        Just(" | size"),
        Just(" | replace_first: 'e', 'i'"),
        Just(" | escape"),
        Just(" | default: 'none'"),
        Just(" | strip_newlines"),
        Just(" | lstrip"),
        Just(" | rstrip"),
        Just(" | slice: 0, 2"),
        Just(" | truncate: 6"),
        Just(" | append: flow.t"),
    ]
    .prop_map(str::to_owned)
    .boxed()
}

fn output() -> BoxedStrategy<String> {
    let open = prop_oneof![Just("{{"), Just("{{ "), Just("{{- ")];
    let close = prop_oneof![Just("}}"), Just(" }}"), Just(" -}}")];
    (
        open,
        operand(),
        prop::collection::vec(filter(), 0..3),
        close,
    )
        .prop_map(|(open, operand, filters, close)| {
            format!("{open}{operand}{}{close}", filters.concat())
        })
        .boxed()
}

fn comparison() -> BoxedStrategy<String> {
    prop_oneof![
        operand(),
        (
            operand(),
            prop_oneof![Just("=="), Just("!="), Just("<"), Just(">=")],
            operand()
        )
            .prop_map(|(left, operator, right)| format!("{left} {operator} {right}"))
            // To the crate everything equals true, to us and to Ruby only true does; and lists have
            // an order there.
            .prop_filter("a flag or a list compares", |text| {
                !["true", "flow.yes", "flow.no", "flow.list "]
                    .iter()
                    .any(|no| format!("{text} ").contains(no))
            }),
        path().prop_map(|path| format!("{path} contains 'e'")),
    ]
    .boxed()
}

fn text() -> BoxedStrategy<String> {
    let opens = |text: &str| text.contains("{{") || text.contains("{%") || text.ends_with('{');
    "[a-c,.!{}% \n]{0,6}"
        .prop_filter("an opening", move |text| !opens(text))
        .boxed()
}

fn template() -> BoxedStrategy<String> {
    let leaf = prop_oneof![
        2 => text(),
        4 => output(),
        1 => Just("{% assign x = flow.n | append: '1' %}{{ x }}".to_owned()),
        1 => Just("{% raw %}{{ x }} {% if {% endraw %}".to_owned()),
        1 => Just("{% increment i %}{% decrement j %}".to_owned()),
    ];
    leaf.prop_recursive(3, 16, 3, blocks).boxed()
}

/// A block around a template, or several templates in a row.
fn blocks(inner: BoxedStrategy<String>) -> BoxedStrategy<String> {
    let subject = prop_oneof![Just("flow.n"), Just("flow.t"), Just("flow.u")];
    let written = |body: &str, block: &str| block.replace("BODY", body);
    let with = move |block: &'static str| inner.clone().prop_map(move |body| written(&body, block));
    let several = prop::collection::vec(with("BODY"), 1..4).prop_map(|parts| parts.concat());
    let if_else = (comparison(), with("BODY"), with("BODY"))
        .prop_map(|(a, yes, no)| format!("{{% if {a} %}}{yes}{{% else %}}{no}{{%endif%}}"));
    let elsif = (comparison(), comparison(), with("BODY")).prop_map(|(a, b, body)| {
        format!("{{% if {a} and {b} %}}{body}{{% elsif {b} %}}x{{% endif -%}}")
    });
    let unless = (comparison(), with("BODY"))
        .prop_map(|(a, body)| format!("{{% unless {a} %}}{body}{{% endunless %}}"));
    let case = (
        subject,
        with("{% when 3, 'text' or flow.u %}a{% else %}BODY{% endcase %}"),
    )
        .prop_map(|(subject, whens)| format!("{{% case {subject} %}}{whens}"));
    prop_oneof![
        several,
        if_else,
        elsif,
        unless,
        case,
        with("{% for x in flow.list %}{{x}}{{forloop.index}}BODY{% endfor %}"),
        with(
            "{%- for x in (1..4) reversed limit: 3 -%}{{ x }}BODY{% cycle 'a', 'b' %}{% endfor %}"
        ),
        with("{% capture y %}BODY{% endcapture %}{{ y | size }}{{ y }}"),
    ]
    .boxed()
}

/// One change to a template, as a finger slips.
fn broken() -> BoxedStrategy<String> {
    let pieces = prop_oneof![
        Just(""),
        Just("{{"),
        Just("}}"),
        Just("{%"),
        Just("%}"),
        Just("|"),
        Just("'"),
        Just("["),
        Just("]"),
        Just("-"),
        Just(":"),
        Just(","),
        Just("="),
        Just(" x "),
        Just("endif"),
        Just("{% endfor %}"),
        Just("{% else %}"),
        Just("5"),
        Just("é"),
        Just("("),
        Just(".."),
    ];
    (template(), any::<prop::sample::Index>(), 0..4_usize, pieces)
        .prop_map(|(source, at, cut, piece)| {
            let letters: Vec<char> = source.chars().collect();
            let at = at.index(letters.len() + 1);
            let rest = letters.iter().skip(at + cut);
            letters[..at]
                .iter()
                .copied()
                .chain(piece.chars())
                .chain(rest.copied())
                .collect()
        })
        .boxed()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_valid_template_renders_as_in_the_crate(source in template()) {
        let crates = catch_unwind(|| theirs(&source));
        prop_assume!(crates.is_ok());
        prop_assert_eq!(problems(&source), []);
        if let Ok(Some(text)) = crates {
            prop_assert_eq!(ours(&source), Some(text));
        }
    }

    #[test]
    fn a_broken_template_is_refused_by_both_or_by_none(source in broken()) {
        if let Some(accepted) = they_accept(&source)
            && !known_difference(&source)
        {
            prop_assert_eq!(problems(&source).is_empty(), accepted, "{:?}", problems(&source));
        }
    }

    #[test]
    fn any_text_is_read_and_rendered_without_panic(source in "([{}%|.'\\[\\]()=a-z0-9é \\-]|\\{\\{|\\{%|%\\}|\\}\\}| if | for x in |endif|\\| date: '%-d%z%'){0,30}") {
        for problem in problems(&source) {
            prop_assert!(source.get(problem.range.clone()).is_some(), "{:?}", problem);
        }
        let _ = ours(&source);
    }
}

/// The filters and how many arguments each takes are the crate's, and `to_json`.
#[test]
fn the_same_filters() {
    let mut known = BTreeMap::new();
    for filter in PARSER.filters() {
        let parameters = filter.positional_parameters();
        let least = parameters
            .iter()
            .filter(|parameter| !parameter.is_optional)
            .count();
        known.insert(filter.name().to_owned(), (least, parameters.len()));
    }
    assert_eq!(known.insert("to_json".to_owned(), (0, 0)), None);
    for (name, (least, most)) in known {
        for count in 0..4 {
            let arguments = vec!["1"; count].join(", ");
            let colon = if count > 0 { ": " } else { "" };
            let source = format!("{{{{ x | {name}{colon}{arguments} }}}}");
            let accepted = problems(&source).is_empty();
            assert_eq!(accepted, (least..=most).contains(&count), "{source}");
        }
    }
}

/// No filter or tag of ours is unknown to the crate.
#[test]
fn no_other_filters_and_tags() {
    let unknown = |source: &str| {
        problems(source)
            .iter()
            .any(|problem| problem.kind != ProblemKind::Syntax)
    };
    let left_out = ["include", "render", "tablerow", "ifchanged"];
    let tags = PARSER.tags().map(|tag| tag.tag().to_owned());
    let blocks = PARSER.blocks().map(|block| block.start_tag().to_owned());
    for tag in tags.chain(blocks) {
        assert_eq!(
            unknown(&format!("{{% {tag} %}}")),
            left_out.contains(&tag.as_str()),
            "{tag}"
        );
    }
    assert!(unknown("{{ x | json }}") && unknown("{% tablerow x in y %}"));
}
