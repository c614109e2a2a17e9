use flow_runtime::prelude::*;

pub struct Production {
    pub greeting: String,
}

flow! {
    #[settings(Production)] //~ E0277
    pub flow Underived {
        trigger { incoming_message => greet }

        send_message greet { body: "{{settings.greeting}} {{settings.name}}", _ => end }
    }
}

flow! {
    #[settings(NoSuchType)] //~ E0425
    pub flow Unknown {
        trigger { incoming_message => greet }

        send_message greet { body: "{{settings.greeting}}", _ => end }
    }
}

fn main() {}
