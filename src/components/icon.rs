use leptos::prelude::*;

/// A decorative icon from the style sheet. It repeats the text beside it, so assistive technology
/// skips it.
#[component]
pub fn Icon(
    /// The CSS class of the icon, as in `icon-close`.
    #[prop(into)]
    name: Signal<&'static str>,
) -> impl IntoView {
    view! { <span class=move || ["icon ", name.get()].concat() aria-hidden="true"></span> }
}
