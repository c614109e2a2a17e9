//! Which executions of a store a program could not carry on, before it opens the store.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use flow_model::Text;
use flow_model::carry::Version;
use rusqlite::Connection;

use super::builder::programs;
use super::past::own_versions;
use super::room::go_on;
use super::{Builder, OpenError};
use crate::execution::{Row, Stored};
use crate::program::Program;
use crate::store::{self, Held, read};

impl Builder {
    /// Every execution of the store in that file that this program would hold, with all that is in
    /// the way of each. Nothing is changed, and another program may run the store meanwhile: so a
    /// deployment can ask before it stops that one.
    pub fn held(self, file: impl AsRef<Path>) -> Result<Vec<Held>, OpenError> {
        let programs = programs(self.flows, &self.registry)?;
        let mut judge = Judge::new(&programs);
        let judged = store::judged(file.as_ref(), |db, flow, row, state| {
            judge.why(db, flow, row, state)
        });
        Ok(judged?)
    }
}

struct Judge<'p> {
    programs: HashMap<&'p str, &'p Program>,
    /// Versions by their digests; none: the store does not know it.
    versions: HashMap<Text, Option<Arc<Version>>>,
}

impl<'p> Judge<'p> {
    fn new(programs: &'p [Program]) -> Self {
        let own = own_versions(programs.iter());
        Judge {
            programs: programs
                .iter()
                .map(|program| (program.name().as_str(), program))
                .collect(),
            versions: own
                .map(|(digest, version)| (digest, Some(version)))
                .collect(),
        }
    }

    /// Why an execution could not go on.
    fn why(
        &mut self,
        db: &Connection,
        flow: &str,
        row: &Row,
        state: &str,
    ) -> rusqlite::Result<Option<Text>> {
        let stored = Stored::read(row, state);
        for digest in stored.iter().flat_map(Stored::digests) {
            if !self.versions.contains_key(digest) {
                let definition = read::definition(db, digest)?;
                let version = definition.and_then(|json| serde_json::from_str(&json).ok());
                self.versions.insert(digest.clone(), version.map(Arc::new));
            }
        }
        let program = self.programs.get(flow).copied();
        let past = |digest: &str| self.versions.get(digest).cloned().flatten();
        Ok(go_on(program, flow, stored, &past).err())
    }
}
