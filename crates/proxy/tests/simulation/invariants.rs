//! The invariants after every run.

use std::{
    collections::{BTreeMap, HashMap},
    num::NonZeroU32,
    time::Duration,
};

use serde_json::Value;

use crate::passweb::Site;

/// Each order and cart exists once, with the right person and total, and each customer's orders are
/// in sequence; each person exists once, tagged.
pub fn everything_is_there_once(expected: &Site, held: &Value) {
    let list = |name: &str| held[name].as_array().unwrap();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let customers: HashMap<String, String> = list("customers")
        .iter()
        .map(|customer| (text(&customer["id"]), text(&customer["email"])))
        .collect();
    let (mut orders, mut carts) = (BTreeMap::new(), BTreeMap::new());
    // The positions of each customer's orders, in the order in which ActiveCampaign created the
    // records.
    let mut places: BTreeMap<String, Vec<(u64, usize)>> = BTreeMap::new();
    for record in list("orders") {
        let email = text(&record["email"]);
        assert_eq!(
            customers.get(&text(&record["customerid"])),
            Some(&email),
            "{record}"
        );
        let (id, cart) = (
            text(&record["externalid"]),
            text(&record["externalcheckoutid"]),
        );
        if id.is_empty() {
            assert!(carts.insert(cart, record).is_none(), "twice: {record}");
            continue;
        }
        let wanted = expected.orders.get(&id);
        let wanted = wanted.unwrap_or_else(|| panic!("nobody handed this over: {record}"));
        if !cart.is_empty() {
            assert_eq!(wanted.cart.as_deref(), Some(cart.as_str()), "{record}");
        } else if let Some(place) = wanted.place {
            let made = text(&record["id"]).parse().unwrap();
            places.entry(email).or_default().push((made, place));
        }
        assert!(orders.insert(id, record).is_none(), "twice: {record}");
    }
    for (expected, found, what) in [
        (&expected.orders, &orders, "orders"),
        (&expected.carts, &carts, "carts"),
    ] {
        let (handed_over, there): (Vec<_>, Vec<_>) =
            (expected.keys().collect(), found.keys().collect());
        assert_eq!(handed_over, there, "{what} handed over, and {what} there");
        for (id, expected) in expected {
            assert_eq!(found[id]["totalPrice"], expected.cents, "total of {id}");
            assert_eq!(found[id]["email"], expected.email, "person of {id}");
            let lines = found[id]["orderProducts"].as_array().unwrap().len();
            assert_eq!(lines, 1, "lines of {id}");
        }
    }
    for (email, mut places) in places {
        places.sort_unstable();
        assert!(
            places.is_sorted_by_key(|(_, place)| *place),
            "order of {email}: {places:?}"
        );
    }
    each_person_once(expected, held);
}

fn each_person_once(expected: &Site, held: &Value) {
    let list = |name: &str| held[name].as_array().unwrap();
    let count = |name: &str| list(name).len();
    let items = expected.orders.values().chain(expected.carts.values());
    let persons: std::collections::BTreeSet<&str> = items.map(|item| item.email.as_str()).collect();
    if persons.is_empty() {
        return;
    }
    assert_eq!(count("connections"), 1, "connections");
    // ActiveCampaign also has its own aggregate customers.
    let connection = &list("connections")[0]["id"];
    let ours = list("customers")
        .iter()
        .filter(|customer| customer["connectionid"] == *connection);
    assert_eq!(ours.count(), persons.len(), "customers");
    assert_eq!(count("contacts"), persons.len(), "contacts");
    assert_eq!(count("tags"), 1, "tags");
    assert_eq!(count("contactTags"), persons.len(), "tagged contacts");
}

/// No one-second window has more calls to an account than allowed.
pub fn the_rate_is_kept(arrivals: &[(Duration, String)], rate: NonZeroU32) {
    let rate = rate.get() as usize;
    let mut by_account: BTreeMap<&str, Vec<Duration>> = BTreeMap::new();
    for (at, account) in arrivals {
        by_account.entry(account).or_default().push(*at);
    }
    for (account, arrivals) in by_account {
        for window in arrivals.windows(rate + 1) {
            let (first, last) = (window[0], window[rate]);
            assert!(
                last - first >= Duration::from_secs(1),
                "{account} was called {} times in a second: {window:?}",
                window.len(),
            );
        }
    }
}
