use leptos::prelude::*;

use super::Icon;

/// A note that stands out: something to know before going on.
#[component]
pub fn Info(
    /// The text, and perhaps a link or buttons.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="info">
            <Icon name="icon-info"/>
            {children()}
        </div>
    }
}
