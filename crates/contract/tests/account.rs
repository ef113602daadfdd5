//! The JSON of accounts, and their validation as a whole.

#![allow(missing_docs, clippy::unwrap_used)]

use contract::{
    Account, AccountName, AccountUpdate, ApiDomain, ApiKeyChange, FieldCode, FieldError, NewAccount,
};
use serde_json::json;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn saved() -> Account {
    serde_json::from_value(json!({
        "id": "0193b3a5-0000-7000-8000-000000000001",
        "description": "Negozio", "platform": "activecampaign", "account_name": "negozio",
        "api_key": {"stored": true, "last4": "a1b2"}, "enabled": true,
        "ecommerce": {"orders": false, "abandoned_carts": false}, "last_test": null,
        "created_at": "2026-11-23T10:00:00Z", "updated_at": "2026-11-23T10:00:00Z",
    }))
    .unwrap()
}

fn update(account_name: &str, api_key: ApiKeyChange) -> AccountUpdate {
    AccountUpdate {
        description: "Negozio".into(),
        platform: "activecampaign".into(),
        account_name: account_name.into(),
        api_key,
        ecommerce: None,
    }
}

#[test]
fn a_key_is_kept_or_replaced_by_a_word_or_an_object() {
    let keep: ApiKeyChange = serde_json::from_value(json!("keep")).unwrap();
    let replace: ApiKeyChange = serde_json::from_value(json!({"replace": "abc"})).unwrap();
    assert_eq!(keep, ApiKeyChange::Keep);
    assert_eq!(replace, ApiKeyChange::Replace("abc".into()));
    assert!(serde_json::from_value::<ApiKeyChange>(json!("abc")).is_err());
}

#[test]
fn all_that_is_wrong_is_said_at_once_in_the_order_of_the_form() {
    let new = NewAccount {
        description: " ".into(),
        platform: "telegram".into(),
        account_name: "https://example.com".into(),
        api_key: ApiKeyChange::Keep,
    };
    assert_eq!(
        new.validate(&[]).unwrap_err(),
        [
            FieldError::new("/description", FieldCode::Required),
            FieldError::new("/platform", FieldCode::PlatformNotConfigurable),
            FieldError::new("/account_name", FieldCode::OtherSite),
            FieldError::new("/api_key", FieldCode::Required),
        ]
    );
}

#[test]
fn changing_the_account_name_asks_for_the_key_again() {
    assert!(
        update("negozio", ApiKeyChange::Keep)
            .validate(&saved(), &[])
            .is_ok()
    );
    assert_eq!(
        update("altro", ApiKeyChange::Keep)
            .validate(&saved(), &[])
            .unwrap_err(),
        [FieldError::new("/api_key", FieldCode::KeyNeededForNewName)]
    );
    let replaced = update("altro", ApiKeyChange::Replace("k3y".into()));
    assert!(replaced.validate(&saved(), &[]).is_ok());
}

#[test]
fn the_platform_cannot_be_changed_once_saved() {
    let mut other = update("negozio", ApiKeyChange::Keep);
    other.platform = "telegram".into();
    assert_eq!(
        other.validate(&saved(), &[]).unwrap_err(),
        [FieldError::new("/platform", FieldCode::PlatformFixed)]
    );
}

#[test]
fn a_request_never_prints_its_key() {
    let new = update("negozio", ApiKeyChange::Replace("s3cret-k3y".into()));
    assert!(!format!("{new:?}").contains("s3cret"));
}

/// An account at a domain that the operator allowed.
fn european() -> (Account, [ApiDomain; 1]) {
    let domain = ApiDomain::parse("api-eu1.com").unwrap();
    let saved = Account {
        api_domain: Some(domain.clone()),
        ..saved()
    };
    (saved, [domain])
}

#[test]
fn a_url_at_an_allowed_domain_is_remembered_with_it() {
    let (_, allowed) = european();
    let mut new = NewAccount {
        description: "Negozio".into(),
        platform: "activecampaign".into(),
        account_name: "https://Negozio.api-eu1.com/".into(),
        api_key: ApiKeyChange::Replace("k3y".into()),
    };
    let valid = new.validate(&allowed).unwrap();
    assert_eq!(valid.account_name.as_str(), "negozio");
    assert_eq!(valid.api_domain.as_ref(), allowed.first());
    assert_eq!(
        new.validate(&[]).unwrap_err(),
        [FieldError::new(
            "/account_name",
            FieldCode::ApiHostNotEnabled
        )]
    );
    new.account_name = "negozio".into();
    assert_eq!(new.validate(&allowed).unwrap().api_domain, None);
}

#[test]
fn the_name_alone_keeps_the_domain_and_another_domain_asks_for_the_key_again() {
    let (saved, allowed) = european();
    for typed in ["negozio", "negozio.api-eu1.com", "negozio.activehosted.com"] {
        let kept = update(typed, ApiKeyChange::Keep).validate(&saved, &allowed);
        assert_eq!(kept.unwrap().api_domain, saved.api_domain, "{typed}");
    }
    for typed in ["negozio.api-us1.com", "altro", "altro.api-eu1.com"] {
        let wrong = update(typed, ApiKeyChange::Keep).validate(&saved, &allowed);
        let key_needed = FieldError::new("/api_key", FieldCode::KeyNeededForNewName);
        assert_eq!(wrong.unwrap_err(), [key_needed], "{typed}");
    }
    let moved = update("negozio.api-us1.com", ApiKeyChange::Replace("k3y".into()));
    assert_eq!(moved.validate(&saved, &allowed).unwrap().api_domain, None);
}

#[test]
fn the_field_shows_a_domain_only_where_the_name_alone_means_another_one() {
    let (saved, allowed) = european();
    let shown = |typed: &str, saved: Option<&Account>| {
        AccountName::understand(typed, &allowed)
            .unwrap()
            .text(saved)
    };
    assert_eq!(saved.account_name_text(), "negozio.api-eu1.com");
    assert_eq!(shown("https://negozio.api-us1.com", None), "negozio");
    assert_eq!(
        shown("https://negozio.api-eu1.com", None),
        "negozio.api-eu1.com"
    );
    let back = shown("https://negozio.api-us1.com", Some(&saved));
    assert_eq!(back, "negozio.api-us1.com");
    assert_eq!(shown("https://altro.api-us1.com", Some(&saved)), "altro");
}

#[test]
fn an_account_at_the_default_domain_is_read_and_written_without_one() {
    let json = serde_json::to_value(saved()).unwrap();
    assert_eq!(json.get("api_domain"), None);
    let (european, _) = european();
    let json = serde_json::to_value(&european).unwrap();
    assert_eq!(json["api_domain"], "api-eu1.com");
    assert_eq!(serde_json::from_value::<Account>(json).unwrap(), european);
}
