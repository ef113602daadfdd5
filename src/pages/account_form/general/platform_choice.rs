//! Decides which platforms can be selected, and which notes the merchant needs. Needs no browser.

use contract::Platform;

use crate::pages::account_form::page_state::OtherAccount;

/// The inputs of the platform choice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlatformChoice {
    /// Whether the account was saved: then its platform is fixed.
    pub saved: bool,
    /// The selected platform.
    pub chosen: Option<Platform>,
    /// The platforms whose modules the site has; `None` while unknown.
    pub modules: Option<Vec<Platform>>,
    /// The site's ActiveCampaign account; a site can have one.
    pub other: Option<OtherAccount>,
}

/// Why a platform cannot be selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Barred {
    /// The site does not have the platform's module.
    NeedsModule,
    /// The site already has an account of the platform.
    AlreadyConfigured,
}

/// A note about the selected platform, or about one that cannot be selected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlatformNote {
    /// The platform is fixed.
    Fixed,
    /// This product does not configure the selected platform.
    NotConfigurable(Platform),
    /// The site already has an account of the platform.
    AlreadyConfigured(OtherAccount),
    /// The site does not have the platform's module, so it cannot be selected.
    ModuleMissing(Platform),
}

impl PlatformChoice {
    /// Why `platform` cannot be selected; `None` if it can.
    #[must_use]
    pub fn barred(&self, platform: Platform) -> Option<Barred> {
        if self.saved {
            None
        } else if platform == Platform::ActiveCampaign && self.other.is_some() {
            Some(Barred::AlreadyConfigured)
        } else if platform.configurable() && self.lacks_module(platform) {
            Some(Barred::NeedsModule)
        } else {
            None
        }
    }

    /// The notes beside the choice.
    #[must_use]
    pub fn notes(&self) -> Vec<PlatformNote> {
        if self.saved {
            // The state banner shows when the platform's module is inactive.
            return vec![PlatformNote::Fixed];
        }
        let platform = Platform::ActiveCampaign;
        let lacks_module = self.lacks_module(platform);
        let chosen = self.chosen.filter(|chosen| !chosen.configurable());
        let chosen = chosen.map(PlatformNote::NotConfigurable);
        let other = self.other.clone().map(PlatformNote::AlreadyConfigured);
        let mut notes: Vec<PlatformNote> = chosen.into_iter().chain(other).collect();
        if notes.is_empty() && lacks_module {
            notes.push(PlatformNote::ModuleMissing(platform));
        }
        notes
    }

    fn lacks_module(&self, platform: Platform) -> bool {
        let modules = self.modules.as_ref();
        modules.is_some_and(|modules| !modules.contains(&platform))
    }
}

#[cfg(test)]
mod tests {
    use contract::AccountId;

    use super::*;

    const AC: Platform = Platform::ActiveCampaign;

    fn other() -> OtherAccount {
        OtherAccount {
            id: AccountId::parse("1").unwrap(),
            description: "Negozio".into(),
        }
    }

    #[test]
    fn a_platform_without_its_module_cannot_be_chosen() {
        let choice = PlatformChoice {
            modules: Some(vec![Platform::Telegram]),
            ..PlatformChoice::default()
        };
        assert_eq!(choice.barred(AC), Some(Barred::NeedsModule));
        assert_eq!(choice.notes(), [PlatformNote::ModuleMissing(AC)]);
        // While the site's data is unknown, every platform can be selected.
        assert_eq!(PlatformChoice::default().barred(AC), None);
    }

    #[test]
    fn a_site_has_one_account_of_activecampaign() {
        let choice = PlatformChoice {
            other: Some(other()),
            ..PlatformChoice::default()
        };
        assert_eq!(choice.barred(AC), Some(Barred::AlreadyConfigured));
        assert_eq!(choice.notes(), [PlatformNote::AlreadyConfigured(other())]);
    }

    #[test]
    fn a_saved_account_keeps_its_platform() {
        let choice = PlatformChoice {
            saved: true,
            chosen: Some(AC),
            modules: Some(vec![]),
            other: None,
        };
        assert_eq!(choice.barred(AC), None);
        assert_eq!(choice.notes(), [PlatformNote::Fixed]);
    }

    #[test]
    fn another_platform_can_be_looked_at_but_not_configured() {
        let choice = PlatformChoice {
            chosen: Some(Platform::Telegram),
            modules: Some(vec![]),
            ..PlatformChoice::default()
        };
        assert_eq!(choice.barred(Platform::Telegram), None);
        assert_eq!(
            choice.notes(),
            [PlatformNote::NotConfigurable(Platform::Telegram)]
        );
    }
}
