use contract::ProblemCode;
use leptos::prelude::*;

use super::state::{Busy, Form};
use crate::{
    api::ApiError,
    components::{self, Button, dynamic, focus, reload_button},
    i18n::{self, Key, Locale, Text},
    key, links, messages, t,
};

/// The buttons that float at the bottom of the page, and what is to be known about them.
pub fn toolbar(form: Form) -> AnyView {
    let locale = i18n::locale();
    let why_no_test = Memo::new(move |_| form.why_no_test().map(|why| why(locale.get())));
    let busy = move |with: Busy| Signal::derive(move || form.busy.get() == with);
    let label = move |with: Busy, doing: Text, to_do: Text| {
        let busy = busy(with);
        dynamic(move || {
            if busy.get() {
                doing.into_any()
            } else {
                to_do.into_any()
            }
        })
    };
    let icon = Signal::<&'static str>::stored;
    let back = Button::with_icon(
        "action action-dark",
        icon("icon icon-back"),
        t!(form.back).into_any(),
    )
    .on_press(move || form.leave_for(links::LIST));
    let test = label(Busy::Testing, t!(form.testing), t!(form.test));
    let test = Button::with_icon("action", icon("icon icon-plug"), test)
        .id("test".to_owned())
        .disabled(Signal::derive(move || why_no_test.with(Option::is_some)))
        .busy(busy(Busy::Testing))
        .described_by("why-no-test")
        .on_press(move || form.test());
    let save = label(Busy::Saving, t!(form.saving), t!(form.save));
    let save = Button::with_icon("action action-primary", icon("icon icon-save"), save)
        .busy(busy(Busy::Saving))
        .id("save".to_owned())
        .submit();
    let cancel = dynamic(move || {
        if form.busy.get() != Busy::Testing {
            return ().into_any();
        }
        Button::with_icon(
            "action",
            icon("icon icon-close"),
            t!(form.test_cancel).into_any(),
        )
        .on_press(move || form.cancel_test())
    });
    view! {
        <div class="actions">
            <div class="actions-notes">
                {refusal(form)}
                <p class="unsaved" role="status">{unsaved(form)}</p>
                <p id="why-no-test" class="quiet">{move || why_no_test.get()}</p>
            </div>
            <div class="actions-buttons">
                {back}
                {test}
                {cancel}
                {save}
            </div>
        </div>
    }
    .into_any()
}

fn unsaved(form: Form) -> AnyView {
    dynamic(move || {
        if form.dirty() {
            t!(form.unsaved).into_any()
        } else {
            ().into_any()
        }
    })
}

/// Why the last attempt to save failed as a whole.
fn refusal(form: Form) -> AnyView {
    let locale = i18n::locale();
    let line = dynamic(move || {
        let Some(error) = form.failed.get() else {
            return ().into_any();
        };
        let said = messages::problem(&error);
        view! {
            <div class="failure">
                <p>
                    <strong>{(said.what)(locale.get())}</strong>
                    " "
                    {(said.advice)(locale.get())}
                    " "
                    {what_stays(form, &error, locale.get())}
                </p>
                {way_on(form, &error)}
            </div>
        }
        .into_any()
    });
    view! { <div role="alert">{line}</div> }.into_any()
}

/// What a reload costs, where one is offered.
fn what_stays(form: Form, error: &ApiError, locale: Locale) -> &'static str {
    let key: Key = match error {
        _ if !form.kept.get_untracked() => return "",
        ApiError::NoSession => key!(form.draft_stays_after_reload),
        ApiError::Unreadable => key!(form.draft_stays),
        _ if error.code() == Some(ProblemCode::Unknown) => key!(form.draft_stays),
        _ => return "",
    };
    key(locale)
}

fn way_on(form: Form, error: &ApiError) -> AnyView {
    let retry = || {
        components::way_on(error, move || {
            // The button goes with what it tries again.
            focus("save");
            form.save();
        })
    };
    match error {
        ApiError::Refused(problem) if problem.code == ProblemCode::PlatformAlreadyConfigured => {
            let Some(id) = &problem.account_id else {
                return ().into_any();
            };
            view! { <a href=links::account(id)>{t!(form.already_open)}</a> }.into_any()
        }
        // Whoever logs in again has a new back office, and may want this page new too.
        ApiError::NoSession => view! { {retry()} {reload_button("button")} }.into_any(),
        _ => retry(),
    }
}
