//! Who brings messages and shows them: a channel knows conversations, and no flow.

pub mod console;
pub(crate) mod transcript;
