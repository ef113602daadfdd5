use serde::{Deserialize, Serialize};

use super::{ExternalId, Moment};

/// What a synchronisation between site and management software carried over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum SynchronisationKind {
    /// Everything.
    Full,
    /// Changes only.
    Changes,
}

/// The end of a synchronisation whose every field was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "SynchronisationSent says what each is")]
pub struct Synchronisation {
    pub id: ExternalId,
    pub kind: SynchronisationKind,
    pub ended_at: Moment,
}
