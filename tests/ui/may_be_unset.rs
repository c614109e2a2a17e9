use flow_runtime::prelude::*;

flow! {
    pub flow Desk {
        trigger {
            incoming_call => gather_intent,
        }

        gather_input_on_call gather_intent {
            say: "Press a key, or say what you want.",

            keypress => http_intent,
            speech => gather_speech,
            timeout => end,
        }

        set_variables gather_speech {
            variables: { intent: "{{widgets.gather_intent.SpeechResult}}" },

            next => http_intent,
        }

        make_http_request http_intent {
            method: "POST",
            url: "https://example.com/intent",
            content_type: "application/json;charset=utf-8",
            //~v F0707
            body: r#"{
                "from": "{{trigger.call.From}}",
                "digits": "{{widgets.gather_intent.Digits}}"
            }"#,

            _ => end,
        }
    }
}

fn main() {}
