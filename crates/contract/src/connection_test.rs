use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantArray};

/// The outcome of a connection test. Each outcome has its own remedy.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, IntoStaticStr, VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum TestOutcome {
    /// The connection works, e-commerce data included.
    Ok,
    /// No ActiveCampaign account has this name.
    AccountNotFound,
    /// The key is wrong or was reset in ActiveCampaign.
    KeyRejected,
    /// The key is valid, but the plan has no e-commerce data (Deep Data).
    NoEcommerce,
    /// The ActiveCampaign account is unpaid, expired, archived, or in maintenance.
    AccountSuspended,
    /// The rate limit of five requests a second was exceeded; see `retry_after_seconds`.
    RateLimited,
    /// No response: network, DNS, TLS or timeout error.
    Unreachable,
    /// A response that ActiveCampaign's documentation does not describe.
    UnexpectedAnswer,
}

impl TestOutcome {
    /// Every outcome.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::VARIANTS.iter().copied()
    }

    /// The code used in the API and in the database.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.into()
    }

    /// Parses a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::all().find(|outcome| outcome.code() == code)
    }
}

/// The result of a connection test, as returned and as stored with the account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConnectionTest {
    /// The outcome.
    pub outcome: TestOutcome,
    /// When the test ended: RFC 3339, UTC.
    pub at: String,
    /// Duration, in milliseconds.
    pub duration_ms: u32,
    /// The owner of the key; known once ActiveCampaign accepted the key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<TestedUser>,
    /// How long to wait before the next test, in seconds, as ActiveCampaign demands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_seconds: Option<u32>,
    /// Whether the account name or the key changed after the test, which makes the result obsolete.
    pub stale: bool,
}

/// The ActiveCampaign user that a key belongs to (`GET /users/me`).
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
