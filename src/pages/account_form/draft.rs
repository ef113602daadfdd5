//! The input of the form. Needs no browser.

use contract::{
    Account, AccountName, AccountUpdate, ApiDomain, ApiKeyChange, Ecommerce, NewAccount,
    SecretText, holds_key,
};
use reactive_stores::Store;
use serde::{Deserialize, Serialize};

/// The input of the form. The key is not serialized, so it is never stored in the browser.
#[derive(Clone, Debug, Default, PartialEq, Store, Serialize, Deserialize)]
pub struct Draft {
    /// *Descrizione*.
    pub description: String,
    /// The id of the platform; empty while none is selected.
    pub platform: String,
    /// *Nome Account*.
    pub account_name: String,
    /// *API Key*: a new key, or empty.
    #[serde(skip)]
    pub api_key: SecretText,
    /// *Abilita Ordini*.
    pub orders: bool,
    /// *Abilita Carrelli Abbandonati*.
    pub abandoned_carts: bool,
}

impl Draft {
    /// The draft of a saved account.
    #[must_use]
    pub fn of(account: &Account) -> Self {
        // Destructured, so that a new field causes a compiler error here.
        let Account {
            description,
            platform,
            account_name: _,
            api_domain: _,
            ecommerce:
                Ecommerce {
                    orders,
                    abandoned_carts,
                },
            id: _,
            api_key: _,
            enabled: _,
            last_test: _,
            transfers: _,
            stopped: _,
            last_order_sent_at: _,
            created_at: _,
            updated_at: _,
        } = account;
        Self {
            description: description.to_string(),
            platform: platform.id().to_owned(),
            account_name: account.account_name_text(),
            api_key: SecretText::default(),
            orders: *orders,
            abandoned_carts: *abandoned_carts,
        }
    }

    /// The draft for storage in the browser: removes texts that look like a key from all fields.
    /// The key field itself is not serialized.
    #[must_use]
    pub fn without_keys(mut self) -> Self {
        for text in [&mut self.account_name, &mut self.description] {
            if holds_key(text) {
                text.clear();
            }
        }
        self
    }

    /// The draft after `sent` was saved as `saved`: keeps what was typed meanwhile.
    #[must_use]
    pub fn after_saving(self, sent: &Self, saved: Self) -> Self {
        Self {
            description: newer(self.description, &sent.description, saved.description),
            platform: saved.platform,
            account_name: newer(self.account_name, &sent.account_name, saved.account_name),
            api_key: newer(self.api_key, &sent.api_key, saved.api_key),
            orders: newer(self.orders, &sent.orders, saved.orders),
            abandoned_carts: newer(
                self.abandoned_carts,
                &sent.abandoned_carts,
                saved.abandoned_carts,
            ),
        }
    }

    /// The request body for a new account.
    #[must_use]
    pub fn to_new(&self) -> NewAccount {
        NewAccount {
            description: self.description.clone(),
            platform: self.platform.clone(),
            account_name: self.account_name.clone(),
            api_key: ApiKeyChange::Replace(self.api_key.clone()),
        }
    }

    /// The request body for an update: an empty key keeps the stored one.
    #[must_use]
    pub fn to_update(&self) -> AccountUpdate {
        let api_key = if self.api_key.expose().trim().is_empty() {
            ApiKeyChange::Keep
        } else {
            ApiKeyChange::Replace(self.api_key.clone())
        };
        AccountUpdate {
            description: self.description.clone(),
            platform: self.platform.clone(),
            account_name: self.account_name.clone(),
            api_key,
            ecommerce: Some(Ecommerce {
                orders: self.orders,
                abandoned_carts: self.abandoned_carts,
            }),
        }
    }

    /// Whether the name differs from the saved account's, so that the stored key cannot be used.
    #[must_use]
    pub fn renames(&self, saved: &Account, allowed: &[ApiDomain]) -> bool {
        let typed = AccountName::understand(&self.account_name, allowed);
        !typed.is_ok_and(|typed| saved.is_named(&typed))
    }
}

/// The value of a field after a save: `saved`, unless the field was changed since it was sent.
fn newer<T: PartialEq>(now: T, sent: &T, saved: T) -> T {
    if now == *sent { saved } else { now }
}

#[cfg(test)]
pub(super) mod tests {
    use contract::{AccountId, Description, Platform, StoredApiKey};

    use super::*;

    pub fn saved(description: &str) -> Account {
        Account {
            id: AccountId::parse("1").unwrap(),
            description: Description::parse(description).unwrap(),
            platform: Platform::ActiveCampaign,
            account_name: AccountName::parse("negozio").unwrap(),
            api_domain: None,
            api_key: StoredApiKey {
                stored: true,
                last4: "a1b2".into(),
            },
            enabled: true,
            ecommerce: Ecommerce::default(),
            last_test: None,
            transfers: None,
            stopped: None,
            last_order_sent_at: None,
            created_at: String::new(),
            updated_at: String::new(),
        }
    }

    #[test]
    fn leaving_the_key_empty_keeps_the_stored_one() {
        let mut draft = Draft::of(&saved("Negozio"));
        assert_eq!(draft.to_update().api_key, ApiKeyChange::Keep);
        draft.api_key = "nuova".into();
        assert_eq!(
            draft.to_update().api_key,
            ApiKeyChange::Replace("nuova".into())
        );
    }

    #[test]
    fn a_key_in_the_place_of_the_name_is_not_kept() {
        let draft = Draft {
            account_name: "0a".repeat(36),
            ..Draft::default()
        };
        assert_eq!(draft.without_keys().account_name, "");
        let draft = Draft {
            account_name: "negozio".into(),
            ..Draft::default()
        };
        assert_eq!(draft.without_keys().account_name, "negozio");
    }

    #[test]
    fn what_is_typed_while_saving_stays() {
        let sent = Draft {
            description: "Negozio ".into(),
            api_key: "k".into(),
            ..Draft::default()
        };
        let typed = Draft {
            account_name: "altro".into(),
            ..sent.clone()
        };
        let shown = typed.after_saving(&sent, Draft::of(&saved("Negozio")));
        assert_eq!(shown.description, "Negozio");
        assert_eq!(shown.account_name, "altro");
        assert_eq!(shown.api_key, SecretText::default());
    }

    #[test]
    fn an_address_of_the_same_name_asks_for_no_key() {
        let account = saved("Negozio");
        let mut draft = Draft::of(&account);
        draft.account_name = "https://Negozio.api-us1.com/".into();
        assert!(!draft.renames(&account, &[]));
        draft.account_name = "altro".into();
        assert!(draft.renames(&account, &[]));
    }
}
