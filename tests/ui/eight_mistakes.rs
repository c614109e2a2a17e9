use flow_runtime::prelude::*;

flow! {
    pub flow Desk {
        trigger {
            incoming_conversation_message => check,
        }

        split_based_on check {
            input: "{{trigger.conversation.Body}}",

            equal_to("support") => add,
            contains("book") => remember,
            equal_to("a book") => end, //~ F0302
            regex("[1-5") => end, //~ F0514
            _ => explian, //~ F0201
        }

        run_function add {
            function: AddParticipant {
                conversation_sid: "{{trigger.conversation.ConversationSid}}",
                address: "+15557770199",
            },

            succes => ask, //~ F0103
            fail => explain,
        }

        set_variables remember {
            varaibles: { asked: 1 }, //~ F0102

            next => ask,
        }

        send_and_wait_for_reply ask { //~ F0203
            body: "When?",
            timeout: "60", //~ F0502

            incoming_message => explain,
            timeout => end,
        }

        send_message explain {
            body: "Hello {{contact.channel.address | upcse}}", //~ F0602

            _ => end,
        }
    }
}

fn main() {
    let _ = [Desk::check, Desk::add, Desk::remember, Desk::ask, Desk::explain];
}
