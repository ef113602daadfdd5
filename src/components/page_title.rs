use leptos::prelude::*;

/// The heading of a page. It gets the focus when the page opens (`app.rs`).
#[component]
pub fn PageTitle(
    /// CSS classes.
    #[prop(optional)]
    class: &'static str,
    /// The text.
    children: Children,
) -> impl IntoView {
    view! { <h1 id="page-title" tabindex="-1" class=class>{children()}</h1> }
}
