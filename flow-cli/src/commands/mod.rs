//! One module a command.

pub(crate) mod check;
pub(crate) mod coverage;
pub(crate) mod diagram;
pub(crate) mod diff;
pub(crate) mod explain;
pub(crate) mod explore;
pub(crate) mod fmt;
pub(crate) mod import;
pub(crate) mod lock;
pub(crate) mod replay;
pub(crate) mod run;
pub(crate) mod store;
