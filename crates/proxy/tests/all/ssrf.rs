//! No merchant input can direct a call to another host.

use contract::{AccountName, ApiDomain};
use proptest::prelude::*;
use proxy::config::ActiveCampaignUrl;
use reqwest::Url;
use serde_json::json;

use crate::support::{Api, Setup, new_account};

const TYPED: [&str; 24] = [
    "127.0.0.1",
    "0x7f000001",
    "2130706433",
    "localhost",
    "localhost:8080",
    "[::1]",
    "metadata.google.internal",
    "169.254.169.254",
    "negozio.api-us1.com.evil.example",
    "negozio.api-us1.com@evil.example",
    "evil.example/negozio.api-us1.com",
    "evil.example#.api-us1.com",
    "evil.example?.api-us1.com",
    "evil.example\\.api-us1.com",
    "https://evil.example",
    "//evil.example",
    "../../evil",
    "..",
    "%2e%2e",
    "negozio%00",
    "negozio\r\nHost: evil.example",
    "xn--a",
    "{account}",
    "ⓝegozio",
];

#[tokio::test]
async fn only_a_label_of_the_operator_s_own_address_is_ever_asked() {
    let api = Api::start(|_| "{}").await;
    let proxy = Setup::new()
        .with("activecampaign-url", &api.url())
        .start()
        .await;
    for (number, typed) in TYPED.into_iter().enumerate() {
        let shop = proxy.shop(&number.to_string());
        let mut new = new_account();
        new["account_name"] = json!(typed);
        let answer = shop.post("/api/v1/accounts", &new).await;
        if answer.status == 422 {
            continue;
        }
        let name = answer.expect(201)["account_name"]
            .as_str()
            .unwrap()
            .to_owned();
        shop.test(answer.header("location")).await;
        let calls = api.calls();
        let call = calls.last().unwrap();
        assert_eq!(call.path, format!("/{name}/api/3/users/me"), "{typed}");
        assert_eq!(call.headers["host"], api.address.as_str(), "{typed}");
    }
}

#[tokio::test]
async fn a_label_that_is_no_host_is_an_account_that_does_not_exist() {
    let proxy = Setup::new()
        .with("activecampaign-url", "https://{account}.example.invalid")
        .start()
        .await;
    let shop = proxy.shop("a");
    let path = shop.save("xn--a", "a-good-key").await;
    assert_eq!(shop.test(&path).await["outcome"], "account_not_found");
}

#[tokio::test]
async fn a_domain_is_called_only_while_the_operator_allows_it() {
    let api = Api::start(|_| "{}").await;
    let (_, port) = api.address.rsplit_once(':').unwrap();
    // Every name below `localhost` is this machine.
    let url = format!("http://{{account}}.localhost:{port}");
    let setup = Setup::new().with("activecampaign-url", &url);
    let proxy = setup.with("activecampaign-hosts", "eu.localhost").start();
    let proxy = proxy.await;
    let path = proxy.shop("a").save("shop.eu.localhost", "a-key").await;
    proxy.shop("a").test(&path).await;
    let call = api.calls().pop().unwrap();
    assert_eq!(call.headers["host"], format!("shop.eu.localhost:{port}"));

    let before = api.calls().len();
    let again = Setup::within(proxy.stop().await).with("activecampaign-url", &url);
    let proxy = again.start().await;
    let shop = proxy.shop("a");
    assert_eq!(shop.test(&path).await["outcome"], "account_not_found");
    let diagnosis = shop.get(&format!("{path}/diagnosis")).await.expect(200);
    assert_eq!(diagnosis["host"], json!(null));
    assert_eq!(api.calls().len(), before);
}

/// Names similar to dangerous ones, and random ones.
fn names() -> impl Strategy<Value = String> {
    let near = "[a-z0-9xn.@:/\\\\?#%\\[\\]{}-]{0,70}(\\.api-(us|eu)1\\.com)?";
    prop_oneof![
        any::<String>(),
        near,
        "[a-z0-9-]{1,63}",
        "xn--[a-z0-9-]{1,20}"
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]

    #[test]
    fn whatever_parses_becomes_one_label_and_nothing_else(typed in names()) {
        let allowed = [ApiDomain::parse("api-eu1.com").unwrap()];
        let template: ActiveCampaignUrl = ActiveCampaignUrl::DEFAULT.parse().unwrap();
        if let Ok(found) = AccountName::understand(&typed, &allowed)
            && let name = found.name
            && let own = found.api_domain.map_or(template.clone(), |it| template.at(&it))
            && let Some(url) = own.resource(&name, &["users", "me"])
        {
            let region = if own == template { "us1" } else { "eu1" };
            let expected = format!("https://{name}.api-{region}.com/api/3/users/me");
            prop_assert_eq!(url.as_str(), &expected);
            let read_again = Url::parse(&expected).unwrap();
            prop_assert_eq!(read_again.host_str(), url.host_str());
        }
    }
}
