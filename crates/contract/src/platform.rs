use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantArray};

use crate::ApiDomain;

/// The marketing platforms of *Gestisci Integrazioni*, in the order of the select field. MailChimp
/// has its own page and is not listed.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, IntoStaticStr, VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Platform {
    /// ActiveCampaign.
    #[serde(rename = "activecampaign")]
    #[strum(serialize = "activecampaign")]
    ActiveCampaign,
    /// Clerk.io.
    ClerkIo,
    /// WA Smart Business.
    WaSmartBusiness,
    /// Telegram.
    Telegram,
}

impl Platform {
    /// Every platform, in the order of the select field.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::VARIANTS.iter().copied()
    }

    /// The identifier; also the name of the platform's module on Passstore.
    #[must_use]
    pub fn id(self) -> &'static str {
        self.into()
    }

    /// The product name; the same in every language.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ActiveCampaign => "ActiveCampaign",
            Self::ClerkIo => "Clerk.io",
            Self::WaSmartBusiness => "WA Smart Business",
            Self::Telegram => "Telegram",
        }
    }

    /// Whether this product can configure the platform.
    #[must_use]
    pub const fn configurable(self) -> bool {
        match self {
            Self::ActiveCampaign => true,
            Self::ClerkIo | Self::WaSmartBusiness | Self::Telegram => false,
        }
    }

    /// Parses an identifier.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::all().find(|platform| platform.id() == id)
    }
}

/// A platform in the context of one site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlatformInfo {
    /// The identifier.
    pub id: Platform,
    /// The product name.
    pub name: String,
    /// Whether the site has the platform's module.
    pub module_active: bool,
    /// Whether this panel can configure the platform.
    pub configurable: bool,
    /// URL of the platform's page with the credentials of an account; `{account}` is the
    /// placeholder for the account's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub developer_url: Option<String>,
    /// The further domains of the platform's API that an account may name, beside
    /// [`ApiDomain::DEFAULT`]; absent when the operator allowed none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub api_domains: Vec<ApiDomain>,
}

/// The response of `GET /api/v1/platforms`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Platforms {
    /// Every platform, in the order of the select field.
    pub platforms: Vec<PlatformInfo>,
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn every_platform_travels_under_its_id() {
        for platform in Platform::all() {
            assert_eq!(serde_json::to_value(platform).unwrap(), platform.id());
            assert_eq!(Platform::from_id(platform.id()), Some(platform));
        }
    }
}
