//! Paths of the API. The account is the first segment, while ActiveCampaign has it in the host
//! name.

use serde::Deserialize;

use crate::{envelope::Refusal, table::Id};

/// The route prefix of an account's resources.
pub const API: &str = "/{account}/api/3/";

/// The route of a resource.
pub fn api(resource: &str) -> String {
    format!("{API}{resource}")
}

/// The path of one record.
#[derive(Deserialize)]
pub struct ById {
    id: String,
}

impl ById {
    /// Parses the id; an invalid id is an unknown record.
    pub fn id(&self, kind: &str) -> Result<Id, Refusal> {
        Id::parse(&self.id).ok_or_else(|| Refusal::unknown(kind, &self.id))
    }
}
