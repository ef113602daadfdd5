use contract::{Account, AccountId, Platform};

/// Another account of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherAccount {
    /// The account's id.
    pub id: AccountId,
    /// The account's description.
    pub description: String,
}

impl OtherAccount {
    /// The ActiveCampaign account among a site's accounts.
    #[must_use]
    pub fn among(accounts: Vec<Account>) -> Option<Self> {
        let mut accounts = accounts.into_iter();
        let account = accounts.find(|it| it.platform == Platform::ActiveCampaign)?;
        Some(Self {
            description: account.description.to_string(),
            id: account.id,
        })
    }
}
