use contract::{ConnectionTest, TestOutcome};
use leptos::prelude::*;

use crate::pages::account_form::state::Form;
use crate::{
    components::{age, dynamic},
    i18n::{self, Key, Locale, fill},
    key, messages, t,
};

/// A step of the test and whether it was passed; `None` when it was not come to.
type Step = (Key, Option<bool>);

/// What a test says of each step.
fn steps(test: &ConnectionTest) -> [Step; 3] {
    let (name, key, ecommerce) = match test.outcome {
        TestOutcome::Ok => (Some(true), Some(true), Some(true)),
        TestOutcome::NoEcommerce => (Some(true), Some(true), Some(false)),
        TestOutcome::KeyRejected => (Some(true), Some(false), None),
        TestOutcome::AccountNotFound => (Some(false), None, None),
        // Only an answer to the first call names a user, so the second one failed.
        _ if test.user.is_some() => (Some(true), Some(true), None),
        _ => (None, None, None),
    };
    [
        (key!(outcome.step_name), name),
        (key!(outcome.step_key), key),
        (key!(outcome.step_ecommerce), ecommerce),
    ]
}

/// What to do about a test.
fn advice(test: &ConnectionTest, locale: Locale) -> String {
    match (test.outcome, test.retry_after_seconds) {
        (TestOutcome::RateLimited, Some(seconds)) => fill(
            key!(outcome.rate_limited_advice)(locale),
            &seconds.to_string(),
        ),
        (outcome, _) => messages::outcome_advice(outcome)(locale).to_owned(),
    }
}

/// Everything a test found out: what to do, a result a step, whose key it is, how long it took.
pub fn detail(test: &ConnectionTest) -> AnyView {
    let locale = i18n::locale().get_untracked();
    let steps: Vec<AnyView> = steps(test)
        .into_iter()
        .map(|step| step_view(step, locale))
        .collect();
    let whose = test.user.as_ref().map(|user| {
        let who = match (user.name.as_str(), user.email.as_str()) {
            (name, "") => name.to_owned(),
            ("", email) => email.to_owned(),
            (name, email) => [name, " (", email, ")"].concat(),
        };
        view! { <p>{fill(key!(outcome.whose)(locale), &who)}</p> }.into_any()
    });
    let tenths = test.duration_ms.div_ceil(100);
    let separator = match locale {
        Locale::it => ",",
        Locale::en => ".",
    };
    let took = [
        (tenths / 10).to_string(),
        separator.to_owned(),
        (tenths % 10).to_string(),
    ]
    .concat();
    view! {
        <p>{advice(test, locale)}</p>
        <ul class="steps" aria-label=t!(outcome.steps)>{steps}</ul>
        {whose}
        <p class="quiet">{fill(key!(outcome.took)(locale), &took)}</p>
    }
    .into_any()
}

fn step_view((name, passed): Step, locale: Locale) -> AnyView {
    let (class, state) = match passed {
        Some(true) => ("icon icon-check good", key!(outcome.step_ok)),
        Some(false) => ("icon icon-close bad", key!(outcome.step_failed)),
        None => ("icon icon-dash", key!(outcome.step_unknown)),
    };
    view! {
        <li>
            <span class=class aria-hidden="true"></span>
            {name(locale)}
            ": "
            {state(locale)}
        </li>
    }
    .into_any()
}

/// One line about the last test of the saved account, with its age.
pub fn last_test_line(form: Form) -> AnyView {
    let locale = i18n::locale();
    dynamic(move || {
        let Some(test) = form
            .saved
            .with(|saved| saved.as_ref()?.account.last_test.clone())
        else {
            return ().into_any();
        };
        let locale = locale.get();
        let what = messages::outcome(test.outcome)(locale);
        let stale = (test.stale || form.renamed() || form.replacing_key.get())
            .then(|| view! { <strong>" " {key!(outcome.stale)(locale)}</strong> }.into_any());
        view! {
            <p class="last-test">
                {key!(list.last_test)(locale)} ": " {what} " · " {age(&test.at, locale)} "." {stale}
            </p>
        }
        .into_any()
    })
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
