use contract::{
    AccountId, SiteId,
    diagnosis::DiagnosedError,
    log::{LogCode, LogKind},
};
use sqlx::FromRow;

use super::Log;
use crate::store::{Error, codes};

#[derive(FromRow)]
struct Row {
    created_at: String,
    kind: String,
    code: String,
    details: Option<String>,
}

impl Log<'_> {
    /// The newest warnings and errors of an account. Of their details only ActiveCampaign's
    /// identifier of the request: the rest may hold anything.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn last_errors(
        &self,
        site: &SiteId,
        account: &AccountId,
        limit: i64,
    ) -> Result<Vec<DiagnosedError>, Error> {
        let rows = sqlx::query_as::<_, Row>(
            "SELECT created_at, kind, code, details FROM log \
             WHERE site = $1 AND account = $2 AND kind IN ('warning', 'error') \
             ORDER BY created_at DESC, id DESC LIMIT $3",
        )
        .bind(site.as_str())
        .bind(account.as_str())
        .bind(limit)
        .fetch_all(&self.store.readers)
        .await?;
        let errors = rows.into_iter().map(|row| DiagnosedError {
            at: row.created_at,
            kind: codes::read(&row.kind, LogKind::Error),
            code: codes::read(&row.code, LogCode::Unknown),
            request_id: row.details.as_deref().and_then(request_id),
        });
        Ok(errors.collect())
    }
}

/// As `delivery::log_entries` writes it.
fn request_id(details: &str) -> Option<String> {
    let (_, rest) = details.rsplit_once("(X-Request-Id ")?;
    let (id, _) = rest.split_once(')')?;
    Some(id.to_owned())
}
