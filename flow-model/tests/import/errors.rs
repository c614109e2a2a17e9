//! What is no flow: one clear message, at its place.

use flow_model::studio::import;
use flow_model::studio::import::ImportError;

/// The message, and the part of the file that it is about.
fn refused(json: &str) -> (String, Option<&str>) {
    let error = import(json, "desk").unwrap_err();
    let range = error.range();
    (error.to_string(), range.map(|range| &json[range]))
}

#[test]
fn what_is_no_json_is_said_in_plain_words() {
    for (json, said, at) in [
        ("", "a value is missing at the end, at line 1, column 1", ""),
        (
            "  \n ",
            "a value is missing at the end, at line 2, column 2",
            "",
        ),
        (
            "{\"states\": [",
            "the file ends within an array: a `]` is missing, at line 1, column 13",
            "",
        ),
        (
            "{\"states\": []",
            "the file ends within an object: a `}` is missing, at line 1, column 14",
            "",
        ),
        (
            "{\n  \"states\": [1 2]\n}",
            "a `,` or the `]` of the array is missing, and `2` stands here, at line 2, column 16",
            "2",
        ),
        (
            "{\"é\": 1 \"states\": []}",
            "a `,` or the `}` of the object is missing, and `\"` stands here, at line 1, column 9",
            "\"",
        ),
        (
            "{\"states\": [],}",
            "a `,` after the last entry is one too many, at line 1, column 15",
            "}",
        ),
        (
            "{\"states\": [1,]}",
            "a `,` after the last entry is one too many, at line 1, column 15",
            "]",
        ),
        (
            "// a flow\n{}",
            "a value belongs here, and `/` stands here: JSON has no comments, at line 1, column 1",
            "/",
        ),
        (
            "{states: []}",
            "a key in double quotes belongs here, and `s` stands here, at line 1, column 2",
            "s",
        ),
        (
            "{\"states\" []}",
            "a `:` belongs after a key, and `[` stands here, at line 1, column 11",
            "[",
        ),
        (
            "{} {}",
            "the JSON is over, and `{` stands here, at line 1, column 4",
            "{",
        ),
        (
            "{\"a\": nul}",
            "a value belongs here, and `}` stands here, at line 1, column 10",
            "}",
        ),
        (
            "{\"a\": NaN}",
            "a value belongs here, and `N` stands here, at line 1, column 7",
            "N",
        ),
        (
            "{\"a\": 01}",
            "no number is written so, at line 1, column 8",
            "1",
        ),
        (
            "{\"a\": \"b\nc\"}",
            "a line ends within a text, or U+000A stands here unescaped: write `\\n`, or its escape, at line 1, column 9",
            "\n",
        ),
        (
            "{\"a\": \"\\x\"}",
            "a text has no escape like this one, and `x` stands here, at line 1, column 9",
            "x",
        ),
        (
            "{\"a\": \"b",
            "the file ends within a text: a `\"` is missing, at line 1, column 9",
            "",
        ),
        (
            "\u{feff}{",
            "the file ends within an object: a `}` is missing, at line 1, column 2",
            "",
        ),
        (
            "{\"states\": [\"\\ud83d\"]}",
            "this escape is one half of a character, and the other half is missing, at line 1, column 20",
            "\"",
        ),
    ] {
        let (message, part) = refused(json);
        assert_eq!(message, format!("this is not JSON: {said}"), "{json:?}");
        assert_eq!(part, Some(at), "{json:?}");
    }
}

#[test]
fn what_is_json_but_no_flow_is_said_to_be_none() {
    for (json, said, at) in [
        (
            "[1]",
            "it is an array, and a flow is an object with `states`",
            "[1]",
        ),
        (
            " 5 ",
            "it is a single value, and a flow is an object with `states`",
            "5",
        ),
        (
            "\"{}\"",
            "it is a text, and a flow is an object with `states`",
            "\"{}\"",
        ),
        ("{}", "the object has no `states`", "{}"),
        (
            "{\"states\": {}}",
            "its `states` are not an array of widgets",
            "{}",
        ),
        (
            "{\"states\": null}",
            "the object has no `states`",
            "{\"states\": null}",
        ),
        ("{\"states\": [1]}", "`states[0]` is not an object", "1"),
        ("{\"states\": [{}]}", "`states[0]` has no `type`", "{}"),
        (
            "{\"definition\": null}",
            "its `definition` is empty, as in the lists of the REST API: fetch the flow by its SID",
            "{\"definition\": null}",
        ),
        (
            "{\"definition\": \"[1]\"}",
            "its `definition` is not an object",
            "[1]",
        ),
        (
            "{\"definition\": {\"a\": 1}}",
            "the object has no `states`",
            "{\"a\": 1}",
        ),
        (
            "{\"flows\": []}",
            "it is a list of flows as the REST API gives it, without their definitions: fetch one flow by its SID",
            "{\"flows\": []}",
        ),
    ] {
        let (message, part) = refused(json);
        assert_eq!(
            message,
            format!("this is not a Studio flow: {said}"),
            "{json}"
        );
        assert_eq!(part, Some(at), "{json}");
    }
}

#[test]
fn json_within_a_text_that_is_wrong_is_shown_in_the_file() {
    let json = "{\"definition\": \"{\\\"states\\\": [1 \\u0032]}\"}";
    let (message, part) = refused(json);
    assert_eq!(
        message,
        "this is not JSON: a `,` or the `]` of the array is missing, and `2` stands here, at line 1, column 33"
    );
    assert_eq!(part, Some("\\u0032"));
}

#[test]
fn a_flow_of_the_format_before_2020_gets_one_message() {
    let json = r#"{"states": [{"type": "InitialState", "name": "Trigger", "sid": "FF1",
        "transitions": [{"event": "incomingCall", "conditions": [], "next": "FF2", "uuid": "0"}]}]}"#;
    let (message, part) = refused(json);
    assert_eq!(
        message,
        "this flow has the format that Studio wrote before 2020, whose widgets refer to each other by their SIDs: open it in Studio's editor, publish it, and export it again"
    );
    assert!(part.unwrap().starts_with("{\"type\": \"InitialState\""));
}

#[test]
fn what_is_too_large_is_refused() {
    let blanks = " ".repeat(5 << 20);
    let (message, part) = refused(&blanks);
    assert_eq!(
        message,
        "this file has 5242880 bytes, and a flow of more than 4194304 is not read"
    );
    assert_eq!(part, None);

    let json = format!("{{\"states\": [{}0]}}", "0,".repeat(1_000_000));
    let error = import(&json, "desk").unwrap_err();
    assert!(matches!(
        error,
        ImportError::TooManyStates {
            states: 1_000_001,
            ..
        }
    ));
    assert_eq!(
        error.to_string(),
        "this flow has 1000001 states, and a flow has at most 65535"
    );

    let json = format!(
        "{{\"states\": {}{}}}",
        "[".repeat(10_000),
        "]".repeat(10_000)
    );
    let (message, _) = refused(&json);
    assert_eq!(
        message,
        "objects and arrays are nested more than 20 deep at line 1, column 31, which no flow of Studio's is"
    );
}
