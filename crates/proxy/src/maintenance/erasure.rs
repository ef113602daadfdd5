use contract::SiteId;
use contract::event::Email;

use crate::store::{Error, Person, Store};

/// Erases a person's data from all accounts of a site and from its log. Returns the number of
/// changed records. When this returns, no table contains data of the person. After an error, the
/// same call completes the erasure.
///
/// # Errors
/// When the database fails.
pub async fn erase(store: &Store, site: &SiteId, email: &Email) -> Result<u64, Error> {
    let person = Person::new(email);
    let erasures = store.erasures();
    let mut erased = 0;
    for stored in store.accounts().of_site_with_deleted(site).await? {
        erased += erasures.in_account(&stored, &person).await?;
    }
    // Also runs for a site without accounts, because the log is kept longer than an account.
    erased += erasures.in_log(site, &person).await?;
    erasures.settle().await;
    Ok(erased)
}
