use contract::SiteId;
use contract::event::Email;

use crate::store::{Error, Person, Store};

/// Deletes what is kept of a person in all accounts of a site, and in its log. Returns how many
/// records held something. Nothing of the person is left in a table when this returns; what fails
/// half-way is completed by the same call.
///
/// # Errors
/// When the database fails.
pub async fn erase(store: &Store, site: &SiteId, email: &Email) -> Result<u64, Error> {
    let person = Person::new(email);
    let erasures = store.erasures();
    let mut erased = 0;
    for stored in store.accounts().of_site(site).await? {
        erased += erasures.in_account(&stored, &person).await?;
    }
    // Also when the site has no account any more: the log outlives it.
    erased += erasures.in_log(site, &person).await?;
    erasures.settle().await;
    Ok(erased)
}
