use serde_json::{Value, json};

use crate::support::{line, taken};

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
