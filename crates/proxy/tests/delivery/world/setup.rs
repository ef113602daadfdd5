//! A fast proxy, and a sandbox.

use std::{num::NonZeroU32, time::Duration};

use proxy::limits::Limits;
use tokio::net::TcpListener;

use crate::support::Setup;

/// Raises the limits: the tests poll more often than a merchant does.
pub fn often(limits: &mut Limits) {
    limits.requests_per_minute = NonZeroU32::MAX;
}

/// A sandbox on a free port with this rate limit.
pub async fn sandbox(per_second: Option<u32>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let limit = per_second.and_then(NonZeroU32::new);
    let app = sandbox::app(sandbox::Sandbox::new(limit));
    tokio::spawn(async { axum::serve(listener, app).await });
    address
}

/// The settings of a fast proxy: a high rate, short intervals.
pub fn setup(sandbox: &str) -> Setup {
    hurry(Setup::new(), sandbox)
}

/// Makes another setup fast.
pub fn hurry(setup: Setup, sandbox: &str) -> Setup {
    setup
        .with("activecampaign-url", &format!("{sandbox}/{{account}}"))
        .with("activecampaign-rate", "200")
        .limits(|limits| {
            limits.activecampaign_call = Duration::from_secs(2);
            limits.activecampaign_test = Duration::from_secs(2);
            limits.patience.first = Duration::from_millis(20);
            limits.patience.longest = Duration::from_millis(500);
        })
}
