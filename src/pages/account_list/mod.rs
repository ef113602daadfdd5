//! *Lista degli Account*.

mod column_heading;
mod deleted;
mod dialogs;
mod grid;
mod lazy;
mod page;
mod row;
mod rows;
mod state;
mod toolbar;

pub use page::AccountList;
