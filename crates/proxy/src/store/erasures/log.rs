use contract::SiteId;
use std::collections::BTreeMap;

use sqlx::FromRow;

use super::{Label, Person};
use crate::store::{Error, database::Transaction};

/// Number of rows per query.
const ROWS: i64 = 500;

#[derive(FromRow)]
struct Row {
    id: i64,
    params: String,
    details: String,
}

/// Removes the details of a site's log entries that name the person or concern the person's orders
/// and carts. Returns the number of changed entries. The other fields of an entry are numbers and
/// codes.
pub(super) async fn clear(
    transaction: &mut Transaction,
    site: &SiteId,
    person: &Person,
    labels: &[Label],
) -> Result<u64, Error> {
    let mut cleared = clear_params(transaction, site, person).await?;
    let mut after = 0;
    loop {
        let rows: Vec<Row> = sqlx::query_as(
            "SELECT id, params, details FROM log WHERE site = $1 AND details IS NOT NULL \
             AND id > $2 ORDER BY id LIMIT $3",
        )
        .bind(site.as_str())
        .bind(after)
        .bind(ROWS)
        .fetch_all(&mut **transaction)
        .await?;
        let Some(last) = rows.last() else {
            return Ok(cleared);
        };
        after = last.id;
        for row in rows.iter().filter(|row| row.is_about(person, labels)) {
            sqlx::query("UPDATE log SET details = NULL WHERE id = $1")
                .bind(row.id)
                .execute(&mut **transaction)
                .await?;
            cleared += 1;
        }
    }
}

/// Removes the session's user from log entries: the name comes from the back office, and may be the
/// e-mail address.
async fn clear_params(
    transaction: &mut Transaction,
    site: &SiteId,
    person: &Person,
) -> Result<u64, Error> {
    let rows: Vec<(i64, String)> =
        sqlx::query_as("SELECT id, params FROM log WHERE site = $1 AND params LIKE '%@%'")
            .bind(site.as_str())
            .fetch_all(&mut **transaction)
            .await?;
    let mut cleared = 0;
    for (id, params) in rows.iter().filter(|(_, params)| person.is_named_in(params)) {
        let mut params: BTreeMap<String, String> = serde_json::from_str(params).unwrap_or_default();
        params.retain(|_, value| !person.is_named_in(value));
        let json = serde_json::to_string(&params).map_err(|error| Error::Internal(error.into()))?;
        let folded: Vec<String> = params.into_values().collect();
        sqlx::query("UPDATE log SET params = $1, params_folded = $2 WHERE id = $3")
            .bind(json)
            .bind(folded.join("\n").to_lowercase())
            .bind(id)
            .execute(&mut **transaction)
            .await?;
        cleared += 1;
    }
    Ok(cleared)
}

impl Row {
    fn is_about(&self, person: &Person, labels: &[Label]) -> bool {
        let params: BTreeMap<String, String> =
            serde_json::from_str(&self.params).unwrap_or_default();
        person.is_named_in(&self.details)
            || params
                .values()
                .any(|value| labels.iter().any(|label| label.0 == *value))
    }
}
