use super::{
    Taken, discounts,
    line::{self, Lines},
    object::{Object, Value},
    place::Place,
    reading::{Reading, When},
};
use crate::event::{
    AdjustmentCode, Billing, Currency, Discount, Email, ExternalId, ItemCode, Moment, Money, Order,
    Rejection, Text,
};

/// A submitted order, not yet validated.
struct IncomingOrder<'a>(Object<'a>);

/// The parts that identify an order, kept for its rejection.
#[derive(Default)]
struct Known {
    id: Option<ExternalId>,
    number: Option<Text>,
    email: Option<Email>,
}

pub(super) fn read(mut reading: Reading<'_>, json: &str) -> Result<Taken<Order>, Rejection> {
    let mut known = Known::default();
    let order = match Object::read(json) {
        Some(object) => IncomingOrder(object).check(&mut reading, &mut known),
        None => {
            reading.reject(&Place::Item, ItemCode::WrongType);
            None
        }
    };
    match order {
        Some(item) if reading.errors.is_empty() => Ok(Taken {
            item,
            adjustments: reading.adjustments,
        }),
        _ => Err(Rejection {
            id: known.id,
            number: known.number,
            email: known.email,
            errors: reading.errors,
        }),
    }
}

impl IncomingOrder<'_> {
    /// Validates every field and reports all errors at once.
    fn check(&self, reading: &mut Reading<'_>, known: &mut Known) -> Option<Order> {
        let field = |name| self.0.field(&Place::Item, name);
        let id = reading.essential(field("id"), Reading::id);
        let number = reading.optional(field("number"), Reading::text);
        known.id.clone_from(&id);
        known.number.clone_from(&number);
        let placed_at = reading.essential(field("placed_at"), Reading::when);
        let updated_at = self.updated_at(reading, placed_at);
        let url = reading.optional(field("url"), Reading::address);
        let cart_id = reading.optional(field("cart_id"), Reading::id);
        // Databases use 0 for a missing row.
        let cart_id = cart_id.filter(|id| id.as_str() != "0");
        let currency = reading.essential(field("currency"), Reading::currency);
        let billing = self.billing(reading, known);
        let cancelled_at = self.cancelled_at(reading, updated_at);
        let history = self.history(reading);
        // Without a currency no amount can be parsed; report only that one error.
        let currency = currency?;
        let total = reading.total(field("total"), currency);
        let shipping = reading.amount(field("shipping"), currency);
        let tax = reading.amount(field("tax"), currency);
        let discount = self.discount(reading, currency);
        let shipping_method = reading.optional(field("shipping_method"), Reading::text);
        let named = discounts::read(&self.0, reading, currency);
        let lines = line::read(&self.0, reading, currency).unwrap_or_default();
        let number = match (number, &id) {
            (Some(number), _) => number,
            (None, Some(id)) => {
                let place = Place::Field(&Place::Item, "number");
                reading.adjust(&place, AdjustmentCode::Replaced);
                Text::parse(id.as_str()).ok()?
            }
            (None, None) => return None,
        };
        let (discount, discounts) = together(discount, named, &lines)?;
        Some(Order {
            id: id?,
            number,
            placed_at: placed_at?.sent,
            updated_at: updated_at?.sent,
            version: updated_at?.handed_over,
            url,
            cart_id,
            currency,
            total: total?,
            shipping,
            tax,
            discount,
            shipping_method,
            cancelled_at: cancelled_at?,
            history: history?,
            billing: billing?,
            lines: lines.lines,
            discounts,
        })
    }

    /// When the order last changed. Shops leave it empty before the first change; then it is the
    /// time when the order was placed.
    fn updated_at(&self, reading: &mut Reading<'_>, placed_at: Option<When>) -> Option<When> {
        let field = self.0.field(&Place::Item, "updated_at");
        let place = field.place;
        if matches!(field.value, Value::Absent) {
            reading.adjust(&place, AdjustmentCode::Replaced);
            return placed_at;
        }
        reading.essential(field, |reading, field| match reading.when(field) {
            Err(ItemCode::Required) => {
                reading.adjust(&place, AdjustmentCode::Replaced);
                placed_at.ok_or(ItemCode::Required)
            }
            when => when,
        })
    }

    fn billing(&self, reading: &mut Reading<'_>, known: &mut Known) -> Option<Billing> {
        let field = self.0.field(&Place::Item, "billing");
        let place = field.place;
        let billing = reading.essential(field, Reading::object)?;
        let field = |name| billing.field(&place, name);
        let first_name = reading.optional(field("first_name"), Reading::text);
        let last_name = reading.optional(field("last_name"), Reading::text);
        let email = reading.essential(field("email"), Reading::email);
        known.email.clone_from(&email);
        Some(Billing {
            first_name: first_name.unwrap_or_default(),
            last_name: last_name.unwrap_or_default(),
            email: email?,
        })
    }

    /// When the order was cancelled. The value must be valid. A bare "yes" means the time of the
    /// last change.
    fn cancelled_at(
        &self,
        reading: &mut Reading<'_>,
        updated_at: Option<When>,
    ) -> Option<Option<Moment>> {
        let field = self.0.field(&Place::Item, "cancelled_at");
        if matches!(field.value, Value::Absent) {
            return Some(None);
        }
        let now = reading.now();
        reading.essential(field, |reading, field| {
            match reading.yes_or_no(field) {
                Ok(false) => return Ok(None),
                Ok(true) => {
                    reading.adjust(&field.place, AdjustmentCode::Replaced);
                    let changed = updated_at.map(|when| when.sent);
                    return Ok(Some(changed.unwrap_or_else(|| Moment::at(now))));
                }
                Err(_) => {}
            }
            match reading.when(field) {
                Ok(when) => Ok(Some(when.sent)),
                // A date that means "never".
                Err(ItemCode::Required) => Ok(None),
                Err(code) => Err(code),
            }
        })
    }

    /// Whether the order is historical. The value must be valid: a historical order sent as a new
    /// one triggers e-mails to customers.
    fn history(&self, reading: &mut Reading<'_>) -> Option<bool> {
        let field = self.0.field(&Place::Item, "history");
        match field.value {
            Value::Absent => Some(false),
            _ => reading.essential(field, Reading::yes_or_no),
        }
    }

    /// The discount. Some shops submit it as a negative amount.
    fn discount(&self, reading: &mut Reading<'_>, currency: Currency) -> Option<Money> {
        let field = self.0.field(&Place::Item, "discount");
        reading.optional(field, |reading, field| {
            let number = reading.number(field, Some(currency))?;
            if number.is_negative() {
                reading.adjust(&field.place, AdjustmentCode::Discount);
            }
            reading.rounded(number, currency, &field.place)
        })
    }
}

/// The total discount of an order and its named parts. Negative lines are added to the submitted
/// discount, unless the discount already equals their sum: some shops submit a voucher in both
/// places.
fn together(
    discount: Option<Money>,
    mut named: Vec<Discount>,
    lines: &Lines,
) -> Option<(Option<Money>, Vec<Discount>)> {
    let sum = |list: &[Discount]| list.iter().map(|it| it.amount.cents()).sum::<i64>();
    let of_lines = sum(&lines.discounts);
    let cents = match discount.map(Money::cents) {
        Some(cents) if cents == of_lines => cents,
        Some(cents) => cents + of_lines,
        None => sum(&named) + of_lines,
    };
    named.extend(lines.discounts.iter().cloned());
    let total = Money::from_cents(cents.min(Money::MAX.cents())).ok()?;
    Some(match (discount, named.is_empty()) {
        (None, true) => (None, named),
        _ => (Some(total), named),
    })
}
