use serde_json::json;

use crate::support::taken;

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
