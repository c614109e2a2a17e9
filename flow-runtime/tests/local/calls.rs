//! Functions: every way in which they end.

use std::time::Duration;

use flow_runtime::function::FunctionError;
use flow_runtime::host::local::{Builder, Limits, NewMessage, RemoteAnswer, RemoteCall};
use tokio::time::{sleep, timeout};

use crate::flows::{REMOTE, WORKER, builder, chat, memory, outcomes, say, transcript, write};

async fn answer(address: &str, task: &'static str) -> String {
    let runtime = memory().await;
    let chat = chat(&runtime, WORKER, address).await;
    say(&chat, task).await;
    assert_eq!(outcomes(&chat).await, ["moved", "moved"]);
    transcript(&chat).await.pop().unwrap()
}

#[tokio::test(start_paused = true)]
async fn its_result_moves_the_flow_on() {
    assert_eq!(answer("test:ok", "echo fine").await, "Worker: done: fine");
}

#[tokio::test(start_paused = true)]
async fn its_error_is_the_reason() {
    assert_eq!(answer("test:fail", "fail").await, "Worker: failed: no luck");
}

#[tokio::test(start_paused = true)]
async fn its_panic_is_a_failure() {
    let answer = answer("test:panic", "panic").await;
    assert!(
        answer.starts_with("Worker: failed: ") && answer.contains("out of order"),
        "{answer}"
    );
}

#[tokio::test(start_paused = true)]
async fn ten_seconds_are_its_limit() {
    let before = tokio::time::Instant::now();
    let answer = answer("test:limit", "sleep 60").await;
    assert!(
        answer.starts_with("Worker: failed: ") && answer.contains("10 s"),
        "{answer}"
    );
    assert_eq!(before.elapsed().as_secs(), 10);
}

#[tokio::test(start_paused = true)]
async fn the_limit_is_a_setting() {
    let mut limits = Limits::default();
    limits.call = Duration::from_secs(90);
    let runtime = builder().limits(limits).in_memory().await.unwrap();
    let chat = chat(&runtime, WORKER, "test:patience").await;
    say(&chat, "sleep 60").await;
    assert_eq!(transcript(&chat).await[1], "Worker: done: 60");
}

/// Both wait for the result of their first turn: only the key of the call tells them apart.
#[tokio::test(start_paused = true)]
async fn a_result_of_an_execution_that_ended_is_not_the_next_ones() {
    const MONTH: Duration = Duration::from_secs(30 * 24 * 3600);
    let mut limits = Limits::default();
    limits.call = 2 * MONTH;
    let runtime = builder().limits(limits).in_memory().await.unwrap();
    let chat = chat(&runtime, WORKER, "test:two-calls").await;
    write(&chat, "sleep 2592010").await;
    write(&chat, "sleep 60").await;
    tokio::time::advance(MONTH).await;
    sleep(Duration::from_secs(30)).await;
    assert_eq!(
        outcomes(&chat).await,
        ["moved", "queued", "moved", "moved", "ignored: ended"]
    );
    chat.quiet().await.unwrap();
    assert_eq!(transcript(&chat).await[2..], ["Worker: done: 60"]);
}

#[tokio::test(start_paused = true)]
async fn a_function_that_panics_while_it_is_cut_short_has_ended() {
    let runtime = memory().await;
    let chat = chat(&runtime, WORKER, "test:cut").await;
    write(&chat, "panic-when-cut").await;
    let quiet = timeout(Duration::from_secs(60), chat.quiet()).await;
    quiet.unwrap().unwrap();
    let said = transcript(&chat).await.pop().unwrap();
    assert!(said.contains("10 s"), "{said}");
}

#[tokio::test(start_paused = true)]
async fn closing_waits_for_it() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("flow.db");
    let runtime = builder().open(&store).await.unwrap();
    let first = chat(&runtime, WORKER, "test:closing").await;
    write(&first, "sleep 5").await;
    runtime.close().await;
    let runtime = builder().open(&store).await.unwrap();
    let second = chat(&runtime, WORKER, "test:closing").await;
    assert_eq!(
        transcript(&second).await,
        ["customer: sleep 5", "Worker: done: 5"]
    );
}

/// What a flow says after it asked a function that lives elsewhere.
async fn remote_answer(builder: Builder) -> String {
    let runtime = builder.in_memory().await.unwrap();
    let chat = chat(&runtime, REMOTE, "test:remote").await;
    say(&chat, "hello").await;
    transcript(&chat).await.pop().unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_function_elsewhere_is_called_by_the_programs_client() {
    let echo = |call: RemoteCall| async move {
        assert!(call.key.starts_with("FN") && call.key.ends_with(".1"));
        assert_eq!(call.url, "https://example.test/echo");
        let (name, word) = &call.parameters.0[0];
        Ok(RemoteAnswer {
            status: 200,
            content_type: "application/json".into(),
            body: format!("{{\"{name}\": \"{word}\"}}").into(),
            ..RemoteAnswer::default()
        })
    };
    let answer = remote_answer(builder().fetch(echo)).await;
    assert_eq!(answer, "Remote: done: hello");
}

#[tokio::test(start_paused = true)]
async fn without_a_client_it_fails_and_says_what_to_do() {
    let answer = remote_answer(builder()).await;
    assert_eq!(
        answer,
        "Remote: failed: this program cannot call https://example.test/echo: \
         give it a client with `Builder::fetch`"
    );
}

#[tokio::test(start_paused = true)]
async fn a_client_that_fails_panics_or_hangs_is_a_failure() {
    let fails = |_| async { Err(FunctionError::new("no route")) };
    let answer = remote_answer(builder().fetch(fails)).await;
    assert_eq!(answer, "Remote: failed: no route");

    async fn panics(_: RemoteCall) -> Result<RemoteAnswer, FunctionError> {
        panic!("out of order")
    }
    let answer = remote_answer(builder().fetch(panics)).await;
    assert_eq!(answer, "Remote: failed: the client panicked: out of order");

    let refuses = |call: RemoteCall| {
        assert!(call.url.is_empty(), "out of order");
        async { Ok(RemoteAnswer::default()) }
    };
    let answer = remote_answer(builder().fetch(refuses)).await;
    assert_eq!(answer, "Remote: failed: the client panicked: out of order");

    let hangs = |_| async {
        sleep(Duration::from_secs(60)).await;
        Ok(RemoteAnswer::default())
    };
    let answer = remote_answer(builder().fetch(hangs)).await;
    assert_eq!(answer, "Remote: failed: no answer within 10 s");
}

/// It takes `fail`, and the log has no use for it.
#[tokio::test(start_paused = true)]
async fn a_result_over_64_kb_is_not_logged_whole() {
    let answers = |call: RemoteCall| async move {
        assert!(!call.url.is_empty());
        Ok(RemoteAnswer::text("é".repeat(100_000)))
    };
    let runtime = builder().fetch(answers).in_memory().await.unwrap();
    // Six bytes of JSON each.
    let large = ["echo ", &*"\u{1}".repeat(15_000)].concat();
    for (flow, body, said, limit) in [
        (
            WORKER,
            large,
            "what the function returned is over 64 kB or nested too deeply",
            1_000,
        ),
        (REMOTE, "hello".to_owned(), "", 66_000),
    ] {
        let chat = chat(&runtime, flow, flow).await;
        let message = NewMessage::new("customer", body);
        chat.deliver(message).await.unwrap();
        chat.quiet().await.unwrap();
        let told = transcript(&chat).await.pop().unwrap();
        assert_eq!(told, format!("{flow}: failed: {said}"));
        let result = chat.turns().await.unwrap().remove(1);
        let logged = serde_json::to_string(&result.event).unwrap();
        assert!(logged.len() < limit, "{flow}: {} bytes", logged.len());
    }
}
