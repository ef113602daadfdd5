use serde::{Deserialize, Serialize};

use crate::{Accounts, Platforms, Session};

/// What the panel's first view needs, in one answer: `GET /api/v1/first-view`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FirstView {
    /// As `GET /api/v1/session`.
    pub session: Session,
    /// As `GET /api/v1/platforms`.
    pub platforms: Platforms,
    /// As `GET /api/v1/accounts`.
    pub accounts: Accounts,
}
