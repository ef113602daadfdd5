//! An order in words: its fields and lines, with the adjustments of each.

use contract::{
    AdjustmentCode,
    event::{Discount, Line, Money, Order, Text, WebUrl},
    preview::{PreviewDiscount, PreviewField, PreviewFieldName as Name, PreviewLine},
};

/// An adjustment: a JSON pointer into the order as it was submitted, and the kind.
type Adjusted = (String, AdjustmentCode);

/// The parts of the preview that describe the order.
pub(super) struct Words {
    pub fields: Vec<PreviewField>,
    pub lines: Vec<PreviewLine>,
    pub discounts: Vec<PreviewDiscount>,
    pub other_adjusted: Vec<AdjustmentCode>,
}

/// Describes an order.
pub(super) fn of(order: &Order, adjusted: &[Adjusted]) -> Words {
    let mut words = Words {
        fields: fields(order),
        lines: order.lines.iter().map(line).collect(),
        discounts: order.discounts.iter().map(discount).collect(),
        other_adjusted: Vec::new(),
    };
    for (pointer, code) in adjusted {
        let place = words.place_of(pointer, adjusted);
        if !place.contains(code) {
            place.push(*code);
        }
    }
    words
}

/// The fields that are sent. A missing amount is sent as zero, a missing text not at all.
fn fields(order: &Order) -> Vec<PreviewField> {
    let text = |text: &Text| Some(text.as_str().to_owned()).filter(|text| !text.is_empty());
    let amount = |amount: Option<Money>| Some(amount.unwrap_or_default().to_string());
    let billing = &order.billing;
    let fields = [
        (Name::Email, Some(billing.email.as_str().to_owned())),
        (Name::FirstName, text(&billing.first_name)),
        (Name::LastName, text(&billing.last_name)),
        (Name::Number, text(&order.number)),
        (
            Name::PlacedAt,
            Some(order.placed_at.timestamp().to_string()),
        ),
        (
            Name::UpdatedAt,
            Some(order.updated_at.timestamp().to_string()),
        ),
        (
            Name::Url,
            order.url.as_ref().map(WebUrl::as_str).map(str::to_owned),
        ),
        (
            Name::ShippingMethod,
            order.shipping_method.as_ref().and_then(text),
        ),
        (Name::Discount, amount(order.discount)),
        (Name::Shipping, amount(order.shipping)),
        (Name::Tax, amount(order.tax)),
        (Name::Total, amount(Some(order.total))),
    ];
    let field = |(name, value): (Name, Option<String>)| {
        Some(PreviewField {
            name,
            value: value?,
            adjusted: Vec::new(),
        })
    };
    fields.into_iter().filter_map(field).collect()
}

fn line(line: &Line) -> PreviewLine {
    PreviewLine {
        name: line.name.as_str().to_owned(),
        quantity: line.quantity,
        unit_price: line.unit_price.to_string(),
        adjusted: Vec::new(),
    }
}

fn discount(discount: &Discount) -> PreviewDiscount {
    PreviewDiscount {
        name: discount.name.as_str().to_owned(),
        amount: discount.amount.to_string(),
    }
}

/// The JSON pointer of a field in a submitted order.
const fn pointer(name: Name) -> &'static str {
    match name {
        Name::Email => "/billing/email",
        Name::FirstName => "/billing/first_name",
        Name::LastName => "/billing/last_name",
        Name::Number => "/number",
        Name::PlacedAt => "/placed_at",
        Name::UpdatedAt => "/updated_at",
        Name::Url => "/url",
        Name::Total => "/total",
        Name::Shipping => "/shipping",
        Name::Tax => "/tax",
        Name::Discount => "/discount",
        Name::ShippingMethod => "/shipping_method",
        Name::Unknown => "",
    }
}

impl Words {
    /// Where an adjustment is shown: at its field, at its line, or apart.
    fn place_of(&mut self, at: &str, adjusted: &[Adjusted]) -> &mut Vec<AdjustmentCode> {
        if let Some(index) = line_of(at, adjusted)
            && let Some(line) = self.lines.get_mut(index)
        {
            return &mut line.adjusted;
        }
        match self.fields.iter_mut().find(|it| pointer(it.name) == at) {
            Some(field) => &mut field.adjusted,
            None => &mut self.other_adjusted,
        }
    }
}

/// The index of the line that an adjustment concerns, among the lines that are sent. `None` for
/// another part, and for a line that is not sent as one.
fn line_of(at: &str, adjusted: &[Adjusted]) -> Option<usize> {
    let submitted = |pointer: &str| {
        let index = pointer.strip_prefix("/lines/")?.split('/').next()?;
        index.parse::<usize>().ok()
    };
    // A line that was left out or became a discount is adjusted as a whole.
    let is_gone = |(pointer, _): &&Adjusted| {
        let line = pointer.strip_prefix("/lines/");
        line.is_some_and(|line| !line.contains('/'))
    };
    let index = submitted(at)?;
    let gone = adjusted.iter().filter(is_gone);
    let gone: Vec<usize> = gone.filter_map(|(pointer, _)| submitted(pointer)).collect();
    match gone.contains(&index) {
        true => None,
        false => Some(index - gone.iter().filter(|gone| **gone < index).count()),
    }
}

#[cfg(test)]
mod tests {
    use contract::event::{Reader, Taken};
    use jiff::{Timestamp, tz::TimeZone};

    use super::*;

    #[test]
    fn an_adjustment_is_shown_at_its_line_also_after_one_that_became_a_discount() {
        let order = r#"{"id":"1","number":"1","placed_at":"2026-01-15T10:30:00Z",
            "updated_at":"2026-01-15T10:30:00Z","currency":"eur","total":"9.00",
            "billing":{"email":"a@b.example"},"lines":[
            {"product_id":"v","name":"Voucher","quantity":1,"unit_price":"-1.00"},
            {"product_id":"p","name":"Cup","quantity":1,"unit_price":"10.001"}]}"#;
        let reader = Reader::new(Timestamp::now(), TimeZone::UTC, "");
        let Taken { item, adjustments } = reader.order(order).unwrap();
        let adjusted = adjustments.into_iter().map(|it| (it.pointer, it.code));
        let words = of(&item, &adjusted.collect::<Vec<_>>());
        assert_eq!(words.lines[0].name, "Cup");
        assert_eq!(words.lines[0].adjusted, [AdjustmentCode::Rounded]);
        assert_eq!(words.discounts[0].name, "Voucher");
        let other = [AdjustmentCode::Spelling, AdjustmentCode::Discount];
        assert_eq!(words.other_adjusted, other);
    }
}
