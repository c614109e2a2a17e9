//! A host in a process of its own: see `flow_tests::host`.

use std::env;

use flow_tests::host::{Failure, run};

#[tokio::main(worker_threads = 2)]
async fn main() -> Result<(), Failure> {
    let config = env::args()
        .nth(1)
        .ok_or("it takes its configuration as JSON")?;
    run(serde_json::from_str(&config)?).await
}
