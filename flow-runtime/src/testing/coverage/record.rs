//! What a process writes of the edges that its flows take: a file of lines of JSON, flows before their
//! edges.

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use flow_model::Machine;
use serde::{Deserialize, Serialize};

use super::place;
use crate::driver::Step;
use crate::flow::{FlowEntry, Source};
use crate::program::{Definition, Program};
use crate::testing::outline::{Starts, taken};

/// Names the directory.
const VARIABLE: &str = "FLOW_COVERAGE";

/// The ending of the files.
pub(super) const ENDING: &str = "flow-coverage";

/// One line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Line<M, S> {
    /// Of which program the file is: the first line.
    Begun {
        /// The version of this crate, whose catalogue the tables speak of.
        version: String,
        /// When, in milliseconds since 1970 UTC.
        at: u64,
    },
    /// A flow; they are numbered from 0.
    Flow {
        machine: M,
        source: S,
        starts: Starts,
    },
    /// Edges that were taken, in order: the number of the flow, the widget, the arm.
    Took(Vec<(usize, u16, u16)>),
}

/// Notes that there is a flow, where [`VARIABLE`] asks for it.
pub(crate) fn known(flow: &Definition) {
    record(|recorder| {
        recorder.know(&flow.machine, &flow.source, Starts::Itself);
        for subflow in flow.subflows.iter().map(FlowEntry::definition) {
            recorder.know(&subflow.machine, &subflow.source, Starts::Parent);
        }
    });
}

/// Notes the edges of some steps.
pub(crate) fn took(program: &Program, steps: &[Step]) {
    if !steps.is_empty() {
        record(|recorder| recorder.took(program, steps));
    }
}

fn record(what: impl FnOnce(&mut Recorder)) {
    static RECORDER: OnceLock<Option<Mutex<Recorder>>> = OnceLock::new();
    let recorder = RECORDER.get_or_init(|| {
        let directory = std::env::var_os(VARIABLE).filter(|it| !it.is_empty())?;
        Recorder::open(Path::new(&directory)).map(Mutex::new)
    });
    if let Some(recorder) = recorder {
        what(&mut recorder.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

struct Recorder {
    path: PathBuf,
    /// None: it could not be written.
    file: Option<File>,
    /// The flows that are written, with what starts them.
    flows: Vec<(Machine, Source, Starts)>,
}

impl Recorder {
    fn open(directory: &Path) -> Option<Self> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        let now = now.unwrap_or_default();
        let name = format!("{}-{}.{ENDING}", std::process::id(), now.as_nanos());
        let path = directory.join(name);
        let mut recorder = Recorder {
            file: None,
            path,
            flows: Vec::new(),
        };
        let made = fs::create_dir_all(directory).and_then(|()| {
            let mut options = OpenOptions::new();
            options.create_new(true).append(true).open(&recorder.path)
        });
        match made {
            Ok(file) => recorder.file = Some(file),
            Err(error) => recorder.tell(&error),
        }
        recorder.write(&Line::Begun {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            at: u64::try_from(now.as_millis()).unwrap_or(u64::MAX),
        });
        recorder.file.is_some().then_some(recorder)
    }

    fn took(&mut self, program: &Program, steps: &[Step]) {
        self.know(program.machine(), program.source(), Starts::Itself);
        for subflow in program.subflows() {
            self.know(subflow.machine(), subflow.source(), Starts::Parent);
        }
        let mut edges = Vec::new();
        for step in steps {
            let (program, starts) = place(program, step);
            if let Some((widget, arm)) = taken(program.machine(), step)
                && let Some(flow) = self.know(program.machine(), program.source(), starts)
            {
                edges.push((flow, widget, arm));
            }
        }
        if !edges.is_empty() {
            self.write(&Line::Took(edges));
        }
    }

    /// The number of a flow; none of one that was made to stand in for another.
    fn know(&mut self, machine: &Machine, source: &Source, starts: Starts) -> Option<usize> {
        let is = |known: &(Machine, Source, Starts)| {
            known.0 == *machine && known.1 == *source && known.2 == starts
        };
        if let Some(known) = self.flows.iter().position(is) {
            return self.number(known);
        }
        let known = self.flows.len();
        self.flows.push((machine.clone(), source.clone(), starts));
        if *source != Source::MADE {
            self.write(&Line::Flow {
                machine,
                source,
                starts,
            });
        }
        self.number(known)
    }

    /// The number of a flow among those that are written.
    fn number(&self, known: usize) -> Option<usize> {
        let is_written = |flow: &&(Machine, Source, Starts)| flow.1 != Source::MADE;
        let (before, from) = self.flows.split_at(known);
        from.first().filter(is_written)?;
        Some(before.iter().filter(is_written).count())
    }

    /// In one piece, so that a process that is killed leaves whole lines but for its last.
    fn write(&mut self, line: &Line<&Machine, &Source>) {
        let Some(file) = &mut self.file else { return };
        let mut text = serde_json::to_string(line).unwrap_or_default();
        text.push('\n');
        if let Err(error) = file.write_all(text.as_bytes()) {
            self.file = None;
            self.tell(&error);
        }
    }

    /// A test shows its standard error where nobody listens to its traces.
    fn tell(&self, error: &std::io::Error) {
        let path = self.path.display();
        eprintln!("{VARIABLE}: `{path}` cannot be written, so no coverage is: {error}");
    }
}
