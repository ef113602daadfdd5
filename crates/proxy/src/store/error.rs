use contract::AccountId;

/// An error of the store. Independent of HTTP: `crate::error` maps it to a response.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The row does not exist, or belongs to another site.
    #[error("record not found")]
    NotFound,
    /// The row was changed since it was read.
    #[error("record changed since it was read")]
    Changed,
    /// A site can have one account per platform.
    #[error("the site already has an account of this platform")]
    PlatformAlreadyConfigured(AccountId),
    /// Another proxy, or none, holds the account queue.
    #[error("account queue lease lost")]
    LeaseLost,
    /// An invalid statement, or a row that this proxy did not write.
    #[error("database error")]
    Internal(#[source] anyhow::Error),
    /// The database cannot be read or written at the moment; a retry may succeed.
    #[error("database unavailable")]
    Unavailable(#[source] anyhow::Error),
}
