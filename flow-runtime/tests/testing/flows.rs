//! The flows that are simulated.

use flow_runtime::host::local::RemoteAnswer;
use flow_runtime::prelude::*;
use flow_runtime::testing::{Simulation, simulate};
use serde::Serialize;

flow! {
    /// Sends a parcel.
    #[settings(Company)]
    pub(crate) flow Parcel {
        trigger {
            incoming_conversation_message => address,
            incoming_request => weigh,
        }

        run_subflow address {
            flow: Address { name: "{{trigger.conversation.Author}}" },

            completed => weigh,
            failed => end,
        }

        run_function weigh {
            function: Weigh { street: "{{widgets.address.street | default: ''}}" },

            success => order,
            fail => apologise,
        }

        make_http_request order {
            method: "POST",
            url: "https://parcels.example.com/orders",
            parameters: { street: "{{widgets.address.street | default: ''}}" },

            success => promise,
            failed => apologise,
        }

        send_message promise {
            body: "{{settings.company}} brings {{widgets.weigh.parsed.grams}} g on {{widgets.order.parsed.day}}.",

            sent => end,
            failed => people,
        }

        #[name = "say-sorry"]
        send_message apologise {
            body: "Sorry: {{widgets.weigh.body}}",

            _ => people,
        }

        run_function people {
            function: HandOver,

            _ => end,
        }
    }
}

flow! {
    /// Asks for an address.
    pub(crate) flow Address {
        trigger {
            incoming_parent => ask,
        }

        send_and_wait_for_reply ask {
            body: "Where to, {{trigger.parent.parameters.name}}?",
            timeout: 14400,

            incoming_message => keep,
            timeout => remind,
            delivery_failure => end,
        }

        send_message remind {
            body: "Still there?",

            _ => end,
        }

        set_variables keep {
            variables: { street: "{{widgets.ask.inbound.Body}}" },

            next => end,
        }
    }
}

flow! {
    /// Has nothing to do with the others.
    pub(crate) flow Stranger {
        trigger {
            incoming_conversation_message => greet,
        }

        send_message greet {
            body: "Hello",

            _ => end,
        }
    }
}

#[derive(Settings)]
pub(crate) struct Company {
    pub(crate) company: String,
}

/// Weighs the parcel for a street.
#[derive(Debug, FunctionParameters)]
pub(crate) struct Weigh {
    pub(crate) street: String,
}

#[derive(Debug, Serialize, FunctionOutput)]
pub(crate) struct Weighed {
    pub(crate) grams: u32,
}

impl Function for Weigh {
    type Output = Weighed;

    async fn call(self, _cx: &FunctionContext) -> Result<Weighed, FunctionError> {
        match self.street.len().try_into() {
            Ok(0) => Err(FunctionError::new("no street")),
            Ok(grams) => Ok(Weighed { grams }),
            Err(error) => Err(error.into()),
        }
    }
}

/// A parcel whose order is answered.
pub(crate) fn parcel() -> Simulation {
    unanswered().elsewhere(Parcel::order, |_| {
        Ok(RemoteAnswer::json(r#"{ "day": "Monday" }"#))
    })
}

/// One whose order nobody answers.
pub(crate) fn unanswered() -> Simulation {
    unset().settings(Company {
        company: "Ours".to_owned(),
    })
}

/// One without settings.
pub(crate) fn unset() -> Simulation {
    simulate(Parcel)
}

/// A function of another flow.
#[derive(FunctionParameters)]
pub(crate) struct Other;

impl Function for Other {
    type Output = ();

    async fn call(self, _cx: &FunctionContext) -> Result<(), FunctionError> {
        Ok(())
    }
}

flow! {
    /// Asks for ever.
    pub(crate) flow Patient {
        trigger {
            incoming_conversation_message => ask,
        }

        send_and_wait_for_reply ask {
            body: "Still there?",
            timeout: 345600,

            incoming_message => end,
            timeout => ask,
            delivery_failure => end,
        }
    }
}

flow! {
    /// Leaves everything to people.
    pub(crate) flow Front {
        trigger {
            incoming_conversation_message => people,
        }

        send_to_flex people {
            workflow: "WW00000000000000000000000000000001",
            channel: "TC00000000000000000000000000000001",
            attributes: "{\"about\":\"{{trigger.conversation.Body}}\"}",

            _ => end,
        }
    }
}

flow! {
    /// Runs a flow that it knows by SID.
    pub(crate) flow Outsourced {
        trigger {
            incoming_conversation_message => address,
        }

        run_subflow address {
            flow_sid: "FW00000000000000000000000000000001",
            flow_revision: "LatestPublished",
            parameters: { name: "{{trigger.conversation.Body}}" },

            completed => end,
            failed => end,
        }
    }
}
