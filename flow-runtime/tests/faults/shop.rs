//! A shop: executions that a program starts, a subflow with a question, a function and a time-out
//! of its own, and a conversation that is closed while the flow waits.

use flow_runtime::Runtime;
use flow_runtime::host::local::Builder;
use flow_runtime::prelude::*;
use serde::Serialize;

use crate::asked;
use crate::script::{Scenario, Step};

pub(crate) const SCENARIO: Scenario = Scenario {
    name: "shop",
    builder,
    flows: &["Shop"],
    steps: &[
        Step::Joins("ann"),
        Step::Joins("ben"),
        Step::Starts("ann"),
        Step::Says("ann", "17"),
        Step::Says("ben", "what now?"),
        Step::Says("ann", "none"),
        Step::Starts("ben"),
        Step::Passes(90),
        Step::Leaves("ben"),
        Step::Starts("ann"),
        Step::Closes,
    ],
};

flow! {
    /// Asks for an account and books on it.
    pub flow Billing {
        trigger {
            incoming_parent => ask,
        }

        send_and_wait_for_reply ask {
            body: "Which account, {{trigger.parent.parameters.name}}?",
            timeout: 60,

            incoming_message => book,
            timeout => give_up,
            delivery_failure => end,
        }

        run_function book {
            function: Book { account: "{{widgets.ask.inbound.Body}}" },

            success => look_up,
            fail => give_up,
        }

        run_function look_up {
            url: "https://billing.test/number",
            parameters: { receipt: "{{widgets.book.parsed.receipt}}" },

            success => keep,
            fail => give_up,
        }

        set_variables keep {
            variables: { number: "{{widgets.look_up.parsed.number}}", paid: "yes" },

            next => end,
        }

        set_variables give_up {
            variables: { paid: "no" },

            next => end,
        }
    }
}

flow! {
    /// Lets another flow do the billing.
    pub flow Shop {
        trigger {
            incoming_conversation_message => bill,
            incoming_request => bill,
        }

        run_subflow bill {
            flow: Billing { name: "{{contact.channel.address}}" },

            completed => tell,
            failed => end,
        }

        send_message tell {
            body: "paid: {{widgets.bill.paid}} {{widgets.bill.number}}",

            _ => end,
        }
    }
}

/// Books on an account.
#[derive(FunctionParameters)]
struct Book {
    account: String,
}

#[derive(Serialize, FunctionOutput)]
struct Booked {
    receipt: String,
}

impl Function for Book {
    type Output = Booked;

    async fn call(self, cx: &FunctionContext) -> Result<Booked, FunctionError> {
        asked::note(cx.effect_key(), format!("book on {}", self.account));
        if self.account == "none" {
            return Err(FunctionError::new("no such account"));
        }
        let sent = cx
            .send("Shop", format!("Booked on {}", self.account))
            .await?;
        let receipt = format!("R-{}", sent.index);
        Ok(Booked { receipt })
    }
}

fn builder() -> Builder {
    Runtime::builder().flow::<Shop>().fetch(asked::fetch)
}
