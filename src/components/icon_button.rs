use leptos::prelude::*;

use super::Icon;

/// A button with only an icon.
#[component]
pub fn IconButton(
    /// CSS classes.
    class: &'static str,
    /// The CSS class of the icon, as in `icon-close`.
    #[prop(into)]
    icon: Signal<&'static str>,
    /// The accessible name, also shown as a tooltip.
    #[prop(into)]
    label: Signal<String>,
    /// The id of the element.
    #[prop(optional, into)]
    id: Option<String>,
    /// The `aria-expanded` state of what the button opens.
    #[prop(optional, into)]
    expanded: Option<Signal<bool>>,
    /// Called when the button is pressed.
    #[prop(into)]
    on_press: Callback<()>,
) -> impl IntoView {
    let expanded = expanded.map(|expanded| move || expanded.get().to_string());
    view! {
        <button
            type="button"
            class=class
            id=id
            aria-label=label
            title=label
            aria-expanded=expanded
            on:click=move |_| on_press.run(())
        >
            <Icon name=icon/>
        </button>
    }
}
