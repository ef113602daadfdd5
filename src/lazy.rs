//! Code that is downloaded when it is needed, so that the first view loads only what it shows.
//!
//! Uses the macro beneath Leptos' lazy routes, in `lazy.rs` of [`pages`](crate::pages) and of its
//! list. `#[lazy]` cannot report a failed download; here the page shows the error and retries. The
//! build splits the panel at the functions in the modules `split` (`cargo xtask` sets `--cfg split`);
//! a plain `trunk build` does not split it.

use std::pin::Pin;

use gloo_net::http::Request;
use leptos::prelude::*;

use crate::{api::ApiError, links};

/// The download of a view's code, and the view.
pub type Loading = Pin<Box<dyn Future<Output = Result<AnyView, NotLoaded>>>>;

/// The download of code failed. The browser's console has the reason.
#[derive(Debug)]
pub struct NotLoaded;

#[cfg(split)]
impl From<leptos::wasm_split::SplitLoaderError> for NotLoaded {
    fn from(_: leptos::wasm_split::SplitLoaderError) -> Self {
        Self
    }
}

impl NotLoaded {
    /// The error to show: the panel was replaced by a newer one, or the network failed.
    pub async fn error(self) -> ApiError {
        match panel_is_replaced().await {
            true => ApiError::Unreadable,
            false => ApiError::Network,
        }
    }
}

/// Whether the proxy serves another panel than this one. An update removes the files of the older
/// panel, so a page that was left open cannot download its other parts.
async fn panel_is_replaced() -> bool {
    let module = document().query_selector("link[rel=modulepreload]");
    let module = module
        .ok()
        .flatten()
        .and_then(|it| it.get_attribute("href"));
    let page = async {
        Request::get(links::LIST)
            .send()
            .await
            .ok()?
            .text()
            .await
            .ok()
    }
    .await;
    module
        .zip(page)
        .is_some_and(|(module, page)| !page.contains(&module))
}
