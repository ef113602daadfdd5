//! The pages: *Lista degli Account*, *Dati Account*, *Lista dei Log*.

pub mod account_form;
pub mod account_list;
pub mod lazy;
pub mod log;
pub mod not_found;
