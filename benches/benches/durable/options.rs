//! What the command line asks for.

use std::time::Duration;

/// How much is measured.
pub(crate) struct Options {
    /// How long each cell of the table is measured in each round.
    pub(crate) time: Duration,
    pub(crate) rounds: usize,
    pub(crate) clients: Vec<usize>,
    pub(crate) conversations: usize,
    engines: Vec<String>,
}

impl Options {
    pub(crate) fn read(mut arguments: impl Iterator<Item = String>) -> Self {
        let mut options = Options {
            time: Duration::from_secs(2),
            rounds: 5,
            clients: vec![1, 64, 512],
            conversations: 2000,
            engines: ["host", "log", "sqlite", "postgres"]
                .map(String::from)
                .into(),
        };
        while let Some(flag) = arguments.next() {
            if flag == "--bench" {
                continue; // cargo says so
            }
            let value = arguments.next().unwrap_or_default();
            match &*flag {
                "--seconds" => options.time = Duration::from_secs_f64(number(&flag, &value)),
                "--rounds" => options.rounds = number(&flag, &value),
                "--clients" => {
                    options.clients = value.split(',').map(|n| number(&flag, n)).collect();
                }
                "--conversations" => options.conversations = number(&flag, &value),
                "--engines" => options.engines = value.split(',').map(String::from).collect(),
                _ => panic!(
                    "`{flag}` is none of --seconds, --rounds, --clients, --conversations, --engines"
                ),
            }
        }
        let most = options.clients.iter().max().copied().unwrap_or(0);
        assert!(
            options.clients.iter().all(|&clients| clients > 0) && most <= options.conversations,
            "each client needs a conversation"
        );
        options
    }

    pub(crate) fn wants(&self, engine: &str) -> bool {
        self.engines.iter().any(|wanted| wanted == engine)
    }
}

fn number<T: std::str::FromStr>(flag: &str, value: &str) -> T {
    match value.parse() {
        Ok(number) => number,
        Err(_) => panic!("`{flag} {value}` is no number"),
    }
}
