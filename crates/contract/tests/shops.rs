//! The result of each common defect, field by field.

#![cfg(feature = "events")]
#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

use contract::event::{AdjustmentCode, IncomingCart, ItemCode, Order, Reader, Rejection, Taken};
use jiff::tz::TimeZone;
use serde_json::{Value, json};

fn reader() -> Reader {
    let now = "2026-05-05T12:00:00Z".parse().unwrap();
    let rome = TimeZone::get("Europe/Rome").unwrap();
    Reader::new(now, rome, "https://negozio.example/")
}

fn order(fields: Value) -> Value {
    let base = json!({
        "id": "1", "number": "1", "placed_at": "2026-05-04T10:00:00+02:00",
        "updated_at": "2026-05-04T10:00:00+02:00", "url": "https://negozio.example/ordini/1",
        "currency": "EUR", "total": "29.90",
        "billing": { "first_name": "Anna", "last_name": "Rossi", "email": "anna@rossi.example" },
        "lines": [{ "product_id": "p1", "name": "Sciarpa", "quantity": 1, "unit_price": "29.90" }],
    });
    merged(base, fields)
}

fn cart(fields: Value) -> Value {
    let base = json!({
        "id": "c1", "abandoned_at": "2026-05-04T09:00:00+02:00",
        "updated_at": "2026-05-04T09:00:00+02:00",
        "recovery_url": "https://negozio.example/carrello/c1", "currency": "EUR", "total": "29.90",
        "customer": { "id": "k1", "registered": true, "email": "anna@rossi.example" },
        "lines": [{ "product_id": "p1", "name": "Sciarpa", "quantity": 1, "unit_price": "29.90" }],
    });
    merged(base, fields)
}

fn merged(mut base: Value, fields: Value) -> Value {
    for (name, value) in fields.as_object().unwrap() {
        base[name] = value.clone();
    }
    base
}

fn line(fields: Value) -> Value {
    let base =
        json!({ "product_id": "p1", "name": "Sciarpa", "quantity": 1, "unit_price": "29.90" });
    json!({ "lines": [merged(base, fields)] })
}

/// The parsed order and its adjustments.
fn taken(fields: Value) -> (Order, Vec<String>) {
    taken_text(&order(fields).to_string())
}

fn taken_text(text: &str) -> (Order, Vec<String>) {
    let Taken { item, adjustments } = reader().order(text).unwrap_or_else(|it| panic!("{it:?}"));
    let notes = adjustments.into_iter().map(|it| {
        let code: &'static str = it.code.into();
        format!("{} {code}", it.pointer)
    });
    (item, notes.collect())
}

fn rejected(fields: Value) -> Vec<(String, ItemCode)> {
    errors(reader().order(&order(fields).to_string()).unwrap_err())
}

fn errors(rejection: Rejection) -> Vec<(String, ItemCode)> {
    rejection
        .errors
        .into_iter()
        .map(|it| (it.pointer, it.code))
        .collect()
}

#[test]
fn a_tidy_order_is_not_adjusted() {
    let (_, notes) = taken(json!({}));
    assert!(notes.is_empty(), "{notes:?}");
}

#[test]
fn unknown_fields_are_ignored_and_what_is_empty_is_absent() {
    let (order, notes) = taken(json!({
        "colour": { "deep": [1] }, "cart_id": "", "discount": "", "shipping": null, "tax": " ",
        "shipping_method": null, "history": null, "cancelled_at": "",
        "billing": { "first_name": null, "last_name": "Rossi Srl", "email": "info@rossi.example" },
    }));
    assert!(notes.is_empty(), "{notes:?}");
    assert_eq!(
        (order.cart_id, order.discount, order.shipping),
        (None, None, None)
    );
    assert_eq!(order.billing.first_name.as_str(), "");
}

#[test]
fn numbers_are_texts_and_texts_numbers() {
    let text = order(json!({ "lines": [] })).to_string();
    let text = text
        .replace("\"id\":\"1\"", "\"id\":4711")
        .replace("\"number\":\"1\"", "\"number\":12.0")
        .replace("\"total\":\"29.90\"", "\"total\":29.90")
        .replace("\"lines\":[]", "\"lines\":[{\"product_id\":7,\"name\":501,\"sku\":true,\"quantity\":\"2\",\"unit_price\":0.1}]");
    let (order, notes) = taken_text(&text);
    assert!(notes.is_empty(), "{notes:?}");
    assert_eq!((order.id.as_str(), order.number.as_str()), ("4711", "12"));
    assert_eq!(order.total.cents(), 2990);
    let line = &order.lines[0];
    assert_eq!((line.product_id.as_str(), line.name.as_str()), ("7", "501"));
    assert_eq!((line.quantity, line.unit_price.cents()), (2, 10));
}

#[test]
fn money_is_rounded_half_up_and_it_is_told() {
    let (order, notes) = taken(json!({
        "total": "29.895",
        "lines": [{ "product_id": "p1", "name": "Sciarpa", "quantity": 3, "unit_price": "8.1967" }],
    }));
    assert_eq!(
        (order.total.cents(), order.lines[0].unit_price.cents()),
        (2990, 820)
    );
    assert_eq!(notes, ["/total rounded", "/lines/0/unit_price rounded"]);
}

#[test]
fn a_negative_line_is_a_discount() {
    for (quantity, price) in [
        ("1", "-5.00"),
        ("-1", "5.00"),
        ("2", "-2.50"),
        ("-2.5", "2"),
    ] {
        let (order, notes) = taken(json!({ "total": "24.90", "lines": [
            { "product_id": "p1", "name": "Sciarpa", "quantity": 1, "unit_price": "29.90" },
            { "product_id": "BUONO", "name": "Buono", "quantity": quantity, "unit_price": price },
        ]}));
        assert_eq!((order.total.cents(), order.lines.len()), (2490, 1));
        assert_eq!(order.discount.unwrap().cents(), 500, "{quantity} {price}");
        assert_eq!(
            (
                order.discounts[0].name.as_str(),
                order.discounts[0].amount.cents()
            ),
            ("Buono", 500)
        );
        assert_eq!(notes, ["/lines/1 discount"]);
    }
}

#[test]
fn a_voucher_that_is_told_twice_is_taken_off_once() {
    let lines =
        json!([{ "product_id": "B", "name": "Buono", "quantity": 1, "unit_price": "-5.00" }]);
    let (order, _) = taken(json!({ "discount": "5.00", "lines": lines }));
    assert_eq!(order.discount.unwrap().cents(), 500);
    let (order, _) = taken(json!({ "discount": "1.10", "lines": lines }));
    assert_eq!(order.discount.unwrap().cents(), 610);
    let (order, notes) = taken(json!({ "discount": "-1.10" }));
    assert_eq!(order.discount.unwrap().cents(), 110);
    assert_eq!(notes, ["/discount discount"]);
}

#[test]
fn a_quantity_is_a_whole_number_in_the_end() {
    let (order, notes) = taken(line(json!({ "quantity": 2.0 })));
    assert_eq!((order.lines[0].quantity, notes.len()), (2, 0));
    let (order, notes) = taken(line(
        json!({ "name": "Tessuto", "quantity": 1.5, "unit_price": "19.93" }),
    ));
    let line_ = &order.lines[0];
    assert_eq!(
        (
            line_.name.as_str(),
            line_.quantity,
            line_.unit_price.cents()
        ),
        ("Tessuto (1,5)", 1, 2990)
    );
    assert_eq!(notes, ["/lines/0/quantity quantity"]);
    let (order, _) = taken(line(json!({ "name": "a".repeat(255), "quantity": "0,25" })));
    assert!(order.lines[0].name.as_str().ends_with("a (0,25)"));
    for quantity in [json!(null), json!("due")] {
        let (order, notes) = taken(line(json!({ "quantity": quantity })));
        assert_eq!(order.lines[0].quantity, 1);
        assert!(
            notes.contains(&"/lines/0/quantity replaced".to_owned()),
            "{notes:?}"
        );
    }
    let (order, notes) = taken(line(json!({ "quantity": 0 })));
    assert_eq!(
        (order.lines.len(), notes),
        (0, vec!["/lines/0 left_out".to_owned()])
    );
}

#[test]
fn texts_are_cleaned_trimmed_and_cut() {
    let (order, notes) = taken(line(json!({ "name": " T-shirt\nrossa ", "sku": "A1\r" })));
    assert_eq!(order.lines[0].name.as_str(), "T-shirt rossa");
    assert_eq!(order.lines[0].sku.as_ref().unwrap().as_str(), "A1");
    assert_eq!(notes, ["/lines/0/name cleaned"]);
    let (order, notes) = taken(line(json!({ "name": "è".repeat(3000) })));
    assert_eq!(order.lines[0].name.as_str(), "è".repeat(255));
    assert_eq!(notes, ["/lines/0/name cut"]);
    // An identifier is never truncated: two identifiers must not become equal.
    assert_eq!(
        rejected(json!({ "id": "1".repeat(256) })),
        [("/id".to_owned(), ItemCode::TooLong)]
    );
}

#[test]
fn half_a_surrogate_pair_costs_a_character() {
    let text = order(json!({}))
        .to_string()
        .replace("Sciarpa", "Sciarpa \\ud83d rossa");
    let (order, _) = taken_text(&text);
    assert!(order.lines[0].name.as_str().starts_with("Sciarpa "));
}

#[test]
fn addresses_are_resolved_encoded_or_left_out() {
    let (order, notes) = taken(merged(
        line(json!({
            "image_url": "/foto/scarpa rossa.jpg", "product_url": "//cdn.negozio.example/p",
        })),
        json!({ "url": "javascript:alert(1)" }),
    ));
    let line = &order.lines[0];
    let url = |url: &Option<contract::event::WebUrl>| url.as_ref().unwrap().as_str().to_owned();
    assert_eq!(
        url(&line.image_url),
        "https://negozio.example/foto/scarpa%20rossa.jpg"
    );
    assert_eq!(url(&line.product_url), "https://cdn.negozio.example/p");
    assert_eq!(order.url, None);
    assert_eq!(
        notes,
        [
            "/url left_out",
            "/lines/0/image_url address",
            "/lines/0/product_url address"
        ]
    );
}

#[test]
fn currency_and_email_have_one_spelling() {
    let (order, notes) = taken(json!({
        "currency": "eur", "billing": { "email": "\u{200b}Anna@Caffè.example" },
    }));
    assert_eq!(order.currency.code(), "EUR");
    assert_eq!(order.billing.email.as_str(), "anna@xn--caff-8oa.example");
    assert_eq!(notes, ["/currency spelling", "/billing/email spelling"]);
}

#[test]
fn a_time_without_an_offset_is_the_sites_and_one_in_the_future_is_now() {
    let (order, notes) =
        taken(json!({ "placed_at": "2026-05-04 10:00:00", "updated_at": "2026-05-05T20:00:00Z" }));
    assert_eq!(
        order.placed_at.timestamp().to_string(),
        "2026-05-04T08:00:00Z"
    );
    assert_eq!(
        order.updated_at.timestamp().to_string(),
        "2026-05-05T12:00:00Z"
    );
    assert_eq!(
        order.version.timestamp().to_string(),
        "2026-05-05T20:00:00Z"
    );
    assert_eq!(notes, ["/placed_at time_zone", "/updated_at future"]);
    let far = rejected(json!({ "updated_at": "2026-05-06T12:00:01Z" }));
    assert_eq!(far, [("/updated_at".to_owned(), ItemCode::InTheFuture)]);
}

#[test]
fn an_order_that_was_never_changed_was_changed_when_it_was_placed() {
    for never in [json!(null), json!("0001-01-01T00:00:00")] {
        let (order, notes) = taken(json!({ "updated_at": never }));
        assert_eq!(order.updated_at, order.placed_at);
        assert_eq!(notes, ["/updated_at replaced"]);
    }
}

#[test]
fn whether_an_order_is_cancelled_or_old_is_understood_or_it_is_rejected() {
    let (order, _) = taken(json!({ "cancelled_at": "2026-05-04T11:00:00Z", "history": "true" }));
    assert!(order.cancelled_at.is_some() && order.history);
    for no in [
        json!(false),
        json!(0),
        json!("0001-01-01T00:00:00"),
        json!("0000-00-00 00:00:00"),
    ] {
        assert_eq!(taken(json!({ "cancelled_at": no })).0.cancelled_at, None);
    }
    let (order, notes) = taken(json!({ "cancelled_at": true }));
    assert_eq!(order.cancelled_at, Some(order.updated_at));
    assert_eq!(notes, ["/cancelled_at replaced"]);
    assert_eq!(
        rejected(json!({ "cancelled_at": "forse" })),
        [("/cancelled_at".to_owned(), ItemCode::InvalidTime)]
    );
    assert_eq!(
        rejected(json!({ "history": "forse" })),
        [("/history".to_owned(), ItemCode::WrongType)]
    );
}

#[test]
fn what_makes_an_order_an_order_is_understood_or_every_error_is_told() {
    use ItemCode::*;
    let errors = rejected(json!({
        "id": "", "placed_at": "ieri", "currency": "XXY", "billing": { "email": "anna@negozio" },
    }));
    let errors: Vec<_> = errors
        .iter()
        .map(|(pointer, code)| (pointer.as_str(), *code))
        .collect();
    assert_eq!(
        errors,
        [
            ("/id", Required),
            ("/placed_at", InvalidTime),
            ("/currency", UnknownCurrency),
            ("/billing/email", InvalidEmail),
        ]
    );
    for (fields, pointer, code) in [
        (json!({ "total": null }), "/total", Required),
        (json!({ "total": "-1" }), "/total", InvalidAmount),
        (json!({ "total": "1,234" }), "/total", InvalidAmount),
        (json!({ "total": [] }), "/total", WrongType),
        (json!({ "total": "1e13" }), "/total", TooLarge),
        (json!({ "billing": null }), "/billing", Required),
        (json!({ "billing": ["Anna"] }), "/billing", WrongType),
        (json!({ "billing": {} }), "/billing", Required),
        (json!({ "billing": false }), "/billing", Required),
        (
            json!({ "billing": { "email": null } }),
            "/billing/email",
            Required,
        ),
        (json!({ "id": {} }), "/id", WrongType),
    ] {
        assert_eq!(rejected(fields), [(pointer.to_owned(), code)]);
    }
    let rejection =
        reader().order(&order(json!({ "id": "77", "number": "N77", "total": "x" })).to_string());
    let rejection = rejection.unwrap_err();
    assert_eq!(rejection.id.unwrap().as_str(), "77");
    assert_eq!(rejection.number.unwrap().as_str(), "N77");
    assert_eq!(rejection.email.unwrap().as_str(), "anna@rossi.example");
    for text in ["5", "null", "\"x\"", "[]"] {
        assert_eq!(errors_of(text), [(String::new(), WrongType)]);
    }
}

fn errors_of(text: &str) -> Vec<(String, ItemCode)> {
    errors(reader().order(text).unwrap_err())
}

#[test]
fn of_a_name_that_is_there_twice_the_last_counts_but_not_where_it_matters() {
    let text = order(json!({})).to_string();
    let (order, notes) = taken_text(&text.replacen('{', "{\"url\":\"https://a.example\",", 1));
    assert!(order.url.unwrap().as_str().contains("negozio"));
    assert_eq!(notes, ["/url duplicate"]);
    let twice = text.replacen('{', "{\"total\":\"1.00\",", 1);
    assert_eq!(
        errors_of(&twice),
        [("/total".to_owned(), ItemCode::DuplicateField)]
    );
    let same = text.replacen('{', "{\"total\":\"29.90\",", 1);
    assert!(taken_text(&same).1.is_empty());
}

#[test]
fn an_order_without_lines_is_an_order() {
    for lines in [json!([]), json!(null), json!("")] {
        assert!(taken(json!({ "lines": lines })).0.lines.is_empty());
    }
    let (order, notes) = taken(json!({ "lines": "x" }));
    assert_eq!(
        (order.lines.len(), notes),
        (0, vec!["/lines left_out".to_owned()])
    );
}

#[test]
fn a_line_costs_no_more_than_itself() {
    let (order, notes) = taken(json!({ "lines": [
        5, { "product_id": "p" }, { "name": "x", "unit_price": "cinque" }, { "unit_price": 1 },
        { "sku": "S", "quantity": 1, "unit_price": 1 },
    ]}));
    assert_eq!(order.lines.len(), 1);
    assert_eq!(
        (
            order.lines[0].name.as_str(),
            order.lines[0].product_id.as_str()
        ),
        ("S", "S")
    );
    for index in 0..4 {
        assert!(
            notes.contains(&format!("/lines/{index} left_out")),
            "{notes:?}"
        );
    }
    let many: Vec<Value> = (0..501)
        .map(|n| json!({ "product_id": n, "name": "x", "unit_price": 1, "quantity": 1 }))
        .collect();
    let (order, notes) = taken(json!({ "lines": many }));
    assert_eq!(
        (order.lines.len(), notes),
        (500, vec!["/lines cut".to_owned()])
    );
}

#[test]
fn one_line_in_the_place_of_a_list_is_one_line() {
    let one =
        json!({ "product_id": "p1", "name": "Sciarpa", "quantity": 1, "unit_price": "29.90" });
    for lines in [one.clone(), json!({ "0": one, "2": one })] {
        let (order, notes) = taken(json!({ "lines": lines }));
        assert!(!order.lines.is_empty());
        assert_eq!(notes, ["/lines shape"]);
    }
}

fn taken_cart(fields: Value) -> Result<contract::event::Cart, Vec<(String, ItemCode)>> {
    match reader().cart(&cart(fields).to_string()) {
        Ok(IncomingCart::Cart(taken)) => Ok(taken.item),
        Ok(IncomingCart::NotSent) => panic!("not sent"),
        Err(rejection) => Err(errors(rejection)),
    }
}

#[test]
fn an_emptied_cart_needs_nothing_but_itself() {
    let cart = taken_cart(json!({ "lines": [], "total": null, "recovery_url": null })).unwrap();
    assert!(cart.is_empty());
    // A line with the quantity zero is not in the cart.
    let none = json!([{ "product_id": "p1", "name": "x", "quantity": 0, "unit_price": "1" }]);
    assert!(taken_cart(json!({ "lines": none })).unwrap().is_empty());
    for unreadable in [json!("x"), json!([5]), json!([{ "name": "x" }])] {
        let errors = taken_cart(json!({ "lines": unreadable })).unwrap_err();
        assert_eq!(
            errors,
            [("/lines".to_owned(), ItemCode::WrongType)],
            "{unreadable}"
        );
    }
}

#[test]
fn a_cart_that_nobody_can_go_back_to_is_rejected() {
    for (url, code) in [
        (json!(null), ItemCode::Required),
        (json!("javascript:x"), ItemCode::InvalidUrl),
    ] {
        let errors = taken_cart(json!({ "recovery_url": url })).unwrap_err();
        assert_eq!(errors, [("/recovery_url".to_owned(), code)]);
    }
    let cart = taken_cart(json!({ "recovery_url": "/carrello/c 1" })).unwrap();
    assert_eq!(
        cart.recovery_url.unwrap().as_str(),
        "https://negozio.example/carrello/c%201"
    );
}

#[test]
fn the_cart_of_nobody_known_is_not_sent_whatever_is_wrong_with_it() {
    for customer in [
        json!({ "registered": false, "email": "x" }),
        json!({ "registered": 0 }),
        json!({ "registered": "no", "email": "a@b.example" }),
        json!({ "registered": true, "email": "" }),
    ] {
        let text = cart(json!({ "customer": customer, "total": "x" })).to_string();
        assert_eq!(reader().cart(&text), Ok(IncomingCart::NotSent));
    }
    let errors = taken_cart(json!({ "customer": { "email": "a@b.example" } })).unwrap_err();
    assert_eq!(
        errors,
        [("/customer/registered".to_owned(), ItemCode::Required)]
    );
}

#[test]
fn either_time_of_a_cart_stands_for_the_other() {
    for name in ["abandoned_at", "updated_at"] {
        let cart = taken_cart(json!({ name: null })).unwrap();
        assert_eq!(cart.abandoned_at, cart.updated_at);
    }
    let errors = taken_cart(json!({ "abandoned_at": "", "updated_at": null })).unwrap_err();
    assert_eq!(errors, [("/abandoned_at".to_owned(), ItemCode::Required)]);
}

#[test]
fn the_end_of_a_synchronisation_is_read_in_the_same_way() {
    let read = |text: Value| reader().synchronisation(&text.to_string());
    let ended = read(json!({ "id": 7, "kind": "FULL", "ended_at": "2026-05-04 12:00:00", "x": 1 }))
        .unwrap();
    assert_eq!(ended.item.id.as_str(), "7");
    assert_eq!(ended.adjustments[0].code, AdjustmentCode::TimeZone);
    assert!(read(json!({ "id": 7, "kind": "half", "ended_at": "2026-05-04T12:00:00Z" })).is_ok());
    assert!(read(json!({ "id": "", "kind": "full", "ended_at": "2026-05-04T12:00:00Z" })).is_err());
    assert!(read(json!({ "id": "1", "kind": "full", "ended_at": "12:00" })).is_err());
}
