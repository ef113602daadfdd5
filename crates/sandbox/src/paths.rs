//! Paths of the API: the account first, where ActiveCampaign has it in the host name.

use serde::Deserialize;

use crate::{envelope::Refusal, table::Id};

/// Where the resources of an account are.
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
    /// The id; what cannot be one belongs to no record of the kind.
    pub fn id(&self, kind: &str) -> Result<Id, Refusal> {
        Id::parse(&self.id).ok_or_else(|| Refusal::unknown(kind, &self.id))
    }
}
