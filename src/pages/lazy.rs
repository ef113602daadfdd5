//! Pages whose code is downloaded when they are opened. See [`crate::lazy`].

use leptos::prelude::*;

use crate::{
    components::{Failure, PageTitle, focus, focused},
    lazy::Loading,
    load_state::LoadState,
    page_scope::PageScope,
    retry::RetrySignal,
    t,
};

#[cfg(split)]
#[allow(
    unsafe_code,
    reason = "the macro makes a call into another module of each function"
)]
mod split {
    use leptos::prelude::*;
    use leptos::wasm_split::wasm_split;

    use crate::{lazy::NotLoaded, pages};

    #[wasm_split(account, wasm_split_path = leptos::wasm_split, preload(preload_account), fallible)]
    pub(super) fn account() -> Result<AnyView, NotLoaded> {
        Ok(view! { <pages::account_form::AccountForm/> }.into_any())
    }

    #[wasm_split(log, wasm_split_path = leptos::wasm_split, preload(preload_log), fallible)]
    pub(super) fn log() -> Result<AnyView, NotLoaded> {
        Ok(view! { <pages::log::LogList/> }.into_any())
    }
}

#[cfg(not(split))]
mod split {
    use leptos::prelude::*;

    use crate::{lazy::NotLoaded, pages};

    pub(super) async fn account() -> Result<AnyView, NotLoaded> {
        Ok(view! { <pages::account_form::AccountForm/> }.into_any())
    }

    pub(super) async fn log() -> Result<AnyView, NotLoaded> {
        Ok(view! { <pages::log::LogList/> }.into_any())
    }
}

/// *Dati Account*.
#[component]
pub fn AccountForm() -> impl IntoView {
    view! { <LazyPage load=|| Box::pin(split::account())/> }
}

/// *Lista dei Log*.
#[component]
pub fn LogList() -> impl IntoView {
    view! { <LazyPage load=|| Box::pin(split::log())/> }
}

/// Downloads the code of the pages that the merchant may open next.
pub fn preload() {
    #[cfg(split)]
    leptos::task::spawn_local(async {
        // A failure is reported when the page is opened, which retries the download.
        let _ = split::preload_account().await;
        let _ = split::preload_log().await;
    });
}

/// A page, or its placeholder until its code is downloaded.
#[component]
fn LazyPage(load: fn() -> Loading) -> impl IntoView {
    let scope = PageScope::current();
    let phase = RwSignal::new(LoadState::Pending);
    let loaded = StoredValue::new_local(None::<AnyView>);
    let download = move || {
        phase.set(LoadState::Pending);
        scope.spawn(async move {
            match load().await {
                Ok(page) => {
                    loaded.set_value(Some(page));
                    phase.set(LoadState::Ready(()));
                    if focused().as_deref() == Some("page-title") {
                        // The page's heading replaces the placeholder's.
                        request_animation_frame(|| focus("page-title"));
                    }
                }
                Err(not_loaded) => phase.set(LoadState::Failed(not_loaded.error().await)),
            }
        });
    };
    download();
    RetrySignal::get().on_retry(phase, download);
    move || match phase.get() {
        LoadState::Ready(()) => {
            let page = loaded.try_update_value(Option::take);
            page.flatten().into_any()
        }
        LoadState::Pending => view! { <Placeholder>{t!(loading)}</Placeholder> }.into_any(),
        LoadState::Failed(error) => {
            view! { <Placeholder><Failure error/></Placeholder> }.into_any()
        }
    }
}

/// The placeholder of a page. Like every page it has the heading that gets the focus.
#[component]
fn Placeholder(children: Children) -> impl IntoView {
    view! {
        <main class="page-main">
            <PageTitle class="visually-hidden">{t!(loading)}</PageTitle>
            {children()}
        </main>
    }
}
