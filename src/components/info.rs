use leptos::prelude::*;

use super::Icon;

/// A highlighted note.
#[component]
pub fn Info(
    /// The text, with an optional link or buttons.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="info">
            <Icon name="icon-info"/>
            {children()}
        </div>
    }
}
