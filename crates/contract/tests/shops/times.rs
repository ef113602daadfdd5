use contract::event::ItemCode;
use serde_json::json;

use crate::support::{rejected, taken};

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
