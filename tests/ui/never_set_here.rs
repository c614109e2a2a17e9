use flow_runtime::prelude::*;

flow! {
    pub flow Desk {
        trigger {
            incoming_message => ask,
            incoming_call => tell,
        }

        send_and_wait_for_reply ask {
            body: "Who are you?",

            incoming_message => greet,
            timeout | delivery_failure => remind,
        }

        send_message remind {
            body: "Are you there, {{widgets.ask.inbound.Body}}?", //~ F0706

            _ => end,
        }

        send_message greet {
            body: "Hello. {{widgets.thank.outbound.Body}}", //~ F0706

            _ => thank,
        }

        send_message thank {
            body: "Thank you.",

            _ => end,
        }

        say_play tell {
            say: "You call from {{trigger.message.From}}.", //~ F0706

            audio_complete => end,
        }
    }
}

fn main() {}
