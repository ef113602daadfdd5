use leptos::prelude::*;

use super::{el, icon};
use crate::i18n::Text;

/// A section of a page: a white card with a heading in small green capitals, which folds it.
///
/// `id` names the section; its heading is `{id}-title`, what folds it `{id}-fold`.
pub fn card(id: &'static str, picture: &'static str, title: Text, content: AnyView) -> AnyView {
    let heading_id = [id, "-title"].concat();
    let head = el("summary")
        .id([id, "-fold"].concat())
        .class("card-head")
        .child(icon(["icon ", picture].concat()))
        .child(el("h2").id(heading_id.clone()).child(title))
        .child(icon("icon icon-chevron"));
    let fold = el("details")
        .class("card-fold")
        .attr("open", "")
        .child(head)
        .child(el("div").class("card-body").child(content));
    el("section")
        .id(id)
        .class("card")
        .attr("aria-labelledby", heading_id)
        .child(fold)
        .into_any()
}
