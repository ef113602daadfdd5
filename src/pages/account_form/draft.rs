//! What is typed in the form, and what follows from it. No browser needed.

use contract::{
    Account, AccountName, AccountUpdate, ApiKey, ApiKeyChange, Ecommerce, NewAccount, SecretText,
    holds_key,
};
use serde::{Deserialize, Serialize};

use crate::{i18n::Key, key};

/// What is typed. The key is left out of what is kept in the browser.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// *Descrizione*.
    pub description: String,
    /// The id of the platform; empty while none is chosen.
    pub platform: String,
    /// *Nome Account*.
    pub account_name: String,
    /// *API Key*: a new one, or nothing.
    #[serde(skip)]
    pub api_key: SecretText,
    /// The choices of *Ecommerce*.
    pub ecommerce: Ecommerce,
}

impl Draft {
    /// What the form shows of a saved account.
    #[must_use]
    pub fn of(account: &Account) -> Self {
        // Every field is named, so that a new one cannot be forgotten here.
        let Account {
            description,
            platform,
            account_name,
            ecommerce,
            id: _,
            api_key: _,
            enabled: _,
            last_test: _,
            transfers: _,
            created_at: _,
            updated_at: _,
        } = account;
        Self {
            description: description.to_string(),
            platform: platform.id().to_owned(),
            account_name: account_name.to_string(),
            api_key: SecretText::default(),
            ecommerce: *ecommerce,
        }
    }

    /// The draft as it may be kept in the browser: without what looks like a key, wherever it was
    /// typed. The key's own field does not serialise.
    #[must_use]
    pub fn without_keys(mut self) -> Self {
        for text in [&mut self.account_name, &mut self.description] {
            if holds_key(text) {
                text.clear();
            }
        }
        self
    }

    /// What the form shows once `sent` was saved as `saved`: what was typed meanwhile stays.
    #[must_use]
    pub fn after_saving(self, sent: &Self, saved: Self) -> Self {
        let kept = |now: String, sent: &str, saved: String| if now == sent { saved } else { now };
        Self {
            description: kept(self.description, &sent.description, saved.description),
            platform: saved.platform,
            account_name: kept(self.account_name, &sent.account_name, saved.account_name),
            api_key: if self.api_key == sent.api_key {
                saved.api_key
            } else {
                self.api_key
            },
            ecommerce: if self.ecommerce == sent.ecommerce {
                saved.ecommerce
            } else {
                self.ecommerce
            },
        }
    }

    /// As a new account.
    #[must_use]
    pub fn to_new(&self) -> NewAccount {
        NewAccount {
            description: self.description.clone(),
            platform: self.platform.clone(),
            account_name: self.account_name.clone(),
            api_key: ApiKeyChange::Replace(self.api_key.clone()),
        }
    }

    /// As a change of a saved account: an empty key keeps the stored one.
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
            ecommerce: Some(self.ecommerce),
        }
    }

    /// Whether the name is another one than the saved account's, so that its key is of no use.
    #[must_use]
    pub fn renames(&self, saved: &Account) -> bool {
        AccountName::parse(&self.account_name).as_ref() != Ok(&saved.account_name)
    }
}

/// Why *Test Connessione* cannot be pressed; it tries the *saved* settings.
#[must_use]
pub fn why_no_test(saved: bool, unsaved_changes: bool) -> Option<Key> {
    match (saved, unsaved_changes) {
        (false, _) => Some(key!(form.test_needs_save)),
        (true, true) => Some(key!(form.test_unsaved)),
        (true, false) => None,
    }
}

/// A field on which two editors disagree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// A text: what is saved, and what is typed here.
    Text(Field, String, String),
    /// A switch: what is saved, and what is chosen here.
    Switch(Field, bool, bool),
    /// The key: another one is stored than the one this page knew, or one was typed here. How the
    /// stored one ends, and the typed one where there is one.
    Key(Field, String, Option<String>),
}

/// The fields of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// *Descrizione*.
    Description,
    /// *Nome Account*.
    AccountName,
    /// *API Key*.
    ApiKey,
    /// *Abilita Ordini*.
    Orders,
    /// *Abilita Carrelli Abbandonati*.
    AbandonedCarts,
}

/// What somebody else saved (`theirs`, instead of `base`) against what is typed here.
#[must_use]
pub fn differences(mine: &Draft, base: &Account, theirs: &Account) -> Vec<Difference> {
    let Draft {
        description,
        // It cannot be changed once saved.
        platform: _,
        account_name,
        api_key,
        ecommerce: Ecommerce {
            orders,
            abandoned_carts,
        },
    } = mine;
    let mut found = Vec::new();
    let mut text = |field, theirs: &str, mine: &str| {
        if theirs != mine {
            found.push(Difference::Text(field, theirs.to_owned(), mine.to_owned()));
        }
    };
    text(
        Field::Description,
        theirs.description.as_str(),
        description.trim(),
    );
    let name = AccountName::parse(account_name);
    let name = name
        .as_ref()
        .map_or(account_name.as_str(), AccountName::as_str);
    text(Field::AccountName, theirs.account_name.as_str(), name);
    // All that is known of a stored key is how it ends.
    let key = ApiKey::parse(api_key.expose()).ok();
    let (typed, stored) = (key.as_ref().map(ApiKey::last4), &theirs.api_key);
    let key_is_theirs = match typed {
        Some(typed) => typed == stored.last4,
        None => *stored == base.api_key,
    };
    if !key_is_theirs {
        let (stored, typed) = (stored.last4.clone(), typed.map(ToOwned::to_owned));
        found.push(Difference::Key(Field::ApiKey, stored, typed));
    }
    let their_choice = theirs.ecommerce;
    let mut switch = |field, theirs, mine| {
        if theirs != mine {
            found.push(Difference::Switch(field, theirs, mine));
        }
    };
    switch(Field::Orders, their_choice.orders, *orders);
    switch(
        Field::AbandonedCarts,
        their_choice.abandoned_carts,
        *abandoned_carts,
    );
    found
}

#[cfg(test)]
mod tests {
    use contract::{AccountId, Description, Platform, StoredApiKey};

    use super::*;

    fn saved(description: &str) -> Account {
        Account {
            id: AccountId::parse("1").unwrap(),
            description: Description::parse(description).unwrap(),
            platform: Platform::ActiveCampaign,
            account_name: AccountName::parse("negozio").unwrap(),
            api_key: StoredApiKey {
                stored: true,
                last4: "a1b2".into(),
            },
            enabled: true,
            ecommerce: Ecommerce::default(),
            last_test: None,
            transfers: None,
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
    fn the_test_is_off_while_never_saved_or_changed() {
        assert!(why_no_test(false, true).is_some());
        assert!(why_no_test(true, true).is_some());
        assert!(why_no_test(true, false).is_none());
    }

    #[test]
    fn an_address_of_the_same_name_asks_for_no_key() {
        let account = saved("Negozio");
        let mut draft = Draft::of(&account);
        draft.account_name = "https://Negozio.api-us1.com/".into();
        assert!(!draft.renames(&account));
        draft.account_name = "altro".into();
        assert!(draft.renames(&account));
    }

    #[test]
    fn the_second_to_save_sees_which_fields_differ() {
        let (base, theirs) = (saved("Negozio"), saved("Bottega"));
        let mut mine = Draft::of(&base);
        mine.ecommerce.orders = true;
        assert_eq!(
            differences(&mine, &base, &theirs),
            [
                Difference::Text(Field::Description, "Bottega".into(), "Negozio".into()),
                Difference::Switch(Field::Orders, false, true),
            ]
        );
    }

    #[test]
    fn keys_are_told_apart_by_how_they_end() {
        let (base, mut theirs) = (saved("Negozio"), saved("Negozio"));
        let mut mine = Draft::of(&base);
        assert_eq!(differences(&mine, &base, &theirs), []);
        theirs.api_key.last4 = "c3d4".into();
        let key = |typed: Option<&str>| {
            Difference::Key(Field::ApiKey, "c3d4".into(), typed.map(Into::into))
        };
        assert_eq!(differences(&mine, &base, &theirs), [key(None)]);
        mine.api_key = "0123456789ef".into();
        assert_eq!(differences(&mine, &base, &theirs), [key(Some("89ef"))]);
        mine.api_key = "01234567c3d4".into();
        assert_eq!(differences(&mine, &base, &theirs), []);
    }
}
