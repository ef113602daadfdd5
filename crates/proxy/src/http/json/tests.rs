use contract::{AccountUpdate, Enabled, NewAccount};

use super::*;

fn fields<T: DeserializeOwned + Serialize + std::fmt::Debug>(
    json: &str,
) -> Vec<(String, FieldCode)> {
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
        "{\"enabled\":true,\"enabled\":false}",
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
