use flow_runtime::prelude::*;

flow! {
    pub flow Desk {
        trigger {
            incoming_message => run,
        }

        run_function run {
            url: "https://example.com/{{trigger.message.From}}",
            service_sid: "{{flow.variables.service}}", //~ F0604
            environment_sid: "{{settings.environment}}",
            function_sid: "{{settings.function | upcase}}", //~ F0604

            _ => remember,
        }

        set_variables remember {
            variables: { "{{trigger.message.From}}": true }, //~ F0604

            next => end,
        }
    }
}

fn main() {}
