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

/// The most rows of a page.
const MAX_LIMIT: i64 = 200;

/// Which rows, in which order.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Asked {
    /// Only these kinds, comma separated: `info,warning,error`.
    kind: Option<String>,
    /// Only these codes, comma separated. The panel finds them by the sentences it has for them.
    code: Option<String>,
    /// Also rows of other codes that name something (an order's number, a count) that holds this
    /// text, capitals or not; without `code`, only those.
    text: Option<String>,
    /// Only of accounts whose description holds this text, capitals or not.
    account: Option<String>,
    /// Not before this time: RFC 3339.
    from: Option<String>,
    /// Before this time: RFC 3339.
    to: Option<String>,
    /// By what; `created_at` when left out.
    #[param(inline)]
    sort: Option<LogSort>,
    /// Which way; `desc` when left out.
    #[param(inline)]
    order: Option<SortOrder>,
    /// How many rows, 1 to 200; 50 when left out.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
    /// How many rows are skipped.
    #[param(minimum = 0)]
    offset: Option<i64>,
}

/// *Lista dei Log* of the site.
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

/// A list of codes, comma separated.
fn codes<T: DeserializeOwned + Serialize>(text: Option<&str>) -> Result<Vec<T>, Error> {
    text.unwrap_or_default()
        .split(',')
        .filter(|name| !name.is_empty())
        .map(|name| code(name).ok_or(Error::MalformedRequest("kind or code is not known")))
        .collect()
}

/// A code that is written so: what is not known is read as a code of its own.
fn code<T: DeserializeOwned + Serialize>(name: &str) -> Option<T> {
    let name = Value::String(name.to_owned());
    let code = serde_json::from_value(name.clone()).ok()?;
    (serde_json::to_value(&code).ok()? == name).then_some(code)
}

/// A time in the form in which times are stored, so that texts compare as times do.
fn time(text: Option<&str>) -> Result<Option<String>, Error> {
    let Some(text) = text.filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    let moment =
        Moment::parse(text).map_err(|_| Error::MalformedRequest("from or to is no time"))?;
    let milliseconds = moment.timestamp().as_millisecond();
    Ok(Some(crate::clock::at_milliseconds(milliseconds)))
}
