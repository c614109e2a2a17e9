use flow_runtime::prelude::*;

flow! {} //~ F0001

flow! {
    struct Desk; //~ F0001
}

flow! {
    pub flow Unnamed; //~ F0001
}

flow! {
    pub flow One {
        trigger { incoming_message => greet }
        send_message greet { body: "Hello", _ => end }
    }

    pub flow Two {} //~ F0001
}

flow! {
    pub flow Widgets {
        trigger start { //~ F0001
            incoming_message => greet,
        }

        send_message { //~ F0001
            body: "Hello",

            _ => end,
        }

        send_message "greet" { //~ F0001
            body: "Hello",

            _ => end,
        }, //~ F0001

        send_message greet {
            _ => end,
            body: "Hello", //~ F0001
        }

        #[name = "bye"] //~ F0001
    }
}

fn main() {}
