//! A recorder of metrics that shows what it was told, a line each.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use metrics::{
    Counter, Gauge, Histogram, HistogramFn, Key, KeyName, Metadata, Recorder, SharedString, Unit,
};

/// Every metric by its name and labels.
#[derive(Clone, Default)]
pub(crate) struct Figures(Arc<Mutex<BTreeMap<String, Figure>>>);

#[derive(Clone)]
enum Figure {
    Count(Arc<AtomicU64>),
    /// The bits of an `f64`, as `metrics` keeps gauges.
    Level(Arc<AtomicU64>),
    Values(Arc<Values>),
}

#[derive(Default)]
struct Values(Mutex<Vec<f64>>);

impl HistogramFn for Values {
    fn record(&self, value: f64) {
        locked(&self.0).push(value);
    }
}

impl Figures {
    fn get(&self, key: &Key, new: impl FnOnce() -> Figure) -> Figure {
        let labels: Vec<_> = key
            .labels()
            .map(|label| format!("{}=\"{}\"", label.key(), label.value()))
            .collect();
        let name = match labels.is_empty() {
            true => key.name().to_owned(),
            false => format!("{}{{{}}}", key.name(), labels.join(",")),
        };
        locked(&self.0).entry(name).or_insert_with(new).clone()
    }
}

impl Recorder for Figures {
    fn describe_counter(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn describe_gauge(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn describe_histogram(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn register_counter(&self, key: &Key, _: &Metadata<'_>) -> Counter {
        match self.get(key, || Figure::Count(Arc::default())) {
            Figure::Count(count) => Counter::from_arc(count),
            _ => Counter::noop(),
        }
    }

    fn register_gauge(&self, key: &Key, _: &Metadata<'_>) -> Gauge {
        match self.get(key, || Figure::Level(Arc::default())) {
            Figure::Level(level) => Gauge::from_arc(level),
            _ => Gauge::noop(),
        }
    }

    fn register_histogram(&self, key: &Key, _: &Metadata<'_>) -> Histogram {
        match self.get(key, || Figure::Values(Arc::default())) {
            Figure::Values(values) => Histogram::from_arc(values),
            _ => Histogram::noop(),
        }
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, figure) in &*locked(&self.0) {
            writeln!(f, "{name} {figure}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Figure::Count(count) => write!(f, "{}", count.load(Ordering::Acquire)),
            Figure::Level(level) => write!(f, "{}", f64::from_bits(level.load(Ordering::Acquire))),
            Figure::Values(values) => {
                let mut values = locked(&values.0).clone();
                values.sort_by(f64::total_cmp);
                let of = |share: usize| values.get(values.len() * share / 100);
                match (of(50), values.last()) {
                    (Some(median), Some(most)) => {
                        let number = values.len();
                        write!(f, "median {median:.6}, most {most:.6}, of {number}")
                    }
                    _ => f.write_str("no values"),
                }
            }
        }
    }
}

/// Nothing that is done under a lock here can be left half done.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
