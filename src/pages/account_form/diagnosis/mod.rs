//! *Diagnosi*: what support asks for, in plain words, to copy or to save.

mod clipboard;
mod download;
mod labels;
mod report;
mod rows;
mod section;

pub use section::DiagnosisSection;
