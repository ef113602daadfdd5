use serde::{Deserialize, Serialize};

use super::PauseReason;

/// What a waiting order or cart waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum WaitReason {
    /// Its position in the queue, or a delivery in progress.
    Turn,
    /// Its next attempt: the last attempt failed, while other items of the account are delivered.
    Retry,
    /// The end of a synchronisation.
    Synchronisation,
    /// The whole account sends nothing; see `pause`.
    Paused,
    /// *Abilita Ordini* is off.
    OrdersOff,
    /// *Abilita Carrelli Abbandonati* is off.
    CartsOff,
    /// *Storico* is paused.
    HistoryPaused,
    /// A code of a newer proxy, unknown to this panel.
    #[serde(other)]
    Unknown,
}

/// What an item waits for, and until when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Wait {
    /// The reason.
    pub reason: WaitReason,
    /// Why the whole account sends nothing; set when the reason is [`WaitReason::Paused`].
    pub pause: Option<PauseReason>,
    /// When the wait ends, if known: RFC 3339, UTC.
    pub until: Option<String>,
}
