//! The host of an account's API: its name, and the domain that it remembers.

use crate::{Account, AccountNameSource, ApiDomain, UnderstoodAccountName};

impl Account {
    /// The domain of the API after *Nome Account* was changed to `typed`. A text without a domain
    /// of the API keeps the domain of the account that it names.
    #[must_use]
    pub fn api_domain_after(&self, typed: &UnderstoodAccountName) -> Option<ApiDomain> {
        match typed.source {
            AccountNameSource::ApiUrl => typed.api_domain.clone(),
            _ if typed.name == self.account_name => self.api_domain.clone(),
            _ => None,
        }
    }

    /// Whether `typed` names the ActiveCampaign account to which the stored key belongs.
    #[must_use]
    pub fn is_named(&self, typed: &UnderstoodAccountName) -> bool {
        typed.name == self.account_name && self.api_domain_after(typed) == self.api_domain
    }

    /// The text of *Nome Account*: the name, with the domain that the account remembers.
    #[must_use]
    pub fn account_name_text(&self) -> String {
        match &self.api_domain {
            Some(domain) => format!("{}.{domain}", self.account_name),
            None => self.account_name.to_string(),
        }
    }
}

impl UnderstoodAccountName {
    /// The shortest text with the same meaning in the form of `saved`: the name, with its domain
    /// where the name alone means another one.
    #[must_use]
    pub fn text(&self, saved: Option<&Account>) -> String {
        let other_domain = |saved: &Account| {
            self.name == saved.account_name && saved.api_domain_after(self) != saved.api_domain
        };
        match &self.api_domain {
            Some(domain) => format!("{}.{domain}", self.name),
            None if saved.is_some_and(other_domain) => {
                format!("{}.{}", self.name, ApiDomain::DEFAULT)
            }
            None => self.name.to_string(),
        }
    }
}
