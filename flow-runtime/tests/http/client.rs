//! What is sent, and what is read of an answer.

use flow_runtime::driver::Method;
use flow_runtime::function::Parameters;
use flow_runtime::host::local::{RemoteCall, RemoteKind};
use flow_runtime::http::{Client, ClientBuilder};
use flow_runtime::model::Text;

use crate::server::{Answer, Server};

/// A client that may ask the server of a test.
pub(crate) fn loopback() -> ClientBuilder {
    Client::builder().allow_network("127.0.0.1")
}

pub(crate) fn call(
    url: &str,
    kind: RemoteKind,
    parameters: &[(&'static str, &'static str)],
) -> RemoteCall {
    let pairs = parameters.iter();
    RemoteCall {
        key: "FN0.1".into(),
        attempt: 1,
        flow: "Desk".into(),
        widget: "ask".into(),
        url: url.to_owned().into(),
        parameters: Parameters(
            pairs
                .map(|(name, value)| (Text::Static(name), Text::Static(value)))
                .collect(),
        ),
        kind,
    }
}

pub(crate) fn get() -> RemoteKind {
    request(Method::Get, "", None)
}

pub(crate) fn request(
    method: Method,
    content_type: &'static str,
    body: Option<&'static str>,
) -> RemoteKind {
    RemoteKind::Request {
        method,
        content_type: content_type.into(),
        body: body.map(Text::Static),
        twilio_auth: false,
    }
}

async fn hello() -> Server {
    Server::new(|_| Answer::ok("text/plain", "hello")).await
}

#[tokio::test]
async fn parameters_of_a_get_stand_in_the_url() {
    let server = hello().await;
    let client = loopback().build().unwrap();
    let url = server.url("/x?a=1#part");
    let answer = client
        .fetch(call(&url, get(), &[("b", "2 & 3"), ("c", "ä")]))
        .await
        .unwrap();
    assert_eq!(
        (answer.status, answer.content_type.as_str()),
        (200, "text/plain")
    );
    assert_eq!(answer.body, "hello");
    let arrived = server.only();
    assert_eq!(arrived.line, "GET /x?a=1&b=2+%26+3&c=%C3%A4 HTTP/1.1");
    assert_eq!(arrived.header("idempotency-key"), Some("FN0.1"));
    assert_eq!(arrived.header("accept-encoding"), None);
    assert_eq!(arrived.header("authorization"), None);
}

#[tokio::test]
async fn a_post_is_sent_as_its_content_type_says() {
    const FORM: &str = "application/x-www-form-urlencoded;charset=utf-8";
    const JSON: &str = "application/json;charset=utf-8";
    for (content_type, body, sent_as, sent) in [
        (FORM, None, FORM, "a=1+2&b=%2B"),
        ("", None, FORM, "a=1+2&b=%2B"),
        (JSON, None, JSON, r#"{"a":"1 2","b":"+"}"#),
        (JSON, Some(r#"{"x": 1}"#), JSON, r#"{"x": 1}"#),
        (JSON, Some(""), JSON, r#"{"a":"1 2","b":"+"}"#),
        ("text/xml", Some("<x/>"), "text/xml", "<x/>"),
        // Studio's editor leaves a body behind where it shows parameters.
        (FORM, Some(""), FORM, "a=1+2&b=%2B"),
        (FORM, Some("x=1"), FORM, "a=1+2&b=%2B"),
    ] {
        let server = hello().await;
        let client = loopback().build().unwrap();
        let kind = request(Method::Post, content_type, body);
        let parameters = &[("a", "1 2"), ("b", "+")];
        client
            .fetch(call(&server.url("/x"), kind, parameters))
            .await
            .unwrap();
        let arrived = server.only();
        assert_eq!(arrived.line, "POST /x HTTP/1.1");
        assert_eq!(arrived.header("content-type"), Some(sent_as));
        assert_eq!(arrived.body, sent);
    }
}

#[tokio::test]
async fn a_function_is_posted_to_and_signed_where_there_is_an_account() {
    let server = Server::new(|_| {
        let headers = [
            ("Content-Type", "application/json"),
            ("X-Twilio-Function-Concurrency", "3"),
            ("X-Other", "y"),
        ];
        Answer::with("200 OK", &headers, "{}")
    })
    .await;
    let ask = async |client: ClientBuilder, parameters: &[(&'static str, &'static str)]| {
        let client = client.build().unwrap();
        let call = call(&server.url("/f"), RemoteKind::Function, parameters);
        let answer = client.fetch(call).await.unwrap();
        assert_eq!(
            flow_runtime::model::Value::Map(answer.headers).to_string(),
            r#"{"x-twilio-function-concurrency":"3"}"#
        );
        server.arrived().pop().unwrap()
    };
    let plain = ask(loopback(), &[("a", "1"), ("b", "2")]).await;
    assert_eq!(plain.body, "a=1&b=2");
    assert_eq!(plain.header("x-twilio-signature"), None);
    assert_eq!(plain.header("idempotency-key"), Some("FN0.1"));

    let account = || loopback().twilio("AC0", "12345");
    let signed = ask(account(), &[("a", "1"), ("b", "2")]).await;
    let signature = signed.header("x-twilio-signature").unwrap().to_owned();
    assert_eq!(signature.len(), 28); // 20 bytes
    let reordered = ask(account(), &[("b", "2"), ("a", "1")]).await;
    assert_eq!(reordered.header("x-twilio-signature"), Some(&*signature));
    let other = ask(account(), &[("a", "1"), ("b", "3")]).await;
    assert_ne!(other.header("x-twilio-signature"), Some(&*signature));
    assert_eq!(signed.header("authorization"), None);
}

#[tokio::test]
async fn basic_authentication_may_stand_in_the_url() {
    let server = hello().await;
    let client = loopback().build().unwrap();
    let url = server.url("/x").replace("://", "://ann:s%20cret@");
    client.fetch(call(&url, get(), &[])).await.unwrap();
    // ann:s cret
    assert_eq!(
        server.only().header("authorization"),
        Some("Basic YW5uOnMgY3JldA==")
    );
}

#[tokio::test]
async fn any_status_is_an_answer() {
    for status in [
        "201 Created",
        "304 Not Modified",
        "404 Not Found",
        "500 Oops",
    ] {
        let server = Server::new(move |_| Answer::with(status, &[], "")).await;
        let client = loopback().build().unwrap();
        let answer = client
            .fetch(call(&server.url("/"), get(), &[]))
            .await
            .unwrap();
        assert_eq!(answer.status.to_string(), status[..3]);
    }
}

#[tokio::test]
async fn redirects_are_followed_up_to_ten() {
    let server = Server::new(|path| match path[1..].parse::<u32>() {
        Ok(0) | Err(_) => Answer::ok("text/plain", "there"),
        Ok(n) => Answer::redirect(&format!("/{}", n - 1)),
    })
    .await;
    let client = loopback().build().unwrap();
    let answer = client
        .fetch(call(&server.url("/10"), get(), &[]))
        .await
        .unwrap();
    assert_eq!(answer.body, "there");
    let error = client
        .fetch(call(&server.url("/11"), get(), &[]))
        .await
        .unwrap_err();
    assert_eq!(error.message, "it leads on more than 10 times");
}

/// 64 kB and what is said of it.
#[tokio::test]
async fn an_answer_is_read_as_far_as_studio_reads_it() {
    let server = Server::new(|path| match path {
        "/whole" => Answer::ok("text/plain", &"x".repeat(65_536)),
        "/over" => Answer::ok("text/plain", &"x".repeat(65_537)),
        "/endless" => Answer::Endless("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"),
        "/says-more" => {
            Answer::Bytes(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\nx".into())
        }
        "/says-less" => Answer::Bytes(
            format!(
                "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n{}",
                "x".repeat(99_999)
            )
            .into_bytes(),
        ),
        "/breaks-off" => Answer::Bytes(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx".into()),
        "/bomb" => Answer::with("200 OK", &[("Content-Encoding", "gzip")], "\x1f\x08"),
        _ => Answer::Bytes(b"no HTTP".into()),
    })
    .await;
    let client = loopback().build().unwrap();
    for (path, length) in [("/whole", 65_536), ("/says-less", 3)] {
        let answer = client
            .fetch(call(&server.url(path), get(), &[]))
            .await
            .unwrap();
        assert_eq!(answer.body.len(), length, "{path}");
    }
    for (path, message) in [
        ("/over", "its answer is over 64 kB"),
        ("/endless", "its answer is over 64 kB"),
        ("/says-more", "its answer is over 64 kB"),
        ("/breaks-off", "its answer broke off: "),
        (
            "/bomb",
            "its answer is compressed (`gzip`), and nothing asked for that",
        ),
        ("/garbage", "there was no answer: "),
    ] {
        let error = client
            .fetch(call(&server.url(path), get(), &[]))
            .await
            .unwrap_err();
        assert!(error.message.starts_with(message), "{path}: {error}");
    }
}
