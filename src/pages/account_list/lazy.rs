//! The parts of the list that its first row does not need. Their code is downloaded with the next
//! pages', or when they are shown. See [`crate::lazy`].

use leptos::prelude::*;

use super::{
    deleted::DeletedAccounts,
    dialogs::{AllDialogs, Dialogs},
    state::ListState,
};
use crate::{
    components::{ColumnFilter, Filter, FilterField, Notice, NoticeKind, Popup},
    i18n,
    lazy::NotLoaded,
    messages,
    page_scope::PageScope,
};

/// A part of the list.
#[derive(Clone, Copy)]
pub enum Part {
    /// The dialogs.
    Dialogs(Dialogs),
    /// The deleted accounts.
    Deleted,
    /// The filter of a column.
    Filter(ColumnFilter),
}

impl Part {
    fn view(self, state: ListState) -> AnyView {
        match self {
            Self::Dialogs(dialogs) => view! { <AllDialogs state dialogs/> }.into_any(),
            Self::Deleted => view! { <DeletedAccounts state/> }.into_any(),
            Self::Filter(column) => view! { <FilterField column filter=Filter::Text/> }.into_any(),
        }
    }

    /// Lets the merchant open the part again.
    fn close(self) {
        match self {
            Self::Dialogs(dialogs) => dialogs.close(),
            Self::Deleted => {}
            Self::Filter(column) => column.open.set(false),
        }
    }
}

#[cfg(split)]
#[allow(
    unsafe_code,
    reason = "the macro makes a call into another module of each function"
)]
mod split {
    use leptos::{prelude::*, wasm_split::wasm_split};

    use super::{ListState, NotLoaded, Part};

    #[wasm_split(list, wasm_split_path = leptos::wasm_split, preload(preload), fallible)]
    pub(super) fn view(part: Part, state: ListState) -> Result<AnyView, NotLoaded> {
        Ok(part.view(state))
    }
}

#[cfg(not(split))]
mod split {
    use leptos::prelude::*;

    use super::{ListState, NotLoaded, Part};

    pub(super) async fn view(part: Part, state: ListState) -> Result<AnyView, NotLoaded> {
        Ok(part.view(state))
    }
}

/// Downloads the code of the parts.
pub fn preload() {
    #[cfg(split)]
    leptos::task::spawn_local(async {
        // A failure is reported when a part is shown, which retries the download.
        let _ = split::preload().await;
    });
}

/// A part, once it was wanted and its code is downloaded. A failure is shown in the pop-up, and the
/// part is closed, so that it can be wanted again.
#[component]
pub fn Lazy(
    /// The page's state.
    state: ListState,
    /// What to show.
    part: Part,
    /// Whether it is to be shown.
    #[prop(into)]
    wanted: Signal<bool>,
) -> impl IntoView {
    let (popup, locale, scope) = (Popup::get(), i18n::locale(), PageScope::current());
    let is_loaded = RwSignal::new(false);
    let loaded = StoredValue::new_local(None::<AnyView>);
    let download = move || {
        scope.spawn(async move {
            match split::view(part, state).await {
                Ok(view) => {
                    loaded.set_value(Some(view));
                    is_loaded.set(true);
                }
                Err(not_loaded) => {
                    let message = messages::problem(&not_loaded.error().await);
                    let text = message.sentences(locale.get_untracked());
                    popup.show(Notice::plain(NoticeKind::Bad, text));
                    part.close();
                }
            }
        });
    };
    Effect::new(move || {
        if wanted.get() && !is_loaded.get_untracked() {
            download();
        }
    });
    move || {
        let view = is_loaded
            .get()
            .then(|| loaded.try_update_value(Option::take));
        view.flatten().flatten()
    }
}
