//! The middleware of every call: account, rate limit, key and faults.

use std::time::Instant;

use axum::{
    extract::{MatchedPath, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue},
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::{
    answers,
    envelope::Refusal,
    faults::Moment,
    limits::{Admission, Allowance},
    paths::API,
    reserved::Behaviour,
    state::{Account, AccountState, Sandbox},
};

/// The parts of a call that the checks use.
struct Call {
    account: String,
    kind: String,
    is_about_ecommerce: bool,
    key: String,
}

/// The result of the checks.
enum Verdict {
    Pass(Option<Allowance>),
    Fault(Moment),
    OverLimit(Allowance),
    Answer(Behaviour),
}

/// Passes a call to its resource, or responds in its place.
pub async fn gate(State(sandbox): State<Sandbox>, mut request: Request, next: Next) -> Response {
    let Some(call) = Call::of(&request) else {
        return not_found().await.into_response();
    };
    let account = sandbox.account(&call.account);
    let (number, verdict) = {
        let mut account = account.lock();
        let number = account.calls.record(&call.kind, Instant::now());
        (number, judge(&mut account, &call))
    };
    tracing::debug!(account = call.account, kind = call.kind, "call");
    request.extensions_mut().insert(account.clone());
    let response = answer(&account, &call, verdict, request, next).await;
    account
        .lock()
        .calls
        .record_answer(number, response.status().as_u16());
    response
}

/// Answers a call as the verdict says. Does not return where the connection is cut.
async fn answer(
    account: &Account,
    call: &Call,
    verdict: Verdict,
    mut request: Request,
    next: Next,
) -> Response {
    let (quirks, broken) = {
        let account = account.lock();
        (account.quirks, account.broken.clone())
    };
    quirks.of_request(&mut request);
    if let (Verdict::Pass(_), Some(broken)) = (&verdict, broken) {
        let names = |id| account.lock().data.orders.names(id);
        let (is_it, same) = broken.is_written_by(&call.kind, request, names).await;
        if is_it {
            return broken.answer().await;
        }
        request = same;
    }
    match verdict {
        Verdict::Answer(behaviour) => behaviour.answer().await,
        Verdict::OverLimit(allowance) => with_allowance(answers::rate_limited(1), Some(allowance)),
        Verdict::Pass(allowance) => {
            let response = next.run(request).await;
            with_allowance(quirks.of_answer(&call.kind, response).await, allowance)
        }
        Verdict::Fault(Moment::Instead(fault)) => fault.answer().await,
        Verdict::Fault(Moment::Late(wait)) => {
            tokio::time::sleep(wait).await;
            quirks.of_answer(&call.kind, next.run(request).await).await
        }
        Verdict::Fault(Moment::Silent(wait)) => {
            next.run(request).await;
            answers::stall(wait).await
        }
    }
}

/// ActiveCampaign: an unknown path is a 404 with a message.
pub async fn not_found() -> Refusal {
    Refusal::NotFound("No route found for this method and path".to_owned())
}

fn judge(account: &mut AccountState, call: &Call) -> Verdict {
    let fixed = account.reserved.or(account.faults.always());
    if let Some(behaviour) = fixed.filter(|behaviour| !behaviour.is_about_ecommerce()) {
        return Verdict::Answer(behaviour);
    }
    let allowance = match account.limit.admit(Instant::now()) {
        Admission::Unlimited => None,
        Admission::Admitted(allowance) => Some(allowance),
        Admission::Refused(allowance) => {
            account.calls.record_over_limit();
            return Verdict::OverLimit(allowance);
        }
    };
    if let Some(behaviour) = account.keys.refuse(&call.key) {
        return Verdict::Answer(behaviour);
    }
    if let Some(behaviour) = fixed.filter(|_| call.is_about_ecommerce) {
        return Verdict::Answer(behaviour);
    }
    match account.faults.deal(&call.kind) {
        Some(moment) => Verdict::Fault(moment),
        None => Verdict::Pass(allowance),
    }
}

impl Call {
    fn of(request: &Request) -> Option<Self> {
        let (account, resource) = request
            .uri()
            .path()
            .strip_prefix('/')?
            .split_once("/api/3/")
            .filter(|(account, _)| !account.contains('/'))?;
        Some(Self {
            account: account.to_owned(),
            kind: kind(request),
            is_about_ecommerce: resource.starts_with("connections") || resource.starts_with("ecom"),
            key: text(request.headers(), "api-token"),
        })
    }
}

/// Method and path without ids, so that the number of kinds is bounded.
fn kind(request: &Request) -> String {
    let matched = request.extensions().get::<MatchedPath>();
    let path = matched
        .and_then(|path| path.as_str().strip_prefix(API))
        .unwrap_or("(unknown)");
    format!("{} {path}", request.method())
}

fn text(headers: &HeaderMap, name: &str) -> String {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .to_owned()
}

fn with_allowance(mut response: Response, allowance: Option<Allowance>) -> Response {
    if let Some(Allowance { limit, remaining }) = allowance {
        let headers = response.headers_mut();
        headers.insert(
            HeaderName::from_static("ratelimit-limit"),
            HeaderValue::from(limit),
        );
        headers.insert(
            HeaderName::from_static("ratelimit-remaining"),
            HeaderValue::from(remaining),
        );
    }
    response
}
