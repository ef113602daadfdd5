use serde::de::DeserializeOwned;
use serde_json::{Value, from_value};

use super::{
    api_error::{ApiError, read},
    client::AccountClient,
};

/// As many rows as ActiveCampaign gives at once.
const PAGE: usize = 100;
/// More pages than a loose filter matches; somewhere it has to end.
const MOST_PAGES: usize = 100;

impl AccountClient<'_> {
    /// The row of a list that is the one wanted, whichever page it is on: filters may match
    /// loosely. A row that does not read as one is none, and spoils no other.
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
                return Err(ApiError::unreadable(format!("no list of {list}")));
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

/// How many rows there are: a text or a number.
fn total(body: &Value) -> Option<usize> {
    match body.pointer("/meta/total")? {
        Value::Number(number) => number.as_u64()?.try_into().ok(),
        Value::String(text) => text.parse().ok(),
        _ => None,
    }
}
