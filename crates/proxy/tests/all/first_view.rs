//! The first view takes one round trip (docs/embedding.md).

use crate::support::*;

#[tokio::test]
async fn the_first_view_is_what_three_routes_answer() {
    let proxy = Setup::new().start().await;
    let shop = proxy.shop("negozio");
    shop.save("negozio", "s3cret-k3y-of-a-merchant-0123456789")
        .await;

    let first = shop.get("/api/v1/first-view").await.expect(200);

    for (part, route) in [
        ("session", "/api/v1/session"),
        ("platforms", "/api/v1/platforms"),
        ("accounts", "/api/v1/accounts"),
    ] {
        assert_eq!(first[part], shop.get(route).await.expect(200), "{part}");
    }
    let others = proxy
        .shop("altro")
        .get("/api/v1/first-view")
        .await
        .expect(200);
    assert_eq!(others["accounts"]["accounts"], serde_json::json!([]));
}
