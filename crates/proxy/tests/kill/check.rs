use std::{
    collections::{BTreeMap, HashMap, HashSet},
    fmt,
};

use serde_json::Value;

use crate::traffic::Traffic;

/// The checked totals.
pub struct Counts {
    pub orders: usize,
    pub recovered: usize,
    pub carts: usize,
    pub persons: usize,
}

/// Each order and cart exists once, with the right person, total and state; each person exists
/// once, tagged.
pub fn everything_is_there_once(traffic: &Traffic, held: &Value) -> Counts {
    let list = |name: &str| held[name].as_array().unwrap();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let connection = text(&list("connections")[0]["id"]);
    assert_eq!(list("connections").len(), 1);
    let customers: HashMap<String, String> = list("customers")
        .iter()
        .filter(|customer| customer["connectionid"] == connection)
        .map(|customer| (text(&customer["id"]), text(&customer["email"])))
        .collect();

    let (mut orders, mut carts, mut recovered) = (BTreeMap::new(), BTreeMap::new(), 0);
    for record in list("orders") {
        let email = text(&record["email"]);
        assert_eq!(customers[&text(&record["customerid"])], email, "{record}");
        let (id, cart) = (
            text(&record["externalid"]),
            text(&record["externalcheckoutid"]),
        );
        if id.is_empty() {
            assert_eq!(record["state"], 2, "{record}");
            assert!(carts.insert(cart, record).is_none(), "twice: {record}");
            continue;
        }
        if !cart.is_empty() {
            recovered += 1;
            assert_eq!(record["state"], 3, "{record}");
            assert_eq!(traffic.orders[&id].cart.as_deref(), Some(cart.as_str()));
        }
        assert!(orders.insert(id, record).is_none(), "twice: {record}");
    }
    for (expected, found, what) in [
        (&traffic.orders, &orders, "orders"),
        (&traffic.carts, &carts, "carts"),
    ] {
        assert!(
            expected.keys().eq(found.keys()),
            "{what} are not those handed over"
        );
        for (id, expected) in expected {
            assert_eq!(found[id]["totalPrice"], expected.cents, "{id}");
            assert_eq!(found[id]["email"], expected.email, "{id}");
            assert_eq!(
                found[id]["orderProducts"].as_array().unwrap().len(),
                1,
                "{id}"
            );
        }
    }

    let persons: HashSet<&str> = traffic
        .orders
        .values()
        .map(|order| order.email.as_str())
        .collect();
    assert_eq!(list("contacts").len(), persons.len());
    assert_eq!(customers.len(), persons.len());
    assert_eq!(list("tags").len(), 1);
    assert_eq!(
        list("contactTags").len(),
        persons.len(),
        "every contact is new, and tagged"
    );
    Counts {
        orders: orders.len(),
        recovered,
        carts: carts.len(),
        persons: persons.len(),
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            orders,
            recovered,
            carts,
            persons,
        } = self;
        write!(
            f,
            "{orders} orders ({recovered} recovered carts), {carts} carts, {persons} persons"
        )
    }
}

/// No key, token or e-mail address is in the log or in the metrics.
pub fn nothing_secret_was_said(log: &str, metrics: &str, key: &str) {
    assert!(log.lines().count() > 100, "the log was looked at");
    for text in [log, metrics] {
        for line in text.lines() {
            let secret = line.contains(key)
                || line.contains("eyJ")
                || line.contains("posta.example")
                || line.contains("%40posta");
            assert!(!secret, "{line}");
        }
    }
}
