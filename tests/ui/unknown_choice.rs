use flow_runtime::prelude::*;

flow! {
    pub flow Desk {
        trigger {
            incoming_message => near,
        }

        send_message near {
            message_type: "contents_template", //~ F0505
            content_sid: "HX00000000000000000000000000000000",

            _ => far,
        }

        send_message far {
            message_type: "letter", //~ F0505
            body: "Dear Sir or Madam",

            _ => end,
        }
    }
}

fn main() {}
