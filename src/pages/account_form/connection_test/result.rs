use contract::{ConnectionTest, TestOutcome};
use leptos::prelude::*;

use crate::{
    components::{Icon, age},
    i18n::{self, Key, Locale, fill},
    key, messages,
    pages::account_form::{draft::DraftStoreFields, state::Form},
    t,
};

/// A step of the test and whether it succeeded; `None` when the test did not reach it.
type Step = (Key, Option<bool>);

/// The steps of a test and their results.
fn steps(test: &ConnectionTest) -> [Step; 3] {
    let (name, key, ecommerce) = match test.outcome {
        TestOutcome::Ok => (Some(true), Some(true), Some(true)),
        TestOutcome::NoEcommerce => (Some(true), Some(true), Some(false)),
        TestOutcome::KeyRejected => (Some(true), Some(false), None),
        TestOutcome::AccountNotFound => (Some(false), None, None),
        // Only the response to the first call contains a user, so the second call failed.
        _ if test.user.is_some() => (Some(true), Some(true), None),
        _ => (None, None, None),
    };
    [
        (key!(outcome.step_name), name),
        (key!(outcome.step_key), key),
        (key!(outcome.step_ecommerce), ecommerce),
    ]
}

/// What to do about a test. After a success, which switches are still off when nothing is sent.
fn advice(test: &ConnectionTest, sends: bool, locale: Locale) -> String {
    match (test.outcome, test.retry_after_seconds) {
        (TestOutcome::RateLimited, Some(seconds)) => fill(
            key!(outcome.rate_limited_advice)(locale),
            &seconds.to_string(),
        ),
        (TestOutcome::Ok, _) if !sends => key!(outcome.ok_nothing)(locale).to_owned(),
        (outcome, _) => messages::outcome_advice(outcome)(locale).to_owned(),
    }
}

/// The details of a test: what to do, one result per step, the owner of the key.
#[component]
pub fn TestDetail(
    /// The result.
    test: ConnectionTest,
    /// Whether anything is sent: at least one switch is on.
    sends: bool,
) -> impl IntoView {
    let locale = i18n::locale().get_untracked();
    let steps = steps(&test).map(|step| view! { <StepResult step locale/> });
    let owner = test.user.as_ref().map(|user| {
        let who = match (user.name.as_str(), user.email.as_str()) {
            (name, "") => name.to_owned(),
            ("", email) => email.to_owned(),
            (name, email) => [name, " (", email, ")"].concat(),
        };
        view! { <p>{fill(key!(outcome.whose)(locale), &who)}</p> }
    });
    view! {
        <p>{advice(&test, sends, locale)}</p>
        <ul class="steps" aria-label=t!(outcome.steps)>{steps}</ul>
        {owner}
    }
}

#[component]
fn StepResult(step: Step, locale: Locale) -> impl IntoView {
    let (name, passed) = step;
    let (icon, state) = match passed {
        Some(true) => ("icon-check good", key!(outcome.step_ok)),
        Some(false) => ("icon-close bad", key!(outcome.step_failed)),
        None => ("icon-dash", key!(outcome.step_unknown)),
    };
    view! {
        <li>
            <Icon name=icon/>
            {name(locale)} ": " {state(locale)}
        </li>
    }
}

/// One line about the last test of the saved account and its age.
#[component]
pub fn LastTestLine(
    /// The page's state.
    form: Form,
) -> impl IntoView {
    let locale = i18n::locale();
    move || {
        let test = form.saved.read(|account| account.last_test.clone());
        let test = test.flatten()?;
        let locale = locale.get();
        let outcome = messages::outcome(test.outcome)(locale);
        let typed = form.draft.api_key().with(|key| !key.expose().is_empty());
        let stale = test.stale || form.renamed() || typed;
        let stale = stale.then(|| view! { <strong>" " {key!(outcome.stale)(locale)}</strong> });
        Some(view! {
            <p class="last-test">
                {key!(list.last_test)(locale)} ": " {outcome} " · " {age(&test.at, locale)} "."
                {stale}
            </p>
        })
    }
}

#[cfg(test)]
mod tests {
    use contract::TestedUser;

    use super::*;

    fn passed(outcome: TestOutcome, user: Option<TestedUser>) -> Vec<Option<bool>> {
        let test = ConnectionTest {
            outcome,
            at: String::new(),
            duration_ms: 1,
            user,
            retry_after_seconds: None,
            stale: false,
        };
        steps(&test).iter().map(|(_, passed)| *passed).collect()
    }

    #[test]
    fn each_step_of_a_test_has_its_own_result() {
        let user = Some(TestedUser {
            name: "Anna".into(),
            email: String::new(),
        });
        assert_eq!(passed(TestOutcome::Ok, user.clone()), [Some(true); 3]);
        assert_eq!(
            passed(TestOutcome::KeyRejected, None),
            [Some(true), Some(false), None]
        );
        assert_eq!(
            passed(TestOutcome::AccountNotFound, None),
            [Some(false), None, None]
        );
        assert_eq!(
            passed(TestOutcome::RateLimited, user),
            [Some(true), Some(true), None]
        );
        assert_eq!(passed(TestOutcome::Unreachable, None), [None; 3]);
    }
}
