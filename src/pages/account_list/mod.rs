//! *Lista degli Account*.

mod dialogs;
mod grid;
mod heading;
mod page;
mod rows;
mod state;
mod toolbar;

pub use page::accounts_page;
