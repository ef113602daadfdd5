//! Computes the differences between two editors of an account. Needs no browser.

use contract::{Account, AccountName, ApiKey};

use super::draft::Draft;

/// A field with different values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// A text: the saved value, and the typed one.
    Text(Field, String, String),
    /// A switch: the saved value, and the chosen one.
    Switch(Field, bool, bool),
    /// The key: another one was stored since the page was loaded, or one was typed. The end of the
    /// stored key, and the typed key if there is one.
    Key(Field, String, Option<String>),
}

impl Difference {
    /// The field of a difference.
    #[must_use]
    pub fn field(&self) -> Field {
        match self {
            Self::Text(field, ..) | Self::Switch(field, ..) | Self::Key(field, ..) => *field,
        }
    }
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

/// The differences between what another user saved (`theirs`, in place of `base`) and the draft.
#[must_use]
pub fn differences(mine: &Draft, base: &Account, theirs: &Account) -> Vec<Difference> {
    let Draft {
        description,
        // The platform cannot be changed after the first save.
        platform: _,
        account_name,
        api_key,
        orders,
        abandoned_carts,
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
    text(Field::AccountName, &theirs.account_name_text(), name);
    // Only the end of a stored key is known.
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
    use super::*;
    use crate::pages::account_form::draft::tests::saved;

    #[test]
    fn the_second_to_save_sees_which_fields_differ() {
        let (base, theirs) = (saved("Negozio"), saved("Bottega"));
        let mut mine = Draft::of(&base);
        mine.orders = true;
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
