//! Changing `ENCRYPTION_KEY`.

use proxy::rotation::{Rotated, rotate_key};

use crate::support::{Proxy, Setup, sandbox};

const OLD: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
const NEW: &str = "//////////////////////////////////////////8=";

#[tokio::test]
async fn keys_open_before_during_and_after() {
    let url = sandbox().await;
    let proxy = Setup::new().with("activecampaign-url", &url).start().await;
    let first = proxy.shop("a").save("negozio", "a-good-key").await;
    let dir = proxy.stop().await;

    let both = Setup::within(dir)
        .with("activecampaign-url", &url)
        .with("encryption-key", NEW)
        .with("encryption-key-previous", OLD);
    let config = both.config().unwrap();
    let proxy = both.start().await;
    assert_eq!(proxy.shop("a").test(&first).await["outcome"], "ok");
    let second = proxy.shop("b").save("negozio", "a-good-key").await;

    // Beside a running proxy; a second run finds nothing to do.
    let done = rotate_key(&config).await.unwrap();
    assert_eq!(
        done,
        Rotated {
            accounts: 1,
            forgotten: 1
        }
    );
    assert_eq!(rotate_key(&config).await.unwrap(), Rotated::default());
    let account = proxy.shop("a").get(&first).await;
    assert_eq!(account.header("etag"), "\"1\"", "no change of the settings");
    assert_eq!(account.expect(200)["last_test"]["stale"], false);
    let dir = proxy.stop().await;

    let after = Setup::within(dir)
        .with("activecampaign-url", &url)
        .with("encryption-key", NEW);
    let proxy = after.start().await;
    assert_eq!(proxy.shop("a").test(&first).await["outcome"], "ok");
    assert_eq!(proxy.shop("b").test(&second).await["outcome"], "ok");
}

#[tokio::test]
async fn a_proxy_that_only_has_the_old_key_cannot_write_what_nobody_opens() {
    let proxy = Proxy::start().await;
    proxy.shop("a").save("negozio", "a-good-key").await;
    let database = proxy.database_url();
    let both = Setup::new()
        .with("database-url", &database)
        .with("encryption-key", NEW)
        .with("encryption-key-previous", OLD);
    rotate_key(&both.config().unwrap()).await.unwrap();

    let new = crate::support::new_account();
    let answer = proxy.shop("b").post("/api/v1/accounts", &new).await;
    answer.problem(500, "internal");
    let list = proxy.shop("b").get("/api/v1/accounts").await.expect(200);
    assert_eq!(list["accounts"].as_array().unwrap().len(), 0);
}
