use leptos::prelude::*;

use crate::t;

/// Help: where ActiveCampaign shows both credentials, as steps and as a drawing of its page.
#[component]
pub fn Help() -> impl IntoView {
    view! {
        <details class="help">
            <summary>{t!(form.help_title)}</summary>
            <div class="help-body">
                <ol>
                    <li>{t!(form.help_1)}</li>
                    <li>{t!(form.help_2)}</li>
                    <li>{t!(form.help_3)}</li>
                    <li>{t!(form.help_4)}</li>
                </ol>
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
