use leptos::prelude::*;

use super::{
    conflict::Conflict, connection_test::RunningTest, credentials::Recognition,
    field_errors::FieldErrors, general::OtherAccount, leave_guard::Leaving,
};
use crate::api::ApiError;

/// What is going on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Busy {
    /// Nothing.
    Idle,
    /// The form is being saved.
    Saving,
    /// The connection is being tested.
    Testing,
}

/// What the page shows beside the values of the fields.
#[derive(Clone, Copy)]
pub struct PageState {
    /// What is going on.
    pub busy: RwSignal<Busy>,
    /// The connection test that is going on.
    pub test: RunningTest,
    /// What is wrong with the fields.
    pub errors: FieldErrors,
    /// Why the last attempt to save failed as a whole.
    pub failed: RwSignal<Option<ApiError>>,
    /// What was recognised in the last paste.
    pub recognition: Recognition,
    /// Whether *Sostituisci* was pressed.
    pub replacing_key: RwSignal<bool>,
    /// The site's other account of ActiveCampaign, which a new one would clash with.
    pub other: RwSignal<Option<OtherAccount>>,
    /// What somebody else saved meanwhile, and the question about it.
    pub conflict: Conflict,
    /// Where the merchant is going, and the question about unsaved changes.
    pub leaving: Leaving,
    /// Whether the browser has stored the draft (without the key).
    pub draft_stored: RwSignal<bool>,
}

impl PageState {
    /// Nothing has happened yet.
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
            draft_stored: RwSignal::new(false),
        }
    }

    /// Whether a question is open.
    pub fn is_asking(self) -> bool {
        self.leaving.dialog.is_open() || self.conflict.dialog.is_open()
    }
}
