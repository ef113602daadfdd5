//! *Test Connessione*: running it, and showing its result.

mod result;
mod run;

pub use result::LastTestLine;
pub use run::{RunningTest, cancel, start, stop, why_not};
