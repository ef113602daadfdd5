use contract::event::ItemCode;
use serde_json::json;

use crate::support::{errors, order, reader, rejected, taken, taken_text};

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

fn errors_of(text: &str) -> Vec<(String, ItemCode)> {
    errors(reader().order(text).unwrap_err())
}
