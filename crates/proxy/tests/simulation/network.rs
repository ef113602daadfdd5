//! The network between the proxies and ActiveCampaign. Nothing is sent: requests and responses wait
//! in the simulation's state until they are due.

use std::time::{Duration, SystemTime};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{
        Method, Request, StatusCode,
        header::{CONTENT_TYPE, DATE},
    },
};
use proxy::activecampaign::{Responding, Transport, TransportError};
use tokio::sync::oneshot;
use tower::ServiceExt;

use crate::{
    driver::block_on,
    faults::{CallFaults, Fate},
    machine,
    state::{self, with},
};

type Reply = Result<axum::http::Response<Vec<u8>>, TransportError>;

/// One proxy's transport to ActiveCampaign.
#[derive(Debug)]
pub struct Network {
    pub proxy: usize,
}

/// A request in transit.
pub struct Message {
    pub due: Duration,
    pub proxy: usize,
    id: u64,
    fate: Fate,
    request: Request<Body>,
    reply: oneshot::Sender<Reply>,
}

/// A response in transit.
pub struct Answer {
    due: Duration,
    id: u64,
    reply: oneshot::Sender<Reply>,
    /// `None` when the response is lost.
    content: Option<Reply>,
}

impl Transport for Network {
    fn send(&self, request: reqwest::Request) -> Responding {
        let proxy = self.proxy;
        Box::pin(async move {
            let request = read(request).await?;
            let (reply, answer) = oneshot::channel();
            with(|state| {
                let is_over = state.call_faults_until <= state.now;
                let call_faults = if is_over {
                    CallFaults(0)
                } else {
                    state.call_faults
                };
                let mut fate = call_faults.of_call(&mut state.rng);
                if state.proxy_faults[proxy].cut_off_until > state.now {
                    fate = Fate::RequestLost;
                }
                let travel = Duration::from_millis(match fate {
                    Fate::Slow => state.rng.u64(1..60),
                    _ => state.rng.u64(1..40),
                });
                let message = Message {
                    due: state.now + travel,
                    proxy,
                    id: state.next_id(),
                    fate,
                    request,
                    reply,
                };
                state.messages.push(message);
            });
            let answer = answer.await.unwrap_or_else(|_| Err(reset()));
            answer.map(Into::into)
        })
    }
}

/// Reads the body of a request that leaves the proxy.
async fn read(request: reqwest::Request) -> Result<Request<Body>, TransportError> {
    let request = Request::<reqwest::Body>::try_from(request).map_err(|_| reset())?;
    let (parts, body) = request.into_parts();
    let body = to_bytes(Body::new(body), usize::MAX).await;
    Ok(Request::from_parts(
        parts,
        body.map_err(|_| reset())?.into(),
    ))
}

/// Delivers the requests and responses that are due.
pub fn deliver(activecampaign: &Router) {
    let now = with(|state| state.now);
    machine::set_clock(now, 0);
    let mut due: Vec<Message> =
        with(|state| state.messages.extract_if(.., |it| it.due <= now).collect());
    due.sort_by_key(|message| (message.due, message.id));
    for message in due {
        arrive(activecampaign, message, now);
    }
    let mut due: Vec<Answer> = with(|state| {
        let due = state
            .answers
            .extract_if(.., |it| it.due <= now && it.content.is_some());
        due.collect()
    });
    due.sort_by_key(|answer| (answer.due, answer.id));
    for answer in due {
        if let Some(content) = answer.content {
            let _ = answer.reply.send(content);
        }
    }
}

fn arrive(activecampaign: &Router, message: Message, now: Duration) {
    let Message {
        proxy,
        id,
        fate,
        request,
        reply,
        ..
    } = message;
    let path = request
        .uri()
        .path_and_query()
        .map_or("", |path| path.as_str());
    let what = format!("{} {path}", request.method());
    let arrived = fate != Fate::RequestLost;
    if arrived {
        let account = request.uri().path().split('/').nth(1).unwrap_or_default();
        let account = account.to_owned();
        with(|state| state.arrivals.push((now, account)));
    }
    let content = match fate {
        Fate::RequestLost => Some(Err(reset())),
        Fate::Instead(status) => Some(Ok(stand_in(status))),
        Fate::Answered | Fate::Slow => Some(Ok(call(activecampaign, request))),
        Fate::AnswerLost => {
            call(activecampaign, request);
            Some(Err(reset()))
        }
        Fate::FailedAfter => {
            call(activecampaign, request);
            Some(Ok(stand_in(500)))
        }
        Fate::Silent => {
            call(activecampaign, request);
            None
        }
    };
    let status = match &content {
        Some(Ok(response)) => response.status().as_u16(),
        _ => 0,
    };
    let words = match &content {
        Some(Ok(response)) if status >= 400 => String::from_utf8_lossy(response.body()),
        _ => "".into(),
    };
    state::trace(|| format!("proxy{proxy} calls {what} {fate:?} {status} {words}"));
    with(|state| {
        let travel = Duration::from_millis(match fate {
            Fate::Slow => state.rng.u64(500..6000),
            _ => state.rng.u64(1..80),
        });
        let due = now + travel;
        state.answers.push(Answer {
            due,
            id,
            reply,
            content,
        });
    });
}

fn call(router: &Router, request: Request<Body>) -> axum::http::Response<Vec<u8>> {
    let router = router.clone();
    block_on(async move {
        let response = router.oneshot(request).await.unwrap();
        let (mut parts, body) = response.into_parts();
        // Servers add this header.
        let date = httpdate::fmt_http_date(SystemTime::now());
        parts.headers.insert(DATE, date.parse().unwrap());
        let body = to_bytes(body, usize::MAX).await.unwrap();
        axum::http::Response::from_parts(parts, body.to_vec())
    })
}

/// The records of an account in ActiveCampaign.
pub fn holdings(activecampaign: &Router, account: &str) -> serde_json::Value {
    let request = Request::builder()
        .method(Method::GET)
        .uri(format!("/_sandbox/accounts/{account}"));
    let response = call(activecampaign, request.body(Body::empty()).unwrap());
    serde_json::from_slice(response.body()).unwrap()
}

fn stand_in(status: u16) -> axum::http::Response<Vec<u8>> {
    let response = axum::http::Response::builder().status(StatusCode::from_u16(status).unwrap());
    let response = match status {
        429 => response.header("retry-after", "2"),
        503 => response.header("retry-after", "3"),
        _ => response,
    };
    let page = "<html>Something went wrong.</html>";
    let response = response.header(CONTENT_TYPE, "text/html");
    response.body(page.into()).unwrap()
}

fn reset() -> TransportError {
    TransportError::Unreachable("the connection was reset".into())
}
