use contract::event::AdjustmentCode;
use serde_json::{Value, json};

use crate::support::reader;

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
