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
    // On the flow, for all of its widgets.
    #[allow(unreachable_widget)]
    #[allow(unknown_variable)]
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

flow! {
    pub flow AcceptedReads {
        trigger {
            incoming_message => ask,
        }

        #[allow(unknown_root, unknown_path)]
        send_and_wait_for_reply ask {
            body: "{{salutation}} {{trigger.mail.from}}, who are you?",

            incoming_message | timeout => greet,
            delivery_failure => end,
        }

        #[allow(may_be_unset, unknown_widget, unknown_output)]
        send_message greet {
            body: "{{widgets.ask.inbound.Body}}{{widgets.asked.inbound.Body}}{{widgets.ask.reply}}",

            _ => leave,
        }

        #[allow(never_set_here)]
        send_message leave {
            body: "{{trigger.call.From}}",

            _ => end,
        }
    }
}

#[test]
fn an_accepted_flow_has_its_tables() {
    assert_eq!(machine::<Accepted>().widgets.len(), 4);
    assert_eq!(machine::<AcceptedOnTheFlow>().widgets.len(), 4);
    assert_eq!(machine::<AcceptedReads>().widgets.len(), 4);
}
