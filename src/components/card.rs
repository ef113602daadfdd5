use leptos::prelude::*;

use super::Icon;
use crate::i18n::Text;

/// A section of a page: a white card that its heading folds.
///
/// `id` is the id of the section. The heading has the id `{id}-title`, and the toggle has
/// `{id}-fold`.
#[component]
pub fn Card(
    /// The id of the section.
    id: &'static str,
    /// The CSS class of the icon in the heading.
    icon: &'static str,
    /// The heading.
    title: Text,
    /// The content of the card.
    children: Children,
) -> impl IntoView {
    let title_id = move || [id, "-title"].concat();
    view! {
        <section id=id class="card" aria-labelledby=title_id()>
            <details class="card-fold" open>
                <summary id=[id, "-fold"].concat() class="card-head">
                    <Icon name=icon/>
                    <h2 id=title_id()>{title}</h2>
                    <Icon name="icon-chevron"/>
                </summary>
                <div class="card-body">{children()}</div>
            </details>
        </section>
    }
}
