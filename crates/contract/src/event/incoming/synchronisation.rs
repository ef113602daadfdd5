use super::{
    Taken,
    object::{Object, Value},
    place::Place,
    reading::Reading,
};
use crate::event::{AdjustmentCode, ItemCode, Rejection, Synchronisation, SynchronisationKind};

pub(super) fn read(
    mut reading: Reading<'_>,
    json: &str,
) -> Result<Taken<Synchronisation>, Rejection> {
    let ended = match Object::read(json) {
        Some(object) => check(&object, &mut reading),
        None => {
            reading.reject(&Place::Item, ItemCode::WrongType);
            None
        }
    };
    match ended {
        Some(item) if reading.errors.is_empty() => Ok(Taken {
            item,
            adjustments: reading.adjustments,
        }),
        _ => Err(Rejection {
            id: None,
            number: None,
            email: None,
            errors: reading.errors,
        }),
    }
}

fn check(object: &Object<'_>, reading: &mut Reading<'_>) -> Option<Synchronisation> {
    let field = |name| object.field(&Place::Item, name);
    let id = reading.essential(field("id"), Reading::id);
    let kind = field("kind");
    let place = kind.place;
    let kind = reading.optional(kind, |_, field| match &field.value {
        Value::Text(text) if text.eq_ignore_ascii_case("full") => Ok(SynchronisationKind::Full),
        Value::Text(text) if text.eq_ignore_ascii_case("changes") => {
            Ok(SynchronisationKind::Changes)
        }
        _ => Err(ItemCode::WrongType),
    });
    // Both kinds release the held carts, so an unknown kind is harmless.
    let kind = kind.unwrap_or_else(|| {
        reading
            .adjustments
            .retain(|it| it.pointer != place.to_string());
        reading.adjust(&place, AdjustmentCode::Replaced);
        SynchronisationKind::Changes
    });
    let ended_at = reading.essential(field("ended_at"), Reading::when);
    Some(Synchronisation {
        id: id?,
        kind,
        ended_at: ended_at?.sent,
    })
}
