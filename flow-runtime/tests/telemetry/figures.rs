//! Metrics.

use std::collections::BTreeSet;
use std::time::Duration;

use tokio::task::yield_now;
use tokio::time::{sleep, timeout};

use crate::flows::{GREETER, WORKER, chat, file, memory, say, write};
use crate::table::{rows, words};
use crate::watch::{Clock, Watch, registered, watch};

fn of(watch: &mut Watch, name: &str) -> f64 {
    watch.figures().get(name).copied().unwrap_or_default()
}

/// Waits until a figure is that.
async fn until(watch: &mut Watch, name: &str, value: f64) {
    let waited = timeout(Duration::from_secs(30), async {
        while of(watch, name) != value {
            yield_now().await;
        }
    });
    assert!(waited.await.is_ok(), "{name}: {:?}", watch.figures());
}

#[test]
fn turns_and_calls_are_counted_by_flow_and_outcome() {
    watch(Clock::Paused, async |watch| {
        let runtime = memory().await;
        let greeter = chat(&runtime, GREETER, "test:greeter").await;
        say(&greeter, "hi").await;
        sleep(Duration::from_secs(61)).await;
        greeter.quiet().await.unwrap();
        let worker = chat(&runtime, WORKER, "test:worker").await;
        write(&worker, "sleep 5").await;
        write(&worker, "fail").await;
        worker.quiet().await.unwrap();
        let figures = watch.figures();
        let expected = [
            ("flow_turns_total Greeter moved", 2.0),
            ("flow_turn_seconds Greeter", 2.0),
            ("flow_deliver_seconds Greeter", 1.0),
            ("flow_timers_total Greeter", 1.0),
            // Two messages, of which the second waited, and two results.
            ("flow_turns_total Worker moved", 4.0),
            ("flow_turns_total Worker queued", 1.0),
            ("flow_turn_seconds Worker", 5.0),
            ("flow_deliver_seconds Worker", 2.0),
            ("flow_calls_total Worker returned", 1.0),
            ("flow_calls_total Worker failed", 1.0),
            ("flow_call_seconds Worker", 2.0),
        ];
        for (name, value) in expected {
            assert_eq!(figures.get(name), Some(&value), "{name}");
        }
        let flows = figures.keys().filter(|name| name.contains("er"));
        let of_flows = flows.filter(|name| name.contains("Greeter") || name.contains("Worker"));
        assert_eq!(of_flows.count(), expected.len(), "{figures:?}");
        assert_eq!(figures["flow_commit_seconds"], figures["flow_group_size"]);
        runtime.close().await;
    });
}

#[test]
fn what_waits_is_known_after_a_start_without_counting_each_time() {
    watch(Clock::Real, async |watch| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("flow.db");
        let runtime = file(&path).await;
        for n in 0..3 {
            let chat = chat(&runtime, GREETER, &format!("test:{n}")).await;
            say(&chat, "hi").await;
        }
        runtime.close().await;
        assert_eq!(of(watch, "flow_parked"), 0.0); // nothing is open

        let runtime = file(&path).await;
        until(watch, "flow_parked", 3.0).await; // it is counted in the background
        let first = chat(&runtime, GREETER, "test:0").await;
        say(&first, "Ada").await;
        assert_eq!(of(watch, "flow_parked"), 2.0);
        say(&first, "hi again").await;
        assert_eq!(of(watch, "flow_parked"), 3.0);

        let worker = chat(&runtime, WORKER, "test:worker").await;
        write(&worker, "sleep 1").await;
        write(&worker, "x one").await;
        write(&worker, "x two").await;
        assert_eq!(of(watch, "flow_queue_depth"), 2.0);
        assert_eq!(of(watch, "flow_parked"), 4.0);
        assert_eq!(of(watch, "flow_active_conversations"), 2.0);
        worker.quiet().await.unwrap();
        let figures = watch.figures();
        for name in ["flow_queue_depth", "flow_store_jobs"] {
            assert_eq!(figures.get(name), None, "{name}");
        }
        assert_eq!(figures["flow_parked"], 3.0);

        // A crash leaves nothing in the gauges either.
        write(&worker, "sleep 1").await;
        drop(runtime);
        until(watch, "flow_parked", 0.0).await;
        until(watch, "flow_active_conversations", 0.0).await;
    });
}

#[test]
fn every_metric_is_in_the_table() {
    watch(Clock::Paused, async |_| {
        memory().await.close().await;
        let folder = tempfile::tempdir().unwrap();
        file(&folder.path().join("flow.db")).await.close().await;
        let table: BTreeSet<_> = rows("Metrics")
            .iter()
            .map(|row| {
                let labels = words(&row[2]).join(" ");
                format!("{} {} {labels}", words(&row[0])[0], row[1])
            })
            .collect();
        let told: BTreeSet<_> = registered().into_iter().collect();
        assert_eq!(told, table);
    });
}
