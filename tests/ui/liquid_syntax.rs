use flow_runtime::prelude::*;

flow! {
    pub flow Desk {
        trigger {
            incoming_message => greet,
        }

        send_message greet {
            body: "Hello {{contact.channel.address, how are you?", //~ F0601

            _ => long,
        }

        send_message long {
            //~v F0601
            body: "Dear {{flow.variables.name}},\n\
                \n\
                your order {{flow.variables.order | default: }} is on its way.\n\
                \n\
                Yours, the \"team\"",

            _ => raw,
        }

        set_variables raw {
            variables: {
                //~v F0601
                order: json(r#"{
                    "name": "{{flow.variables.name}}",
                    "items": {% if flow.variables.items == %}[]{% endif %}
                }"#),
                open: "{% if flow.variables.open %}yes", //~ F0601
            },

            next => check,
        }

        split_based_on check {
            input: "{{trigger message.Body}}", //~ F0601

            equal_to("{{flow.variables.}}") => end, //~ F0601
            _ => end,
        }
    }
}

fn main() {}
