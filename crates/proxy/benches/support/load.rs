use std::{
    future::Future,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

/// The result of a number of requests.
pub struct Load {
    seconds: f64,
    /// Sorted.
    latencies: Vec<Duration>,
}

impl Load {
    /// Requests a second.
    pub fn rate(&self) -> f64 {
        self.latencies.len() as f64 / self.seconds
    }

    /// The latency below which this share of requests is, in milliseconds: 0.5 is the median.
    pub fn percentile(&self, share: f64) -> f64 {
        let last = self.latencies.len() - 1;
        self.latencies[(last as f64 * share) as usize].as_secs_f64() * 1000.0
    }
}

/// Sends `count` requests, one at a time per client; `request` gets the client's number and the
/// request's. A client sends its next request after the previous response.
pub async fn closed_loop<F>(
    clients: usize,
    count: usize,
    request: impl Fn(usize, usize) -> F + Send + Sync + 'static,
) -> Load
where
    F: Future<Output = ()> + Send,
{
    let (request, next) = (Arc::new(request), Arc::new(AtomicUsize::new(0)));
    let began = Instant::now();
    let clients: Vec<_> = (0..clients)
        .map(|client| {
            let (request, next) = (Arc::clone(&request), Arc::clone(&next));
            tokio::spawn(async move {
                let mut latencies = Vec::new();
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= count {
                        return latencies;
                    }
                    let began = Instant::now();
                    request(client, number).await;
                    latencies.push(began.elapsed());
                }
            })
        })
        .collect();
    let mut latencies = Vec::with_capacity(count);
    for client in clients {
        latencies.extend(client.await.unwrap());
    }
    let seconds = began.elapsed().as_secs_f64();
    latencies.sort_unstable();
    Load { seconds, latencies }
}
