//! Pages that are fetched when they are opened: the first view pays only for what it shows.
//!
//! The build cuts the panel at the functions marked here (`cargo xtask run` and the like set
//! `--cfg split`); a plain `trunk build` leaves it in one piece.

use std::pin::Pin;

use leptos::prelude::*;

use crate::{
    api::ApiError,
    components::{Piece, dynamic, el, failure, focus, focused, page_title},
    load_state::LoadState,
    page_scope::PageScope,
    retry::RetrySignal,
    t,
};

/// Why a part is not there: the browser's console says more.
#[derive(Debug)]
struct NotLoaded;

#[cfg(split)]
impl From<leptos::wasm_split::SplitLoaderError> for NotLoaded {
    fn from(_: leptos::wasm_split::SplitLoaderError) -> Self {
        Self
    }
}

#[cfg(split)]
#[allow(
    unsafe_code,
    reason = "what the macro makes of a function calls another module"
)]
mod cut {
    use leptos::prelude::AnyView;
    use leptos::wasm_split::wasm_split;

    use super::NotLoaded;

    #[wasm_split(account, wasm_split_path = leptos::wasm_split, preload(preload_account), fallible)]
    pub(super) fn account() -> Result<AnyView, NotLoaded> {
        Ok(crate::pages::account_form::account_page())
    }

    #[wasm_split(log, wasm_split_path = leptos::wasm_split, preload(preload_log), fallible)]
    pub(super) fn log() -> Result<AnyView, NotLoaded> {
        Ok(crate::pages::log::log_page())
    }
}

#[cfg(not(split))]
mod cut {
    use leptos::prelude::AnyView;

    use super::NotLoaded;

    pub(super) async fn account() -> Result<AnyView, NotLoaded> {
        Ok(crate::pages::account_form::account_page())
    }

    pub(super) async fn log() -> Result<AnyView, NotLoaded> {
        Ok(crate::pages::log::log_page())
    }
}

type Loading = Pin<Box<dyn Future<Output = Result<AnyView, NotLoaded>>>>;

/// *Dati Account*.
pub fn account_page() -> AnyView {
    page(|| Box::pin(cut::account()))
}

/// *Lista dei Log*.
pub fn log_page() -> AnyView {
    page(|| Box::pin(cut::log()))
}

/// Fetches what the merchant may open next. Asked for as soon as somebody is seen to be there, it
/// has mostly arrived when they press something.
pub fn preload() {
    #[cfg(split)]
    leptos::task::spawn_local(async {
        // Opening the page tries again, and says so when it fails.
        let _ = cut::preload_account().await;
        let _ = cut::preload_log().await;
    });
}

/// The place of a page until it is there.
fn page(load: fn() -> Loading) -> AnyView {
    let scope = PageScope::current();
    let phase = RwSignal::new(LoadState::Pending);
    let arrived = StoredValue::new_local(None::<AnyView>);
    let ask = move || {
        phase.set(LoadState::Pending);
        scope.spawn(async move {
            match load().await {
                Ok(page) => {
                    arrived.set_value(Some(page));
                    phase.set(LoadState::Ready(()));
                    let waited = focused().as_deref() == Some("page-title");
                    if waited {
                        request_animation_frame(|| focus("page-title"));
                    }
                }
                Err(NotLoaded) => phase.set(LoadState::Failed(ApiError::Network)),
            }
        });
    };
    ask();
    RetrySignal::get().on_retry(phase, ask);
    dynamic(move || match phase.get() {
        LoadState::Ready(()) => {
            let page = arrived.try_update_value(Option::take);
            page.flatten().unwrap_or_else(|| ().into_any())
        }
        LoadState::Pending => waiting(t!(loading)),
        LoadState::Failed(error) => waiting(failure(&error)),
    })
}

/// It has the heading that the focus goes to, as every page.
fn waiting(content: impl Piece) -> AnyView {
    el("main")
        .class("page-main")
        .child(page_title(t!(loading)).class("visually-hidden"))
        .child(content)
        .into_any()
}
