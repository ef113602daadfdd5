use anyhow::Context;
use contract::{
    Account, AccountId, AccountName, ApiDomain, ConnectionTest, Description, Ecommerce, Platform,
    SiteId, StoredApiKey,
};
use sqlx::FromRow;

use super::StoredAccount;
use crate::{
    secrets::{KeyId, Sealed},
    store::Error,
};

/// A database row.
#[derive(FromRow)]
pub(super) struct Row {
    id: String,
    site: String,
    platform: String,
    description: String,
    account_name: String,
    api_domain: Option<String>,
    api_key_sealed: Vec<u8>,
    encryption_key_id: String,
    api_key_last4: String,
    enabled: i64,
    orders: i64,
    abandoned_carts: i64,
    version: i64,
    credentials_version: i64,
    last_test: Option<String>,
    last_test_credentials_version: Option<i64>,
    preview_until: Option<i64>,
    created_at: String,
    updated_at: String,
}

impl TryFrom<Row> for StoredAccount {
    type Error = Error;

    /// Fails for a row that this proxy did not write.
    fn try_from(row: Row) -> Result<Self, Error> {
        let id = row.id.clone();
        parse(row)
            .with_context(|| format!("invalid row of account {id}"))
            .map_err(Error::Internal)
    }
}

fn parse(row: Row) -> anyhow::Result<StoredAccount> {
    let tested = row.last_test_credentials_version;
    let last_test = row
        .last_test
        .map(|json| serde_json::from_str::<ConnectionTest>(&json))
        .transpose()
        .context("last_test")?
        .map(|test| ConnectionTest {
            stale: tested != Some(row.credentials_version),
            ..test
        });
    Ok(StoredAccount {
        account: Account {
            id: AccountId::parse(&row.id).context("id")?,
            description: Description::parse(&row.description)
                .ok()
                .context("description")?,
            platform: Platform::from_id(&row.platform).context("platform")?,
            account_name: AccountName::parse(&row.account_name)
                .ok()
                .context("account_name")?,
            api_domain: row
                .api_domain
                .map(|domain| ApiDomain::parse(&domain).context("api_domain"))
                .transpose()?,
            api_key: StoredApiKey {
                stored: true,
                last4: row.api_key_last4,
            },
            enabled: row.enabled != 0,
            ecommerce: Ecommerce {
                orders: row.orders != 0,
                abandoned_carts: row.abandoned_carts != 0,
            },
            last_test,
            // Stored in other tables: see `http::account_overview`.
            transfers: None,
            stopped: None,
            last_order_sent_at: None,
            created_at: row.created_at,
            updated_at: row.updated_at,
        },
        site: SiteId::parse(&row.site).context("site")?,
        sealed_key: Sealed {
            key_id: KeyId(row.encryption_key_id),
            bytes: row.api_key_sealed,
        },
        version: row.version,
        credentials_version: row.credentials_version,
        preview_until: row.preview_until,
    })
}
