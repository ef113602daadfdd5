use leptos::prelude::*;

use super::{
    diagnosis::DiagnosisSection,
    history::HistorySection,
    state::Form,
    transfers::{TransferState, TransfersSection},
};

/// The sections below the fields: in the page once the account was saved.
#[component]
pub fn SavedSections(
    /// The page's state.
    form: Form,
) -> impl IntoView {
    let account = Memo::new(move |_| form.saved.id());
    move || {
        account.get()?;
        let transfers = TransferState::load(form);
        Some(view! {
            <TransfersSection form state=transfers/>
            <HistorySection form transfers/>
            <DiagnosisSection form/>
        })
    }
}
