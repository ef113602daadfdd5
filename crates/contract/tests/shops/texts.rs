use contract::event::{ItemCode, WebUrl};
use serde_json::json;

use crate::support::{line, merged, order, rejected, taken, taken_text};

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
    let url = |url: &Option<WebUrl>| url.as_ref().unwrap().as_str().to_owned();
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
