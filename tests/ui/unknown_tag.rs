use flow_runtime::prelude::*;

flow! {
    pub flow Desk {
        trigger {
            incoming_message => greet,
        }

        send_message greet {
            body: "{% fi contact.channel.address %}Hello{% endif %}", //~ F0603

            _ => near,
        }

        send_message near {
            body: "{% iff contact.channel.address %}Hello{% elsif flow.variables.name %}Hi{% endiff %}", //~ F0603

            _ => end,
        }
    }
}

fn main() {}
