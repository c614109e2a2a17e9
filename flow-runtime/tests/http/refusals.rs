//! What is not asked, since a URL may come from a customer's text.

use std::io;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use flow_runtime::driver::Method;
use flow_runtime::host::local::RemoteKind;
use flow_runtime::http::{Client, ClientBuilder, ClientError};

use crate::client::{call, get, loopback};
use crate::server::{Answer, Server};

async fn refusal(client: ClientBuilder, url: &str) -> String {
    let client = client.build().unwrap();
    client
        .fetch(call(url, get(), &[]))
        .await
        .unwrap_err()
        .message
}

/// A look-up that finds these for every name, and counts.
fn finding(addresses: &'static [&'static str]) -> (ClientBuilder, Arc<AtomicUsize>) {
    let count = Arc::new(AtomicUsize::new(0));
    let counter = count.clone();
    let client = Client::builder().lookup(move |_| {
        counter.fetch_add(1, Ordering::Relaxed);
        let found = addresses
            .iter()
            .map(|address| address.parse::<IpAddr>().unwrap());
        let found: Vec<_> = found.collect();
        async move { Ok(found) }
    });
    (client, count)
}

async fn secret() -> Server {
    Server::new(|_| Answer::ok("text/plain", "secret")).await
}

#[tokio::test]
async fn loopback_is_refused_in_every_spelling() {
    let server = secret().await;
    let port = server.port();
    for host in [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f.1",
        "[::ffff:127.0.0.1]",
        "localhost",
    ] {
        let message = refusal(Client::builder(), &format!("http://{host}:{port}/")).await;
        assert!(
            message.contains("a loopback address, which is asked only where"),
            "{message}"
        );
    }
    assert!(server.arrived().is_empty());
}

#[tokio::test]
async fn a_name_that_leads_to_loopback_is_refused() {
    let server = secret().await;
    let url = format!("http://rebound.example:{}/", server.port());
    let (client, _) = finding(&["127.0.0.1"]);
    assert_eq!(
        refusal(client, &url).await,
        "`rebound.example` is 127.0.0.1, a loopback address, which is asked only where \
         `ClientBuilder::allow_host` or `allow_network` allows it"
    );
    let (client, _) = finding(&["::ffff:10.0.0.1", "169.254.169.254"]);
    assert!(refusal(client, &url).await.contains("a private address"));
    assert!(server.arrived().is_empty());
}

/// A name is looked up once for a connection, and that goes to what was checked: a second look-up,
/// which would find another address, there is not.
#[tokio::test]
async fn it_is_connected_to_the_address_that_was_checked() {
    let server = secret().await;
    let url = format!("http://functions.example:{}/", server.port());
    let (client, count) = finding(&["127.0.0.1"]);
    let client = client.allow_network("127.0.0.0/8").build().unwrap();
    let answer = client.fetch(call(&url, get(), &[])).await.unwrap();
    assert_eq!(answer.body, "secret");
    assert_eq!(count.load(Ordering::Relaxed), 1);
    assert_eq!(
        server.only().header("host"),
        Some(&*format!("functions.example:{}", server.port()))
    );
}

#[tokio::test]
async fn a_host_may_be_allowed_by_its_name() {
    let server = secret().await;
    let (client, _) = finding(&["127.0.0.1"]);
    let client = client.allow_host("Functions.Internal").build().unwrap();
    let ask = |host| format!("http://{host}:{}/", server.port());
    client
        .fetch(call(&ask("functions.internal"), get(), &[]))
        .await
        .unwrap();
    let other = client.fetch(call(&ask("other.internal"), get(), &[])).await;
    assert!(
        other
            .unwrap_err()
            .message
            .contains("`other.internal` is 127.0.0.1")
    );
}

#[tokio::test]
async fn each_redirect_is_checked() {
    let inner = secret().await;
    let port = inner.port();
    for (location, message) in [
        (
            format!("http://127.0.0.2:{port}/"),
            "`127.0.0.2` is a loopback address",
        ),
        (
            format!("http://[::1]:{port}/"),
            "`::1` is a loopback address",
        ),
        (
            format!("http://inner.example:{port}/"),
            "`inner.example` is 10.0.0.1, a private address",
        ),
    ] {
        let outer = Server::new(move |_| Answer::redirect(&location)).await;
        let (client, _) = finding(&["10.0.0.1"]);
        let found = refusal(client.allow_network("127.0.0.1"), &outer.url("/")).await;
        assert!(found.starts_with(message), "{found}");
        assert_eq!(outer.arrived().len(), 1);
    }
    assert!(inner.arrived().is_empty());
}

#[tokio::test]
async fn a_redirect_to_another_scheme_is_the_answer() {
    let server = Server::new(|_| Answer::redirect("file:///etc/passwd")).await;
    let client = loopback().build().unwrap();
    let answer = client
        .fetch(call(&server.url("/"), get(), &[]))
        .await
        .unwrap();
    assert_eq!((answer.status, answer.body.as_str()), (302, ""));
}

#[tokio::test]
async fn credentials_go_to_twilio_alone() {
    let server = secret().await;
    let kind = RemoteKind::Request {
        method: Method::Get,
        content_type: "".into(),
        body: None,
        twilio_auth: true,
    };
    let account = || loopback().twilio("AC0", "12345");
    let ask = async |client: ClientBuilder, url: &str| {
        let client = client.build().unwrap();
        client
            .fetch(call(url, kind.clone(), &[]))
            .await
            .unwrap_err()
            .message
    };
    for url in [
        &*server.url("/"),
        "http://api.twilio.com/",
        "https://twilio.com.evil.example/",
    ] {
        assert_eq!(
            ask(account(), url).await,
            "`add_twilio_auth` is for `https://` URLs of `twilio.com` alone, and this is none"
        );
    }
    assert_eq!(
        ask(loopback(), "https://api.twilio.com/").await,
        "`add_twilio_auth` needs an account: give it to `ClientBuilder::twilio`"
    );
    assert!(server.arrived().is_empty());
    assert!(!format!("{:?}", account()).contains("12345"));
    assert!(!format!("{:?}", account().build().unwrap()).contains("12345"));
}

#[tokio::test]
async fn what_is_said_of_a_failure_holds_no_password() {
    let (nowhere, _) = finding(&["1.1.1.1"]);
    for (client, url, message) in [
        (nowhere, "ftp://ann:secret@x.example/", "a URL begins with"),
        (
            loopback(),
            "http://ann:secret@127.0.0.1:1/",
            "nobody could be reached: ",
        ),
        (
            loopback(),
            "http://ann:secret@",
            "the URL cannot be read: empty host",
        ),
        (
            Client::builder().lookup(|_| async { Err(io::Error::other("no such name")) }),
            "http://ann:secret@x.example/",
            "nobody could be reached: no such name",
        ),
    ] {
        let found = refusal(client, url).await;
        assert!(found.starts_with(message), "{found}");
        assert!(!found.contains("secret"), "{found}");
    }
}

#[test]
fn what_is_no_network_is_refused() {
    let error = Client::builder()
        .allow_network("10.0.0")
        .build()
        .unwrap_err();
    assert!(matches!(&error, ClientError::Network(given) if given == "10.0.0"));
    assert_eq!(
        error.to_string(),
        "`10.0.0` is no network: write it like `10.0.0.0/8`, or give a single address"
    );
}
