//! Functions: of this program, or elsewhere.

use super::row::{event, literal, template, typed};
use super::{Json, Kind, Nature, Rule, Type};

pub(super) const RUN_FUNCTION: Kind = Kind {
    word: "run_function",
    studio: "run-function",
    docs: "Runs a function: one of this program's (`function:`), or one that lives elsewhere (`url:`).",
    properties: &[
        typed(
            Type::Function,
            Json::Ours,
            "function",
            "A type that implements `Function`, with its parameters: `function: AddParticipant { address: \"…\" }`.",
        ),
        literal("service_sid", "The Functions service, `ZS…` or `default`."),
        literal("environment_sid", "The environment of the service, `ZE…`."),
        literal("function_sid", "The function, `ZH…` or `ZN…`."),
        typed(
            Type::Map {
                json: false,
                filled: false,
            },
            Json::Pairs,
            "parameters",
            "What the function is given, by name.",
        ),
        template("url", "Where the function lives."),
    ],
    rules: &[
        Rule::OneOf(&["function", "url"]),
        Rule::Apart {
            property: "function",
            from: &[
                "parameters",
                "service_sid",
                "environment_sid",
                "function_sid",
            ],
            help: "it belongs to a function that lives elsewhere (`url`); the parameters of a typed function are its fields: `function: Name { parameter: \"…\" }`",
        },
    ],
    events: &[
        event(
            "success",
            "success",
            "The function answered within 10 seconds and did not fail.",
        ),
        event(
            "fail",
            "fail",
            "The function failed, or took longer than 10 seconds.",
        ),
    ],
    nature: Nature::Calls,
};
