//! Merges the changes of two editors of an account where only one of them changed a field. Needs no
//! browser.

use contract::Account;

use super::{
    differences::{Difference, Field, differences},
    draft::Draft,
};

/// The result of a merge.
#[derive(Clone, Debug, PartialEq)]
pub struct Merged {
    /// The own draft with the changes that only the other editor made.
    pub draft: Draft,
    /// The fields that only the other editor changed.
    pub theirs: Vec<Field>,
    /// The fields that both changed to different values: the merchant must choose.
    pub conflicts: Vec<Difference>,
}

/// Merges `mine` with what another user saved (`theirs`) in place of `base`. Without `base`, every
/// difference counts as changed by both.
#[must_use]
pub fn merge(mine: &Draft, base: Option<&Account>, theirs: &Account) -> Merged {
    let mut merged = Merged {
        draft: mine.clone(),
        theirs: Vec::new(),
        conflicts: Vec::new(),
    };
    for difference in differences(mine, base.unwrap_or(theirs), theirs) {
        let field = difference.field();
        let (changed_there, changed_here) = match base {
            None => (true, true),
            Some(base) => (
                changed(field, &differences(&Draft::of(base), base, theirs)),
                changed(field, &differences(mine, base, base)),
            ),
        };
        if changed_there && changed_here {
            merged.conflicts.push(difference);
        } else if changed_there {
            take(&mut merged.draft, field, theirs);
            merged.theirs.push(field);
        }
    }
    merged
}

/// Copies the saved value of a field into a draft.
pub fn take(draft: &mut Draft, field: Field, theirs: &Account) {
    let saved = Draft::of(theirs);
    match field {
        Field::Description => draft.description = saved.description,
        Field::AccountName => draft.account_name = saved.account_name,
        Field::ApiKey => draft.api_key = saved.api_key,
        Field::Orders => draft.orders = saved.orders,
        Field::AbandonedCarts => draft.abandoned_carts = saved.abandoned_carts,
    }
}

fn changed(field: Field, differences: &[Difference]) -> bool {
    differences
        .iter()
        .any(|difference| difference.field() == field)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::account_form::draft::tests::saved;

    #[test]
    fn what_only_one_side_changed_is_merged() {
        let (base, mut theirs) = (saved("Negozio"), saved("Negozio"));
        theirs.ecommerce.abandoned_carts = true;
        theirs.api_key.last4 = "c3d4".into();
        let mut mine = Draft::of(&base);
        mine.orders = true;
        let merged = merge(&mine, Some(&base), &theirs);
        assert_eq!(merged.conflicts, []);
        assert_eq!(merged.theirs, [Field::ApiKey, Field::AbandonedCarts]);
        assert!(merged.draft.orders && merged.draft.abandoned_carts);
    }

    #[test]
    fn what_both_changed_is_a_conflict() {
        let (base, theirs) = (saved("Negozio"), saved("Bottega"));
        let mut mine = Draft::of(&base);
        mine.description = "Emporio".into();
        let merged = merge(&mine, Some(&base), &theirs);
        let conflict = Difference::Text(Field::Description, "Bottega".into(), "Emporio".into());
        assert_eq!(merged.conflicts, [conflict]);
        assert_eq!(merged.draft, mine);
    }

    #[test]
    fn without_a_base_whatever_differs_is_a_conflict() {
        let theirs = saved("Bottega");
        let mine = Draft::of(&saved("Negozio"));
        assert_eq!(merge(&mine, None, &theirs).conflicts.len(), 1);
    }
}
