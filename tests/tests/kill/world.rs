//! The world: customers who write until they are answered, and now and then once more.

use std::collections::HashSet;
use std::io;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use flow_tests::host::{Answer, Ask, Connection, LEDGER};
use flow_tests::random::Random;

/// How many write at a time.
const CUSTOMERS: u64 = 32;
/// In how many conversations; two of them meet in each.
const CONVERSATIONS: u64 = 256;
/// How many of a thousand messages are written again once they are answered.
const REPEATED: u64 = 20;
/// How long a customer insists on an answer, across all the hosts that die meanwhile.
const PATIENCE: Duration = Duration::from_secs(120);
/// How long a customer rests at most between two messages.
const REST: u64 = 40;

/// A message that was acknowledged.
#[derive(Clone, Debug)]
pub(crate) struct Event {
    pub(crate) address: String,
    pub(crate) author: String,
    pub(crate) id: String,
}

/// Customers at work.
pub(crate) struct World {
    shared: Arc<Shared>,
    customers: Vec<JoinHandle<Vec<Event>>>,
}

/// What the world saw.
#[derive(Debug)]
pub(crate) struct Seen {
    /// Each message in the order in which its author wrote them.
    pub(crate) acknowledged: Vec<Event>,
    /// How often a message had to be written again because no answer came.
    pub(crate) retried: u64,
    /// How often an answer said that the message was there already.
    pub(crate) recognised: u64,
    /// How often what was answered was not known again.
    pub(crate) forgotten: u64,
}

#[derive(Default)]
struct Shared {
    /// Where the host listens; 0: it does not.
    port: Mutex<u16>,
    changed: Condvar,
    over: AtomicBool,
    retried: AtomicU64,
    recognised: AtomicU64,
    forgotten: AtomicU64,
}

impl World {
    pub(crate) fn begin(seed: u64) -> Self {
        let shared = Arc::<Shared>::default();
        let customers = (0..CUSTOMERS)
            .map(|number| {
                let customer = Customer {
                    shared: shared.clone(),
                    number,
                    random: Random::new(seed, number),
                    host: None,
                    written: 0,
                    joined: HashSet::new(),
                };
                thread::spawn(|| customer.work())
            })
            .collect();
        World { shared, customers }
    }

    /// The host listens there from now on; 0: nowhere.
    pub(crate) fn listens(&self, port: u16) {
        *self.shared.port.lock().unwrap() = port;
        self.shared.changed.notify_all();
    }

    /// Lets everybody come to the end of the message they are at, while a host listens.
    pub(crate) fn end(self) -> Seen {
        self.shared.over.store(true, Ordering::Relaxed);
        let events = self.customers.into_iter().map(|customer| customer.join());
        let acknowledged = events.flat_map(Result::unwrap).collect();
        let count = |count: &AtomicU64| count.load(Ordering::Relaxed);
        Seen {
            acknowledged,
            retried: count(&self.shared.retried),
            recognised: count(&self.shared.recognised),
            forgotten: count(&self.shared.forgotten),
        }
    }
}

struct Customer {
    shared: Arc<Shared>,
    number: u64,
    random: Random,
    host: Option<Connection>,
    written: u64,
    /// Where this customer takes part.
    joined: HashSet<String>,
}

impl Customer {
    fn work(mut self) -> Vec<Event> {
        let mut events = Vec::new();
        while !self.shared.over.load(Ordering::Relaxed) {
            events.push(self.write());
            thread::sleep(Duration::from_millis(self.random.below(REST)));
        }
        events
    }

    fn write(&mut self) -> Event {
        // Its own conversations, and its neighbour's.
        let whose = (self.number + self.random.below(2)) % CUSTOMERS;
        let which = self.random.below(CONVERSATIONS / CUSTOMERS) * CUSTOMERS + whose;
        let event = Event {
            address: format!("test:{which}"),
            author: format!("customer {}", self.number),
            id: format!("{}-{}", self.number, self.written),
        };
        self.written += 1;
        let verb = match self.random.below(100) {
            0..20 => " call",
            20..35 => " fetch",
            35..45 => " note",
            _ => "",
        };
        let join = Ask::Join {
            flow: LEDGER.to_owned(),
            address: event.address.clone(),
            author: event.author.clone(),
        };
        let deliver = Ask::Deliver {
            flow: LEDGER.to_owned(),
            address: event.address.clone(),
            author: event.author.clone(),
            body: format!("{}{verb}", event.id),
            id: event.id.clone(),
        };
        if self.joined.insert(event.address.clone()) {
            self.insist(&join);
        }
        let began = Instant::now();
        while let Answer::Refused { why } = self.insist(&deliver) {
            assert!(began.elapsed() < PATIENCE, "{deliver:?} was refused: {why}");
            self.forgotten(); // that they joined
            self.insist(&join);
        }
        if self.random.per_thousand(REPEATED)
            && !matches!(
                self.insist(&deliver),
                Answer::Delivered {
                    duplicate: true,
                    ..
                }
            )
        {
            self.forgotten();
        }
        event
    }

    fn forgotten(&self) {
        self.shared.forgotten.fetch_add(1, Ordering::Relaxed);
    }

    /// Asks until it is answered.
    fn insist(&mut self, ask: &Ask) -> Answer {
        let began = Instant::now();
        loop {
            assert!(began.elapsed() < PATIENCE, "nobody answered {ask:?}");
            match self.ask(ask) {
                Ok(answer) => {
                    if let Answer::Delivered {
                        duplicate: true, ..
                    } = answer
                    {
                        self.shared.recognised.fetch_add(1, Ordering::Relaxed);
                    }
                    return answer;
                }
                Err(_) => self.host = None,
            }
            self.shared.retried.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn ask(&mut self, ask: &Ask) -> io::Result<Answer> {
        let mut host = match self.host.take() {
            Some(host) => host,
            None => self.connect(),
        };
        let answer = host.ask(ask)?;
        self.host = Some(host);
        Ok(answer)
    }

    fn connect(&self) -> Connection {
        let mut port = self.shared.port.lock().unwrap();
        loop {
            if *port != 0
                && let Ok(host) = Connection::open(*port)
            {
                return host;
            }
            // It is told of the next host, or the port is one that is about to be taken back.
            let wait = Duration::from_millis(5);
            port = self.shared.changed.wait_timeout(port, wait).unwrap().0;
        }
    }
}
