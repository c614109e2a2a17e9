//! Templates by their values: what renders, what is refused, what is read.

#![allow(clippy::unwrap_used, clippy::panic)] // clippy knows only the functions marked #[test]

use flow_model::liquid::{
    Literals, Problem, ProblemKind, Read, Scope, Template, literals, problems, reads,
};
use flow_model::{Map, Text, Value};

/// 2026-11-22 20:14:05 UTC.
const NOW: i64 = 1_795_378_445_000;

struct Roots(Map);

impl Scope for Roots {
    fn root(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    fn now(&self) -> i64 {
        NOW
    }
}

fn scope() -> Roots {
    let json = r#"{
        "flow": {"sid": "FN1", "variables": {
            "count": 2, "text": "5", "price": 1.5, "whole": 3.0, "name": "Ada Lovelace", "no": false,
            "yes": true, "nothing": null, "blank": "  ", "empty": "", "list": ["a", "b", "c"],
            "mixed": [1, "two", 3.5, null, [true]], "object": {"z": 1, "a": [2, "x"]},
            "people": [{"name": "Bo", "age": 7}, {"name": "Al", "age": 30}], "i": 1, "quote": "\"é\""
        }},
        "widgets": {"add-support-agent": {"body": "added", "size": "large"}, "menu": {"Digits": "1"}}
    }"#;
    match serde_json::from_str(json).unwrap() {
        Value::Map(map) => Roots(map),
        other => panic!("{other}"),
    }
}

fn rendered(source: &str) -> Text {
    match Template::parse(source) {
        Ok(template) => template.render(&scope()),
        Err(problems) => panic!("{source}: {problems:?}"),
    }
}

#[track_caller]
fn renders(cases: &[(&str, &str)]) {
    for (source, wanted) in cases {
        assert_eq!(rendered(source), *wanted, "{source}");
    }
}

#[test]
fn paths() {
    renders(&[
        ("hello", "hello"),
        ("", ""),
        ("{{flow.sid}}", "FN1"),
        ("<{{ flow.variables.name }}>", "<Ada Lovelace>"),
        ("{{widgets.add-support-agent.body}}", "added"),
        ("{{flow.variables. name}}", "Ada Lovelace"),
        ("{{flow['variables'][\"name\"]}}", "Ada Lovelace"),
        (
            "{{flow.variables.list[0]}}{{flow.variables.list[-1]}}",
            "ac",
        ),
        ("{{flow.variables.list[flow.variables.i]}}", "b"),
        (
            "{{flow.variables.list.first}}{{flow.variables.list.last}}",
            "ac",
        ),
        ("{{flow.variables.list.size}}", "3"),
        ("{{flow.variables.name.size}}", "12"),
        ("{{flow.variables.quote.size}}", "3"),
        ("{{flow.variables.object.size}}", "2"),
        ("{{widgets.add-support-agent.size}}", "large"),
        (
            "{{flow.variables.list[9]}}|{{flow.variables.list[-9]}}|{{flow.variables.list.nope}}",
            "||",
        ),
        ("{{flow.variables.list[flow.variables.nope]}}", ""),
        ("{{nope}}{{nope.nope[nope].size}}", ""),
    ]);
}

#[test]
fn values_as_text() {
    renders(&[
        ("{{flow.variables.nothing}}", ""),
        ("{{flow.variables.no}} {{flow.variables.yes}}", "false true"),
        (
            "{{flow.variables.price}} {{flow.variables.whole}} {{flow.variables.count}}",
            "1.5 3.0 2",
        ),
        ("{{flow.variables.mixed}}", "1two3.5true"),
        ("{{flow.variables.object}}", r#"{"z":1,"a":[2,"x"]}"#),
        (
            "{{flow.variables.object | to_json}}",
            r#"{"z":1,"a":[2,"x"]}"#,
        ),
        ("{{flow.variables.quote | to_json}}", "\"\\\"é\\\"\""),
        ("{{nope | to_json}}", "null"),
        (
            "{{ 'a' }}{{ \"b\" }}{{ 3 }}{{ -1.50 }}{{ true }}{{ nil }}{{ empty }}",
            "ab3-1.5true",
        ),
        ("{{ 99999999999999999999 }}", "1e20"),
    ]);
}

#[test]
fn filters() {
    renders(&[
        ("{{ -3 | abs }}{{ '-3.5' | abs }}", "33.5"),
        ("{{ 'a' | append: 'b' | prepend: 'c' }}", "cab"),
        ("{{ 3 | at_least: 5 }}{{ 3 | at_most: 2 }}", "52"),
        ("{{ 'hELLO you' | capitalize }}", "Hello you"),
        (
            "{{ 1.2 | ceil }}{{ 1.8 | floor }}{{ 1.5 | round }}{{ 1.257 | round: 2 }}",
            "2121.26",
        ),
        ("{{ flow.variables.mixed | compact | size }}", "4"),
        (
            "{{ flow.variables.list | concat: flow.variables.list | join: '' }}",
            "abcabc",
        ),
        (
            "{{ nope | default: 'x' }}{{ '' | default: 'y' }}{{ false | default: 'z' }}",
            "xyz",
        ),
        ("{{ flow.variables.count | default: 'x' }}", "2"),
        (
            "{{ 7 | divided_by: 2 }} {{ -7 | divided_by: 2 }} {{ 7 | divided_by: 2.0 }}",
            "3 -4 3.5",
        ),
        ("[{{ 7 | divided_by: 0 }}][{{ 7 | modulo: 0 }}]", "[][]"),
        ("{{ 'ÀB' | downcase }}{{ 'àb' | upcase }}", "àbÀB"),
        (
            "{{ '<a href=\"x\">&amp;' | escape }}",
            "&lt;a href=&quot;x&quot;&gt;&amp;amp;",
        ),
        ("{{ '<&amp;&#39;&' | escape_once }}", "&lt;&amp;&#39;&amp;"),
        (
            "{{ flow.variables.list | first }}{{ flow.variables.list | last }}",
            "ac",
        ),
        (
            "{{ flow.variables.list | join }} {{ flow.variables.list | join: ', ' }}",
            "a b c a, b, c",
        ),
        ("{{ 'x' | join: ',' }}{{ nope | join: ',' }}", "x"),
        (
            "[{{ ' a ' | lstrip }}][{{ ' a ' | rstrip }}][{{ ' a ' | strip }}]",
            "[a ][ a][a]",
        ),
        (
            "{{ flow.variables.people | map: 'name' | join: '+' }}",
            "Bo+Al",
        ),
        (
            "{{ 5 | minus: 7 }}{{ '5' | plus: '2' }}{{ 2 | times: 1.5 }}",
            "-273.0",
        ),
        (
            "{{ 7 | modulo: 3 }} {{ -7 | modulo: 3 }} {{ 7.5 | modulo: 2 }}",
            "1 2 1.5",
        ),
        (
            "{{ \"a\nb\" | newline_to_br }}{{ \"a\nb\r\n\" | strip_newlines }}",
            "a<br />\nbab",
        ),
        ("{{ flow.variables.text | plus: 1 }}", "6"),
        (
            "{{ nope | plus: 1 }}{{ 'abc' | plus: 1 }}{{ '' | plus: 1 }}",
            "111",
        ),
        (
            "{{ 9223372036854775807 | plus: 1 }}",
            "9.223372036854776e18",
        ),
        (
            "{{ -9223372036854775808 | divided_by: -1 | abs }}",
            "9.223372036854776e18",
        ),
        (
            "{{ 'a-b-c' | remove: '-' }}{{ 'a-b-c' | remove_first: '-' }}",
            "abcab-c",
        ),
        (
            "{{ '+1+2' | replace: '+', '%2B' }}{{ 'aa' | replace_first: 'a', 'b' }}",
            "%2B1%2B2ba",
        ),
        ("{{ flow.variables.list | reverse | join: '' }}", "cba"),
        ("{{ 'é!' | size }}{{ nope | size }}", "20"),
        (
            "{{ 'liquid' | slice: 2 }}{{ 'liquid' | slice: 2, 3 }}{{ 'liquid' | slice: -3, 2 }}",
            "qquiui",
        ),
        (
            "{{ 'x' | slice: 5, 9223372036854775807 }}{{ 'x' | slice: -5, 2 }}",
            "",
        ),
        ("{{ flow.variables.list | slice: 1, 2 | join: '' }}", "bc"),
        ("{{ 'b,C,a' | split: ',' | sort | join: '' }}", "Cab"),
        (
            "{{ 'b,C,a' | split: ',' | sort_natural | join: '' }}",
            "abC",
        ),
        (
            "{{ flow.variables.people | sort: 'age' | map: 'age' | join: ',' }}",
            "7,30",
        ),
        (
            "{{ flow.variables.mixed | sort | to_json }}",
            r#"[1,3.5,"two",[true],null]"#,
        ),
        (
            "{{ 'abc' | split: '' | join: '-' }} {{ ' a  b ' | split: ' ' | size }}",
            "a-b-c 2",
        ),
        ("{{ 'a,b,,' | split: ',' | size }}", "2"),
        (
            "{{ '<p>a <!-- x --><b>c</b><SCRIPT>d</script></p>e<' | strip_html }}",
            "a ce<",
        ),
        (
            "{{ 'abcdef' | truncate: 5 }} {{ 'abcdef' | truncate: 3, '' }}",
            "ab... abc",
        ),
        ("{{ 'one two three' | truncatewords: 2 }}", "one two..."),
        ("{{ 'a,b,a' | split: ',' | uniq | join: '' }}", "ab"),
        (
            "{{ '1 2+é/' | url_encode }} {{ '1+2%2b%C3%A9%' | url_decode }}",
            "1+2%2B%C3%A9%2F 1 2+é%",
        ),
        (
            "{{ flow.variables.people | where: 'age', 7 | map: 'name' | join: '' }}",
            "Bo",
        ),
    ]);
}

#[test]
fn dates_come_from_the_scope() {
    renders(&[
        ("{{ 'now' | date: '%Y-%m-%d %H:%M' }}", "2026-11-22 12:14"),
        ("{{ 'today' | date: '%s' }}", "1795378445"),
        (
            "{{ 0 | date: '%Y' }}{{ '2020-02-29T10:00:00Z' | date: '%e %b' }}",
            "196929 Feb",
        ),
        ("{{ 'soon' | date: '%Y' }}{{ nope | date: '%Y' }}", "soon"),
    ]);
}

#[test]
fn conditions() {
    renders(&[
        ("{% if flow.variables.yes %}a{% else %}b{% endif %}", "a"),
        (
            "{% if nope %}a{% elsif flow.variables.count == 2 %}b{% else %}c{% endif %}",
            "b",
        ),
        ("{% if nope.nope[nope] %}a{% else %}b{% endif %}", "b"),
        ("{% if flow.variables.empty %}a{% endif %}", "a"),
        ("{% unless nope %}a{% else %}b{% endunless %}", "a"),
        ("{% if nope contains 'x' %}a{% else %}b{% endif %}", "b"),
        (
            "{% if flow.variables.name contains 'Love' %}a{% endif %}",
            "a",
        ),
        ("{% if flow.variables.list contains 'b' %}a{% endif %}", "a"),
        (
            "{% if flow.variables.object contains 'z' %}a{% endif %}",
            "a",
        ),
        (
            "{% if nope > 1 %}a{% elsif nope < 1 %}b{% else %}c{% endif %}",
            "c",
        ),
        (
            "{% if flow.variables.count >= 2 and flow.variables.price <= 1.5 %}a{% endif %}",
            "a",
        ),
        (
            "{% if flow.variables.text == 5 %}a{% else %}b{% endif %}",
            "b",
        ),
        ("{% if flow.variables.whole == 3 %}a{% endif %}", "a"),
        ("{% if nope == nil and nope != '' %}a{% endif %}", "a"),
        (
            "{% if flow.variables.empty == empty and '' == empty and nope != empty %}a{% endif %}",
            "a",
        ),
        (
            "{% if flow.variables.blank == blank and nope == blank %}a{% endif %}",
            "a",
        ),
        (
            "{% if true or nope and nope %}a{% endif %}{% if nope and nope or true %}b{% endif %}",
            "ab",
        ),
        (
            "{% if 'b' > 'a' %}a{% endif %}{% if 1 <> 2 %}b{% endif %}",
            "ab",
        ),
        (
            "{% case flow.variables.count %}x{% when 1 %}a{% when 2, 3 %}b{% else %}c{% endcase %}",
            "b",
        ),
        (
            "{% case nope %}{% when 1 or 2 %}a{% else %}c{% endcase %}",
            "c",
        ),
        ("{% case nope %}{% when nil %}a{% endcase %}", "a"),
    ]);
}

#[test]
fn loops() {
    renders(&[
        (
            "{% for x in flow.variables.list %}{{forloop.index}}{{x}} {% endfor %}",
            "1a 2b 3c ",
        ),
        ("{% for x in (1..3) reversed %}{{x}}{% endfor %}", "321"),
        (
            "{% for x in (1..9) limit: 2 offset: 3 %}{{x}}{% endfor %}",
            "45",
        ),
        (
            "{% for x in flow.variables.list %}{% if forloop.last %}{{x}}{% endif %}{% endfor %}",
            "c",
        ),
        ("{% for x in nope %}a{% else %}none{% endfor %}", "none"),
        (
            "{% for x in flow.variables.object %}{{x[0]}}={{x[1]}};{% endfor %}",
            "z=1;a=2x;",
        ),
        (
            "{% for x in (1..5) %}{% if x == 2 %}{% continue %}{% elsif x == 4 %}{% break %}{% endif %}{{x}}{% endfor %}",
            "13",
        ),
        (
            "{% for x in (1..999999999) %}{{x}} {% endfor %}",
            "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 ",
        ),
        (
            "{% for x in (1..99) reversed limit: 20 %}{{x}} {% endfor %}",
            "20 19 18 17 16 15 14 13 12 11 10 9 8 7 6 ",
        ),
        (
            "{% for x in (1..20) %}{% if forloop.last %}last{% endif %}{% endfor %}{{x}}",
            "",
        ),
        (
            "{% for p in flow.variables.people %}{{p.name}}{% endfor %}",
            "BoAl",
        ),
        (
            "{% for i in (1..2) %}{% for j in (1..2) %}{{i}}{{j}} {% endfor %}{% endfor %}",
            "11 12 21 22 ",
        ),
        (
            "{% for x in (1..4) %}{% cycle 'a', 'b' %}{% endfor %}",
            "abab",
        ),
        (
            "{% cycle 'g': 1, 2 %}{% cycle 'h': 1, 2 %}{% cycle 'g': 1, 2 %}",
            "112",
        ),
    ]);
}

#[test]
fn names_of_the_template() {
    renders(&[
        (
            "{% assign x = flow.variables.count | plus: 1 %}{{x}}{{ flow.variables.list[x] }}",
            "3",
        ),
        (
            "{% assign i = 0 %}{{ flow.variables.people[i].name }}",
            "Bo",
        ),
        (
            "{% assign parts = 'a,b' | split: ',' %}{{parts[1]}}{{parts.size}}",
            "b2",
        ),
        (
            "{% capture x %}a{{flow.sid}}{% endcapture %}{{x | downcase}}",
            "afn1",
        ),
        (
            "{% increment n %}{% increment n %}{% decrement n %}{{n}}",
            "0111",
        ),
        (
            "{% for x in (1..2) %}{% assign y = x %}{% endfor %}{{y}}{{x}}",
            "2",
        ),
        (
            "a{% comment %}{{ nope | nope }}{% if %}{% comment %}{% endcomment %}x{% endcomment %}b",
            "ab",
        ),
        ("{% raw %}{{ x }}{% if %}{{% endraw %}", "{{ x }}{% if %}{"),
        (
            "a {{- ' b ' -}} c {%- if true -%} d {%- endif -%} e",
            "a b cde",
        ),
        ("{%- raw -%} x {%- endraw -%} y", "xy"),
    ]);
}

#[test]
fn a_whole_value() {
    let scope = scope();
    for (source, wanted) in [
        ("{{flow.variables.object}}", Some(r#"{"z":1,"a":[2,"x"]}"#)),
        (
            "{{ flow.variables.list | to_json }}",
            Some(r#"["a","b","c"]"#),
        ),
        ("{{ nope }}", Some("null")),
        ("{{ flow.variables.list | join }}", None),
        (" {{ flow.variables.list }}", None),
        ("[1]", None),
    ] {
        let template = Template::parse(source).unwrap();
        let found = template.reference(&scope).map(ToString::to_string);
        assert_eq!(found.as_deref(), wanted, "{source}");
    }
}

#[test]
fn constants() {
    let template = Template::parse("Hello! {% comment %}x{% endcomment %}").unwrap();
    assert_eq!(template.constant(), Some(&Text::from("Hello! ")));
    assert_eq!(Template::parse("").unwrap().constant(), Some(&Text::EMPTY));
    assert_eq!(Template::parse("{{x}}").unwrap().constant(), None);
    assert_eq!(
        Template::parse("{% raw %}{{x}}{% endraw %}")
            .unwrap()
            .constant(),
        Some(&Text::from("{{x}}"))
    );
}

/// Every problem as `kind text: message (help)`.
fn said(source: &str) -> Vec<String> {
    let shown = |problem: Problem| {
        let kind = match problem.kind {
            ProblemKind::Syntax => "syntax",
            ProblemKind::UnknownFilter => "filter",
            ProblemKind::UnknownTag => "tag",
        };
        let help = problem
            .help
            .map(|help| format!(" ({help})"))
            .unwrap_or_default();
        format!(
            "{kind} {}: {}{help}",
            &source[problem.range], problem.message
        )
    };
    problems(source).into_iter().map(shown).collect()
}

#[test]
fn what_is_wrong() {
    for (source, wanted) in [
        (
            "{{ x | upcas }}",
            &["filter upcas: there is no filter `upcas` (did you mean `upcase`?)"][..],
        ),
        (
            "{{ x | frobnicate: 1 | upcase | dwncase }}",
            &[
                "filter frobnicate: there is no filter `frobnicate`",
                "filter dwncase: there is no filter `dwncase` (did you mean `downcase`?)",
            ],
        ),
        (
            "é {% assing x = 1 %}",
            &["tag assing: there is no tag `assing` (did you mean `assign`?)"],
        ),
        (
            "{% iff x %}a{% endif %}",
            &["tag iff: there is no tag `iff` (did you mean `if`?)"],
        ),
        (
            "{% if x %}a{% elseif y %}b{% endif %}",
            &["tag elseif: there is no tag `elseif` (did you mean `elsif`?)"],
        ),
        (
            "{% if x %}a{% endfi %}",
            &["tag endfi: there is no tag `endfi` (did you mean `endif`?)"],
        ),
        (
            "{% zzz %}a{% endzzz %}",
            &[
                "tag zzz: there is no tag `zzz` (the tags are `assign`, `break`, `capture`, `case`, `comment`, `continue`, `cycle`, `decrement`, `for`, `if`, `increment`, `raw`, `unless`)",
            ],
        ),
        (
            "{{ x",
            &["syntax {{: this `{{` is never closed (close it with `}}`)"],
        ),
        (
            "a {% if x",
            &[
                "syntax {%: this `{%` is never closed (close it with `%}`)",
                "syntax if: this `if` is never closed (close it with `{% endif %}`)",
            ],
        ),
        (
            "{{ }}",
            &["syntax }: expected a value: a path, a number or a text in quotes"],
        ),
        (
            "{{ x y }} {{ 'a }}",
            &[
                "syntax y: expected `|` or `}}`",
                "syntax ': this text is never closed (close it with `'`)",
            ],
        ),
        (
            "{{ a.0 }}",
            &["syntax 0: expected a name after the dot (write an index in brackets: `[0]`)"],
        ),
        ("{{ a[1 }}", &["syntax }: expected `]`"]),
        (
            "{{ x | replace }}",
            &["syntax replace: `replace` takes 1 to 2 arguments, not 0"],
        ),
        (
            "{{ x | upcase: 1 }}",
            &["syntax upcase: `upcase` takes no argument, not 1"],
        ),
        (
            "{{ x | default: 1, allow_false: true }}",
            &["syntax :: no filter takes arguments by name"],
        ),
        (
            "{% if a = 1 %}{% endif %}",
            &["syntax =: `=` compares nothing (write `==`)"],
        ),
        (
            "{% if a | size > 1 %}{% endif %}",
            &[
                "syntax |: a condition takes no filter (filter it before: `{% assign name = value | filter %}`)",
            ],
        ),
        (
            "{% if a %}",
            &["syntax if: this `if` is never closed (close it with `{% endif %}`)"],
        ),
        (
            "{% for x in y %}{% if a %}{% endfor %}",
            &["syntax if: this `if` is never closed (close it with `{% endif %}`)"],
        ),
        (
            "a{% endif %}b",
            &[
                "syntax endif: `endif` without `if` (take it out, or open the block with `{% if %}`)",
            ],
        ),
        (
            "{% else %}",
            &[
                "syntax else: `else` stands in no block that has one (take it out, or open its block before it)",
            ],
        ),
        (
            "{% if a %}{% else %}{% else %}{% endif %}",
            &["syntax else: `else` stands after the `else` (the `else` comes last)"],
        ),
        (
            "{% for x of y %}{% endfor %}",
            &["syntax of: expected `in`"],
        ),
        (
            "{% for x in y by: 2 %}{% endfor %}",
            &["syntax by: expected `limit`, `offset`, `reversed` or `%}`"],
        ),
        (
            "{% for x in (1..) %}{% endfor %}",
            &["syntax ): expected a value: a path, a number or a text in quotes"],
        ),
        (
            "{% assign x 1 %}{% capture %}{% endcapture %}",
            &[
                "syntax 1: expected `=`",
                "syntax %: expected a name to capture into",
            ],
        ),
        (
            "{% comment %}{{ x",
            &["syntax comment: this `comment` is never closed (close it with `{% endcomment %}`)"],
        ),
        (
            "{% cycle a: %}",
            &["syntax %: expected a value: a path, a number or a text in quotes"],
        ),
        ("{% %}", &["syntax %: expected the name of a tag"]),
        (
            "{{{ x }}}",
            &["syntax {: expected a value: a path, a number or a text in quotes"],
        ),
        ("{{ x %} {{ y }}", &["syntax %: expected `|` or `}}`"]),
    ] {
        assert_eq!(said(source), wanted, "{source}");
    }
}

/// Every read as its path, with `?` for a default, `t` test, `n` arithmetic, and what it is under or
/// stands in for.
fn seen(source: &str) -> Vec<String> {
    let shown = |read: Read| {
        let mut shown = read
            .path
            .iter()
            .map(Text::as_str)
            .collect::<Vec<_>>()
            .join(".");
        let flags = [
            (read.defaulted, "?"),
            (read.test, "t"),
            (read.arithmetic, "n"),
        ];
        let flags: String = flags
            .into_iter()
            .filter(|(set, _)| *set)
            .map(|(_, flag)| flag)
            .collect();
        if !flags.is_empty() {
            shown += &format!(" {flags}");
        }
        if !read.under.is_empty() {
            shown += &format!(" under {:?}", read.under);
        }
        if let Some(other) = read.instead_of {
            shown += &format!(" instead of {other}");
        }
        shown
    };
    reads(source).into_iter().map(shown).collect()
}

#[test]
fn what_is_read() {
    for (source, wanted) in [
        ("plain", &[][..]),
        ("{{a.b | nope: 1}}{{a.b-c}}", &["a.b", "a.b-c"]),
        ("{{a | append: b.c}}", &["a", "b.c"]),
        ("{{a[b.x].c}}", &["a", "b.x"]),
        ("{{a[0]['k'].c}}", &["a.0.k.c"]),
        (
            "{{x}}{{a | default: b | append: c}}{{'' | default: d}}",
            &["x", "a ?", "b instead of 1", "c", "d"],
        ),
        (
            "{{a | upcase | default: ''}}{{a | size}}{{a | plus: 1}}",
            &["a ?", "a t", "a n"],
        ),
        (
            "{% if a and b == c %}{{d}}{% else %}{{e}}{% endif %}{{f}}",
            &[
                "a t",
                "b t",
                "c t",
                "d under [0, 1, 2]",
                "e under [0, 1, 2]",
                "f",
            ],
        ),
        (
            "{% if a %}{{x}}{% elsif b %}{% unless c %}{{y}}{% endunless %}{% endif %}",
            &[
                "a t",
                "x under [0, 2]",
                "b t",
                "c t under [0, 2]",
                "y under [0, 2, 3]",
            ],
        ),
        (
            "{% case a %}{% when b, 1 %}{{c}}{% endcase %}",
            &["a t", "b t", "c under [0, 1]"],
        ),
        (
            "{% for x in a.b limit: c %}{{x.y}}{{forloop.index}}{{d[x]}}{% else %}{{x}}{% endfor %}{{x}}",
            &["a.b t", "c t", "d under [0, 1]", "x under [0, 1]", "x"],
        ),
        (
            "{{i}}{% assign i = a | plus: 0 %}{{i}}{{b[i].c}}",
            &["i", "a n", "b"],
        ),
        (
            "{% for x in a %}{% assign y = x %}{% endfor %}{{y}}{{x}}",
            &["a t", "x"],
        ),
        (
            "{% capture y %}{{a}}{% endcapture %}{{y}}{% increment n %}{{n}}",
            &["a"],
        ),
        (
            "{% comment %}{{a}}{% endcomment %}{% raw %}{{a}}{% endraw %}",
            &[],
        ),
    ] {
        assert_eq!(seen(source), wanted, "{source}");
    }
}

#[test]
fn reads_stand_where_they_are_written() {
    let source = "é {{ flow.variables.x | plus: 1 }}{% if a[b].c %}{% endif %}";
    let found: Vec<_> = reads(source)
        .into_iter()
        .map(|read| &source[read.range])
        .collect();
    assert_eq!(found, ["flow.variables.x", "a[b].c", "b"]);
}

#[test]
fn hostile_templates_are_bounded() {
    let deep = "{% if a %}".repeat(10_000);
    assert_eq!(
        said(&deep),
        ["syntax if: blocks stand more than 100 deep in blocks"]
    );
    let brackets = format!("{{{{ {}b{} }}}}", "a[".repeat(10_000), "]".repeat(10_000));
    assert_eq!(
        said(&brackets),
        ["syntax [: brackets stand more than 16 deep in brackets"]
    );
    assert_eq!(problems(&"{{".repeat(100_000)).len(), 50);
    let many = "{% if a %}x".to_owned() + &"{% elsif b %}y".repeat(20_000) + "{% endif %}";
    assert_eq!(rendered(&many), "");
    let long = format!(
        "{{% if {} %}}x{{% endif %}}",
        vec!["nope"; 20_000].join(" or ")
    );
    assert_eq!(rendered(&long), "");
    let megabyte = "{{flow.sid}} ".repeat(80_000);
    assert_eq!(rendered(&megabyte).len(), 16 * 1024);
}

/// Half of what a thread has by default is enough for the deepest template, also unoptimised.
#[test]
fn the_deepest_template_needs_little_stack() {
    let deepest = || {
        for (open, close) in [
            ("{% for x in (1..1) %}", "{% endfor %}"),
            ("{% if true %}", "{% endif %}"),
            ("{% capture x %}", "{% endcapture %}{{x}}"),
        ] {
            assert_eq!(
                rendered(&(open.repeat(100) + "x" + &close.repeat(100))),
                "x"
            );
        }
    };
    let thread = std::thread::Builder::new().stack_size(1 << 20);
    thread.spawn(deepest).unwrap().join().unwrap();
}

#[test]
fn hostile_values_are_bounded() {
    let doubled = "{% assign a = 'abcdefgh' %}".to_owned()
        + &"{% assign a = a | append: a %}".repeat(60)
        + "{{ a }}x";
    assert_eq!(rendered(&doubled), "");
    let lists = "{% assign a = '1,2' | split: ',' %}".to_owned()
        + &"{% assign a = a | concat: a %}".repeat(60)
        + "x";
    assert_eq!(rendered(&lists), "");
    let loops = "{% for x in (1..15) %}".repeat(12) + "." + &"{% endfor %}".repeat(12);
    assert!(rendered(&loops).len() <= 16 * 1024);
    let replaced = "{% assign a = 'aaaaaaaaaaaaaaaa' %}".to_owned()
        + &"{% assign a = a | replace: 'a', a %}".repeat(8)
        + "x";
    assert_eq!(rendered(&replaced), "");
}

#[test]
fn long_text_is_cut_between_characters() {
    let mut roots = Map::new();
    roots.insert("x", "é".repeat(10_000));
    let scope = Roots(roots);
    for source in ["{{x}}", "a{{x}}", "{% if true %}a{{x}}{% endif %}"] {
        let text = Template::parse(source).unwrap().render(&scope);
        assert!(
            (16 * 1024 - 1..=16 * 1024).contains(&text.len()),
            "{source}: {}",
            text.len()
        );
    }
    let constant = "é".repeat(10_000);
    assert_eq!(
        Template::parse(&constant).unwrap().render(&scope).len(),
        16 * 1024
    );
}

#[test]
fn the_values_that_a_template_compares_with_and_gives_to_filters_are_told() {
    let source = "{% if a == 'gold' and b > 2 or c %}{{ d | default: 'none' }}{% elsif e == blank %}\
                  {% case f %}{% when 'x', 1.5 %}{% assign g = h | plus: 3 %}{% endcase %}{% endif %}";
    assert_eq!(
        literals(source),
        Literals {
            compared: vec![
                "gold".into(),
                Value::Integer(2),
                "".into(),
                "x".into(),
                Value::Float(1.5)
            ],
            arguments: vec!["none".into(), Value::Integer(3)],
        }
    );
}
