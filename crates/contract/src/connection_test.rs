use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantArray};

/// How a test of the connection ended. A merchant does something else about each.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, IntoStaticStr, VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum TestOutcome {
    /// It works, e-commerce data included.
    Ok,
    /// No ActiveCampaign account has this name.
    AccountNotFound,
    /// The key is wrong or was reset.
    KeyRejected,
    /// The key is good, but the plan has no e-commerce data (Deep Data).
    NoEcommerce,
    /// Unpaid, expired, archived, or in maintenance.
    AccountSuspended,
    /// More than ActiveCampaign's five requests a second; see `retry_after_seconds`.
    RateLimited,
    /// No answer: network, DNS, TLS or time.
    Unreachable,
    /// An answer that ActiveCampaign's documentation does not know.
    UnexpectedAnswer,
}

impl TestOutcome {
    /// Every outcome.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::VARIANTS.iter().copied()
    }

    /// The code, as it travels and is stored.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.into()
    }

    /// The outcome of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::all().find(|outcome| outcome.code() == code)
    }
}

/// The result of a test, as answered and as remembered with the account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConnectionTest {
    /// How it ended.
    pub outcome: TestOutcome,
    /// When it ended: RFC 3339, UTC.
    pub at: String,
    /// How long it took, in milliseconds.
    pub duration_ms: u32,
    /// Whose key it is; known once the key was accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<TestedUser>,
    /// How long ActiveCampaign asks to wait, in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_seconds: Option<u32>,
    /// Whether account name or key were changed since: the test says nothing of them.
    pub stale: bool,
}

/// The ActiveCampaign user a key belongs to (`GET /users/me`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TestedUser {
    /// First and last name; empty when ActiveCampaign has none.
    pub name: String,
    /// E-mail address; empty when ActiveCampaign has none.
    pub email: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn every_outcome_travels_under_its_code() {
        for outcome in TestOutcome::all() {
            assert_eq!(serde_json::to_value(outcome).unwrap(), outcome.code());
            assert_eq!(TestOutcome::from_code(outcome.code()), Some(outcome));
        }
    }
}
