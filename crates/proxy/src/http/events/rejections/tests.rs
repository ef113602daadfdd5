use contract::event::Reader;
use jiff::{Timestamp, tz::TimeZone};

use super::*;

fn error(pointer: &str, code: ItemCode) -> ItemError {
    ItemError {
        pointer: pointer.into(),
        code,
    }
}

/// The stored description of a rejected order.
fn of_order(text: &str) -> NewRejection {
    let reader = Reader::new(Timestamp::MAX, TimeZone::UTC, "");
    describe(text, &reader.order(text).unwrap_err())
}

fn of_errors(errors: Vec<ItemError>) -> NewRejection {
    let rejection = Rejection {
        id: None,
        number: None,
        email: None,
        errors,
    };
    describe("{}", &rejection)
}

#[test]
fn an_item_is_called_what_can_be_read_of_it() {
    let both = of_order(r#"{"id": 7, "number": " N-7\n"}"#);
    assert_eq!(both.key, RejectionKey::id("7"));
    assert_eq!(both.number.as_deref(), Some("N-7"));
    let number = of_order(r#"{"id": "", "number": "N-7"}"#);
    assert_eq!(number.key, RejectionKey::number("N-7"));
    for unreadable in ["5", "null", "{", r#"{"id": [1]}"#] {
        let rejected = of_order(unreadable);
        assert_eq!(rejected.key, RejectionKey::content(unreadable.as_bytes()));
        assert_eq!((rejected.external_id, rejected.number), (None, None));
    }
}

#[test]
fn the_reason_is_said_in_the_words_of_what_the_merchant_sees() {
    for (pointer, code, expected) in [
        ("", ItemCode::WrongType, RejectionReason::Unreadable),
        ("/id", ItemCode::Required, RejectionReason::Identifier),
        (
            "/billing/email",
            ItemCode::Required,
            RejectionReason::EmailMissing,
        ),
        (
            "/billing",
            ItemCode::Required,
            RejectionReason::EmailMissing,
        ),
        (
            "/billing/email",
            ItemCode::InvalidEmail,
            RejectionReason::EmailInvalid,
        ),
        (
            "/billing",
            ItemCode::WrongType,
            RejectionReason::EmailMissing,
        ),
        (
            "/customer/registered",
            ItemCode::Required,
            RejectionReason::Other,
        ),
        ("/total", ItemCode::InvalidAmount, RejectionReason::Total),
        (
            "/currency",
            ItemCode::UnknownCurrency,
            RejectionReason::Currency,
        ),
        ("/updated_at", ItemCode::InvalidTime, RejectionReason::Date),
        ("/lines", ItemCode::WrongType, RejectionReason::Line),
        ("/history", ItemCode::WrongType, RejectionReason::Other),
    ] {
        let rejected = of_errors(vec![error(pointer, code)]);
        assert_eq!(rejected.reason, expected, "{pointer}");
    }
}

#[test]
fn what_is_kept_of_an_item_is_small() {
    let long = "x".repeat(100_000);
    let errors = vec![error(&format!("/{long}"), ItemCode::WrongType); 5000];
    let rejected = of_errors(errors);
    assert_eq!(rejected.errors.len(), MAX_ERRORS);
    assert!(rejected.errors[0].pointer.len() <= MAX_POINTER);
    let rejected = of_order(&format!(r#"{{"id": "{long}", "number": "{long}"}}"#));
    assert_eq!(rejected.external_id, None);
    assert!(rejected.number.is_some_and(|number| number.len() <= 255));
}
