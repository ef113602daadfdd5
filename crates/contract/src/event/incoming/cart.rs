use super::{
    IncomingCart, Taken, discounts, line,
    object::{Object, Repeated, Value},
    place::Place,
    reading::{Reading, When},
};
use crate::event::{
    AdjustmentCode, Cart, Currency, Email, ExternalId, ItemCode, Money, Rejection, Shopper,
};

/// A submitted cart, not yet validated.
struct Incoming<'a>(Object<'a>);

/// The owner of a submitted cart.
enum Owner {
    Registered(Shopper, Email),
    /// A shopper whose carts are not sent.
    Other,
}

pub(super) fn read(mut reading: Reading<'_>, json: &str) -> Result<IncomingCart, Rejection> {
    let Some(object) = Object::read(json) else {
        reading.reject(&Place::Item, ItemCode::WrongType);
        return Err(rejection(reading, None, None));
    };
    let cart = Incoming(object);
    let id = reading.essential(cart.0.field(&Place::Item, "id"), Reading::id);
    let owner = cart.owner(&mut reading);
    let (shopper, email) = match owner {
        Some(Owner::Other) => return Ok(IncomingCart::NotSent),
        Some(Owner::Registered(shopper, email)) => (Some(shopper), Some(email)),
        None => (None, None),
    };
    let read = cart.check(&mut reading, id.clone(), shopper);
    match read {
        Some(item) if reading.errors.is_empty() => Ok(IncomingCart::Cart(Box::new(Taken {
            item,
            adjustments: reading.adjustments,
        }))),
        _ => Err(rejection(reading, id, email)),
    }
}

fn rejection(reading: Reading<'_>, id: Option<ExternalId>, email: Option<Email>) -> Rejection {
    Rejection {
        id,
        number: None,
        email,
        errors: reading.errors,
    }
}

impl Incoming<'_> {
    fn owner(&self, reading: &mut Reading<'_>) -> Option<Owner> {
        let field = self.0.field(&Place::Item, "customer");
        let place = field.place;
        if field.repeated != Repeated::Differing && field.value.is_nothing() {
            // The cart of a guest.
            return Some(Owner::Other);
        }
        let customer = reading.essential(field, Reading::object)?;
        let field = |name| customer.field(&place, name);
        let registered = reading.essential(field("registered"), Reading::yes_or_no);
        let email = field("email");
        if registered == Some(false) || matches!(email.value, Value::Absent | Value::Bool(false)) {
            return Some(Owner::Other);
        }
        let email = reading.essential(email, Reading::email);
        let id = reading.optional(field("id"), Reading::id);
        let first_name = reading.optional(field("first_name"), Reading::text);
        let last_name = reading.optional(field("last_name"), Reading::text);
        let (registered, email) = (registered?, email?);
        let shopper = Shopper {
            id,
            registered,
            first_name: first_name.unwrap_or_default(),
            last_name: last_name.unwrap_or_default(),
            email: Some(email.clone()),
        };
        Some(Owner::Registered(shopper, email))
    }

    /// Validates every field and reports all errors at once.
    fn check(
        &self,
        reading: &mut Reading<'_>,
        id: Option<ExternalId>,
        customer: Option<Shopper>,
    ) -> Option<Cart> {
        let field = |name| self.0.field(&Place::Item, name);
        let when = self.when(reading);
        let currency = reading.essential(field("currency"), Reading::currency)?;
        let lines = line::read(&self.0, reading, currency);
        let named = discounts::read(&self.0, reading, currency);
        let is_empty = lines.as_ref().is_some_and(|lines| lines.lines.is_empty());
        if lines.as_ref().is_some_and(|it| is_empty && it.unreadable) {
            // Unreadable lines do not mean that the cart was emptied.
            reading.reject(&Place::Field(&Place::Item, "lines"), ItemCode::WrongType);
        }
        let total = self.total(reading, currency, is_empty);
        let recovery_url = match is_empty {
            // An emptied cart needs no recovery URL.
            true => Some(None),
            false => reading
                .essential(field("recovery_url"), Reading::address)
                .map(Some),
        };
        let lines = lines?;
        let (abandoned_at, updated_at) = when?;
        let discounts = named.into_iter().chain(lines.discounts).collect();
        Some(Cart {
            id: id?,
            abandoned_at: abandoned_at.sent,
            updated_at: updated_at.sent,
            version: updated_at.handed_over,
            recovery_url: recovery_url?,
            currency,
            total: total?,
            customer: customer?,
            lines: lines.lines,
            discounts,
        })
    }

    /// When the cart was abandoned and when it last changed. Either replaces the other when
    /// missing: a cart is abandoned when it stops changing.
    fn when(&self, reading: &mut Reading<'_>) -> Option<(When, When)> {
        let mut time = |name| {
            let field = self.0.field(&Place::Item, name);
            match field.value {
                Value::Absent => Some(None),
                _ => reading.essential(field, |reading, field| match reading.when(field) {
                    Ok(when) => Ok(Some(when)),
                    Err(ItemCode::Required) => Ok(None),
                    Err(code) => Err(code),
                }),
            }
        };
        let (abandoned_at, updated_at) = (time("abandoned_at"), time("updated_at"));
        let missing = |name| Place::Field(&Place::Item, name);
        match (abandoned_at?, updated_at?) {
            (Some(abandoned_at), Some(updated_at)) => Some((abandoned_at, updated_at)),
            (Some(abandoned_at), None) => {
                reading.adjust(&missing("updated_at"), AdjustmentCode::Replaced);
                Some((abandoned_at, abandoned_at))
            }
            (None, Some(updated_at)) => {
                reading.adjust(&missing("abandoned_at"), AdjustmentCode::Replaced);
                Some((updated_at, updated_at))
            }
            (None, None) => {
                reading.reject(&missing("abandoned_at"), ItemCode::Required);
                None
            }
        }
    }

    /// The total; zero for an emptied cart, whatever was submitted.
    fn total(
        &self,
        reading: &mut Reading<'_>,
        currency: Currency,
        is_empty: bool,
    ) -> Option<Money> {
        let field = self.0.field(&Place::Item, "total");
        match is_empty {
            true => Some(Money::default()),
            false => reading.total(field, currency),
        }
    }
}
