//! A visit: a question whose time runs out, a function that brings somebody in, an early message,
//! a request elsewhere, and a flow that closes the conversation.

use std::time::Duration;

use flow_runtime::Runtime;
use flow_runtime::conversation::Who;
use flow_runtime::host::local::Builder;
use flow_runtime::prelude::*;
use serde::Serialize;
use tokio::time::sleep;

use crate::asked;
use crate::script::{Scenario, Step};

pub(crate) const SCENARIO: Scenario = Scenario {
    name: "visit",
    builder,
    flows: &["Visit", "Greeter"],
    steps: &[
        Step::Joins("ann"),
        Step::Joins("+15557770123"),
        Step::Says("ann", "hello"),
        Step::Passes(80),
        Step::SaysInHaste("ann", "monday"),
        Step::Says("+15557770123", "yes"),
        Step::Says("dr-bob", "see you"),
        Step::Leaves("ann"),
        Step::Says("dr-bob", "bye"), // refused: it is closed
    ],
};

flow! {
    /// Finds a day, lets a doctor in and asks a calendar.
    pub flow Visit {
        trigger {
            incoming_conversation_message => ask_day,
        }

        send_and_wait_for_reply ask_day {
            body: "Which day?",
            timeout: 60,

            incoming_message => call_doctor,
            timeout => remind,
            delivery_failure => end,
        }

        set_variables remind {
            variables: { reminded: "{{flow.variables.reminded | default: 0 | plus: 1}}" },

            next => ask_day,
        }

        run_function call_doctor {
            function: CallDoctor { day: "{{widgets.ask_day.inbound.Body}}" },

            success => confirm,
            fail => sorry,
        }

        send_and_wait_for_reply confirm {
            body: "{{widgets.call_doctor.parsed.name}} on {{widgets.ask_day.inbound.Body}}?",
            timeout: 60,

            incoming_message => check_answer,
            timeout => sorry,
            delivery_failure => end,
        }

        split_based_on check_answer {
            input: "{{widgets.confirm.inbound.Body}}",

            /// Agrees
            equal_to("yes") => book,
            _ => sorry,
        }

        make_http_request book {
            method: "POST",
            url: "https://calendar.test/visits",
            parameters: { day: "{{widgets.ask_day.inbound.Body}}" },

            success => tell,
            failed => sorry,
        }

        send_and_wait_for_reply tell {
            body: "Booked under {{widgets.book.parsed.number}}, reminded {{flow.variables.reminded | default: 0}}",
            timeout: 60,

            incoming_message => close,
            timeout => close,
            delivery_failure => end,
        }

        run_function close {
            function: CloseConversation,

            _ => end,
        }

        send_message sorry {
            body: "Something went wrong: {{widgets.call_doctor.body}}",

            _ => end,
        }
    }
}

flow! {
    /// Hears the same conversation, and greets whoever writes first.
    pub flow Greeter {
        trigger {
            incoming_conversation_message => greet,
        }

        send_and_wait_for_reply greet {
            body: "Welcome, {{trigger.conversation.Author}}",
            timeout: 86400,

            incoming_message => end,
            timeout => end,
            delivery_failure => end,
        }
    }
}

/// Brings the doctor of a day in.
#[derive(FunctionParameters)]
struct CallDoctor {
    day: String,
}

#[derive(Serialize, FunctionOutput)]
struct Doctor {
    name: String,
    sid: String,
}

impl Function for CallDoctor {
    type Output = Doctor;

    async fn call(self, cx: &FunctionContext) -> Result<Doctor, FunctionError> {
        asked::note(cx.effect_key(), format!("a doctor for {}", self.day));
        // Longer than anything is delayed, so that what is early is early in each run.
        sleep(Duration::from_secs(8)).await;
        cx.send("Visit", "One moment").await?;
        let doctor = Who::Identity("dr-bob".into());
        let doctor = cx.add_participant(doctor).await?;
        cx.remove_participant("nobody").await?;
        Ok(Doctor {
            name: doctor.who.author().to_string(),
            sid: doctor.sid.to_string(),
        })
    }
}

fn builder() -> Builder {
    Runtime::builder()
        .flow::<Visit>()
        .flow::<Greeter>()
        .fetch(asked::fetch)
}
