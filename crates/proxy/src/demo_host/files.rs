//! The files of the demo's back office, embedded in the program.

use axum::{Router, http::header, routing::get};

const CSS: &str = "text/css; charset=utf-8";
const JS: &str = "text/javascript";

/// Path, media type and content of each file.
#[rustfmt::skip]
const FILES: &[(&str, &str, &str)] = &[
    ("/page.css", CSS, include_str!("page.css")),
    ("/shop.css", CSS, include_str!("shop.css")),
    ("/page.js", JS, include_str!("page.js")),
    ("/frame.js", JS, include_str!("frame.js")),
    ("/shop/activecampaign.js", JS, include_str!("shop/activecampaign.js")),
    ("/shop/answer.js", JS, include_str!("shop/answer.js")),
    ("/shop/carts.js", JS, include_str!("shop/carts.js")),
    ("/shop/defects.js", JS, include_str!("shop/defects.js")),
    ("/shop/element.js", JS, include_str!("shop/element.js")),
    ("/shop/hand_over.js", JS, include_str!("shop/hand_over.js")),
    ("/shop/history.js", JS, include_str!("shop/history.js")),
    ("/shop/messages.js", JS, include_str!("shop/messages.js")),
    ("/shop/orders.js", JS, include_str!("shop/orders.js")),
    ("/shop/placed.js", JS, include_str!("shop/placed.js")),
    ("/shop/samples.js", JS, include_str!("shop/samples.js")),
    ("/shop/shop.js", JS, include_str!("shop/shop.js")),
];

/// A route a file.
pub(super) fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    let add = |router: Router<S>,
               &(path, kind, text): &(&'static str, &'static str, &'static str)| {
        router.route(
            path,
            get(move || async move { ([(header::CONTENT_TYPE, kind)], text) }),
        )
    };
    FILES.iter().fold(Router::new(), add)
}
