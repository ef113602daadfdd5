use contract::event::{Cart, IncomingCart, ItemCode};
use serde_json::{Value, json};

use crate::support::{cart, errors, reader};

fn taken_cart(fields: Value) -> Result<Cart, Vec<(String, ItemCode)>> {
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
