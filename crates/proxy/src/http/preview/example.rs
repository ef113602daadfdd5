use contract::event::{Reader, Taken, store};
use jiff::{Timestamp, tz::TimeZone};

use super::Shown;
use crate::delivery::PreviewedOrder;

/// An order of two lines, as a shop submits it: the prices are net of VAT, with six decimals.
const EXAMPLE: &str = include_str!("example.json");

/// The example, read and stored as a submitted order is.
pub(super) fn order() -> Option<Shown> {
    let reader = Reader::new(Timestamp::now(), TimeZone::UTC, "");
    let Taken { item, adjustments } = reader.order(EXAMPLE).ok()?;
    let adjusted = adjustments.into_iter().map(|it| (it.pointer, it.code));
    Some(Shown {
        order: PreviewedOrder::read(&store(&item).ok()?)?,
        adjusted: adjusted.collect(),
        arrived_at: None,
    })
}

#[cfg(test)]
mod tests {
    use contract::AdjustmentCode;

    #[test]
    fn the_example_can_be_read_and_shows_adjusted_prices() {
        let shown = super::order().unwrap();
        let rounded = ["/lines/0/unit_price", "/lines/1/unit_price"]
            .map(|pointer| (pointer.to_owned(), AdjustmentCode::Rounded));
        assert_eq!(shown.adjusted, rounded);
    }
}
