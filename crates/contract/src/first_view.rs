use serde::{Deserialize, Serialize};

use crate::{Accounts, Platforms, Session};

/// The data of the panel's first view in one response: `GET /api/v1/first-view`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FirstView {
    /// The response of `GET /api/v1/session`.
    pub session: Session,
    /// The response of `GET /api/v1/platforms`.
    pub platforms: Platforms,
    /// The response of `GET /api/v1/accounts`.
    pub accounts: Accounts,
}
