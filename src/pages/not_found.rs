//! The page of an unknown path.

use leptos::prelude::*;

use crate::{components::PageTitle, links, t};

/// Links back to *Lista degli Account*.
#[component]
pub fn NotFound() -> impl IntoView {
    view! {
        <main class="page-main">
            <PageTitle>{t!(problem.page_not_found)}</PageTitle>
            <p>
                <a href=links::LIST>{t!(problem.to_list)}</a>
            </p>
        </main>
    }
}
