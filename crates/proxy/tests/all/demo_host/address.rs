use reqwest::Method;

use super::support::{answer, ask};
use crate::support::Setup;

#[tokio::test]
async fn the_back_office_answers_under_its_own_name_alone() {
    let proxy = Setup::new().demo().start().await;
    for host in ["localhost", "evil.example", "127.0.0.1"] {
        let page = ask(&proxy, Method::GET, "/?lang=en").header("host", host);
        let page = answer(page).await;
        assert_eq!(page.status, 307, "{host}");
        let own = format!("{}/?lang=en", proxy.host());
        assert_eq!(page.header("location"), own, "{host}");
        let token = ask(&proxy, Method::POST, "/token").header("host", host);
        answer(token).await.problem(421, "malformed_request");
    }
}

#[tokio::test]
async fn the_back_office_is_where_it_was_asked_to_be_and_never_where_others_reach_it() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = free.local_addr().unwrap().to_string();
    drop(free);
    let proxy = Setup::new().demo().with("demo-host-listen", &address);
    assert_eq!(proxy.start().await.host(), format!("http://{address}"));
    for (listen, allowed) in [("0.0.0.0:0", false), ("[::1]:0", true)] {
        let config = Setup::new().demo().with("demo-host-listen", listen);
        assert_eq!(config.config().is_ok(), allowed, "{listen}");
    }
}

#[tokio::test]
async fn a_port_that_is_taken_is_said_when_it_was_asked_for_and_passed_over_when_not() {
    let holder = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = holder.local_addr().unwrap();
    let asked = Setup::new().demo();
    let asked = asked.with("demo-host-listen", &taken.to_string());
    let refused = proxy::start(asked.config().unwrap()).await.err().unwrap();
    assert!(
        refused.to_string().contains("DEMO_HOST_LISTEN"),
        "{refused}"
    );
    let before = format!("127.0.0.1:{}", taken.port() - 1);
    if std::net::TcpListener::bind(&before).is_ok() {
        let proxy = Setup::new().demo().with("listen", &before).start().await;
        assert_ne!(proxy.host(), format!("http://{taken}"));
    }
}
