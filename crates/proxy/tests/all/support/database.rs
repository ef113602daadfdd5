//! The database of a test: its own SQLite file, or, if `TEST_POSTGRES` names a server, its own
//! schema there.

use std::{env, fs, path::Path, thread};

use sqlx::AnyPool;
use tokio::runtime::Builder;

/// The file that stores the schema of a directory.
const NOTE: &str = "database-url";

/// `DATABASE_URL` of the database of `dir`; created when missing.
pub fn database_url(dir: &Path) -> String {
    let note = dir.join(NOTE);
    if let Ok(url) = fs::read_to_string(&note) {
        return url;
    }
    let Some(server) = postgres() else {
        return format!("sqlite://{}", dir.join("proxy.db").display());
    };
    let schema = format!("test_{}", uuid::Uuid::now_v7().simple());
    let (create, on) = (format!("CREATE SCHEMA {schema}"), server.clone());
    run(async move {
        let pool = open(&on).await;
        let create = sqlx::query(sqlx::AssertSqlSafe(create));
        create.execute(&pool).await.unwrap();
        pool.close().await;
    });
    let first = if server.contains('?') { '&' } else { '?' };
    let url = format!("{server}{first}options[search_path]={schema}");
    fs::write(note, &url).unwrap();
    url
}

/// The PostgreSQL server for the tests, if configured.
pub fn postgres() -> Option<String> {
    env::var("TEST_POSTGRES").ok().filter(|url| !url.is_empty())
}

/// Whether to skip a test that applies to SQLite only; prints the reason.
pub fn left_out_on_postgres(why: &str) -> bool {
    let out = postgres().is_some();
    if out {
        println!("left out on PostgreSQL: {why}");
    }
    out
}

/// A connection to a test's database beside the proxy's.
pub async fn open(url: &str) -> AnyPool {
    sqlx::any::install_default_drivers();
    AnyPool::connect(url).await.unwrap()
}

/// Blocks on a future, also inside a running runtime.
fn run(work: impl Future<Output = ()> + Send + 'static) {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    thread::spawn(move || runtime.block_on(work))
        .join()
        .unwrap();
}
