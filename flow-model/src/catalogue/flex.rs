//! Handing over to people: Flex, and the queues of TaskRouter.

use super::outputs::{ANYTHING, CALL, EVERYTHING, set};
use super::row::{choice, event, integer, leaving, quoted_integer, required, short, template};
use super::{Kind, Nature, Property, Rule, Runs, Starts};

/// Two weeks, in seconds: the longest that a task may wait.
const TWO_WEEKS: i64 = 1_209_600;

pub(super) const SEND_TO_FLEX: Kind = Kind {
    word: "send_to_flex",
    studio: "send-to-flex",
    docs: "Hands the conversation or the call over to the agents of Flex.\n\nLater messages are no longer the flow's.",
    properties: &[
        required(template(
            "workflow",
            "The workflow that routes the task, `WW…`.",
        )),
        required(template("channel", "The task channel, `TC…`.")),
        short(
            1024,
            "attributes",
            "A JSON object that describes the task, as text.",
        ),
        Property {
            studio: "waitUrl",
            ..template("wait_url", "What a caller hears while waiting.")
        },
        Property {
            studio: "waitUrlMethod",
            ..choice(
                &["GET", "POST"],
                "wait_url_method",
                "How `wait_url` is requested.",
            )
        },
        quoted_integer(
            (0, i64::MAX),
            "priority",
            "The task's priority; the higher goes first.",
        ),
        quoted_integer(
            (0, TWO_WEEKS),
            "timeout",
            "How long the task waits for an agent, in seconds; 3,600 where it is left out.",
        ),
    ],
    rules: &[],
    events: &[
        leaving(
            EVERYTHING,
            event(
                "call_complete",
                "callComplete",
                "The call was answered and is over; for messages, the task is created.",
            ),
        ),
        event(
            "failed_to_enqueue",
            "failedToEnqueue",
            "The task could not be created.",
        ),
        leaving(
            ANYTHING,
            event("call_failure", "callFailure", "The call failed."),
        ),
    ],
    nature: Nature::Waits,
    open: true,
    starts: Starts::Any,
    runs: Runs::Differs(
        "The conversation is handed over, and waits in a queue of the runtime (`Runtime::hand_overs`) for whoever takes it; the execution goes on by `callComplete` to its end, and later messages start nothing. Of the outputs there are `sid` and `routing.properties`; `waitUrl` plays nothing, and `callFailure` never comes.",
    ),
};

pub(super) const ENQUEUE_CALL: Kind = Kind {
    word: "enqueue_call",
    studio: "enqueue-call",
    docs: "Puts the call into a queue, or hands it to a TaskRouter workflow.",
    properties: &[
        template("workflow_sid", "The workflow that routes the call, `WW…`."),
        short(
            64,
            "queue_name",
            "The queue; it is made where there is none.",
        ),
        integer(
            (0, i64::MAX),
            "priority",
            "The task's priority; the higher goes first.",
        ),
        integer(
            (0, TWO_WEEKS),
            "timeout",
            "How long the task waits, in seconds.",
        ),
        short(
            1024,
            "task_attributes",
            "A JSON object that describes the task, as text.",
        ),
        template("wait_url", "What the caller hears while waiting."),
        choice(
            &["GET", "POST"],
            "wait_url_method",
            "How `wait_url` is requested; `GET` where it is left out.",
        ),
    ],
    rules: &[Rule::AnyOf(&["workflow_sid", "queue_name"])],
    events: &[
        leaving(
            set(&[CALL, &["QueueResult", "QueueSid", "QueueTime"]]).and_more(),
            event(
                "call_complete",
                "callComplete",
                "The call was answered and is over.",
            ),
        ),
        event(
            "failed_to_enqueue",
            "failedToEnqueue",
            "The call could not be put into the queue.",
        ),
        leaving(
            ANYTHING,
            event("call_failure", "callFailure", "The call failed."),
        ),
    ],
    nature: Nature::Waits,
    open: true,
    starts: Starts::Call,
    runs: super::calls::VOICE,
};
