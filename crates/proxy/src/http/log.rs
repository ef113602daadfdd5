use axum::{Json, extract::State};
use contract::{
    event::Moment,
    log::{LogCode, LogKind, LogPage, LogSort, SortOrder},
    paths,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;
use utoipa::IntoParams;

use super::{problems::PanelProblems, query::Query};
use crate::{error::Error, http::App, session::PanelSession, store::LogQuery};

/// Maximum number of rows in a page.
const MAX_LIMIT: i64 = 200;

/// Filters and order of the rows.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Asked {
    /// Only these kinds, comma-separated: `info,warning,error`.
    kind: Option<String>,
    /// Only these codes, comma-separated. The panel searches its messages for the codes.
    code: Option<String>,
    /// Also rows of other codes with a parameter (an order number, a count) that contains this
    /// text, case-insensitive; without `code`, only those rows.
    text: Option<String>,
    /// Only accounts whose description contains this text, case-insensitive.
    account: Option<String>,
    /// Not before this time: RFC 3339.
    from: Option<String>,
    /// Before this time: RFC 3339.
    to: Option<String>,
    /// Sort column; default: `created_at`.
    #[param(inline)]
    sort: Option<LogSort>,
    /// Sort direction; default: `desc`.
    #[param(inline)]
    order: Option<SortOrder>,
    /// Number of rows, 1 to 200; default: 50.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
    /// Number of rows to skip.
    #[param(minimum = 0)]
    offset: Option<i64>,
}

/// Returns the log of the site (*Lista dei Log*).
#[utoipa::path(
    get,
    path = paths::LOG,
    tag = "panel",
    security(("panel" = [])),
    params(Asked),
    responses(
        (status = 200, description = "A page of rows", body = LogPage),
        (status = 400, description = "`malformed_request`", body = contract::Problem,
            content_type = "application/problem+json"),
        PanelProblems
    )
)]
pub(super) async fn read_log(
    session: PanelSession,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Result<Json<LogPage>, Error> {
    let query = asked.into_query()?;
    Ok(Json(app.store.log().page(session.site(), &query).await?))
}

impl Asked {
    fn into_query(self) -> Result<LogQuery, Error> {
        let (limit, offset) = (self.limit.unwrap_or(50), self.offset.unwrap_or(0));
        if !(1..=MAX_LIMIT).contains(&limit) || offset < 0 {
            return Err(Error::MalformedRequest("limit or offset cannot be read"));
        }
        Ok(LogQuery {
            kinds: codes::<LogKind>(self.kind.as_deref())?,
            codes: codes::<LogCode>(self.code.as_deref())?,
            text: self.text.filter(|text| !text.is_empty()),
            account: self.account.filter(|text| !text.is_empty()),
            from: time(self.from.as_deref())?,
            to: time(self.to.as_deref())?,
            sort: self.sort.unwrap_or_default(),
            order: self.order.unwrap_or_default(),
            limit,
            offset,
        })
    }
}

/// Parses a comma-separated list of codes.
fn codes<T: DeserializeOwned + Serialize>(text: Option<&str>) -> Result<Vec<T>, Error> {
    text.unwrap_or_default()
        .split(',')
        .filter(|name| !name.is_empty())
        .map(|name| code(name).ok_or(Error::MalformedRequest("kind or code is not known")))
        .collect()
}

/// Parses a code. Rejects the catch-all variant that serde uses for unknown codes.
fn code<T: DeserializeOwned + Serialize>(name: &str) -> Option<T> {
    let name = Value::String(name.to_owned());
    let code = serde_json::from_value(name.clone()).ok()?;
    (serde_json::to_value(&code).ok()? == name).then_some(code)
}

/// Normalises a time to the stored format, which compares as text.
fn time(text: Option<&str>) -> Result<Option<String>, Error> {
    let Some(text) = text.filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    let moment =
        Moment::parse(text).map_err(|_| Error::MalformedRequest("from or to is no time"))?;
    let milliseconds = moment.timestamp().as_millisecond();
    Ok(Some(crate::clock::at_milliseconds(milliseconds)))
}
