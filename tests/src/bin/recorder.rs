//! Whom the flows of the host call: see `flow_tests::recorder`.

use std::env;

use flow_tests::recorder::run;

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::io::Result<()> {
    let seed = env::args().nth(1).and_then(|seed| seed.parse().ok());
    run(seed.unwrap_or_default()).await
}
