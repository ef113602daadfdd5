//! Converts rejected items to what the panel displays.

#[cfg(test)]
mod tests;

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
