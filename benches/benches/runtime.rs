//! One event through the runtime: the turn of `driver`, made durable.

#![allow(clippy::expect_used)]

use std::path::Path;

use flow_benches::Desk;
use flow_runtime::Runtime;
use flow_runtime::conversation::Who;
use flow_runtime::host::local::{Conversation, NewMessage};

fn main() {
    divan::main();
}

/// The store is in memory.
#[divan::bench(sample_count = 1000, sample_size = 10)]
fn event_in_memory(bencher: divan::Bencher<'_, '_>) {
    deliver(bencher, None);
}

/// The store is a file, and each event waits for the disk.
#[divan::bench(sample_count = 1000, sample_size = 1)]
fn event_on_disk(bencher: divan::Bencher<'_, '_>) {
    let folder = tempfile::tempdir().expect("a folder for the store");
    deliver(bencher, Some(&folder.path().join("flow.db")));
}

fn deliver(bencher: divan::Bencher<'_, '_>, store: Option<&Path>) {
    let tokio = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .expect("a runtime");
    let (runtime, chat) = tokio.block_on(open(store));
    bencher.bench_local(|| {
        tokio.block_on(async {
            let message = NewMessage::new("customer", "support");
            chat.deliver(message).await.expect("it is taken")
        })
    });
    tokio.block_on(runtime.close());
}

async fn open(store: Option<&Path>) -> (Runtime, Conversation) {
    let builder = Runtime::builder().flow::<Desk>();
    let opened = match store {
        Some(file) => builder.open(file).await,
        None => builder.in_memory().await,
    };
    let runtime = opened.expect("it opens");
    let chat = runtime
        .conversation::<Desk>("bench:1")
        .await
        .expect("it is made");
    let who = Who::Identity("customer".into());
    chat.add_participant(who).await.expect("they join");
    (runtime, chat)
}
