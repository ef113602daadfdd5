//! A restart keeps all data; a start that fails changes nothing.

use crate::support::{Proxy, Setup, database, sandbox};

#[tokio::test]
async fn all_is_still_there() {
    let url = sandbox().await;
    let proxy = Setup::new().with("activecampaign-url", &url).start().await;
    let path = proxy.shop("a").save("negozio", "a-good-key").await;
    proxy.shop("a").test(&path).await;
    let before = proxy.shop("a").get(&path).await;
    let dir = proxy.stop().await;

    let setup = Setup::within(dir).with("activecampaign-url", &url);
    let proxy = setup.start().await;
    let after = proxy.shop("a").get(&path).await;
    assert_eq!(after.text, before.text);
    assert_eq!(after.header("etag"), before.header("etag"));
    assert_eq!(
        proxy.shop("a").test(&path).await["outcome"],
        "ok",
        "the key opens"
    );
}

#[tokio::test]
async fn a_database_of_another_key_is_told_and_not_touched() {
    if database::left_out_on_postgres("it compares the file's bytes") {
        return;
    }
    let proxy = Proxy::start().await;
    let path = proxy.shop("a").save("negozio", "a-good-key").await;
    let dir = proxy.stop().await;
    let before = std::fs::read(dir.path().join("proxy.db")).unwrap();

    let other = "//////////////////////////////////////////8=";
    let setup = Setup::within(dir).with("encryption-key", other);
    let error = proxy::start(setup.config().unwrap()).await.err().unwrap();
    let sentence = format!("{error:#}");
    assert!(sentence.contains("another ENCRYPTION_KEY"), "{sentence}");
    assert_eq!(std::fs::read(setup.path("proxy.db")).unwrap(), before);

    let key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    let proxy = setup.with("encryption-key", key).start().await;
    proxy.shop("a").get(&path).await.expect(200);
}

#[tokio::test]
async fn settings_that_cannot_work_are_told_in_a_sentence() {
    for (name, value, said) in [
        ("session-secret", "short", "at least 32 bytes"),
        (
            "session-secret-previous",
            "short",
            "SESSION_SECRET_PREVIOUS",
        ),
        ("encryption-key", "c2hvcnQ=", "32 bytes"),
        ("encryption-key-previous", "?", "ENCRYPTION_KEY_PREVIOUS"),
        (
            "database-url",
            "postgres://localhost",
            "must name a database",
        ),
        ("database-url", "mysql://localhost/x", "postgres://"),
        ("activecampaign-url", "https://example.com", "{account}"),
        ("host-origins", "*", "origin"),
        ("log-retention-days", "0", "log-retention-days"),
        ("listen", "localhost", "listen"),
    ] {
        let error = Setup::new().with(name, value).config().unwrap_err();
        let sentence = format!("{error:#}");
        assert!(sentence.contains(said), "{name}: {sentence}");
    }
    let missing = Setup::new().with("database-url", "sqlite:///nowhere/at/all.db");
    let error = proxy::start(missing.config().unwrap()).await.err().unwrap();
    assert!(format!("{error:#}").contains("/nowhere/at/all.db"));
}
