//! A small server on loopback, which answers what a test says, lies included.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// One request as it arrived: its first line, its headers in lower case, its body.
#[derive(Clone, Debug)]
pub(crate) struct Arrived {
    pub(crate) line: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Arrived {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(header, _)| header == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// What is answered to a path.
#[derive(Clone)]
pub(crate) enum Answer {
    /// These bytes, and then the connection is closed.
    Bytes(Vec<u8>),
    /// This head, and then chunks without end.
    Endless(&'static str),
    /// Nothing, and the connection stays open.
    Nothing,
}

impl Answer {
    pub(crate) fn ok(content_type: &str, body: &str) -> Self {
        Answer::with("200 OK", &[("Content-Type", content_type)], body)
    }

    pub(crate) fn redirect(location: &str) -> Self {
        Answer::with("302 Found", &[("Location", location)], "")
    }

    pub(crate) fn with(status: &str, headers: &[(&str, &str)], body: &str) -> Self {
        let mut head = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\n", body.len());
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        Answer::Bytes(format!("{head}Connection: close\r\n\r\n{body}").into_bytes())
    }
}

type Answers = dyn Fn(&str) -> Answer + Send + Sync;

pub(crate) struct Server {
    address: SocketAddr,
    arrived: Arc<Mutex<Vec<Arrived>>>,
}

impl Server {
    /// A server that answers each path by `answers`.
    pub(crate) async fn new(answers: impl Fn(&str) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = Server {
            address: listener.local_addr().unwrap(),
            arrived: Arc::default(),
        };
        let (arrived, answers): (_, Arc<Answers>) = (server.arrived.clone(), Arc::new(answers));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, arrived.clone(), answers.clone()));
            }
        });
        server
    }

    pub(crate) fn port(&self) -> u16 {
        self.address.port()
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub(crate) fn arrived(&self) -> Vec<Arrived> {
        self.arrived.lock().unwrap().clone()
    }

    pub(crate) fn only(&self) -> Arrived {
        let [arrived] = self.arrived().try_into().unwrap();
        arrived
    }
}

async fn serve(mut stream: TcpStream, arrived: Arc<Mutex<Vec<Arrived>>>, answers: Arc<Answers>) {
    let Some(request) = read(&mut stream).await else {
        return;
    };
    let path = request
        .line
        .split(' ')
        .nth(1)
        .unwrap_or_default()
        .to_owned();
    arrived.lock().unwrap().push(request);
    match answers(&path) {
        Answer::Bytes(bytes) => {
            let _ = stream.write_all(&bytes).await; // the client may have gone
        }
        Answer::Endless(head) => {
            let mut open = stream.write_all(head.as_bytes()).await.is_ok();
            let chunk = format!("400\r\n{}\r\n", "x".repeat(0x400));
            while open {
                open = stream.write_all(chunk.as_bytes()).await.is_ok();
            }
        }
        Answer::Nothing => std::future::pending().await,
    }
}

async fn read(stream: &mut TcpStream) -> Option<Arrived> {
    let mut bytes = Vec::new();
    loop {
        if let Some(arrived) = parse(&bytes) {
            return Some(arrived);
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    }
}

fn parse(bytes: &[u8]) -> Option<Arrived> {
    let text = String::from_utf8_lossy(bytes);
    let (head, body) = text.split_once("\r\n\r\n")?;
    let mut lines = head.split("\r\n");
    let line = lines.next()?.to_owned();
    let headers: Vec<_> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    let length = headers.iter().find(|(name, _)| name == "content-length");
    let length: usize = length.map_or(0, |(_, length)| length.parse().unwrap());
    (body.len() >= length).then(|| Arrived {
        line,
        headers,
        body: body.to_owned(),
    })
}
