use contract::{AccountId, diagnosis::Diagnosis};
use leptos::prelude::*;

use super::{
    clipboard, download,
    report::{Part, Row, text},
    rows::parts,
};
use crate::{
    api::ApiError,
    components::{Card, NoticeKind, Refusal},
    i18n::{self, Locale, fill},
    key, messages,
    pages::account_form::state::Form,
    t,
};

/// The id of the report.
const REPORT: &str = "diagnosis-report";

/// The section *Assistenza*: in the page once the account was saved.
#[component]
pub fn DiagnosisSection(
    /// The page's state.
    form: Form,
) -> impl IntoView {
    let ask = Action::new_local(move |id: &AccountId| {
        let id = id.clone();
        async move { form.services.api.diagnosis(&id).await }
    });
    let start = move |_| {
        if let Some(id) = form
            .saved
            .id_untracked()
            .filter(|_| !ask.pending().get_untracked())
        {
            ask.dispatch_local(id);
        }
    };
    let locale = i18n::locale();
    let status = move || match (ask.pending().get(), ask.value().get()) {
        (true, _) => Some(key!(diagnosis.asking)(locale.get())),
        (false, Some(Ok(_))) => Some(key!(diagnosis.ready)(locale.get())),
        _ => None,
    };
    let answer = move || {
        let answer = ask.value().get().filter(|_| !ask.pending().get())?;
        Some(view! { <Answer form answer locale=locale.get()/> })
    };
    view! {
        <Card id="diagnosis" icon="icon-info" title=t!(diagnosis.title)>
            <p class="quiet">{t!(diagnosis.what)}</p>
            <div class="stage">
                <button
                    type="button"
                    class="button"
                    aria-busy=move || ask.pending().get().to_string()
                    on:click=start
                >
                    {t!(diagnosis.ask)}
                </button>
                <p role="status">{status}</p>
            </div>
            {answer}
        </Card>
    }
}

#[component]
fn Answer(form: Form, answer: Result<Diagnosis, ApiError>, locale: Locale) -> impl IntoView {
    match answer {
        Ok(found) => view! { <Report form found locale/> }.into_any(),
        Err(error) => {
            let message = messages::problem(&error);
            let (what, advice) = (i18n::text(message.what), i18n::text(message.advice));
            view! { <Refusal what advice/> }.into_any()
        }
    }
}

/// The report, with *Copia* and *Salva su file*.
#[component]
fn Report(form: Form, found: Diagnosis, locale: Locale) -> impl IntoView {
    let parts = parts(&found, locale);
    let plain = StoredValue::new(text(&parts));
    let day: String = found.at.chars().take_while(|it| *it != 'T').collect();
    let name = [found.account_name.as_str(), "-", &day].concat();
    let name = fill(key!(diagnosis.file)(locale), &name);
    let save = move |_| {
        let saved = plain.with_value(|text| download::save(&name, text));
        if saved.is_err() {
            form.services
                .notify(NoticeKind::Bad, &[key!(diagnosis.not_saved)]);
        }
    };
    view! {
        <div class="failed-answers">
            <button type="button" class="button" on:click=move |_| copy(form, plain.get_value())>
                {t!(diagnosis.copy)}
            </button>
            <button type="button" class="button" on:click=save>{t!(diagnosis.save)}</button>
        </div>
        <div id=REPORT>
            {parts.into_iter().map(|part| view! { <ReportPart part/> }).collect_view()}
        </div>
    }
}

/// Copies the report; where the browser refuses, selects it.
fn copy(form: Form, text: String) {
    form.services.scope.spawn(async move {
        if clipboard::copy(&text).await {
            form.services
                .notify(NoticeKind::Good, &[key!(diagnosis.copied)]);
        } else {
            clipboard::select(REPORT);
            form.services
                .notify(NoticeKind::Plain, &[key!(diagnosis.selected)]);
        }
    });
}

#[component]
fn ReportPart(part: Part) -> impl IntoView {
    let row = |Row { name, value }| view! { <div><dt>{name}</dt><dd>{value}</dd></div> };
    view! {
        <h3 class="failed-title">{part.title}</h3>
        <dl class="report">{part.rows.into_iter().map(row).collect_view()}</dl>
    }
}
