//! Properties of all parsers: they never panic, and parsed values print as their source.

#![cfg(not(target_arch = "wasm32"))]
#![allow(missing_docs, clippy::unwrap_used)]

use contract::{AccountId, AccountName, ApiKey, Description};
use proptest::prelude::*;

/// Random texts, and texts near the limits of what is accepted.
fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[ \"'`]{0,2}(https?://|HTTP://|//|url=|KEY=|key: )?[a-zA-Z0-9.:@\\[\\]_=-]{0,80}(\\.api-us1\\.com|\\.activehosted\\.com)?[/?# \"']{0,3}",
        "[!-~]{0,300}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]

    #[test]
    fn an_account_name_prints_back_to_itself_and_is_one_dns_label(text in texts()) {
        if let Ok(name) = AccountName::parse(&text) {
            prop_assert_eq!(AccountName::parse(name.as_str()), Ok(name.clone()));
            prop_assert!((1..=63).contains(&name.as_str().len()));
            prop_assert!(name.as_str().bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
        }
    }

    #[test]
    fn an_api_key_prints_back_to_itself(text in texts()) {
        if let Ok(key) = ApiKey::parse(&text) {
            prop_assert_eq!(ApiKey::parse(key.expose()), Ok(key.clone()));
            prop_assert!(key.expose().ends_with(key.last4()));
        }
    }

    #[test]
    fn a_description_prints_back_to_itself(text in any::<String>()) {
        if let Ok(description) = Description::parse(&text) {
            prop_assert_eq!(Description::parse(description.as_str()), Ok(description.clone()));
        }
    }

    #[test]
    fn an_account_id_never_changes_a_path(text in any::<String>()) {
        if let Some(id) = AccountId::parse(&text) {
            prop_assert!(!contract::paths::account(&id)["/api/v1/accounts/".len()..].contains(['/', '?', '#', '.']));
        }
    }
}
