use std::time::Duration;

use contract::SecretText;
use gloo_net::http::{Method, Request, RequestBuilder};
use leptos::prelude::*;
use wasm_bindgen::UnwrapThrowExt;
use web_sys::{AbortController, Response};

use super::{
    Answer, ApiError,
    call::{Answering, Call},
    prefetch::prefetched,
};

/// Timeout of a request. The proxy responds within 45 seconds, connection tests included; a later
/// response is lost.
const PATIENCE: Duration = Duration::from_secs(75);

/// Aborts the request when the waiting future is dropped, for example when its page is removed.
struct AbortOnDrop(AbortController);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Sends a request once. Without a token only public routes succeed.
pub(crate) fn fetch<'a>(call: &'a Call<'a>, token: Option<&'a SecretText>) -> Answering<'a> {
    Box::pin(fetch_and_read(call, token))
}

async fn fetch_and_read(call: &Call<'_>, token: Option<&SecretText>) -> Result<Answer, ApiError> {
    let abort = AbortOnDrop(AbortController::new().unwrap_throw());
    let asked = match call.method {
        Method::GET => prefetched(call.path).await,
        _ => None,
    };
    let give_up = abort.0.clone();
    let patience = set_timeout_with_handle(move || give_up.abort(), PATIENCE).ok();
    let answer = async {
        let response = match asked {
            Some(response) => response,
            None => send(request(call, token, &abort)?).await?,
        };
        Answer::read(response).await
    };
    let answer = answer.await;
    if let Some(patience) = patience {
        patience.clear();
    }
    answer
}

fn request(
    call: &Call<'_>,
    token: Option<&SecretText>,
    abort: &AbortOnDrop,
) -> Result<Request, ApiError> {
    let mut request = RequestBuilder::new(call.path)
        .method(call.method.clone())
        .abort_signal(Some(&abort.0.signal()));
    if let Some(token) = token {
        request = request.header("authorization", &["Bearer ", token.expose()].concat());
    }
    for (name, value) in &call.headers {
        request = request.header(name, value);
    }
    let request = match &call.body {
        Some(body) => request
            .header("content-type", "application/json")
            .body(body.clone()),
        None => request.build(),
    };
    request.map_err(|_| ApiError::Unreadable)
}

async fn send(request: Request) -> Result<Response, ApiError> {
    let response = request.send().await.map_err(|_| ApiError::Network)?;
    Ok(response.into())
}
