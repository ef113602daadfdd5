//! Where two editors of an account disagree. No browser needed.

use contract::{Account, AccountName, ApiKey};

use super::draft::Draft;

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
