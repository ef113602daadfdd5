use axum::{
    extract::{FromRequestParts, Path},
    http::request::Parts,
};
use contract::AccountId;

use crate::{error::Error, http::App, session::PanelSession, store::StoredAccount};

/// The account in the path, if it belongs to the session's site. Extracted before headers and body,
/// so that another site's account is always `404`, whatever else is wrong.
#[derive(Debug)]
pub(super) struct OwnAccount {
    pub session: PanelSession,
    pub stored: StoredAccount,
}

impl FromRequestParts<App> for OwnAccount {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        let session = PanelSession::from_request_parts(parts, app).await?;
        let Path(id) = Path::<String>::from_request_parts(parts, app)
            .await
            .map_err(|_| Error::NotFound)?;
        let id = AccountId::parse(&id).ok_or(Error::NotFound)?;
        let stored = app.store.accounts().get(session.site(), &id).await?;
        Ok(Self { session, stored })
    }
}
