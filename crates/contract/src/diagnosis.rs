//! *Diagnosi*: what support needs to know of an account. Nothing of a customer and no key is in it.

use serde::{Deserialize, Serialize};

use crate::{
    AccountName, Ecommerce, TestOutcome,
    history::History,
    log::{LogCode, LogKind},
    transfer::{PauseReason, TransferCounters},
};

/// A step on the way to ActiveCampaign's host.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ReachStep {
    /// The host's name has an address (DNS).
    Name,
    /// The host takes a connection (TCP).
    Connection,
    /// The host shows a valid certificate of its name (TLS).
    Certificate,
    /// The host answers a request (HTTP).
    Answer,
}

/// How a step ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ReachOutcome {
    /// It went well.
    Ok,
    /// It failed; the steps after it were not tried.
    Failed,
    /// It is not needed: an address has no name, and plain HTTP no certificate.
    NotNeeded,
    /// A step before it failed.
    NotTried,
}

/// A step, how it ended, and how long it took.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reached {
    /// Which step.
    pub step: ReachStep,
    /// How it ended.
    pub outcome: ReachOutcome,
    /// How long it took.
    pub milliseconds: u32,
    /// In words for support, in English: an address, a status, what failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub details: Option<String>,
}

/// The last test of the connection, without whose key it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DiagnosedTest {
    /// How it ended.
    pub outcome: TestOutcome,
    /// When: RFC 3339, UTC.
    pub at: String,
    /// The settings changed since.
    pub stale: bool,
}

/// A warning or an error of the log, without what it names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DiagnosedError {
    /// When: RFC 3339, UTC.
    pub at: String,
    /// How serious it is.
    pub kind: LogKind,
    /// What happened.
    pub code: LogCode,
    /// ActiveCampaign's identifier of the request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
}

/// The answer of `GET /api/v1/accounts/{id}/diagnosis`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Diagnosis {
    /// When it was made: RFC 3339, UTC.
    pub at: String,
    /// The proxy's version.
    pub version: String,
    /// `sqlite` or `postgresql`.
    pub database: String,
    /// The site.
    pub site: String,
    /// The account's identifier.
    pub account_id: String,
    /// *Nome Account*.
    pub account_name: AccountName,
    /// The host that is asked.
    pub host: Option<String>,
    /// Whether the module is active on Passstore.
    pub module_active: bool,
    /// *Attivo* / *Disattivato*.
    pub enabled: bool,
    /// What is sent.
    pub ecommerce: Ecommerce,
    /// When the account was created: RFC 3339, UTC.
    pub created_at: String,
    /// When its settings changed last: RFC 3339, UTC.
    pub updated_at: String,
    /// Requests a second that are used at most.
    pub rate_per_second: u32,
    /// The last test of the connection.
    pub last_test: Option<DiagnosedTest>,
    /// How much is where.
    pub counters: TransferCounters,
    /// Since when the oldest waits: RFC 3339, UTC.
    pub oldest_waiting_at: Option<String>,
    /// Why nothing leaves at the moment.
    pub pause_reason: Option<PauseReason>,
    /// Since when nothing leaves: RFC 3339, UTC.
    pub paused_since: Option<String>,
    /// Until when: RFC 3339, UTC.
    pub paused_until: Option<String>,
    /// How far the old orders are.
    pub history: Option<History>,
    /// The last warnings and errors, the newest first.
    pub last_errors: Vec<DiagnosedError>,
    /// The way to the host, step by step.
    pub reach: Vec<Reached>,
    /// How this test ended: whether key, plan and account are in order.
    pub outcome: Option<TestOutcome>,
    /// By how many seconds ActiveCampaign's clock is ahead of the proxy's.
    pub clock_difference_seconds: Option<i64>,
    /// ActiveCampaign's identifier of this test's request.
    pub request_id: Option<String>,
}
