use std::{
    future::Future,
    time::{Duration, Instant},
};

/// Polls a condition until a timeout.
pub async fn eventually<T, F: Future<Output = Option<T>>>(
    what: &str,
    mut condition: impl FnMut() -> F,
) -> T {
    let began = Instant::now();
    loop {
        if let Some(found) = condition().await {
            return found;
        }
        assert!(
            began.elapsed() < Duration::from_secs(60),
            "waited for: {what}"
        );
        tokio::time::sleep(Duration::from_millis(15)).await;
    }
}
