use contract::{AccountName, Platform};
use leptos::prelude::*;

use crate::{
    i18n::{self, fill},
    key,
    pages::account_form::{draft::DraftStoreFields, state::Form},
    t,
};

/// Help: where ActiveCampaign shows both credentials, as steps and as a drawing of its page. Open
/// from the start while the credentials are empty.
#[component]
pub fn Help(
    /// The page's state.
    form: Form,
) -> impl IntoView {
    let is_open = form.draft.account_name().with_untracked(String::is_empty);
    view! {
        <details class="help" open=is_open>
            <summary>{t!(form.help_title)}</summary>
            <div class="help-body">
                <ol>
                    <li>{t!(form.help_1)}</li>
                    <li>{t!(form.help_2)}</li>
                    <li>{t!(form.help_3)}</li>
                    <li>{t!(form.help_4)}</li>
                </ol>
                <DeveloperPage form/>
                <div class="drawing" aria-hidden="true">
                    <p class="drawing-head">{t!(form.help_where)}</p>
                    <p>
                        <b>{t!(form.help_url)}</b>
                        <span>"https://" <mark>"nomeaccount"</mark> ".api-us1.com"</span>
                    </p>
                    <p>
                        <b>{t!(form.help_key)}</b>
                        <span><mark>"0f3a…9c7e"</mark></span>
                    </p>
                </div>
            </div>
        </details>
    }
}

/// A link to ActiveCampaign's page with both credentials, once the name is known.
#[component]
fn DeveloperPage(form: Form) -> impl IntoView {
    let locale = i18n::locale();
    let template = move || {
        form.services.site.with(|site| {
            let mut platforms = site.ready()?.platforms.iter();
            let info = platforms.find(|info| info.id == Platform::ActiveCampaign)?;
            info.developer_url.clone()
        })
    };
    move || {
        let (name, allowed) = (form.draft.account_name(), form.api_domains());
        let name = name.with(|name| AccountName::understand(name, &allowed));
        let name = name.ok()?.name;
        let href = template()?.replace("{account}", name.as_str());
        let label = fill(key!(form.help_open)(locale.get()), name.as_str());
        Some(view! {
            <p><a href=href target="_blank" rel="noopener noreferrer">{label}</a></p>
        })
    }
}
