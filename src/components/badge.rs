use leptos::prelude::*;

use super::Icon;

/// A short label with a colour and an icon.
#[component]
pub fn Badge(
    /// The CSS class of the colour, as in `badge-good`.
    #[prop(into)]
    tone: Signal<&'static str>,
    /// The CSS class of the icon, as in `icon-check`.
    #[prop(into)]
    icon: Signal<&'static str>,
    /// The label.
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    view! { <span class=move || ["badge ", tone.get()].concat()><Icon name=icon/> {text}</span> }
}
