use serde::{Deserialize, Serialize};

use super::{ExternalId, Moment};

/// What a synchronisation between the site and the management software transferred.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum SynchronisationKind {
    /// All data.
    Full,
    /// Only changed data.
    Changes,
}

/// The end of a synchronisation whose fields are all valid.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "SynchronisationSent says what each is")]
pub struct Synchronisation {
    pub id: ExternalId,
    pub kind: SynchronisationKind,
    pub ended_at: Moment,
}
