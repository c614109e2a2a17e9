//! The derives of functions' parameters and outputs.

use std::str::FromStr;

use flow_runtime::function::{
    FunctionOutput, FunctionParameters, Parameter, ParameterError, Parameters, Shape, Shaped,
};
use serde::Serialize;

#[derive(Debug, PartialEq, Parameter)]
enum Level {
    Low,
    High,
}

impl FromStr for Level {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "low" => Ok(Level::Low),
            "high" => Ok(Level::High),
            _ => Err("low or high".to_owned()),
        }
    }
}

#[derive(Debug, PartialEq, FunctionParameters)]
struct Raise {
    level: Level,
    r#type: String,
    note: Option<String>,
}

fn given(parameters: &[(&'static str, &'static str)]) -> Parameters {
    Parameters(
        parameters
            .iter()
            .map(|&(name, text)| (name.into(), text.into()))
            .collect(),
    )
}

#[test]
fn fields_are_parsed_and_an_option_may_be_left_out() {
    let raise = Raise::parse(&given(&[("level", " high "), ("type", "alarm")]));
    let expected = Raise {
        level: Level::High,
        r#type: "alarm".to_owned(),
        note: None,
    };
    assert_eq!(raise, Ok(expected));
    let required = Raise::FIELDS
        .iter()
        .map(|field| (field.name, field.required));
    assert_eq!(
        required.collect::<Vec<_>>(),
        [("level", true), ("type", true), ("note", false)]
    );
    assert_eq!(
        Raise::FIELDS[0].missing,
        "`Raise` needs the parameter `level`: add `level: \"…\"`"
    );
}

#[test]
fn a_text_that_does_not_parse_says_what_was_expected() {
    let error: ParameterError =
        Raise::parse(&given(&[("level", "medium"), ("type", "x")])).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`level` takes a `Level` (low or high), and was given \"medium\""
    );
}

#[derive(Serialize, FunctionOutput)]
struct Inner {
    name: &'static str,
}

#[derive(Serialize)]
struct Unknown;

#[derive(Serialize, FunctionOutput)]
#[serde(rename_all = "camelCase")]
struct Outer {
    inner_one: Option<Inner>,
    count: u8,
    unknown: Unknown,
    #[serde(skip_serializing_if = "str::is_empty")]
    note: &'static str,
}

#[test]
fn the_shape_is_what_serde_writes() {
    let Shape::Object(fields) = Outer::SHAPE else {
        panic!("an object")
    };
    let names: Vec<_> = fields.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, ["innerOne", "count", "unknown", "note"]);
    assert!(matches!(
        fields[0].1,
        Shape::Object([("name", Shape::Scalar)])
    ));
    assert!(matches!(fields[1].1, Shape::Scalar));
    assert!(matches!(fields[2].1, Shape::Open));
    assert!(matches!(fields[3].1, Shape::Maybe(Shape::Scalar)));
    let written = serde_json::to_value(Outer {
        inner_one: Some(Inner { name: "x" }),
        count: 1,
        unknown: Unknown,
        note: "",
    });
    let written = written.unwrap();
    assert_eq!(written["innerOne"]["name"], "x");
    assert_eq!(written.get("note"), None);
}
