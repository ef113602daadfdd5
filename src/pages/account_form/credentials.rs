use contract::Platform;
use leptos::prelude::*;

use super::{
    account_name::AccountNameField, api_key::ApiKeyField, connection_test::LastTestLine,
    help::Help, state::Form,
};
use crate::{components::Card, t};

/// Section *Credenziali*: in the page only while the platform is ActiveCampaign. What was typed is
/// in the page's state, so it is still there when the section returns.
#[component]
pub fn Credentials(
    /// The page's state.
    form: Form,
) -> impl IntoView {
    let shown = Memo::new(move |_| form.chosen_platform() == Some(Platform::ActiveCampaign));
    let is_new = move || form.saved.with(Option::is_none);
    view! {
        <p class="visually-hidden" role="status">
            {move || (shown.get() && is_new()).then(|| t!(form.credentials_shown))}
        </p>
        <div class="arriving">
            <Show when=move || shown.get()>
                <Card id="credentials" icon="icon-key" title=t!(form.credentials)>
                    <AccountNameField form/>
                    <ApiKeyField form/>
                    <LastTestLine form/>
                    <Help/>
                </Card>
            </Show>
        </div>
    }
}
