use serde_json::json;

use crate::support::{Proxy, Shop, database, new_account};

async fn refused_for_now(shop: &Shop<'_>) {
    let answer = shop.post("/api/v1/accounts", &new_account()).await;
    answer.problem(503, "unavailable");
    assert_eq!(answer.header("retry-after"), "5");
}

#[tokio::test]
async fn nothing_is_acknowledged_while_another_file_or_none_has_the_databases_name() {
    if database::left_out_on_postgres("it has no file") {
        return;
    }
    for name in ["proxy.db", "proxy.db-wal"] {
        let proxy = Proxy::start().await;
        let (file, aside) = (proxy.path(name), proxy.path("aside"));
        proxy.shop("a").save("negozio", "0123456789abcdef").await;
        std::fs::rename(&file, &aside).unwrap();
        refused_for_now(&proxy.shop("b")).await;
        std::fs::copy(&aside, &file).unwrap();
        refused_for_now(&proxy.shop("b")).await;
        std::fs::rename(&aside, &file).unwrap();
        let answer = proxy
            .shop("c")
            .post("/api/v1/accounts", &new_account())
            .await;
        answer.expect(201);
        let listed = proxy.shop("a").get("/api/v1/accounts").await.expect(200);
        assert_ne!(listed["accounts"], json!([]), "{listed}");
    }
}
