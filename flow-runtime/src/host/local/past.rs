//! What is known of the versions of flows in which executions began: of those that no program here has,
//! what the store remembers, read when such an execution has its turn.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use flow_model::Text;
use flow_model::carry::Version;

use super::room::Programs;
use crate::execution::Stored;
use crate::program::Program;
use crate::store::{Store, StoreError, read};

/// Versions by their digests.
#[derive(Debug)]
pub(super) struct Versions {
    /// Those of the programs here.
    own: HashMap<Text, Arc<Version>>,
    /// Those that were asked for.
    past: Mutex<HashMap<Text, Arc<Version>>>,
}

/// The versions of programs and of their subflows, by their digests.
pub(super) fn own_versions<'p>(
    programs: impl Iterator<Item = &'p Program>,
) -> impl Iterator<Item = (Text, Arc<Version>)> {
    let all = programs.flat_map(|program| program.subflows().chain([program]));
    all.map(|program| (program.digest().clone(), program.version().clone()))
}

impl Versions {
    pub(super) fn new(programs: &Programs) -> Self {
        let programs = programs.values().map(|registered| &registered.program);
        Versions {
            own: own_versions(programs).collect(),
            past: Mutex::default(),
        }
    }

    /// The version of that digest, where it is one of the programs' or was made ready.
    pub(super) fn get(&self, digest: &str) -> Option<Arc<Version>> {
        let own = self.own.get(digest).cloned();
        own.or_else(|| self.past().get(digest).cloned())
    }

    /// Makes the versions ready in which some of these executions began, as far as the store knows
    /// them.
    pub(super) async fn make_ready<'s>(
        &self,
        store: &Store,
        executions: impl Iterator<Item = &'s Stored>,
    ) -> Result<(), StoreError> {
        let digests = executions.flat_map(Stored::digests);
        let missing: Vec<_> = digests
            .filter(|digest| self.get(digest).is_none())
            .cloned()
            .collect();
        for digest in missing {
            let wanted = digest.clone();
            let definition = store.read(move |db| read::definition(db, &wanted)).await?;
            if let Some(version) = definition.and_then(|json| serde_json::from_str(&json).ok()) {
                self.past().insert(digest, Arc::new(version));
            }
        }
        Ok(())
    }

    fn past(&self) -> MutexGuard<'_, HashMap<Text, Arc<Version>>> {
        self.past.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
