//! *Che cosa viene inviato*: what ActiveCampaign gets for the next order, or for an example.

mod labels;
mod requests;
mod section;
mod words;

pub use section::PreviewSection;
