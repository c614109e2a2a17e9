//! Watching a program: events through `tracing`, figures through `metrics`.
//!
//! A program in production installs what its operators use, such as `tracing-subscriber` with JSON or
//! OpenTelemetry, and `metrics-exporter-prometheus`; here both are shown on standard error.

mod recorder;

use std::io;
use std::sync::OnceLock;

use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::fmt;

use self::recorder::Figures;

static FIGURES: OnceLock<Figures> = OnceLock::new();

/// Shows events, each with the spans that it is in.
pub(crate) fn trace() {
    fmt()
        .compact()
        .with_max_level(LevelFilter::DEBUG)
        .with_writer(io::stderr)
        .init();
}

/// Counts from here on.
pub(crate) fn metrics() {
    let figures = Figures::default();
    if metrics::set_global_recorder(figures.clone()).is_ok() {
        let _ = FIGURES.set(figures);
    }
}

/// Shows what was counted, where it was asked for.
pub(crate) fn report() {
    if let Some(figures) = FIGURES.get() {
        eprint!("{figures}");
    }
}
