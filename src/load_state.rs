//! The state of loading data: pending, ready, or failed.

use crate::api::ApiError;

/// The state of a request whose response a page shows.
#[derive(Clone, Debug, PartialEq)]
pub enum LoadState<T> {
    /// The response has not arrived yet.
    Pending,
    /// The data has arrived.
    Ready(T),
    /// The request failed; the page shows the error in place and offers a retry.
    Failed(ApiError),
}

impl<T> From<Result<T, ApiError>> for LoadState<T> {
    fn from(result: Result<T, ApiError>) -> Self {
        match result {
            Ok(value) => Self::Ready(value),
            Err(error) => Self::Failed(error),
        }
    }
}

impl<T> LoadState<T> {
    /// The data, if it has arrived.
    pub fn ready(&self) -> Option<&T> {
        match self {
            Self::Ready(value) => Some(value),
            Self::Pending | Self::Failed(_) => None,
        }
    }

    /// The state without its data.
    pub fn phase(&self) -> LoadState<()> {
        match self {
            Self::Pending => LoadState::Pending,
            Self::Ready(_) => LoadState::Ready(()),
            Self::Failed(error) => LoadState::Failed(error.clone()),
        }
    }

    /// Mutable access to the data, if it has arrived.
    pub fn ready_mut(&mut self) -> Option<&mut T> {
        match self {
            Self::Ready(value) => Some(value),
            Self::Pending | Self::Failed(_) => None,
        }
    }
}
