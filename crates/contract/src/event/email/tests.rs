use super::*;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[test]
fn the_same_address_in_capitals_is_the_same_person() {
    assert_eq!(
        Email::parse(" Anna.Rossi+shop@Example.IT "),
        Email::parse("anna.rossi+shop@example.it")
    );
}

#[test]
fn what_stands_around_an_address_is_dropped_and_two_addresses_are_none() {
    for text in [
        "Mario Rossi <mario@rossi.example>",
        "\"Rossi, Mario\" <mario@rossi.example>",
        "Mario@rossi.example <mario@rossi.example>",
        "<mario@rossi.example>",
        "mailto:mario@rossi.example",
        "mario@rossi.example.",
        "mario@rossi.example;",
        "'mario@rossi.example'",
    ] {
        let read = Email::read(text).map(|(email, changed)| (email.0, changed));
        assert_eq!(read, Ok(("mario@rossi.example".to_owned(), true)), "{text}");
    }
    for text in [
        "mario@rossi.example, anna@rossi.example",
        "mario@rossi.example; anna@rossi.example",
        "anna@rossi.example <mario@rossi.example>",
        "mario@rossi.example anna@rossi.example",
        "Mario <>",
        "mario@rossi,example",
    ] {
        assert!(Email::read(text).is_err(), "{text}");
    }
}

#[test]
fn there_is_one_spelling_of_an_address() {
    for (text, expected) in [
        ("anna@rossi.example\u{200b}", "anna@rossi.example"),
        ("\u{feff}anna@rossi.example", "anna@rossi.example"),
        ("an\u{ad}na@rossi.example\n", "anna@rossi.example"),
        ("anna@caffè.example", "anna@xn--caff-8oa.example"),
        ("anna@CAFFÈ.example", "anna@xn--caff-8oa.example"),
        ("anna@caffe\u{300}.example", "anna@xn--caff-8oa.example"),
        ("andre\u{301}@rossi.example", "andré@rossi.example"),
        ("anna\u{a0}@rossi.example", ""),
    ] {
        let read = Email::read(text).map(|(email, changed)| (email.0, changed));
        match expected {
            "" => assert_eq!(read, Err(ItemCode::InvalidEmail), "{text:?}"),
            expected => assert_eq!(
                read,
                Ok((
                    expected.to_owned(),
                    !text.ends_with('\n') || text.contains('\u{ad}')
                )),
                "{text:?}"
            ),
        }
    }
    assert_eq!(Email::read("Anna@Rossi.Example").map(|it| it.1), Ok(false));
}

#[test]
fn what_is_no_address_is_refused() {
    for text in [
        "anna",
        "@b.it",
        "anna@",
        "anna@b",
        "a b@c.it",
        "a@b@c.it",
        "a@[1.2.3.4]",
    ] {
        assert_eq!(Email::parse(text), Err(ItemCode::InvalidEmail), "{text}");
    }
}
