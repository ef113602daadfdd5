use serde::{Deserialize, Serialize};

use super::{ExternalId, ItemError, Moment, item_error::Check};

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

/// The end of a synchronisation, as sent: abandoned carts handed over so far may leave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SynchronisationSent {
    /// Passweb's identifier of the synchronisation.
    pub id: String,
    /// What was carried over; both let the carts leave.
    pub kind: SynchronisationKind,
    /// When it ended: RFC 3339.
    pub ended_at: String,
}

/// The end of a synchronisation whose every field was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "SynchronisationSent says what each is")]
pub struct Synchronisation {
    pub id: ExternalId,
    pub kind: SynchronisationKind,
    pub ended_at: Moment,
}

impl SynchronisationSent {
    /// Checks every field.
    ///
    /// # Errors
    /// Each field at fault.
    pub fn validate(&self) -> Result<Synchronisation, Vec<ItemError>> {
        let mut check = Check::default();
        let id = check.field("/id", ExternalId::parse(&self.id));
        let ended_at = check.field("/ended_at", Moment::parse_past(&self.ended_at));
        match (id, ended_at) {
            (Some(id), Some(ended_at)) => Ok(Synchronisation {
                id,
                kind: self.kind,
                ended_at,
            }),
            _ => Err(check.into_errors()),
        }
    }
}
