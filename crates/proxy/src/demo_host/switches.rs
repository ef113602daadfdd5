//! The switches of the page, as they stand in its address: they are for what Passweb's server knows.

use contract::{Language, MAX_TOKEN_SECONDS};
use serde::Deserialize;

use crate::http::DemoWishes;

/// What is not known means what it means when it is left out.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Switches {
    lang: String,
    module: String,
    cart: String,
    ttl: String,
}

impl Switches {
    /// As the claim `modules` has it.
    pub(super) fn modules(&self) -> Vec<String> {
        match self.module.as_str() {
            "off" => Vec::new(),
            _ => vec!["activecampaign".to_owned()],
        }
    }
}

impl From<Switches> for DemoWishes {
    fn from(switches: Switches) -> Self {
        let ttl = switches.ttl.parse().ok();
        Self {
            modules: Some(switches.modules()),
            lang: Some(match switches.lang.as_str() {
                "en" => Language::En,
                _ => Language::It,
            }),
            unified_cart: match switches.cart.as_str() {
                "yes" => Some(true),
                "no" => Some(false),
                _ => None,
            },
            ttl_seconds: ttl.map(|ttl: i64| ttl.clamp(-MAX_TOKEN_SECONDS, MAX_TOKEN_SECONDS)),
        }
    }
}
