use contract::AccountId;

/// Why the store did not do what was asked. Knows nothing of HTTP: `crate::error` maps it once.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such row, or it belongs to another site.
    #[error("there is no such record")]
    NotFound,
    /// The row is no longer what was read.
    #[error("the record changed since it was read")]
    Changed,
    /// One account per platform and site.
    #[error("the site already has an account of this platform")]
    PlatformAlreadyConfigured(AccountId),
    /// Another proxy has the account queue, or nobody has any more.
    #[error("the account queue is not leased to this worker any more")]
    LeaseLost,
    /// A wrong statement, or a row that this proxy did not write.
    #[error("the database failed")]
    Internal(#[source] anyhow::Error),
    /// The database cannot be read or written now; the same may succeed later.
    #[error("the database is not available")]
    Unavailable(#[source] anyhow::Error),
}
