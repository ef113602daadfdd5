//! Properties of parsing any submission: it never panics, accepted items can be sent, and parsing
//! an adjusted item again adjusts nothing.

#![cfg(all(feature = "events", not(target_arch = "wasm32")))]
#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

use contract::event::{Cart, IncomingCart, Line, Order, Reader, Stored, Taken, read_stored, store};
use jiff::{Timestamp, tz::TimeZone};
use proptest::{collection::vec, prelude::*, sample::select};
use serde_json::{Value, json};

fn reader() -> Reader {
    let now: Timestamp = "2026-05-05T12:00:00Z".parse().unwrap();
    let rome = TimeZone::get("Europe/Rome").unwrap();
    Reader::new(now, rome, "https://negozio.example/")
}

fn good_order() -> Value {
    json!({
        "id": "1", "number": "N-1", "placed_at": "2026-05-04T10:00:00+02:00",
        "updated_at": "2026-05-04T10:00:00+02:00", "url": "https://negozio.example/ordini/1",
        "cart_id": "c1", "currency": "EUR", "total": "29.90", "shipping": "5.00", "tax": "4.50",
        "discount": "1.10", "shipping_method": "Corriere", "cancelled_at": null, "history": false,
        "billing": { "first_name": "Anna", "last_name": "Rossi", "email": "anna@rossi.example" },
        "lines": [{
            "product_id": "p1", "sku": "A1", "name": "Sciarpa", "quantity": 1,
            "unit_price": "29.90", "category": "Lana",
            "image_url": "https://negozio.example/a.jpg",
            "product_url": "https://negozio.example/a",
        }, { "product_id": "p2", "name": "Buono", "quantity": 1, "unit_price": "-5.00" }],
        "discounts": [{ "name": "Coupon", "amount": "1.10" }],
    })
}

fn good_cart() -> Value {
    json!({
        "id": "c1", "abandoned_at": "2026-05-04T09:00:00+02:00",
        "updated_at": "2026-05-04T09:00:00+02:00",
        "recovery_url": "https://negozio.example/carrello/c1", "currency": "EUR", "total": "29.90",
        "customer": {
            "id": "k1", "registered": true, "first_name": "Anna", "last_name": "Rossi",
            "email": "anna@rossi.example",
        },
        "lines": [{ "product_id": "p1", "name": "Sciarpa", "quantity": 1, "unit_price": "29.90" }],
    })
}

/// JSON similar to shops' submissions: one text per value, so that numbers can have any digits.
fn odd_values() -> impl Strategy<Value = String> {
    let words = select(vec![
        "null",
        "true",
        "false",
        "\"\"",
        "\" \"",
        "[]",
        "{}",
        "[{}]",
        "[null]",
        "0",
        "-1",
        "1.5",
        "2.0",
        "1e2",
        "1e999",
        "1e-999",
        "-0.0",
        "0.005",
        "\"29,90\"",
        "\"1.234,56\"",
        "\"1,234\"",
        "\"-5\"",
        "\"\\ud800\"",
        "\"a\\nb\"",
        "false",
        "978",
        "\"€\"",
        "\"no_selection\"",
        "-0.0001",
        "\"Anna <anna@rossi.example>.\"",
        "\"2026-05-04 10:00:00 UTC\"",
        "{\"date\":\"2026-05-04 10:00:00.000000\",\"timezone_type\":3,\"timezone\":\"Europe/Rome\"}",
        "[{\"email\":\"anna@rossi.example\",\"registered\":1}]",
        "\"EUR\"",
        "\"eur\"",
        "\"KWD\"",
        "\"JPY\"",
        "\"/foto/a b.jpg\"",
        "\"//cdn.example/è\"",
        "\"javascript:x\"",
        "\"2026-05-04 10:00:00\"",
        "\"2026-05-06\"",
        "\"0001-01-01T00:00:00\"",
        "\"2026-05-05T20:00:00Z\"",
        "\"2999-01-01T00:00:00Z\"",
        "\"Anna@CAFFÈ.example\\u200b\"",
        "{\"0\":{\"name\":\"x\",\"unit_price\":1,\"quantity\":0.3}}",
        "[{\"name\":\"x\",\"unit_price\":-1.005,\"quantity\":3}]",
        "[{\"name\":\"x\",\"unit_price\":\"1\",\"quantity\":1.5},5]",
    ]);
    let text = any::<String>().prop_map(|text| Value::from(text).to_string());
    let long = "[a-zè \u{301}]{200,700}".prop_map(|text| Value::from(text).to_string());
    let number = "-?[0-9]{1,15}(\\.[0-9]{1,12})?(e-?[0-9]{1,3})?";
    let number = number.prop_filter("JSON", |it| serde_json::from_str::<f64>(it).is_ok());
    prop_oneof![6 => words.prop_map(str::to_owned), 2 => text, 1 => long, 3 => number]
}

/// The item with some values replaced, duplicated or removed.
fn mutated(item: Value) -> impl Strategy<Value = String> {
    let places = places(&item, "");
    let change = (select(places), odd_values(), 0..4_u8);
    vec(change, 0..4).prop_map(move |changes| {
        let mut text = item.to_string();
        let mut item = item.clone();
        for (number, (pointer, value, how)) in changes.into_iter().enumerate() {
            let mark = format!("\"@{number}\"");
            let Some(place) = item.pointer_mut(&pointer) else {
                continue;
            };
            *place = json!(format!("@{number}"));
            let name = pointer.rsplit('/').next().unwrap_or("");
            let value = match how {
                // The name twice.
                0 if name.parse::<u8>().is_err() => format!("{value},\"{name}\":{value}"),
                1 if name.parse::<u8>().is_err() => format!("{value},\"{name}\":null"),
                _ => value,
            };
            text = substitute(&item, &text, &mark, &value);
            item = serde_json::from_str(&text).unwrap_or(item);
        }
        text
    })
}

fn substitute(item: &Value, before: &str, mark: &str, value: &str) -> String {
    let text = item.to_string();
    match text.contains(mark) {
        true => text.replacen(mark, value, 1),
        false => before.to_owned(),
    }
}

fn places(value: &Value, at: &str) -> Vec<String> {
    let inner: Vec<(String, &Value)> = match value {
        Value::Object(fields) => fields.iter().map(|(k, v)| (k.clone(), v)).collect(),
        Value::Array(items) => {
            let numbered = items.iter().enumerate();
            numbered.map(|(n, v)| (n.to_string(), v)).collect()
        }
        _ => Vec::new(),
    };
    let mut found = Vec::new();
    for (name, value) in inner {
        let place = format!("{at}/{name}");
        found.extend(places(value, &place));
        found.push(place);
    }
    found
}

fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        mutated(good_order()),
        mutated(good_cart()),
        any::<String>(),
        odd_values(),
        vec(any::<u8>(), 0..200).prop_map(|bytes| String::from_utf8_lossy(&bytes).into_owned()),
    ]
}

fn fits(text: &str) {
    assert!(text.chars().count() <= 255, "{text}");
    assert!(!text.chars().any(char::is_control), "{text:?}");
    assert_eq!(text.trim(), text);
}

fn line_is_sendable(line: &Line) {
    fits(line.product_id.as_str());
    fits(line.name.as_str());
    assert!(!line.name.as_str().is_empty() && !line.product_id.as_str().is_empty());
    for text in [&line.sku, &line.category].into_iter().flatten() {
        fits(text.as_str());
    }
    assert!((1..=1_000_000_000).contains(&line.quantity));
    for url in [&line.image_url, &line.product_url].into_iter().flatten() {
        assert!(
            url.as_str().is_ascii() && !url.as_str().contains(' '),
            "{url:?}"
        );
        let url = url::Url::parse(url.as_str()).unwrap();
        assert!(matches!(url.scheme(), "http" | "https"));
    }
}

fn order_is_sendable(order: &Order, now: Timestamp) {
    for text in [
        order.id.as_str(),
        order.number.as_str(),
        order.billing.first_name.as_str(),
    ] {
        fits(text);
    }
    assert!(!order.id.as_str().is_empty() && !order.number.as_str().is_empty());
    assert!(order.placed_at.timestamp() <= now && order.updated_at.timestamp() <= now);
    assert!(order.lines.len() <= 500);
    order.lines.iter().for_each(line_is_sendable);
    let email = order.billing.email.as_str();
    assert_eq!(
        contract::event::Email::parse(email).unwrap(),
        order.billing.email
    );
}

fn cart_is_sendable(cart: &Cart) {
    fits(cart.id.as_str());
    assert_eq!(cart.recovery_url.is_none(), cart.lines.is_empty());
    cart.lines.iter().for_each(line_is_sendable);
}

/// The item as a sender would submit its adjusted form.
fn again<T: serde::Serialize>(item: &T) -> String {
    serde_json::to_string(item).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn no_input_panics_and_an_accepted_order_can_be_sent_and_is_not_adjusted_again(text in texts()) {
        let reader = reader();
        let now = "2026-05-05T12:00:00Z".parse().unwrap();
        match reader.order(&text) {
            Ok(Taken { item, .. }) => {
                order_is_sendable(&item, now);
                let Taken { item: same, adjustments } = reader.order(&again(&item)).unwrap();
                prop_assert_eq!(adjustments, vec![]);
                prop_assert_eq!(again(&Order { version: item.version, ..same }), again(&item));
            }
            Err(rejection) => prop_assert!(!rejection.errors.is_empty()),
        }
    }

    #[test]
    fn an_accepted_cart_can_be_sent_and_is_not_adjusted_again(text in texts()) {
        let reader = reader();
        match reader.cart(&text) {
            Ok(IncomingCart::Cart(taken)) => {
                cart_is_sendable(&taken.item);
                let again = again(&taken.item);
                let Ok(IncomingCart::Cart(same)) = reader.cart(&again) else {
                    panic!("{again}");
                };
                prop_assert_eq!(&same.adjustments, &vec![]);
                prop_assert_eq!(&same.item.lines, &taken.item.lines);
            }
            Ok(IncomingCart::NotSent) => {}
            Err(rejection) => prop_assert!(!rejection.errors.is_empty()),
        }
    }

    #[test]
    fn a_synchronisation_never_panics(text in texts()) {
        let _ = reader().synchronisation(&text);
    }

    #[test]
    fn what_is_stored_is_read_again_unchanged(text in mutated(good_order())) {
        if let Ok(Taken { item, .. }) = reader().order(&text) {
            let stored = store(&item).unwrap();
            prop_assert_eq!(read_stored::<Order>(&stored).unwrap(), Stored::Checked(item));
            prop_assert_eq!(read_stored::<Order>(&text).unwrap(), Stored::AsHandedOver);
        }
    }

    #[test]
    fn money_as_a_json_number_is_its_digits(cents in 0_i64..100_000_000_000) {
        let number = format!("{}.{:02}", cents / 100, cents % 100);
        let text = good_order().to_string().replace("\"total\":\"29.90\"", &format!("\"total\":{number}"));
        prop_assert_eq!(reader().order(&text).unwrap().item.total.cents(), cents);
    }
}
