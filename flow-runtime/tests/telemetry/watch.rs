//! A subscriber and a recorder that keep everything.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::{LazyLock, Mutex, PoisonError};

use metrics_util::debugging::{DebugValue, DebuggingRecorder, Snapshotter};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

/// A span or an event that was told.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    pub(crate) span: bool,
    pub(crate) name: &'static str,
    pub(crate) level: Level,
    /// The fields that it declares, without the sentence.
    pub(crate) fields: Vec<&'static str>,
    /// What they hold, and the sentence.
    pub(crate) values: BTreeMap<&'static str, String>,
    /// The spans that it is in, the innermost last.
    pub(crate) within: Vec<&'static str>,
}

/// What is told to one test.
pub(crate) struct Watch {
    figures: BTreeMap<String, f64>,
}

static ALONE: Mutex<()> = Mutex::new(());
static TOLD: Mutex<Vec<Told>> = Mutex::new(Vec::new());
static OPEN: Mutex<Vec<&'static str>> = Mutex::new(Vec::new());
static SPANS: LazyLock<Mutex<HashMap<u64, usize>>> = LazyLock::new(Mutex::default);
static FIGURES: LazyLock<Snapshotter> = LazyLock::new(|| {
    let recorder = DebuggingRecorder::new();
    let figures = recorder.snapshotter();
    recorder.install().unwrap();
    tracing::subscriber::set_global_default(Everything).unwrap();
    figures
});

/// Runs a test alone in the process, to its last task.
pub(crate) fn watch(clock: Clock, test: impl AsyncFnOnce(&mut Watch)) {
    let _alone = lock(&ALONE);
    let _ = FIGURES.snapshot(); // of the tests before
    lock(&TOLD).clear();
    lock(&SPANS).clear();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(matches!(clock, Clock::Paused))
        .build();
    let mut watch = Watch {
        figures: BTreeMap::new(),
    };
    runtime.unwrap().block_on(test(&mut watch));
}

/// The clock of a test.
pub(crate) enum Clock {
    Paused,
    Real,
}

impl Watch {
    pub(crate) fn told(&self) -> Vec<Told> {
        lock(&TOLD).clone()
    }

    /// What the metrics stand at that are not 0; of a histogram how many values it has.
    pub(crate) fn figures(&mut self) -> BTreeMap<String, f64> {
        for (key, _, _, value) in FIGURES.snapshot().into_vec() {
            let (_, key) = key.into_parts();
            let labels = key.labels().map(|label| label.value().to_owned());
            let name = [key.name().to_owned()].into_iter().chain(labels);
            let more = match value {
                DebugValue::Counter(count) => f64::from(u32::try_from(count).unwrap()),
                DebugValue::Gauge(change) => change.into_inner(),
                DebugValue::Histogram(values) => {
                    assert!(values.iter().all(|value| **value >= 0.0));
                    f64::from(u32::try_from(values.len()).unwrap())
                }
            };
            let name = name.collect::<Vec<_>>().join(" ");
            *self.figures.entry(name).or_default() += more;
        }
        let mut figures = self.figures.clone();
        figures.retain(|_, value| *value != 0.0);
        figures
    }
}

/// Every metric that was asked for so far: its name, its kind, the names of its labels.
pub(crate) fn registered() -> Vec<String> {
    let all = FIGURES.snapshot().into_vec().into_iter();
    all.map(|(key, ..)| {
        let (kind, key) = key.into_parts();
        let kind = format!("{kind:?}").to_lowercase();
        let labels = key.labels().map(|label| label.key().to_owned());
        format!(
            "{} {kind} {}",
            key.name(),
            labels.collect::<Vec<_>>().join(" ")
        )
    })
    .collect()
}

/// Keeps every span and event of the runtime.
struct Everything;

impl Subscriber for Everything {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("flow_runtime")
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut told = Told::of(span.metadata());
        span.record(&mut told);
        let mut all = lock(&TOLD);
        all.push(told);
        let id = u64::try_from(all.len()).unwrap();
        lock(&SPANS).insert(id, all.len() - 1);
        Id::from_u64(id)
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        if let Some(&at) = lock(&SPANS).get(&span.into_u64()) {
            values.record(&mut lock(&TOLD)[at]);
        }
    }

    fn record_follows_from(&self, _span: &Id, _follows: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut told = Told::of(event.metadata());
        event.record(&mut told);
        lock(&TOLD).push(told);
    }

    fn enter(&self, span: &Id) {
        let at = lock(&SPANS).get(&span.into_u64()).copied();
        let name = at.map_or("gone", |at| lock(&TOLD)[at].name);
        lock(&OPEN).push(name);
    }

    fn exit(&self, _span: &Id) {
        lock(&OPEN).pop();
    }
}

impl Told {
    fn of(metadata: &'static Metadata<'static>) -> Self {
        let fields = metadata.fields().iter().map(|field| field.name());
        Told {
            span: metadata.is_span(),
            name: metadata.name(),
            level: *metadata.level(),
            fields: fields.filter(|field| *field != "message").collect(),
            values: BTreeMap::new(),
            within: lock(&OPEN).clone(),
        }
    }

    /// `name field=value …`, without those that no two runs have in common.
    pub(crate) fn line(&self) -> String {
        let mut line = self.name.to_owned();
        for field in &self.fields {
            match (*field, self.values.get(field)) {
                ("microseconds" | "conversation" | "execution" | "key" | "digest", _) => {}
                (_, Some(value)) => line += &format!(" {field}={value}"),
                (_, None) => {}
            }
        }
        line
    }
}

impl Visit for Told {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.values.insert(field.name(), value.to_owned());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.values.insert(field.name(), format!("{value:?}"));
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
