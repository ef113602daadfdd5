//! The state of the page besides the values of the fields.

mod conflict;
mod leaving;
mod other_account;
mod recognition;

use leptos::prelude::*;

use super::{connection_test::RunningTest, field_errors::FieldErrors};
use crate::{api::ApiError, components::DialogState};

pub use conflict::Conflict;
pub use leaving::{Destination, Leaving};
pub use other_account::OtherAccount;
pub use recognition::{RecognisedName, Recognition};

/// The operation in progress.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Busy {
    /// Nothing.
    Idle,
    /// The form is being saved.
    Saving,
    /// The connection is being tested.
    Testing,
}

/// The state of the page besides the values of the fields.
#[derive(Clone, Copy)]
pub struct PageState {
    /// The operation in progress.
    pub busy: RwSignal<Busy>,
    /// The running connection test.
    pub test: RunningTest,
    /// The errors of the fields.
    pub errors: FieldErrors,
    /// Why the last save failed as a whole.
    pub failed: RwSignal<Option<ApiError>>,
    /// What was recognised in the last paste.
    pub recognition: Recognition,
    /// Whether *Sostituisci* was pressed.
    pub replacing_key: RwSignal<bool>,
    /// The site's other ActiveCampaign account, which conflicts with a new one.
    pub other: RwSignal<Option<OtherAccount>>,
    /// The save conflict and its dialog.
    pub conflict: Conflict,
    /// The interrupted navigation and its dialog.
    pub leaving: Leaving,
    /// The question before *Annulla* of *Storico*.
    pub cancelling_history: DialogState,
    /// Whether the browser stored the draft (without the key).
    pub draft_stored: RwSignal<bool>,
}

impl PageState {
    /// The initial state.
    pub fn new() -> Self {
        Self {
            busy: RwSignal::new(Busy::Idle),
            test: RunningTest::none(),
            errors: FieldErrors::none(),
            failed: RwSignal::new(None),
            recognition: Recognition::none(),
            replacing_key: RwSignal::new(false),
            other: RwSignal::new(None),
            conflict: Conflict::none(),
            leaving: Leaving::none(),
            cancelling_history: DialogState::new(),
            draft_stored: RwSignal::new(false),
        }
    }

    /// Whether a dialog is open.
    pub fn is_asking(self) -> bool {
        self.leaving.dialog.is_open()
            || self.conflict.dialog.is_open()
            || self.cancelling_history.is_open()
    }
}
