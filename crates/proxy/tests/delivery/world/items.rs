//! Orders and carts, as the Passweb server submits them.

use serde_json::{Value, json};

/// An order of Anna over 29.90 euros.
pub fn order(id: &str) -> Value {
    order_of(id, "anna@rossi.example")
}

pub fn order_of(id: &str, email: &str) -> Value {
    json!({
        "id": id, "number": format!("N-{id}"),
        "placed_at": "2026-05-04T10:00:00Z", "updated_at": "2026-05-04T10:00:00Z",
        "url": format!("https://negozio.example/orders/{id}"),
        "currency": "EUR", "total": "29.90", "shipping": "5.00", "tax": "4.50", "discount": "1.10",
        "shipping_method": "Corriere",
        "billing": { "first_name": "Anna", "last_name": "Rossi", "email": email },
        "lines": [{
            "product_id": "P1", "sku": "L-1", "name": "Lampada", "quantity": 2,
            "unit_price": "13.00", "category": "Luci",
            "image_url": "https://negozio.example/l.jpg",
            "product_url": "https://negozio.example/l",
        }],
    })
}

/// Replaces fields of an item.
pub fn with(mut item: Value, fields: Value) -> Value {
    for (name, value) in fields.as_object().unwrap() {
        item[name] = value.clone();
    }
    item
}

/// An abandoned cart of Anna.
pub fn cart(id: &str) -> Value {
    cart_of(id, "anna@rossi.example")
}

pub fn cart_of(id: &str, email: &str) -> Value {
    json!({
        "id": id,
        "abandoned_at": "2026-05-04T09:00:00Z", "updated_at": "2026-05-04T09:00:00Z",
        "recovery_url": format!("https://negozio.example/cart/{id}?restore=1"),
        "currency": "EUR", "total": "13.00",
        "customer": {
            "id": "C1", "registered": true, "first_name": "Anna", "last_name": "Rossi",
            "email": email,
        },
        "lines": [{ "product_id": "P1", "name": "Lampada", "quantity": 1, "unit_price": "13.00" }],
    })
}
