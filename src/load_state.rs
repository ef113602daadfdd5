//! Something that is asked for: on its way, here, or failed.

use crate::api::ApiError;

/// The state of a request whose answer a page shows.
#[derive(Clone, Debug, PartialEq)]
pub enum LoadState<T> {
    /// Asked for, not yet answered.
    Pending,
    /// Here.
    Ready(T),
    /// Refused or lost; the page says so in place and offers to ask again.
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
    /// What is here, if it is.
    pub fn ready(&self) -> Option<&T> {
        match self {
            Self::Ready(value) => Some(value),
            Self::Pending | Self::Failed(_) => None,
        }
    }

    /// The same without what is here.
    pub fn phase(&self) -> LoadState<()> {
        match self {
            Self::Pending => LoadState::Pending,
            Self::Ready(_) => LoadState::Ready(()),
            Self::Failed(error) => LoadState::Failed(error.clone()),
        }
    }

    /// What is here, to be changed in place.
    pub fn ready_mut(&mut self) -> Option<&mut T> {
        match self {
            Self::Ready(value) => Some(value),
            Self::Pending | Self::Failed(_) => None,
        }
    }
}
