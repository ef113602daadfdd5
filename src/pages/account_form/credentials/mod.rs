//! The section *Credenziali*.

mod account_name;
mod api_key;
mod help;
mod recognition;
mod stored_key;

use contract::Platform;
use leptos::prelude::*;

use self::{
    account_name::{AccountNameField, UndoRecognition},
    api_key::ApiKeyField,
    help::Help,
};
use super::{connection_test::LastTestLine, state::Form};
use crate::{components::Card, t};

pub use stored_key::replace as replace_key;

/// In the page only while the platform is ActiveCampaign. The input is part of the page's state, so
/// it is kept until the section returns.
#[component]
pub fn Credentials(
    /// The page's state.
    form: Form,
) -> impl IntoView {
    let shown = Memo::new(move |_| form.chosen_platform() == Some(Platform::ActiveCampaign));
    let arrives = move || shown.get() && !form.saved.exists();
    view! {
        <p class="visually-hidden" role="status">
            {move || arrives().then(|| t!(form.credentials_shown))}
        </p>
        <div class="arriving">
            <Show when=move || shown.get()>
                <Card id="credentials" icon="icon-key" title=t!(form.credentials)>
                    <div class="beside-help">
                        <div>
                            <AccountNameField form/>
                            <ApiKeyField form/>
                            <UndoRecognition form/>
                            <LastTestLine form/>
                        </div>
                        <Help form/>
                    </div>
                </Card>
            </Show>
        </div>
    }
}
