//! After a takeover, results of the previous leaseholder are not stored.

use std::time::Duration;

use contract::AccountId;
use proxy::store::{Delivered, Error, FencingToken, Kinds, KnownCustomer, Pause, Store};
use serde_json::json;

use crate::{
    shared::order,
    support::{SECRET, Setup, claims, database, new_account, sign},
};

const TERM: Duration = Duration::from_secs(60);

/// A store with one waiting order of this account.
async fn one_waits() -> Option<(Store, AccountId)> {
    if database::postgres().is_none() {
        println!("left out: TEST_POSTGRES names no server");
        return None;
    }
    // No server responds as ActiveCampaign.
    let proxy = Setup::new().start().await;
    let shop = proxy.shop("negozio");
    let account = shop.save("negozio", "0123456789abcdef").await;
    let mut update = new_account();
    update["api_key"] = json!("keep");
    update["ecommerce"] = json!({ "orders": true, "abandoned_carts": false });
    shop.change(&account, "\"1\"", &update).await.expect(200);
    let mut server = claims("negozio");
    server["aud"] = json!("events");
    let server = proxy.with_token(&sign(&server, SECRET));
    let body = json!({ "orders": [order(1)] });
    let taken = server.post("/api/v1/events/orders", &body).await;
    assert_eq!(taken.expect(202)["accepted"], 1);
    let id = AccountId::parse(account.rsplit('/').next().unwrap()).unwrap();
    let setup = Setup::within(proxy.stop().await);
    let config = setup.config().unwrap();
    let store = Store::open(&config.database, &config.keyring)
        .await
        .unwrap();
    Some((store, id))
}

fn is_lost<T: std::fmt::Debug>(done: &Result<T, Error>) -> bool {
    matches!(done, Err(Error::LeaseLost))
}

#[tokio::test]
async fn a_worker_writes_nothing_once_another_proxy_has_its_account_queue() {
    let Some((store, account)) = one_waits().await else {
        return;
    };
    for proxy in ["one", "other"] {
        store.proxies().enter(proxy, TERM).await.unwrap();
    }
    assert!(store.leases().claim(&account, "one").await.unwrap());
    let [old, new] = ["one", "other"].map(|lease| FencingToken::leased(&account, lease));
    let (old, new) = (store.fenced(&old), store.fenced(&new));
    let kinds = Kinds {
        orders: true,
        carts: true,
    };
    let outbox = store.outbox();
    let waiting = outbox.waiting(&account, kinds, Default::default(), 9).await;
    let waiting = &waiting.unwrap()[0];
    let work = outbox.load(waiting.cursor.id).await.unwrap().unwrap();
    let done = |remote_id| Delivered {
        work: &work,
        remote_id,
        person: &waiting.customer,
    };
    let [before, after] = ["before", "after"].map(|contact| KnownCustomer {
        contact_id: Some(contact.to_owned()),
        ..KnownCustomer::default()
    });
    let pause = Pause {
        reason: contract::transfer::PauseReason::KeyRejected,
        until: None,
    };

    assert!(old.attempt(&work).await.unwrap());
    old.put_customer(&waiting.customer, &before).await.unwrap();
    let taken = store.leases().take_over("one", "other").await.unwrap();
    assert_eq!(taken, std::slice::from_ref(&account));
    new.put_customer(&waiting.customer, &after).await.unwrap();

    assert!(is_lost(&old.put_customer(&waiting.customer, &before).await));
    assert!(is_lost(&old.attempt(&work).await));
    assert!(is_lost(&old.not_attempted(&work).await));
    assert!(is_lost(&old.delivered(done("old")).await));
    assert!(is_lost(&old.withdrawn(&work).await));
    assert!(is_lost(&old.pause(pause).await));
    assert!(is_lost(&old.set_tag(Some("old")).await));
    let known = store.customers().get(&account, &waiting.customer).await;
    assert_eq!(known.unwrap(), after);
    let queue = store.account_queues().state(&account).await.unwrap();
    assert_eq!((queue.counters.waiting, queue.pause), (1, None));
    let tag = store.account_queues().remembered(&account).await.unwrap();
    assert_eq!(tag.tag_id, None);
    let attempted = outbox.load(work.id).await.unwrap().unwrap().attempted;
    assert!(attempted, "what may have happened stays noted");

    new.delivered(done("new")).await.unwrap();
    let queue = store.account_queues().state(&account).await.unwrap();
    assert_eq!((queue.counters.waiting, queue.counters.sent), (0, 1));
    store.close().await;
}
