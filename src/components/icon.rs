use leptos::prelude::*;

/// A picture of the style sheet. It only repeats the text beside it, so assistive technology skips
/// it.
#[component]
pub fn Icon(
    /// The CSS class of the picture, as in `icon-close`.
    #[prop(into)]
    name: Signal<&'static str>,
) -> impl IntoView {
    view! { <span class=move || ["icon ", name.get()].concat() aria-hidden="true"></span> }
}
