use contract::{FieldError, Problem, ProblemCode};

/// Why a request failed.
#[derive(Clone, Debug, PartialEq)]
pub enum ApiError {
    /// The proxy is unreachable.
    Network,
    /// There is no session, and no token is available.
    NoSession,
    /// The proxy returned a problem.
    Refused(Box<Problem>),
    /// The response has an unknown format.
    Unreadable,
}

impl ApiError {
    /// The proxy's error for an account that does not exist.
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

    /// The problem code, if the proxy returned one.
    #[must_use]
    pub fn code(&self) -> Option<ProblemCode> {
        match self {
            Self::Refused(problem) => Some(problem.code),
            Self::Network | Self::NoSession | Self::Unreadable => None,
        }
    }

    /// The invalid fields.
    #[must_use]
    pub fn fields(&self) -> &[FieldError] {
        match self {
            Self::Refused(problem) => &problem.errors,
            Self::Network | Self::NoSession | Self::Unreadable => &[],
        }
    }
}
