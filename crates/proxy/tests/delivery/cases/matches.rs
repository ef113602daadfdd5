use serde_json::Value;

/// Whether a value matches: objects are compared by the named fields, lists item by item.
pub fn matches(expected: &Value, actual: &Value) -> bool {
    match (expected, actual) {
        (Value::Object(expected), Value::Object(_)) => expected
            .iter()
            .all(|(name, expected)| matches(expected, &actual[name])),
        (Value::Array(expected), Value::Array(actual)) => {
            expected.len() == actual.len()
                && expected
                    .iter()
                    .zip(actual)
                    .all(|(expected, actual)| matches(expected, actual))
        }
        _ => expected == actual,
    }
}

/// Whether the numbers are equal and each item matches one, in any order.
pub fn all_match(expected: &[Value], actual: &[Value]) -> bool {
    let mut left: Vec<&Value> = actual.iter().collect();
    expected.len() == actual.len()
        && expected.iter().all(|expected| {
            let found = left.iter().position(|actual| matches(expected, actual));
            found.map(|at| left.swap_remove(at)).is_some()
        })
}

#[test]
fn what_differs_does_not_match() {
    use serde_json::json;
    assert!(matches(
        &json!({ "a": [{ "b": 1 }] }),
        &json!({ "a": [{ "b": 1, "c": 2 }] })
    ));
    for (expected, actual) in [
        (json!({ "a": 1 }), json!({ "a": "1" })),
        (json!({ "a": 1 }), json!({})),
        (json!([{}]), json!([])),
        (json!([{ "a": 1 }]), json!([{ "a": 2 }])),
    ] {
        assert!(!matches(&expected, &actual), "{expected} {actual}");
    }
    assert!(all_match(
        &[json!({ "a": 1 }), json!({ "a": 2 })],
        &[json!({ "a": 2 }), json!({ "a": 1 })]
    ));
    assert!(!all_match(
        &[json!({ "a": 1 }), json!({ "a": 1 })],
        &[json!({ "a": 2 }), json!({ "a": 1 })]
    ));
}
