//! Clients that bring turns, each the next when its last is answered, as `durable` brings them to
//! the host: to 2,000 conversations; one client alone rests for a millisecond between two turns.
//!
//! ```text
//! load [--seconds 2] [--rounds 5] [--clients 1,64,512] [--conversations 2000]
//! ```

use std::time::{Duration, Instant};

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::Request;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use tokio::task::JoinSet;

/// Where Restate takes requests.
const INGRESS: &str = "http://127.0.0.1:18080";

/// What the customer writes.
const BODY: &str = r#""I would like to have some flowers, please""#;

/// The handlers, and what the table calls them.
const ENGINES: [(&str, &str); 2] = [
    ("turn", "restate"),
    ("silent_turn", "restate, nothing sent"),
];

struct Options {
    time: Duration,
    rounds: usize,
    clients: Vec<usize>,
    conversations: usize,
}

#[derive(Clone)]
struct Peer {
    http: Client<HttpConnector, Full<Bytes>>,
    handler: &'static str,
}

struct Cell {
    clients: usize,
    engine: &'static str,
    rounds: Vec<Figures>,
}

/// Turns a second, and latencies in milliseconds.
struct Figures {
    rate: f64,
    p50: f64,
    p99: f64,
}

#[tokio::main(worker_threads = 2)]
async fn main() {
    let options = Options::read(std::env::args().skip(1).collect());
    let mut connector = HttpConnector::new();
    connector.set_nodelay(true);
    let http = Client::builder(TokioExecutor::new()).build(connector);
    let mut cells = Vec::new();
    for &clients in &options.clients {
        cells.extend(ENGINES.map(|(_, engine)| Cell {
            clients,
            engine,
            rounds: Vec::new(),
        }));
    }
    for (handler, _) in ENGINES {
        let http = http.clone();
        warm_up(&Peer { http, handler }, options.conversations).await;
    }
    for _ in 0..options.rounds {
        for (at, cell) in cells.iter_mut().enumerate() {
            let (handler, _) = ENGINES[at % ENGINES.len()];
            let http = http.clone();
            let figures = measure(&Peer { http, handler }, cell.clients, &options).await;
            cell.rounds.push(figures);
        }
    }
    println!(
        "medians of {} rounds of {} s, {} conversations; (lowest–highest)",
        options.rounds,
        options.time.as_secs_f64(),
        options.conversations
    );
    println!("| clients | engine | turns/s | host is × | p50 ms | p99 ms |");
    println!("|---:|---|---:|---:|---:|---:|");
    cells.iter().for_each(|cell| println!("{}", cell.row()));
}

/// A turn of each conversation, so that all are there.
async fn warm_up(peer: &Peer, conversations: usize) {
    const WARMING: usize = 64;
    let mut clients = JoinSet::new();
    for client in 0..WARMING {
        let peer = peer.clone();
        clients.spawn(async move {
            for conversation in (client..conversations).step_by(WARMING) {
                peer.turn(conversation).await;
            }
        });
    }
    clients.join_all().await;
}

async fn measure(peer: &Peer, clients: usize, options: &Options) -> Figures {
    let conversations = options.conversations;
    let began = Instant::now();
    let until = began + options.time;
    let mut running = JoinSet::new();
    for client in 0..clients {
        let peer = peer.clone();
        running.spawn(async move {
            let mut latencies = Vec::new();
            for conversation in (client..conversations).step_by(clients).cycle() {
                let began = Instant::now();
                if began >= until {
                    break;
                }
                peer.turn(conversation).await;
                latencies.push(began.elapsed());
                if clients == 1 {
                    tokio::time::sleep(Duration::from_millis(1)).await;
                }
            }
            latencies
        });
    }
    let latencies = running.join_all().await;
    Figures::of(latencies.concat(), began.elapsed())
}

impl Peer {
    async fn turn(&self, conversation: usize) {
        let uri = format!(
            "{INGRESS}/Conversation/bench:{conversation}/{}",
            self.handler
        );
        let request = Request::post(uri)
            .header("content-type", "application/json")
            .body(Full::new(Bytes::from_static(BODY.as_bytes())))
            .expect("a request");
        let answer = self.http.request(request).await.expect("Restate answers");
        let status = answer.status();
        let body = answer.into_body().collect().await.expect("an answer");
        let body = body.to_bytes();
        assert!(
            status.is_success(),
            "{status}: {}",
            String::from_utf8_lossy(&body)
        );
    }
}

impl Options {
    fn read(arguments: Vec<String>) -> Self {
        let mut options = Options {
            time: Duration::from_secs(2),
            rounds: 5,
            clients: vec![1, 64, 512],
            conversations: 2000,
        };
        for pair in arguments.chunks(2) {
            let [name, value] = pair else {
                panic!("`{}` wants a value", pair[0])
            };
            let number = |text: &str| -> f64 {
                text.parse()
                    .unwrap_or_else(|_| panic!("`{text}` is no number"))
            };
            let whole = |text: &str| number(text) as usize;
            match name.as_str() {
                "--seconds" => options.time = Duration::from_secs_f64(number(value)),
                "--rounds" => options.rounds = whole(value),
                "--clients" => options.clients = value.split(',').map(whole).collect(),
                "--conversations" => options.conversations = whole(value),
                _ => {
                    panic!("`{name}` is not known: --seconds, --rounds, --clients, --conversations")
                }
            }
        }
        options
    }
}

impl Figures {
    fn of(mut latencies: Vec<Duration>, elapsed: Duration) -> Self {
        latencies.sort_unstable();
        let at = |share: f64| {
            let place = (latencies.len() as f64 * share) as usize;
            let latency = latencies.get(place.min(latencies.len().saturating_sub(1)));
            latency.map_or(f64::NAN, |latency| latency.as_secs_f64() * 1e3)
        };
        Figures {
            rate: latencies.len() as f64 / elapsed.as_secs_f64(),
            p50: at(0.5),
            p99: at(0.99),
        }
    }
}

impl Cell {
    fn row(&self) -> String {
        let sorted = |of: fn(&Figures) -> f64| {
            let mut values: Vec<f64> = self.rounds.iter().map(of).collect();
            values.sort_by(f64::total_cmp);
            values
        };
        let middle = |of| {
            sorted(of)
                .get(self.rounds.len() / 2)
                .copied()
                .unwrap_or(f64::NAN)
        };
        let rates = sorted(|figures| figures.rate);
        format!(
            "| {} | {} | {:.0} ({:.0}–{:.0}) | | {:.2} | {:.2} |",
            self.clients,
            self.engine,
            middle(|figures| figures.rate),
            rates.first().copied().unwrap_or(f64::NAN),
            rates.last().copied().unwrap_or(f64::NAN),
            middle(|figures| figures.p50),
            middle(|figures| figures.p99),
        )
    }
}
