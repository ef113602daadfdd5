//! Two years of a steady shop, in simulated days.

use proxy::{maintenance::Retention, store::Store};
use sqlx::{AnyConnection, AnyPool, AssertSqlSafe};

use crate::{
    later::{DAY, USUAL, now, store},
    support::{Setup, database},
};

/// Number of simulated days.
const DAYS: i64 = 730;
/// Days between two runs of the retention; the program runs it every hour.
const EVERY: i64 = 10;
/// Sent orders per day.
const ORDERS: i64 = 20;

/// Inserts the rows of one day: most orders are sent, one fails, carts become orders, are released
/// or never, and the log has rows about them.
async fn day(connection: &mut AnyConnection, account: &str, number: i64, at: i64) {
    let at = jiff::Timestamp::from_millisecond(at).unwrap();
    let at = at.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string();
    let payload = format!("{{\"name\":\"{}\"}}", "x".repeat(1500));
    let row = |id: String, kind: &str, state: &str, customer: &str| {
        format!(
            "INSERT INTO outbox (account, kind, external_id, state, position, version, revision, \
             customer, payload, attempted, failed_at, accepted_at) VALUES ('{account}', '{kind}', \
             '{id}', '{state}', 0, {number}, 1, '{customer}', '{payload}', 0, {}, '{at}');",
            match state {
                "failed" => format!("'{at}'"),
                _ => "NULL".to_owned(),
            }
        )
    };
    let mut sql = String::from("BEGIN IMMEDIATE;");
    for n in 0..ORDERS {
        let customer = format!("{:032x}", number * 1_000 + n);
        sql += &row(format!("o-{number}-{n}"), "order", "waiting", &customer);
        sql += &format!(
            "INSERT INTO customers (account, email, tag_due) VALUES ('{account}', '{customer}', 0);"
        );
        sql += &format!(
            "INSERT INTO log (site, account, created_at, kind, code, params) \
             VALUES ('negozio', '{account}', '{at}', 'info', 'sent', '{{}}');"
        );
    }
    sql += &row(format!("f-{number}"), "order", "failed", "f");
    for n in 0..3 {
        sql += &row(format!("d-{number}-{n}"), "cart", "dropped", "d");
        sql += &row(format!("h-{number}-{n}"), "cart", "held", "h");
        sql += &format!(
            "INSERT INTO synchronisations (account, external_id, received_at) \
             VALUES ('{account}', 's-{number}-{n}', '{at}');"
        );
    }
    sql += "UPDATE outbox SET state = 'sent', payload = NULL WHERE state = 'waiting';";
    sql += "UPDATE outbox SET payload = NULL WHERE state = 'dropped' AND payload IS NOT NULL;";
    sql += "COMMIT;";
    sqlx::raw_sql(AssertSqlSafe(sql))
        .execute(connection)
        .await
        .unwrap();
}

async fn number(pool: &AnyPool, sql: &'static str) -> i64 {
    sqlx::query_scalar(sql).fetch_one(pool).await.unwrap()
}

/// A database with an account; no proxy has it open.
async fn shop() -> (Store, AnyPool, String, tempfile::TempDir) {
    let setup = Setup::new();
    let url = format!("sqlite://{}", setup.path("shop.db").display());
    let proxy = setup.with("database-url", &url).start().await;
    let path = proxy
        .shop("negozio")
        .save("negozio", "s3cret-k3y-of-a-merchant-0123456789")
        .await;
    let account = path.rsplit('/').next().unwrap().to_owned();
    let dir = proxy.stop().await;
    let store = store(&url).await;
    let account_id = contract::AccountId::parse(&account).unwrap();
    store.account_queues().ensure(&account_id).await.unwrap();
    (store, database::open(&url).await, account, dir)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_database_of_a_steady_shop_stops_growing() {
    let (store, pool, account, _dir) = shop().await;
    let mut connection = pool.acquire().await.unwrap();
    // This test does not depend on durability.
    sqlx::raw_sql("PRAGMA synchronous = OFF; PRAGMA secure_delete = ON;")
        .execute(&mut *connection)
        .await
        .unwrap();
    let mut retention = Retention::new(store.clone(), USUAL);
    let first = now() - DAYS * DAY;
    let mut pages = Vec::new();
    for n in 0..DAYS {
        let today = first + n * DAY;
        day(&mut connection, &account, n + 1, today).await;
        if n % EVERY == 0 {
            retention.sweep(today, || false).await.unwrap();
            pages.push(number(&pool, "SELECT * FROM pragma_page_count").await);
        }
    }
    let kept = i64::from(USUAL.sent) + EVERY + 1;
    let rows = number(&pool, "SELECT count(*) FROM outbox").await;
    // Sent and dropped items, and failed or held ones for their own retention.
    assert!(rows <= kept * (ORDERS + 3) + 140 * 4, "{rows}");
    let people = number(&pool, "SELECT count(*) FROM customers").await;
    assert!(people <= kept * ORDERS, "{people}");
    let log = number(&pool, "SELECT count(*) FROM log").await;
    assert!(
        log <= (i64::from(USUAL.log) + EVERY + 1) * (ORDERS + 2),
        "{log}"
    );
    let synchronisations = number(&pool, "SELECT count(*) FROM synchronisations").await;
    assert!(synchronisations <= (i64::from(USUAL.log) + EVERY + 1) * 3);
    let payloads = number(&pool, "SELECT count(payload) FROM outbox").await;
    assert!(
        payloads <= (i64::from(USUAL.log) + EVERY + 10) * 4,
        "{payloads}"
    );
    // Full size is reached after the longest retention; then free pages are reused.
    let full = pages[usize::try_from(kept / EVERY).unwrap() + 2];
    let last = *pages.last().unwrap();
    println!("pages: {full} after the longest retention, {last} after two years, {rows} rows");
    assert!(last <= full + full / 20, "{full} pages grew to {last}");
    drop(connection);
    pool.close().await;
    store.close().await;
}
