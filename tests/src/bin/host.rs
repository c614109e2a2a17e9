//! A host in a process of its own: see `flow_tests::host`.

use std::env;
use std::process::ExitCode;

use flow_tests::host::{Failure, run};

#[tokio::main(worker_threads = 2)]
async fn main() -> ExitCode {
    match start().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn start() -> Result<(), Failure> {
    let config = env::args()
        .nth(1)
        .ok_or("it takes its configuration as JSON")?;
    run(serde_json::from_str(&config)?).await
}
