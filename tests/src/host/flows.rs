//! The flows of the host, made to be judged: what a customer writes says what they do, and what they
//! do says what they were told.

use flow_runtime::conversation::Who;
use flow_runtime::prelude::*;
use serde::Serialize;

/// The flow that enters messages into a book, five in each, and calls elsewhere about some.
pub const LEDGER: &str = "Ledger";
/// The flow that says what it is told.
pub const ECHO: &str = "Echo";
/// The flow whose function ends the process.
pub const BOMB: &str = "Bomb";

flow! {
    /// Enters five messages into a book, and closes it; a second without one closes it too.
    ///
    /// Whatever it says or sends away is a line: how many entries there are, the last, and when that
    /// came. `call`, `fetch` and `note` in a message say what it is to do with the line.
    #[settings(Elsewhere)]
    pub(super) flow Ledger {
        trigger {
            incoming_conversation_message => open,
        }

        set_variables open {
            variables: {
                total: 1,
                line: "1 {{trigger.conversation.Body}} {{trigger.conversation.DateCreated}}",
            },

            next => choose,
        }

        split_based_on choose {
            input: "{{flow.variables.line}}",

            /// A request
            contains("call") => carry,
            /// A function elsewhere
            contains("fetch") => fetch,
            /// A function of the program
            contains("note") => note,
            _ => is_full,
        }

        make_http_request carry {
            method: "POST",
            url: "{{settings.recorder}}/carry",
            content_type: "application/json;charset=utf-8",
            body: "{\"line\": \"{{flow.variables.line}}\"}",

            success => is_full,
            failed => is_full,
        }

        run_function fetch {
            url: "{{settings.recorder}}/fetch",
            parameters: { line: "{{flow.variables.line}}" },

            success => is_full,
            fail => is_full,
        }

        run_function note {
            function: Note { line: "{{flow.variables.line}}" },

            success => is_full,
            fail => is_full,
        }

        split_based_on is_full {
            input: "{{flow.variables.total}}",

            /// Five entries
            greater_than("4") => close_book,
            _ => confirm,
        }

        send_and_wait_for_reply confirm {
            body: "{{flow.variables.line}}",
            timeout: 1,

            incoming_message => enter,
            timeout => close_book,
            delivery_failure => end,
        }

        set_variables enter {
            variables: {
                total: "{{flow.variables.total | plus: 1}}",
                line: "{{flow.variables.total}} {{widgets.confirm.inbound.Body}} \
                       {{widgets.confirm.inbound.DateCreated}}",
            },

            next => choose,
        }

        send_message close_book {
            body: "{{flow.variables.line}}",

            _ => end,
        }
    }
}

flow! {
    /// Says what it is told, and ends.
    pub(super) flow Echo {
        trigger {
            incoming_conversation_message => say,
        }

        send_message say {
            body: "{{trigger.conversation.Body}}",

            _ => end,
        }
    }
}

flow! {
    /// Runs a function that ends the process.
    pub(super) flow Bomb {
        trigger {
            incoming_conversation_message => light,
        }

        run_function light {
            function: EndTheProcess,

            success => end,
            fail => tell,
        }

        send_message tell {
            body: "It failed: {{widgets.light.body}}",

            _ => end,
        }
    }
}

/// What differs from one host to the next.
#[derive(Debug, Settings)]
pub(super) struct Elsewhere {
    /// Where the calls go: `http://127.0.0.1:PORT`.
    pub(super) recorder: String,
}

/// Lets an auditor in, writes a line, and sees them out.
#[derive(Debug, FunctionParameters)]
struct Note {
    line: String,
}

/// What was written.
#[derive(Debug, Serialize, FunctionOutput)]
struct Noted {
    index: u64,
}

impl Function for Note {
    type Output = Noted;

    async fn call(self, cx: &FunctionContext) -> Result<Noted, FunctionError> {
        cx.add_participant(Who::Identity("auditor".into())).await?;
        let message = cx.send("auditor", self.line).await?;
        cx.remove_participant("auditor").await?;
        Ok(Noted {
            index: message.index,
        })
    }
}

/// Ends the process.
#[derive(Debug, FunctionParameters)]
struct EndTheProcess;

impl Function for EndTheProcess {
    type Output = ();

    async fn call(self, _cx: &FunctionContext) -> Result<(), FunctionError> {
        std::process::abort()
    }
}
