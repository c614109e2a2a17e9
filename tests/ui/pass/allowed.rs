//! Each lint that is checked, accepted where it is found.

use flow_runtime::prelude::*;

flow! {
    pub flow Accepted {
        trigger {
            incoming_conversation_message => ask,
        }

        #[allow(spinning_cycle)]
        send_message ask {
            body: "Are you there?",

            _ => check,
        }

        #[allow(arm_never_taken, regex_not_checked, stale_subject)]
        split_based_on check {
            input: "{{trigger.conversation.Body}}",

            contains("yes") => end,
            equal_to("oh yes") => end,
            regex(r"\p{javaLowerCase}+") => end,
            #[subject("{{contact.channel.address}}")]
            starts_with("+1") => end,
            _ => ask,
        }

        #[allow(unreachable_widget)]
        send_message later {
            body: "Not connected yet",

            _ => end,
        }
    }
}

flow! {
    // On the flow, for all of its widgets; these are not checked yet.
    #[allow(unreachable_widget)]
    #[allow(unknown_variable, may_be_unset)]
    pub flow AcceptedOnTheFlow {
        trigger {
            incoming_message => greet,
        }

        send_message greet {
            body: "Hello {{flow.variables.name}}",

            _ => end,
        }

        send_message one {
            body: "Not connected yet",

            _ => end,
        }

        send_message two {
            body: "Nor this",

            _ => end,
        }
    }
}

#[test]
fn an_accepted_flow_has_its_tables() {
    assert_eq!(machine::<Accepted>().widgets.len(), 4);
    assert_eq!(machine::<AcceptedOnTheFlow>().widgets.len(), 4);
}
