//! What is sent, shown before anything is sent.

use std::sync::{Arc, Mutex};

use axum::{
    Router,
    body::{Body, Bytes},
    extract::State,
    http::{HeaderMap, Method, Uri},
    response::Response,
};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::world::{World, order, sandbox, setup, with};

/// The paths and bodies of the `POST` requests that ActiveCampaign received.
type Received = Arc<Mutex<Vec<(String, Value)>>>;

/// A server in front of the sandbox that records what it passes on.
#[derive(Clone)]
struct Recorder {
    sandbox: String,
    received: Received,
}

async fn pass_on(
    State(recorder): State<Recorder>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if method == Method::POST {
        let path = uri.path().split_once("/api/3/").unwrap().1.to_owned();
        let body = serde_json::from_slice(&body).unwrap();
        recorder.received.lock().unwrap().push((path, body));
    }
    let url = format!("{}{uri}", recorder.sandbox);
    let request = reqwest::Client::new().request(method, url).body(body);
    let request = request.header("api-token", &headers["api-token"]);
    let answer = request.send().await.unwrap();
    let mut response = Response::builder().status(answer.status());
    for name in ["content-type", "date"] {
        if let Some(value) = answer.headers().get(name) {
            response = response.header(name, value);
        }
    }
    response
        .body(Body::from(answer.bytes().await.unwrap()))
        .unwrap()
}

/// A world whose calls to ActiveCampaign are recorded.
async fn recorded() -> (World, Received) {
    let sandbox = sandbox(None).await;
    let received = Received::default();
    let recorder = Recorder {
        sandbox: sandbox.clone(),
        received: Arc::clone(&received),
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let app = Router::new().fallback(pass_on).with_state(recorder);
    tokio::spawn(async { axum::serve(listener, app).await });
    let world = World::with(setup(&address), sandbox).await;
    (world, received)
}

impl World {
    async fn preview(&self) -> Value {
        let path = format!("{}/preview", self.account);
        self.merchant().get(&path).await.expect(200)
    }
}

/// The requests of a preview, in the form of [`Received`].
fn requests(preview: &Value) -> Vec<(String, Value)> {
    let requests = preview["requests"].as_array().unwrap().iter();
    let request = |it: &Value| {
        let path = it["path"].as_str().unwrap().strip_prefix("/api/3/");
        let body = serde_json::from_str(it["body"].as_str().unwrap()).unwrap();
        (path.unwrap().to_owned(), body)
    };
    requests.map(request).collect()
}

/// The value of a field in the words of a preview.
fn field<'a>(preview: &'a Value, name: &str) -> &'a Value {
    let mut fields = preview["fields"].as_array().unwrap().iter();
    fields.find(|field| field["name"] == name).unwrap()
}

#[tokio::test]
async fn the_preview_shows_exactly_what_activecampaign_then_receives() {
    let (world, received) = recorded().await;
    world.choose(false, false).await;
    assert_eq!(world.preview().await["source"], "example");
    // With Abilita Ordini off, the order is shown and sent nowhere.
    assert_eq!(world.orders(&[order("1")]).await["ignored"], 1);
    let before = world.preview().await;
    assert_eq!(before["source"], "order");
    assert_eq!(field(&before, "number")["value"], "N-1");
    assert!(received.lock().unwrap().is_empty());

    world.choose(true, false).await;
    world.orders(&[order("1")]).await;
    world.until("sent", 1).await;
    // ActiveCampaign has assigned the ids by now.
    let shown = requests(&world.preview().await);
    let mut sent = received.lock().unwrap().clone();
    sent.retain(|(path, _)| path != "connections");
    assert_eq!(sent.len(), 5);
    for request in &sent {
        assert!(shown.contains(request), "{request:?} is not in {shown:?}");
    }
    // Before, the ids were the only difference.
    let ids = ["connectionid", "customerid", "contact", "tag"];
    for ((path, mut body), (_, with_ids)) in requests(&before).into_iter().zip(&shown) {
        let name = body.as_object().unwrap().keys().next().unwrap().clone();
        for id in ids.iter().filter(|_| path != "tags") {
            if body[&name].get(id).is_some_and(|known| known == "…") {
                body[&name][id] = with_ids[&name][id].clone();
            }
        }
        assert_eq!(body, *with_ids);
    }
}

#[tokio::test]
async fn what_was_adjusted_is_marked_where_it_is_shown() {
    let world = World::open().await;
    world.preview().await;
    let mut odd = with(order("1"), json!({ "total": "29.904", "currency": "eur" }));
    odd["lines"][0]["quantity"] = json!("1.5");
    world.orders(&[odd]).await;
    let preview = world.preview().await;
    let total = json!({ "name": "total", "value": "29.90", "adjusted": ["rounded"] });
    assert_eq!(*field(&preview, "total"), total);
    let line = json!({
        "name": "Lampada (1,5)", "quantity": 1, "unit_price": "19.50", "adjusted": ["quantity"],
    });
    assert_eq!(preview["lines"], json!([line]));
    assert_eq!(preview["other_adjusted"], json!(["spelling"]));
}

#[tokio::test]
async fn an_order_is_kept_only_after_the_page_asked_and_a_withdrawn_one_never() {
    let world = World::open().await;
    world.orders(&[order("1")]).await;
    assert_eq!(world.preview().await["source"], "example");
    let cancelled = json!({ "cancelled_at": "2026-05-04T11:00:00Z" });
    world.orders(&[with(order("2"), cancelled)]).await;
    assert_eq!(world.preview().await["source"], "example");
    world.orders(&[order("3"), order("4")]).await;
    let preview = world.preview().await;
    assert_eq!(field(&preview, "number")["value"], "N-4");
    assert!(preview["arrived_at"].is_string(), "{preview}");
}

#[tokio::test]
async fn another_site_sees_no_preview() {
    let world = World::open().await;
    let path = format!("{}/preview", world.account);
    world.proxy.shop("another").get(&path).await.expect(404);
}
