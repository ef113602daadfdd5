use super::*;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn cents(text: &str, code: &str) -> Result<(i64, bool), ItemCode> {
    let currency = Currency::parse(code).unwrap();
    let (money, rounded) = Decimal::read(text, Some(currency))?.money(currency)?;
    Ok((money.cents(), rounded))
}

#[test]
fn every_price_from_a_cent_to_ten_thousand_is_exact() {
    for expected in 1..=1_000_000_i64 {
        let text = format!("{}.{:02}", expected / 100, expected % 100);
        assert_eq!(cents(&text, "EUR"), Ok((expected, false)), "{text}");
    }
}

#[test]
fn an_amount_is_read_as_people_and_programs_write_it() {
    for (text, expected) in [
        ("0", 0),
        ("0.29", 29),
        ("12", 1200),
        ("12.5", 1250),
        ("12.500", 1250),
        ("007.10", 710),
        ("29,90", 2990),
        ("0,5", 50),
        ("0,500", 50),
        ("1.234,56", 123_456),
        ("1,234.56", 123_456),
        ("1.234.567", 123_456_700),
        ("1 234,50", 123_450),
        ("1\u{a0}234", 123_400),
        ("1'234.50", 123_450),
        ("1e2", 10_000),
        ("2.99E1", 2990),
        ("2990e-2", 2990),
        ("+5", 500),
        (".5", 50),
        ("5.", 500),
        ("€ 29,90", 2990),
        ("29.90 EUR", 2990),
        ("0e999999999999", 0),
        ("1e-999999999999", 0),
        ("999999999999.99", 99_999_999_999_999),
    ] {
        assert_eq!(cents(text, "EUR").map(|it| it.0), Ok(expected), "{text}");
    }
}

#[test]
fn decimals_beyond_the_currencys_are_rounded_half_up() {
    for (text, currency, expected) in [
        ("8.1967", "EUR", 820),
        ("0.005", "EUR", 1),
        ("0.004999999999999999999999999999", "EUR", 0),
        ("0.295", "EUR", 30),
        ("29.899999999999998579", "EUR", 2990),
        ("1500.5", "JPY", 150_100),
        ("1500.49", "JPY", 150_000),
        ("1.2345", "KWD", 123),
    ] {
        assert_eq!(cents(text, currency), Ok((expected, true)), "{text}");
    }
    assert_eq!(cents("1.235", "KWD"), Ok((124, false)), "all that it has");
    assert_eq!(cents("1500.00", "JPY"), Ok((150_000, false)));
}

#[test]
fn what_can_be_read_in_two_ways_or_none_is_no_amount() {
    use ItemCode::{InvalidAmount, TooLarge};
    for (text, code) in [
        ("1,234", InvalidAmount),
        ("12,345", InvalidAmount),
        ("1.2.3", InvalidAmount),
        ("1,23,456.00", InvalidAmount),
        ("1 23", InvalidAmount),
        (".", InvalidAmount),
        ("-", InvalidAmount),
        ("--5", InvalidAmount),
        ("e5", InvalidAmount),
        ("5e", InvalidAmount),
        ("5e1.5", InvalidAmount),
        ("0x10", InvalidAmount),
        ("١", InvalidAmount),
        ("NaN", InvalidAmount),
        ("Infinity", InvalidAmount),
        ("$ 5", InvalidAmount),
        ("1000000000000", TooLarge),
        ("1e999999999999999999999", TooLarge),
    ] {
        assert_eq!(cents(text, "EUR"), Err(code), "{text}");
    }
}

#[test]
fn a_part_of_a_thing_costs_its_part() {
    let euro = Currency::parse("EUR").unwrap();
    let [quantity, price] = ["1.5", "19.93"].map(|text| Decimal::read(text, None).unwrap());
    let (amount, _) = quantity.times(price).unwrap().money(euro).unwrap();
    assert_eq!(
        (amount.cents(), quantity.with_comma()),
        (2990, "1,5".to_owned())
    );
    assert_eq!(Decimal::read("0.250", None).unwrap().with_comma(), "0,25");
    assert_eq!(Decimal::read("2.0", None).unwrap().whole(), Some(2));
    assert_eq!(quantity.whole(), None);
}
