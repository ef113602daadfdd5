//! A frozen proxy does nothing and is not notified. When it resumes, other proxies have taken over
//! its account queues.

use std::time::{Duration, Instant};

use tempfile::TempDir;
use tokio::time::{sleep, sleep_until};

use crate::{
    account_queues::AccountQueues, check, program::Program, sandbox, support::database,
    traffic::Traffic,
};

/// Longer than a lease, so that the other proxy takes over and works meanwhile.
const FROZEN: Duration = Duration::from_secs(8);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_frozen_proxy_beside_a_living_one_delivers_nothing_twice_and_counts_nothing_twice() {
    if database::postgres().is_none() {
        println!("left out: TEST_POSTGRES names no server");
        return;
    }
    let (orders, accounts) = (600, 10);
    let dir = TempDir::new().unwrap();
    let url = database::database_url(dir.path());
    let account_queues = AccountQueues::of(&url).await;
    let sandbox = sandbox().await;
    let first = Program::start(&dir, "first", &url, &sandbox);
    let second = Program::start(&dir, "second", &url, &sandbox);
    let traffic = Traffic::plan(orders, accounts);
    traffic.save_accounts(&[&first, &second]).await;
    traffic.hand_over([&first, &second]).await;

    for (frozen, sent) in [
        (&first, orders / 10),
        (&second, orders / 3),
        (&first, orders / 2),
    ] {
        account_queues.until_sent(sent).await;
        let until = Instant::now() + FROZEN;
        frozen.freeze();
        // The other proxy counts as the only leaseholder once the lease has expired.
        account_queues.until_one_holder().await;
        sleep_until(until.into()).await;
        frozen.thaw();
        // Time is the subject: the thawed proxy acts on what it knew before.
        sleep(Duration::from_millis(200)).await;
    }
    account_queues.until_sent(orders).await;
    check::each_once_and_none_too_often(&traffic, &sandbox).await;
    check::counters_are_right(&url).await;
    first.terminate();
    second.terminate();
}
