//! *Test Connessione*: runs the test and shows its result.

mod result;
mod run;

pub use result::LastTestLine;
pub use run::{RunningTest, cancel, start, stop, why_not};
