//! Whom the flows call: a server that records each request, knows none again, and is no better than
//! the network. Some of its answers are lost, and some of what it is asked it does late.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::io::{self, AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::sleep;

use crate::random::Random;

/// How many answers of a thousand are lost.
const LOST: u64 = 5;
/// How many requests of a thousand are carried out late, and how late.
const LATE: u64 = 20;
const DELAY: Duration = Duration::from_millis(30);

/// A request that was carried out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recorded {
    /// Its `Idempotency-Key`.
    pub key: String,
    /// The line that the flow sent.
    pub line: String,
}

#[derive(Debug, Default)]
struct Book {
    recorded: Mutex<Vec<Recorded>>,
}

/// Serves until it is killed; the first line it prints says where.
pub async fn run(seed: u64) -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("listening on {}", listener.local_addr()?.port());
    let book = Arc::new(Book::default());
    for connection in 0.. {
        let (stream, _) = listener.accept().await?;
        let random = Random::new(seed, connection);
        tokio::spawn(serve(stream, book.clone(), random));
    }
    Ok(())
}

async fn serve(stream: TcpStream, book: Arc<Book>, mut random: Random) {
    let mut stream = BufReader::new(stream);
    while let Ok(Some(request)) = read(&mut stream).await {
        let late = random.per_thousand(LATE);
        let answer = match request.path.as_str() {
            "/record" => book.all(),
            _ => {
                // It is carried out even where whoever asked has gone.
                let (book, recorded) = (book.clone(), request.recorded());
                let carried_out = tokio::spawn(async move {
                    if late {
                        sleep(DELAY).await;
                    }
                    book.record(recorded);
                });
                if random.per_thousand(LOST) || carried_out.await.is_err() {
                    return;
                }
                "{}".to_owned()
            }
        };
        let head = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            answer.len()
        );
        let answer = head + &answer;
        if stream.get_mut().write_all(answer.as_bytes()).await.is_err() {
            return; // it has been killed
        }
    }
}

impl Book {
    fn record(&self, recorded: Recorded) {
        self.recorded
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(recorded);
    }

    fn all(&self) -> String {
        let recorded = self.recorded.lock().unwrap_or_else(PoisonError::into_inner);
        serde_json::to_string(&*recorded).unwrap_or_default()
    }
}

/// A request as far as it matters here.
struct Request {
    path: String,
    key: String,
    body: Vec<u8>,
}

impl Request {
    /// The line is what a function is given as a form, and what a request has in JSON.
    fn recorded(self) -> Recorded {
        let json: Option<serde_json::Value> = serde_json::from_slice(&self.body).ok();
        let line = match json {
            Some(json) => json["line"].as_str().map(str::to_owned),
            None => form_urlencoded::parse(&self.body)
                .find(|(name, _)| name == "line")
                .map(|(_, line)| line.into_owned()),
        };
        Recorded {
            key: self.key,
            line: line.unwrap_or_default(),
        }
    }
}

/// The next request; none: the connection is closed.
async fn read(stream: &mut BufReader<TcpStream>) -> io::Result<Option<Request>> {
    let mut line = String::new();
    if stream.read_line(&mut line).await? == 0 {
        return Ok(None);
    }
    let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
    let (mut key, mut length) = (String::new(), 0);
    loop {
        line.clear();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(None);
        }
        let Some((name, value)) = line.trim_end().split_once(": ") else {
            break;
        };
        match name.to_ascii_lowercase().as_str() {
            "idempotency-key" => key = value.to_owned(),
            "content-length" => length = value.parse().unwrap_or_default(),
            _ => {}
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await?;
    Ok(Some(Request { path, key, body }))
}
