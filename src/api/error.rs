use contract::{FieldError, Problem, ProblemCode};

/// Why there is no answer to work with.
#[derive(Clone, Debug, PartialEq)]
pub enum ApiError {
    /// The proxy was not reached.
    Network,
    /// There is no session, and none could be had.
    NoSession,
    /// The proxy refused.
    Refused(Box<Problem>),
    /// The proxy answered something this page does not understand.
    Unreadable,
}

impl ApiError {
    /// What the proxy says of an account that is not there.
    #[must_use]
    pub fn not_found() -> Self {
        Self::Refused(Box::new(Problem {
            kind: "about:blank".to_owned(),
            title: String::new(),
            status: 404,
            code: ProblemCode::NotFound,
            detail: None,
            errors: Vec::new(),
            account_id: None,
            retry_after_seconds: None,
        }))
    }

    /// The code, when the proxy gave one.
    #[must_use]
    pub fn code(&self) -> Option<ProblemCode> {
        match self {
            Self::Refused(problem) => Some(problem.code),
            Self::Network | Self::NoSession | Self::Unreadable => None,
        }
    }

    /// The fields at fault.
    #[must_use]
    pub fn fields(&self) -> &[FieldError] {
        match self {
            Self::Refused(problem) => &problem.errors,
            Self::Network | Self::NoSession | Self::Unreadable => &[],
        }
    }
}
