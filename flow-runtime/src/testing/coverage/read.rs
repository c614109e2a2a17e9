//! Reading what processes wrote, and adding it up.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use flow_model::{Machine, Text};

use super::record::{ENDING, Line};
use super::{Coverage, Covered};
use crate::flow::Source;

/// Why coverage could not be read.
#[derive(Debug, thiserror::Error)]
pub enum CoverageError {
    /// A file or the directory could not be read.
    #[error("`{}` cannot be read: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// There is no coverage in the directory.
    #[error("there is no coverage in `{}`", .0.display())]
    Nothing(PathBuf),
    /// A file is none of coverage, or of another version.
    #[error("`{}`, line {line}: {what}", path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// Its line.
        line: usize,
        /// What is wrong.
        what: String,
    },
}

impl Coverage {
    /// What the processes wrote whose `FLOW_COVERAGE` named that directory. Of a flow that was changed in
    /// between the newest version counts.
    pub fn read(directory: &Path) -> Result<Coverage, CoverageError> {
        let failed = |path: &Path| {
            let path = path.to_owned();
            move |source| CoverageError::Read { path, source }
        };
        let mut files = Vec::new();
        let listed = fs::read_dir(directory).map_err(|source| match source.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => {
                CoverageError::Nothing(directory.to_owned())
            }
            _ => failed(directory)(source),
        });
        for entry in listed? {
            let path = entry.map_err(failed(directory))?.path();
            if path.extension().is_some_and(|ending| ending == ENDING) {
                let text = fs::read_to_string(&path).map_err(failed(&path))?;
                files.push(Written::read(path, &text)?);
            }
        }
        if files.is_empty() {
            return Err(CoverageError::Nothing(directory.to_owned()));
        }
        // The newest first, so that older versions of a flow are known by being others.
        files.sort_by(|a, b| (b.at, &a.path).cmp(&(a.at, &b.path)));
        let mut coverage = Coverage::default();
        let mut newest = BTreeMap::new();
        for (n, file) in files.into_iter().enumerate() {
            for flow in file.flows {
                let name = (flow.outline.flow.clone(), flow.outline.file.clone());
                let is_newest = *newest.entry(name).or_insert(n) == n;
                coverage.add_written(flow, is_newest);
            }
        }
        Ok(coverage)
    }

    /// Of a flow that is known already from a newer process, only the same version counts.
    fn add_written(&mut self, flow: Covered, is_newest: bool) {
        let is_same =
            |known: &Covered| known.machine == flow.machine && known.source == flow.source;
        if !is_newest && !self.flows.iter().any(is_same) {
            return;
        }
        let known = self.know(&flow.machine, &flow.source, flow.starts);
        for (edge, count) in flow.counts {
            *self.flows[known].counts.entry(edge).or_default() += count;
        }
    }
}

/// What one process wrote.
struct Written {
    path: PathBuf,
    at: u64,
    flows: Vec<Covered>,
}

impl Written {
    fn read(path: PathBuf, text: &str) -> Result<Written, CoverageError> {
        let mut written = Written {
            path,
            at: 0,
            flows: Vec::new(),
        };
        // What was cut off as the process was killed is no line.
        let whole = text.rfind('\n').map_or("", |end| &text[..end]);
        for (n, line) in whole.lines().enumerate() {
            let what = match serde_json::from_str(line) {
                Ok(line) => written.add(line),
                Err(error) => Err(format!("it is no line of coverage: {error}")),
            };
            what.map_err(|what| CoverageError::Malformed {
                path: written.path.clone(),
                line: n + 1,
                what,
            })?;
        }
        Ok(written)
    }

    fn add(&mut self, line: Line<Machine, Source>) -> Result<(), String> {
        match line {
            Line::Begun { version, at } => {
                self.at = at;
                let ours = env!("CARGO_PKG_VERSION");
                if version != ours {
                    return Err(format!(
                        "version {version} wrote it, and this is {ours}: use the `flow` command of that \
                         version"
                    ));
                }
            }
            Line::Flow {
                machine,
                source,
                starts,
            } => self.flows.push(Covered::new(machine, source, starts)),
            Line::Took(edges) => {
                for (flow, widget, arm) in edges {
                    let Some(flow) = self.flows.get_mut(flow) else {
                        return Err(format!("there is no flow number {flow} before it"));
                    };
                    *flow.counts.entry((widget, arm)).or_default() += 1;
                }
            }
        }
        Ok(())
    }
}

impl CoverageError {
    /// What to do about it.
    pub fn help(&self) -> Option<Text> {
        match self {
            CoverageError::Read { .. } | CoverageError::Nothing(_) => Some(
                "run the tests with `FLOW_COVERAGE` set to an absolute path: \
                 `FLOW_COVERAGE=$PWD/target/flow-coverage cargo test`"
                    .into(),
            ),
            CoverageError::Malformed { .. } => {
                Some("take the directory away, and run the tests again".into())
            }
        }
    }
}
