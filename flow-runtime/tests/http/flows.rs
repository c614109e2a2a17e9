//! Whole conversations whose flow asks a server.

use std::time::Duration;

use flow_runtime::Runtime;
use flow_runtime::conversation::Who;
use flow_runtime::host::local::{Conversation, Limits, NewMessage};
use flow_runtime::http::Client;
use flow_runtime::model::settings::Values;
use flow_runtime::prelude::*;

use crate::client::loopback;
use crate::server::{Answer, Server};

flow! {
    /// Asks a shop what an order is worth, and a function what to say.
    pub flow Orders {
        trigger {
            incoming_conversation_message => look_up,
        }

        make_http_request look_up {
            method: "POST",
            url: "{{settings.shop}}/orders",
            content_type: "application/json;charset=utf-8",
            body: "{\"order\": \"{{trigger.conversation.Body}}\"}",

            success => word,
            failed => sorry,
        }

        run_function word {
            url: "{{settings.shop}}/word",
            parameters: { order: "{{trigger.conversation.Body}}" },

            success => tell,
            fail => sorry,
        }

        send_message tell {
            body: "{{widgets.word.parsed.word}} {{widgets.look_up.parsed.worth}} \
                   {{widgets.word.headers[\"x-twilio-function-concurrency\"]}}",

            _ => end,
        }

        send_message sorry {
            body: "Sorry{{widgets.look_up.status_code}}{{widgets.look_up.body}}",

            _ => end,
        }
    }
}

async fn shop(path: &str) -> Server {
    let slow = path.to_owned();
    Server::new(move |path| match path {
        "/hangs/orders" => Answer::Nothing,
        "/refuses/orders" => {
            Answer::with("422 No", &[("Content-Type", "text/plain")], "no such order")
        }
        "/shop/orders" => Answer::ok("application/json", r#"{"worth": 42}"#),
        "/shop/word" => {
            let headers = [
                ("Content-Type", "application/json"),
                ("X-Twilio-Function-Concurrency", "1"),
            ];
            Answer::with("200 OK", &headers, r#"{"word": "Ours:"}"#)
        }
        other => Answer::with("404 Not Found", &[], &format!("{other} {slow}")),
    })
    .await
}

async fn runtime(server: &Server, path: &str, client: Client) -> Runtime {
    let mut settings = Values::new();
    settings.insert("shop", server.url(path));
    let mut limits = Limits::default();
    limits.call = Duration::from_millis(300);
    let builder = Runtime::builder().flow::<Orders>().settings(settings);
    builder
        .limits(limits)
        .http(client)
        .in_memory()
        .await
        .unwrap()
}

async fn ask(runtime: &Runtime) -> (Conversation, String) {
    let chat = runtime.conversation::<Orders>("test:order").await.unwrap();
    chat.add_participant(Who::Identity("ann".into()))
        .await
        .unwrap();
    chat.deliver(NewMessage::new("ann", "17")).await.unwrap();
    chat.quiet().await.unwrap();
    let said = chat
        .messages()
        .await
        .unwrap()
        .pop()
        .unwrap()
        .body
        .to_string();
    (chat, said)
}

#[tokio::test]
async fn a_flow_asks_and_goes_on_with_the_answers() {
    let server = shop("").await;
    let runtime = runtime(&server, "/shop", loopback().build().unwrap()).await;
    let (chat, said) = ask(&runtime).await;
    assert_eq!(said, "Ours: 42 1");
    let arrived = server.arrived();
    assert_eq!(arrived[0].body, r#"{"order": "17"}"#);
    assert_eq!(arrived[1].body, "order=17");
    let turns = chat.turns().await.unwrap();
    let execution = turns[0].execution.clone().unwrap();
    for (arrived, n) in arrived.iter().zip(1..) {
        let key = format!("{execution}.{n}");
        assert_eq!(arrived.header("idempotency-key"), Some(&*key));
    }
}

#[tokio::test]
async fn an_answer_that_refuses_takes_failed_with_its_text() {
    let server = shop("").await;
    let runtime = runtime(&server, "/refuses", loopback().build().unwrap()).await;
    assert_eq!(ask(&runtime).await.1, "Sorry422no such order");
}

#[tokio::test]
async fn one_that_does_not_come_in_time_takes_failed_with_nothing() {
    let server = shop("").await;
    let runtime = runtime(&server, "/hangs", loopback().build().unwrap()).await;
    let (chat, said) = ask(&runtime).await;
    assert_eq!(said, "Sorry");
    let steps: Vec<_> = chat
        .turns()
        .await
        .unwrap()
        .into_iter()
        .flat_map(|turn| turn.steps)
        .collect();
    assert_eq!(steps[1].event, "failed");
    assert_eq!(
        steps[1].notes,
        ["81016: the request failed: no answer within 0.3 s"]
    );
}

#[tokio::test]
async fn one_to_the_programs_own_network_takes_failed_without_a_request() {
    let server = shop("").await;
    let runtime = runtime(&server, "/shop", Client::builder().build().unwrap()).await;
    assert_eq!(ask(&runtime).await.1, "Sorry");
    assert!(server.arrived().is_empty());
}
