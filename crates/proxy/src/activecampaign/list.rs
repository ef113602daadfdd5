use serde::de::DeserializeOwned;
use serde_json::{Value, from_value};

use super::{
    api_error::{ApiError, read},
    client::AccountClient,
};

/// Rows per page, the maximum that ActiveCampaign allows.
const PAGE: usize = 100;
/// Limit on the number of pages, far more than an inexact filter should match.
const MOST_PAGES: usize = 100;

impl AccountClient<'_> {
    /// Searches all pages of a list for the wanted row, because filters may also match other rows.
    /// Ignores rows that cannot be parsed.
    pub(super) async fn find<T: DeserializeOwned>(
        &self,
        list: &str,
        filters: &[(&str, &str)],
        is_wanted: impl Fn(&T) -> bool,
    ) -> Result<Option<T>, ApiError> {
        let mut seen = 0;
        for _ in 0..MOST_PAGES {
            let (limit, offset) = (PAGE.to_string(), seen.to_string());
            let mut query = filters.to_vec();
            query.extend([("limit", limit.as_str()), ("offset", offset.as_str())]);
            let (_, mut body) = read::<Value>(self.get(&[list], &query).await)?;
            let total = total(&body);
            let Some(Value::Array(rows)) = body.get_mut(list).map(Value::take) else {
                return Err(ApiError::unreadable(format!(
                    "response without a list of {list}"
                )));
            };
            let here = rows.len();
            seen += here;
            let mut rows = rows.into_iter().filter_map(|row| from_value(row).ok());
            let found = rows.find(&is_wanted);
            let is_last = here == 0 || total.map_or(here < PAGE, |total| seen >= total);
            if found.is_some() || is_last {
                return Ok(found);
            }
        }
        Ok(None)
    }
}

/// The total number of rows: a string or a number.
fn total(body: &Value) -> Option<usize> {
    match body.pointer("/meta/total")? {
        Value::Number(number) => number.as_u64()?.try_into().ok(),
        Value::String(text) => text.parse().ok(),
        _ => None,
    }
}
