//! *Lista dei Log*.

mod labels;
mod page;
mod query;
mod rows;
mod state;

pub use page::LogList;
