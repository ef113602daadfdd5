use serde::{Deserialize, Serialize};

use crate::SecretText;

/// What a write does with the stored key: `"keep"` or `{"replace": "…"}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ApiKeyChange {
    /// Keep the stored key.
    Keep,
    /// Replace the stored key with this one.
    Replace(SecretText),
}
