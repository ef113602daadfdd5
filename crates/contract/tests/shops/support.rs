//! Valid items whose fields a test replaces, and the results of parsing them.

use contract::event::{ItemCode, Order, Reader, Rejection, Taken};
use jiff::tz::TimeZone;
use serde_json::{Value, json};

pub fn reader() -> Reader {
    let now = "2026-05-05T12:00:00Z".parse().unwrap();
    let rome = TimeZone::get("Europe/Rome").unwrap();
    Reader::new(now, rome, "https://negozio.example/")
}

pub fn order(fields: Value) -> Value {
    let base = json!({
        "id": "1", "number": "1", "placed_at": "2026-05-04T10:00:00+02:00",
        "updated_at": "2026-05-04T10:00:00+02:00", "url": "https://negozio.example/ordini/1",
        "currency": "EUR", "total": "29.90",
        "billing": { "first_name": "Anna", "last_name": "Rossi", "email": "anna@rossi.example" },
        "lines": [{ "product_id": "p1", "name": "Sciarpa", "quantity": 1, "unit_price": "29.90" }],
    });
    merged(base, fields)
}

pub fn cart(fields: Value) -> Value {
    let base = json!({
        "id": "c1", "abandoned_at": "2026-05-04T09:00:00+02:00",
        "updated_at": "2026-05-04T09:00:00+02:00",
        "recovery_url": "https://negozio.example/carrello/c1", "currency": "EUR", "total": "29.90",
        "customer": { "id": "k1", "registered": true, "email": "anna@rossi.example" },
        "lines": [{ "product_id": "p1", "name": "Sciarpa", "quantity": 1, "unit_price": "29.90" }],
    });
    merged(base, fields)
}

pub fn merged(mut base: Value, fields: Value) -> Value {
    for (name, value) in fields.as_object().unwrap() {
        base[name] = value.clone();
    }
    base
}

pub fn line(fields: Value) -> Value {
    let base =
        json!({ "product_id": "p1", "name": "Sciarpa", "quantity": 1, "unit_price": "29.90" });
    json!({ "lines": [merged(base, fields)] })
}

/// The parsed order and its adjustments.
pub fn taken(fields: Value) -> (Order, Vec<String>) {
    taken_text(&order(fields).to_string())
}

pub fn taken_text(text: &str) -> (Order, Vec<String>) {
    let Taken { item, adjustments } = reader().order(text).unwrap_or_else(|it| panic!("{it:?}"));
    let notes = adjustments.into_iter().map(|it| {
        let code: &'static str = it.code.into();
        format!("{} {code}", it.pointer)
    });
    (item, notes.collect())
}

pub fn rejected(fields: Value) -> Vec<(String, ItemCode)> {
    errors(reader().order(&order(fields).to_string()).unwrap_err())
}

pub fn errors(rejection: Rejection) -> Vec<(String, ItemCode)> {
    rejection
        .errors
        .into_iter()
        .map(|it| (it.pointer, it.code))
        .collect()
}
