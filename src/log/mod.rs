//! *Lista dei Log*.

mod page;
mod query;
mod rows;
mod state;
mod words;

pub use page::log_page;
