use flow_runtime::prelude::*;

flow! {
    pub flow Desk {
        trigger {
            incoming_message => count,
        }

        send_message count {
            body: "{% for n in (1..20) %}{{ n }} {% endfor %}", //~ F0904

            _ => short,
        }

        #[allow(long_loop)]
        send_message short {
            body: "{% for n in (1..20) %}{% if n < 9 %}{{ n }} {% endif %}{% endfor %}",

            _ => end,
        }
    }
}

fn main() {}
