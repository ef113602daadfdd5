use leptos::prelude::*;

use crate::i18n::Text;

/// A section of a page: a white card with a heading in small green capitals, which folds it.
///
/// `id` names the section; its heading is `{id}-title`, what folds it `{id}-fold`.
pub fn card(id: &'static str, icon: &'static str, title: Text, content: AnyView) -> AnyView {
    view! {
        <section id=id class="card" aria-labelledby=format!("{id}-title")>
            <details class="card-fold" open>
                <summary id=format!("{id}-fold") class="card-head">
                    <span class=format!("icon {icon}") aria-hidden="true"></span>
                    <h2 id=format!("{id}-title")>{title}</h2>
                    <span class="icon icon-chevron" aria-hidden="true"></span>
                </summary>
                <div class="card-body">{content}</div>
            </details>
        </section>
    }
    .into_any()
}
