use flow_runtime::prelude::*;

flow! {
    pub flow Desk {
        trigger {
            incoming_message => check,
            incoming_call => trigger, //~ F0201
        }

        split_based_on check {
            input: "{{trigger.message.Body}}",

            equal_to("bye") => by, //~ F0201
            equal_to("help") => far_away, //~ F0201
            _ => End, //~ F0201
        }

        send_message bye {
            body: "Bye",

            _ => end,
        }

        // May have been meant by `far_away`, so nothing is said of it.
        send_message help {
            body: "Help",

            _ => end,
        }
    }
}

flow! {
    /// More widgets than one cares to read in a message.
    pub flow Long {
        trigger { incoming_message => zebra } //~ F0201
        send_message a { body: "a", _ => b }
        send_message b { body: "b", _ => c }
        send_message c { body: "c", _ => d }
        send_message d { body: "d", _ => e }
        send_message e { body: "e", _ => f }
        send_message f { body: "f", _ => g }
        send_message g { body: "g", _ => h }
        send_message h { body: "h", _ => i }
        send_message i { body: "i", _ => j }
        send_message j { body: "j", _ => k }
        send_message k { body: "k", _ => l }
        send_message l { body: "l", _ => m }
        send_message m { body: "m", _ => end }
    }
}

fn main() {}
