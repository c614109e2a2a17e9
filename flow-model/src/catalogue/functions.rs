//! Functions, requests and subflows: what a flow calls, of this program or elsewhere.

use super::outputs::{ANYTHING, Keys, NOTHING, Outputs, set};
use super::row::{
    choice, defaults_to, event, flag, leaving, literal, map, required, template, typed,
};
use super::{Json, Kind, Nature, Rule, Runs, Starts, Type};

const ANSWER: Keys = &["body", "content_type", "status_code"];
const HEADERS: Keys = &["headers"];
/// The answer as JSON, where it is an object.
const PARSED: Keys = &["parsed"];

const ANSWERED: Outputs = set(&[ANSWER]).may(&[PARSED]);
const PERHAPS: Outputs = NOTHING.may(&[ANSWER, PARSED]);

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
        map("parameters", "What the function is given, by name."),
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
        leaving(
            set(&[ANSWER, HEADERS]).may(&[PARSED]),
            event(
                "success",
                "success",
                "The function answered within 10 seconds and did not fail.",
            ),
        ),
        leaving(
            NOTHING.may(&[ANSWER, HEADERS, PARSED]),
            event(
                "fail",
                "fail",
                "The function failed, or took longer than 10 seconds.",
            ),
        ),
    ],
    nature: Nature::Calls,
    open: false,
    starts: Starts::Any,
    runs: Runs::Differs(
        "A function is called at least once: after a crash again, under the same key, three times in all. One of the program's own runs inside it. One that lives elsewhere is posted to as a form, signed as Twilio signs where the program has the account's token; for that a program needs the feature `http` or a client of its own (`Builder::fetch`), and the network's own addresses are refused as in `make_http_request`.",
    ),
};

pub(super) const MAKE_HTTP_REQUEST: Kind = Kind {
    word: "make_http_request",
    studio: "make-http-request",
    docs: "Makes an HTTP request and keeps the answer.\n\nStudio sends no headers of yours; Basic authentication may stand in the URL.",
    properties: &[
        required(choice(
            &["GET", "POST"],
            "method",
            "How the request is made.",
        )),
        defaults_to(
            "application/x-www-form-urlencoded;charset=utf-8",
            template(
                "content_type",
                "Of what kind the body is: `application/x-www-form-urlencoded;charset=utf-8` for `parameters`, `application/json;charset=utf-8` for JSON.",
            ),
        ),
        flag(
            "add_twilio_auth",
            "Whether the account's credentials go along; only to Twilio's own hosts.",
        ),
        map(
            "parameters",
            "What is sent, by name; beside a `body` it is what counts where `content_type` is a form. The name `method` is reserved.",
        ),
        template(
            "body",
            "What is sent, as one text. Nothing in it is escaped.",
        ),
        required(template("url", "Where the request goes.")),
    ],
    rules: &[],
    events: &[
        leaving(
            ANSWERED,
            event(
                "success",
                "success",
                "The answer came within 10 seconds, with a status from 200 to 399 and up to 64 kB.",
            ),
        ),
        leaving(
            PERHAPS,
            event(
                "failed",
                "failed",
                "The answer had another status, was larger, or did not come in time.",
            ),
        ),
    ],
    nature: Nature::Calls,
    open: false,
    starts: Starts::Any,
    runs: Runs::Differs(
        "With the feature `http`, or a client of the program's own (`Builder::fetch`). Loopback, private and other addresses that are not public are refused unless the program allows them; a compressed answer is refused; after a crash a request is made again, under the same `Idempotency-Key`, three times in all. `parsed` merges as that of `run_function` does.",
    ),
};

pub(super) const RUN_SUBFLOW: Kind = Kind {
    word: "run_subflow",
    studio: "run-subflow",
    docs: "Runs another flow as a part of this one and waits for its end.\n\nWhat the subflow's `set_variables` set is read as `widgets.NAME.KEY`.",
    properties: &[
        typed(
            Type::Flow,
            Json::Ours,
            "flow",
            "A flow of this program, with its parameters: `flow: Billing { account: \"{{…}}\" }`.",
        ),
        literal("flow_sid", "A flow that lives elsewhere, `FW…`."),
        defaults_to(
            "LatestPublished",
            literal(
                "flow_revision",
                "Which revision of it runs: `LatestPublished`, or a number as text.",
            ),
        ),
        typed(
            Type::Map {
                json: true,
                filled: false,
            },
            Json::Pairs,
            "parameters",
            "What the flow is given, by name; it reads them as `trigger.parent.parameters.NAME`.",
        ),
    ],
    rules: &[
        Rule::OneOf(&["flow", "flow_sid"]),
        Rule::Apart {
            property: "flow",
            from: &["parameters", "flow_revision"],
            help: "it belongs to a flow that lives elsewhere (`flow_sid`); the parameters of a typed flow are its fields: `flow: Name { parameter: \"…\" }`",
        },
    ],
    events: &[
        leaving(
            ANYTHING,
            event("completed", "completed", "The subflow came to an end."),
        ),
        event("failed", "failed", "The subflow failed."),
    ],
    nature: Nature::Calls,
    open: true,
    starts: Starts::Any,
    runs: Runs::Differs(
        "A typed flow runs as it is; a `flow_sid` means the flow that the program says (`Builder::subflow`), whatever `flow_revision` is. `failed` is taken where the subflow stops at ten runs of a widget in a row, or at a split without a way. Nested subflows are refused before anything runs.",
    ),
};
