use serde_json::Value;

/// A `POST` to ActiveCampaign, not yet sent. The delivery sends it and the preview shows it, so that
/// both are the same. Each resource makes its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Post {
    /// The path below `/api/3`.
    pub path: &'static [&'static str],
    /// The body.
    pub body: Value,
}
