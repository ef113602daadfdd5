//! Submissions of real shops, read from the files in `tests/cases`: each case is submitted to the
//! proxy, and ActiveCampaign's records are compared with the file.

mod file;
mod matches;

use std::{collections::BTreeSet, panic::AssertUnwindSafe, time::Duration};

use futures_util::{FutureExt, StreamExt, stream};
use jiff::Timestamp;
use reqwest::Method;
use serde_json::{Value, json};

use self::{
    file::{Case, HandedOver, Holds, Step, read},
    matches::{all_match, matches},
};
use crate::world::{World, eventually, sandbox, setup};

/// Number of concurrent cases, each with its own proxy and ActiveCampaign.
const AT_ONCE: usize = 4;

async fn hold(file: &str) {
    let cases = read(file);
    let names: BTreeSet<String> = cases.iter().map(|case| case.name.clone()).collect();
    assert_eq!(names.len(), cases.len(), "each case has a name of its own");
    let failures: Vec<String> = stream::iter(cases)
        .map(|case| async move {
            let name = case.name.clone();
            let done = AssertUnwindSafe(run(case)).catch_unwind().await;
            done.is_err().then_some(name)
        })
        .buffer_unordered(AT_ONCE)
        .filter_map(|failure| async { failure })
        .collect()
        .await;
    assert!(failures.is_empty(), "{file}: {failures:#?}");
}

macro_rules! tests_of_cases {
    ($($name:ident: $file:literal,)*) => {$(
        #[tokio::test]
        async fn $name() {
            hold($file).await;
        }
    )*};
}

tests_of_cases! {
    addresses_arrive_resolved_encoded_or_not_at_all: "addresses",
    amounts_arrive_exact_and_rounded_half_up: "amounts",
    quantities_and_lines_arrive_as_whole_numbers: "quantities",
    texts_and_identifiers_arrive_as_one_line: "texts",
    people_arrive_once_and_under_one_address: "people",
    times_arrive_as_the_moments_they_mean: "times",
    what_is_missing_doubled_or_new_costs_its_field: "shapes",
    versions_carts_and_withdrawals_end_in_the_truth: "meaning",
    what_fails_is_set_aside_or_rejected_and_seen: "failing",
}

async fn run(case: Case) {
    let sandbox = sandbox(None).await;
    let setup = setup(&sandbox).limits(|limits| {
        limits.patience.longest = Duration::from_millis(100);
        limits.patience.doubt = Duration::from_millis(300);
    });
    let world = World::with(setup, sandbox).await;
    for (number, step) in case.steps.into_iter().enumerate() {
        let what = format!("{}, step {}", case.name, number + 1);
        take(&world, step, &what).await;
    }
    world.until("waiting", 0).await;
    check(&world, &case.holds, &case.name).await;
}

async fn take(world: &World, step: Step, what: &str) {
    match step {
        Step::Order(handed_over) => hand_over(world, "orders", handed_over, what).await,
        Step::Cart(handed_over) => hand_over(world, "carts", handed_over, what).await,
        Step::Synchronisation => drop(world.synchronise(what).await),
        Step::Sent => world.until("waiting", 0).await,
        Step::Contact(contact) => {
            let body = json!({ "contact": contact });
            world.elsewhere(Method::POST, "contact/sync", body).await;
        }
        Step::Broken(how) => drop(world.control(Method::PUT, "/broken", how).await),
        Step::Until(counters) => {
            eventually(what, async || {
                let transfers = world.transfers().await;
                matches(&counters, &transfers["counters"]).then_some(())
            })
            .await;
        }
    }
}

async fn hand_over(world: &World, list: &str, handed_over: HandedOver, what: &str) {
    let body = format!("{{\"{list}\":[{}]}}", handed_over.text());
    let path = format!("/api/v1/events/{list}");
    let passweb = world.passweb();
    let answer = passweb.post_text(&path, "application/json", body).await;
    let answer = answer.expect(202);
    let rejected = notes(&answer["rejected"][0]["errors"], list);
    let expected = match &handed_over.answer {
        Some(expected) => expected.clone(),
        None => json!({ "accepted": i64::from(handed_over.rejected.is_empty()) }),
    };
    assert!(matches(&expected, &answer), "{what}: {answer}");
    assert_eq!(rejected, sorted(handed_over.rejected), "{what}: rejected");
    if let Some(adjusted) = handed_over.adjusted {
        let told = notes(&answer["adjusted"], list);
        assert_eq!(told, sorted(adjusted), "{what}: adjusted");
    }
}

/// Fields and codes, such as `/total rounded`.
fn notes(told: &Value, list: &str) -> Vec<String> {
    let item = format!("/{list}/0");
    let told = told.as_array().into_iter().flatten().map(|it| {
        let pointer = it["pointer"].as_str().unwrap();
        let pointer = pointer.strip_prefix(&item).unwrap_or(pointer);
        format!("{pointer} {}", it["code"].as_str().unwrap())
    });
    sorted(told.collect())
}

fn sorted(mut list: Vec<String>) -> Vec<String> {
    list.sort();
    list
}

async fn check(world: &World, holds: &Holds, name: &str) {
    let holdings = world.holdings().await;
    let orders = holdings["orders"].as_array().unwrap();
    assert!(all_match(&holds.orders, orders), "{name}: {orders:#?}");
    let contacts = holdings["contacts"].as_array().unwrap();
    for expected in &holds.contacts {
        let found = contacts.iter().any(|contact| matches(expected, contact));
        assert!(found, "{name}: {contacts:#?}");
    }
    if let Some(people) = &holds.people {
        let known: Vec<&str> = contacts
            .iter()
            .map(|it| it["email"].as_str().unwrap())
            .collect();
        assert_eq!(&known, people, "{name}");
    }
    if let Some(moment) = &holds.moment {
        let moment: Timestamp = moment.parse().unwrap();
        for order in orders {
            let created = order["externalCreatedDate"].as_str().unwrap();
            assert_eq!(
                created.parse::<Timestamp>().unwrap(),
                moment,
                "{name}: {order}"
            );
        }
    }
    let transfers = world.transfers_where("?state=failed").await;
    let counters = &transfers["counters"];
    assert!(matches(&holds.counters, counters), "{name}: {counters}");
    let failed = transfers["items"].as_array().unwrap();
    assert!(all_match(&holds.failed, failed), "{name}: {failed:#?}");
    if let Some(expected) = &holds.log {
        let log = world.log("?kind=warning,error").await;
        let entries = log["entries"].as_array().unwrap();
        assert!(all_match(expected, entries), "{name}: {entries:#?}");
    }
}
