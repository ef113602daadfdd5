use serde::{Deserialize, Serialize};

use super::PauseReason;

/// What a waiting order or cart waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum WaitReason {
    /// Its turn: others are before it, or it is on its way.
    Turn,
    /// Its next attempt: the one before failed, and others of the account get through.
    Retry,
    /// The end of a synchronisation.
    Synchronisation,
    /// Nothing of the account leaves; see `pause`.
    Paused,
    /// *Abilita Ordini* is off.
    OrdersOff,
    /// *Abilita Carrelli Abbandonati* is off.
    CartsOff,
    /// A code of a newer proxy that this panel does not know.
    #[serde(other)]
    Unknown,
}

/// What one waits for, and until when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Wait {
    /// What for.
    pub reason: WaitReason,
    /// Why nothing of the account leaves, when that is the reason.
    pub pause: Option<PauseReason>,
    /// Until when, if that is known: RFC 3339, UTC.
    pub until: Option<String>,
}
