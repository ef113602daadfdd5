//! Wrong clocks, and which of a site's tokens applies.

use serde_json::{Value, json};

use crate::support::{Proxy, SECRET, claims, database, sign};

const SESSION: &str = "/api/v1/session";

/// A token of site `a`, issued this many seconds from now.
fn made(seconds: i64, modules: &[&str]) -> String {
    let mut claims = claims("a");
    for time in ["iat", "nbf", "exp"] {
        claims[time] = (claims[time].as_i64().unwrap() + seconds).into();
    }
    claims["modules"] = json!(modules);
    sign(&claims, SECRET)
}

const ON: [&str; 1] = ["activecampaign"];
const OFF: [&str; 0] = [];

/// The stored module state of the site, and the issue time of the token it came from.
async fn kept(proxy: &Proxy) -> (i64, i64) {
    let pool = database::open(&proxy.database_url()).await;
    let kept = sqlx::query_as("SELECT module_active, claimed_at FROM sites WHERE site = 'a'");
    let kept = kept.fetch_one(&pool).await.unwrap();
    pool.close().await;
    kept
}

async fn read_session(proxy: &Proxy, token: &str) {
    proxy.with_token(token).get(SESSION).await.expect(200);
}

#[tokio::test]
async fn a_host_whose_clock_is_a_minute_off_gets_a_session_and_beyond_that_the_clock_is_named() {
    let proxy = Proxy::start().await;
    for seconds in [-58, 58] {
        read_session(&proxy, &made(seconds, &ON)).await;
    }
    for seconds in [70, 6 * 3600] {
        let answer = proxy.with_token(&made(seconds, &ON)).get(SESSION).await;
        let problem = answer.problem(401, "clock_skew");
        let detail = problem["detail"].as_str().unwrap();
        assert!(detail.contains("clock"), "{detail}");
        let challenge = answer.header("www-authenticate");
        assert_eq!(challenge, "Bearer error=\"invalid_token\"");
    }
    // A slow clock issues expired tokens: the code tells what to check first.
    let answer = proxy.with_token(&made(-6 * 3600, &ON)).get(SESSION).await;
    let problem = answer.problem(401, "unauthenticated");
    let detail = problem["detail"].as_str().unwrap();
    assert!(detail.contains("clock"), "{detail}");
}

#[tokio::test]
async fn a_module_switched_off_under_a_clock_that_was_ahead_is_switched_on_by_the_next_token() {
    let proxy = Proxy::start().await;
    read_session(&proxy, &made(0, &OFF)).await;
    let pool = database::open(&proxy.database_url()).await;
    let ahead = sqlx::query("UPDATE sites SET claimed_at = claimed_at + 21600");
    ahead.execute(&pool).await.unwrap();
    pool.close().await;
    read_session(&proxy, &made(0, &ON)).await;
    assert_eq!(kept(&proxy).await.0, 1);
}

#[tokio::test]
async fn a_token_that_says_nothing_new_is_not_written() {
    let proxy = Proxy::start().await;
    read_session(&proxy, &made(-100, &ON)).await;
    let (_, first) = kept(&proxy).await;
    for seconds in [-90, -50, 0] {
        read_session(&proxy, &made(seconds, &ON)).await;
        assert_eq!(kept(&proxy).await, (1, first));
    }
}

#[tokio::test]
async fn an_older_token_switches_nothing_also_when_the_newest_was_not_written() {
    let proxy = Proxy::start().await;
    for (seconds, modules, active) in [
        (-100, &ON[..], 1),
        // Not written: nothing changed.
        (-10, &ON[..], 1),
        (-50, &OFF[..], 1),
        (-5, &OFF[..], 0),
        (-20, &ON[..], 0),
        (0, &ON[..], 1),
    ] {
        read_session(&proxy, &made(seconds, modules)).await;
        assert_eq!(kept(&proxy).await.0, active, "{seconds}");
    }
}

#[tokio::test]
async fn a_change_of_the_name_or_the_address_is_written() {
    let proxy = Proxy::start().await;
    read_session(&proxy, &made(-10, &ON)).await;
    let mut claims = claims("a");
    claims["site_name"] = Value::from("Un altro nome");
    read_session(&proxy, &sign(&claims, SECRET)).await;
    let pool = database::open(&proxy.database_url()).await;
    let name = sqlx::query_scalar::<_, String>("SELECT name FROM sites WHERE site = 'a'");
    assert_eq!(name.fetch_one(&pool).await.unwrap(), "Un altro nome");
}
