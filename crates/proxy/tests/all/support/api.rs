use std::sync::{Arc, Mutex};

use axum::{
    Router,
    extract::Request,
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use tokio::net::TcpListener;

/// A call as ActiveCampaign received it.
#[derive(Clone, Debug)]
pub struct Call {
    pub path: String,
    pub query: String,
    pub headers: HeaderMap,
}

/// A replacement for ActiveCampaign that records its calls.
pub struct Api {
    pub address: String,
    calls: Arc<Mutex<Vec<Call>>>,
}

impl Api {
    /// Responds to each call with `answer`, which gets the path below `/api/3/`.
    pub async fn start<R: IntoResponse>(
        answer: impl Fn(&str) -> R + Clone + Send + Sync + 'static,
    ) -> Self {
        let calls = Arc::new(Mutex::new(Vec::new()));
        let heard = calls.clone();
        let router = Router::new().fallback(async move |request: Request| -> Response {
            let call = Call {
                path: request.uri().path().to_owned(),
                query: request.uri().query().unwrap_or_default().to_owned(),
                headers: request.headers().clone(),
            };
            let resource = call
                .path
                .split("/api/3/")
                .last()
                .unwrap_or_default()
                .to_owned();
            heard.lock().unwrap().push(call);
            answer(&resource).into_response()
        });
        Self {
            address: listen(router).await,
            calls,
        }
    }

    /// The value for `ACTIVECAMPAIGN_URL`.
    pub fn url(&self) -> String {
        format!("http://{}/{{account}}", self.address)
    }

    pub fn calls(&self) -> Vec<Call> {
        self.calls.lock().unwrap().clone()
    }
}

/// Starts the sandbox on a free port; returns the value for `ACTIVECAMPAIGN_URL`.
pub async fn sandbox() -> String {
    let sandbox = sandbox::app(sandbox::Sandbox::new(None));
    format!("http://{}/{{account}}", listen(sandbox).await)
}

async fn listen(router: Router) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    tokio::spawn(async { axum::serve(listener, router).await });
    address
}
