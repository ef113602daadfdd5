//! Converts rejected items to what the panel displays.

use contract::{
    event::{ItemCode, ItemError, Rejection},
    transfer::{RejectedField, RejectionReason},
};
use serde_json::Value;

use crate::store::{CustomerKey, NewItem, NewRejection, RejectionKey};

/// Maximum number of stored errors per item, and maximum length of a pointer in characters.
const MAX_ERRORS: usize = 20;
const MAX_POINTER: usize = 200;

/// The stored description of a rejected item: its identifiers, as far as they can be parsed, and
/// its errors.
pub(super) fn describe(item: &str, rejection: &Rejection) -> NewRejection {
    let Rejection {
        id,
        number,
        email,
        errors,
    } = rejection;
    let key = match (id, number) {
        (Some(id), _) => RejectionKey::id(id.as_str()),
        (None, Some(number)) => RejectionKey::number(number.as_str()),
        (None, None) => RejectionKey::content(item.as_bytes()),
    };
    NewRejection {
        key,
        external_id: id.as_ref().map(|id| id.as_str().to_owned()),
        number: number.as_ref().map(|number| number.as_str().to_owned()),
        customer: email.as_ref().map(CustomerKey::of),
        reason: errors.first().map_or(RejectionReason::Other, reason),
        errors: errors.iter().take(MAX_ERRORS).map(field).collect(),
    }
}

/// The keys under which an accepted item may have been rejected before.
pub(super) fn keys(item: &NewItem) -> impl Iterator<Item = RejectionKey> {
    let number = item.number.as_deref().map(RejectionKey::number);
    [Some(RejectionKey::id(&item.external_id)), number]
        .into_iter()
        .flatten()
}

fn field(error: &ItemError) -> RejectedField {
    let code = match serde_json::to_value(error.code) {
        Ok(Value::String(code)) => code,
        _ => String::new(),
    };
    RejectedField {
        pointer: error.pointer.chars().take(MAX_POINTER).collect(),
        code,
    }
}

/// The reason that a merchant sees for an error.
fn reason(error: &ItemError) -> RejectionReason {
    let field = error.pointer.trim_start_matches('/');
    let first = field.split('/').next().unwrap_or_default();
    match first {
        "" => RejectionReason::Unreadable,
        "id" | "number" => RejectionReason::Identifier,
        "billing" | "customer" => match error.code {
            // Without the object it has no address.
            _ if field == first => RejectionReason::EmailMissing,
            ItemCode::Required if field.ends_with("/email") => RejectionReason::EmailMissing,
            _ if field.ends_with("/email") => RejectionReason::EmailInvalid,
            _ => RejectionReason::Other,
        },
        "total" => RejectionReason::Total,
        "currency" => RejectionReason::Currency,
        "placed_at" | "updated_at" | "abandoned_at" | "cancelled_at" => RejectionReason::Date,
        "recovery_url" => RejectionReason::RecoveryUrl,
        "lines" => RejectionReason::Line,
        _ => RejectionReason::Other,
    }
}

#[cfg(test)]
mod tests {
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
}
