use flow_runtime::prelude::*;

const BODY: &str = "Hello";

flow! {
    pub flow Desk {
        trigger {
            incoming_message => greet,
        }

        send_message greet {
            body: BODY, //~ F0502
            from: 'a', //~ F0001
            to: b"abc", //~ F0001
            attributes: "{}"s, //~ F0001
            media_url: concat!("a", "b"), //~ F0001
            service: ("a"), //~ F0001
            channel: //~ F0001

            _ => ask,
        }

        send_and_wait_for_reply ask {
            body = "Hello?", //~ F0001
            timeout: 5s, //~ F0001

            _ => remember,
        }

        set_variables remember {
            variables: {
                hex: 0xff, //~ F0001
                exponent: 1e3, //~ F0001
                minus: -"a", //~ F0001
                json: json(5), //~ F0001
                arrow => "x", //~ F0001
                5: "five", //~ F0001
                key //~ F0001
                other: "other",
            },

            next => run,
        }

        run_function run {
            function: HandOver(), //~ F0001

            _ => run_generic,
        }

        run_function run_generic {
            function: Vec<u8>, //~ F0001

            _ => end,
        }
    }
}

fn main() {}
