//! *Storico*: the old orders of an account, sent behind everything new.

mod actions;
mod estimate;
mod labels;
mod progress;
mod question;
mod section;
mod stage;
mod start;
mod state;

pub use section::HistorySection;
