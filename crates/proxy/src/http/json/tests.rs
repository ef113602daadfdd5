use contract::{AccountUpdate, Enabled, FieldCode, NewAccount, transfer::Retry};

use super::*;

fn fields<T: DeserializeOwned + std::fmt::Debug>(json: &str) -> Vec<(String, FieldCode)> {
    match parse::<T>(json.as_bytes()) {
        Err(Error::InvalidFields(errors)) => {
            errors.into_iter().map(|e| (e.pointer, e.code)).collect()
        }
        other => panic!("{json}: {other:?}"),
    }
}

fn one(pointer: &str, code: FieldCode) -> Vec<(String, FieldCode)> {
    vec![(pointer.to_owned(), code)]
}

#[test]
fn the_pointer_names_the_field_at_fault() {
    use FieldCode::*;
    assert_eq!(fields::<Enabled>("{}"), one("/enabled", Required));
    assert_eq!(
        fields::<Enabled>(r#"{"enabled":"yes"}"#),
        one("/enabled", WrongType)
    );
    assert_eq!(
        fields::<Enabled>(r#"{"enabled":true,"a/b~c":1}"#),
        one("/a~1b~0c", UnknownField)
    );
    assert_eq!(fields::<Enabled>("[]"), one("", WrongType));
    assert_eq!(fields::<Enabled>("[true]"), one("", WrongType));
    assert_eq!(fields::<Enabled>("null"), one("", WrongType));
    assert_eq!(fields::<Enabled>("[true,true]"), one("", WrongType));
    assert_eq!(fields::<Enabled>("[7]"), one("", WrongType));
    assert_eq!(
        fields::<Enabled>(r#"{"enabled":true,"enabled":true}"#),
        one("/enabled", DuplicateField)
    );
    assert_eq!(fields::<Enabled>("1e999"), one("", WrongType));
    assert_eq!(
        fields::<Retry>(r#"{"ids":["1",2]}"#),
        one("/ids/1", WrongType)
    );
    assert_eq!(fields::<Retry>(r#"{"ids":{}}"#), one("/ids", WrongType));
    let account =
        |tail: &str| format!(r#"{{"description":"a","platform":"p","account_name":"n",{tail}}}"#);
    assert_eq!(
        fields::<AccountUpdate>(&account(r#""api_key":"keep","ecommerce":{"orders":1}"#)),
        one("/ecommerce/orders", WrongType)
    );
    assert_eq!(
        fields::<AccountUpdate>(&account(r#""api_key":"keep","ecommerce":{"orders":true}"#)),
        one("/ecommerce/abandoned_carts", Required)
    );
    assert_eq!(
        fields::<AccountUpdate>(&account(r#""api_key":"keep","ecommerce":[true,true]"#)),
        one("/ecommerce", WrongType)
    );
    for ecommerce in ["[true,7]", "[true,true,true]", "[[]]", "7", "\"\\ud800\""] {
        let account = account(&format!(r#""api_key":"keep","ecommerce":{ecommerce}"#));
        let said = fields::<AccountUpdate>(&account);
        assert_eq!(said, one("/ecommerce", WrongType), "{ecommerce}");
    }
    for key in [
        "[]",
        "[\"replace\",\"x\"]",
        "{}",
        "7",
        r#"{"replace":"x","keep":1}"#,
        r#"{"keep":1}"#,
        "\"replace\"",
    ] {
        let said = fields::<NewAccount>(&account(&format!(r#""api_key":{key}"#)));
        assert_eq!(said, one("/api_key", WrongType), "{key}");
    }
    assert_eq!(
        fields::<NewAccount>(&account(r#""api_key":"n0-such-w0rd""#)),
        one("/api_key", WrongType)
    );
    assert_eq!(
        fields::<NewAccount>(&account(r#""api_key":{"replace":5}"#)),
        one("/api_key/replace", WrongType)
    );
}

#[test]
fn what_is_no_json_says_where_and_not_what() {
    for json in [
        "",
        "{",
        "{\"enabled\":true}x",
        "\u{feff}{}",
        "{\"enabled\":s3cret}",
        "{\"unknown\":s3cret}",
    ] {
        match parse::<Enabled>(json.as_bytes()) {
            Err(Error::MalformedJson(text)) => assert!(!text.contains("s3cret"), "{text}"),
            other => panic!("{json}: {other:?}"),
        }
    }
    let not_utf8 = parse::<Enabled>(b"{\"enabled\":\"\xff\"}");
    assert!(matches!(not_utf8, Err(Error::MalformedJson(_))));
}
