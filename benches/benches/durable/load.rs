//! Clients that bring turns, each the next when its last is answered.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use tokio::task::JoinSet;

/// What makes turns durable.
pub(crate) trait Engine: Send + Sync + 'static {
    /// One turn of that conversation, until it is answered.
    fn turn(&self, conversation: usize) -> impl Future<Output = ()> + Send;
}

/// Who brings how much for how long.
#[derive(Clone, Copy)]
pub(crate) struct Load {
    pub(crate) clients: usize,
    pub(crate) conversations: usize,
    pub(crate) time: Duration,
}

/// What was measured.
#[derive(Clone, Copy)]
pub(crate) struct Figures {
    /// Turns a second.
    pub(crate) rate: f64,
    /// In milliseconds.
    pub(crate) p50: f64,
    pub(crate) p99: f64,
}

/// How many clients warm an engine up.
const WARMING: usize = 64;

impl Load {
    /// Warms the engine up by a turn of each conversation, and measures.
    pub(crate) async fn run<E: Engine>(&self, engine: &Arc<E>) -> Figures {
        warm_up(engine, self.conversations).await;
        let began = Instant::now();
        let until = began + self.time;
        let mut clients = JoinSet::new();
        for client in 0..self.clients {
            clients.spawn(bring(engine.clone(), *self, client, until));
        }
        let latencies: Vec<Vec<Duration>> = clients.join_all().await;
        Figures::of(latencies.concat(), began.elapsed())
    }
}

/// Brings turns to the conversations that are this client's, in no order.
async fn bring<E: Engine>(
    engine: Arc<E>,
    load: Load,
    client: usize,
    until: Instant,
) -> Vec<Duration> {
    let mut latencies = Vec::new();
    let ours = (load.conversations - client).div_ceil(load.clients);
    let mut draw = 0x9E37_79B9_7F4A_7C15 ^ client as u64;
    loop {
        // Xorshift: neighbours of a round would share the pages of the store.
        draw ^= draw << 13;
        draw ^= draw >> 7;
        draw ^= draw << 17;
        let conversation = client + load.clients * (draw as usize % ours);
        let began = Instant::now();
        if began >= until {
            break;
        }
        engine.turn(conversation).await;
        latencies.push(began.elapsed());
        if load.clients == 1 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }
    latencies
}

async fn warm_up<E: Engine>(engine: &Arc<E>, conversations: usize) {
    let next = Arc::new(AtomicUsize::new(0));
    let mut clients = JoinSet::new();
    for _ in 0..WARMING {
        let (engine, next) = (engine.clone(), next.clone());
        clients.spawn(async move {
            loop {
                let conversation = next.fetch_add(1, Ordering::Relaxed);
                if conversation >= conversations {
                    return;
                }
                engine.turn(conversation).await;
            }
        });
    }
    clients.join_all().await;
}

impl Figures {
    pub(crate) fn of(mut latencies: Vec<Duration>, elapsed: Duration) -> Self {
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
