use std::{
    io,
    pin::Pin,
    task::{Context, Poll},
};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

use super::cancellation::Cancellation;

/// The body of a write that is sent only while the account queue is ours.
///
/// Between the moment in which a call may begin and the one in which it is written lie a name to
/// look up, a connection and its TLS; a process that is frozen in between goes on when another
/// proxy has long taken the queue over. The body is asked for when the connection writes: without
/// it, nothing of the request leaves.
#[derive(Debug)]
pub(super) struct CancellableBody {
    bytes: Option<Bytes>,
    cancellation: Cancellation,
}

impl CancellableBody {
    pub fn new(bytes: Bytes, cancellation: Cancellation) -> Self {
        Self {
            bytes: Some(bytes),
            cancellation,
        }
    }
}

impl Body for CancellableBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if self.bytes.is_some() && !self.cancellation.is_ours() {
            let lost = io::Error::other("the account queue is not ours any more");
            return Poll::Ready(Some(Err(lost)));
        }
        Poll::Ready(self.bytes.take().map(|bytes| Ok(Frame::data(bytes))))
    }

    fn is_end_stream(&self) -> bool {
        self.bytes.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        let length = self.bytes.as_ref().map_or(0, Bytes::len);
        SizeHint::with_exact(length as u64)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::TcpListener,
        time::{Instant, timeout},
    };
    use tokio_util::sync::CancellationToken;

    use super::*;
    use crate::activecampaign::LeaseDeadline;

    /// What a server sees of a write with a lease that runs so long.
    async fn seen(lease: Duration) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let server = async {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut seen = vec![0; 4096];
            let read = stream.read(&mut seen).await.unwrap_or(0);
            let _ = stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").await;
            String::from_utf8_lossy(&seen[..read]).into_owned()
        };
        let deadline = LeaseDeadline::new(Instant::now() + lease);
        let cancellation = Cancellation::leased(deadline, CancellationToken::new());
        let body = CancellableBody::new(Bytes::from_static(b"{\"an\":\"order\"}"), cancellation);
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let call = client.post(url).body(reqwest::Body::wrap(body)).send();
        let (seen, _) = tokio::join!(timeout(Duration::from_secs(5), server), call);
        seen.unwrap()
    }

    #[tokio::test]
    async fn a_write_is_sent_while_the_lease_runs() {
        let seen = seen(Duration::from_secs(60)).await;
        assert!(seen.contains("content-length: 14"), "{seen}");
        assert!(seen.ends_with("{\"an\":\"order\"}"), "{seen}");
    }

    #[tokio::test]
    async fn nothing_of_a_write_is_sent_once_the_lease_ran_out_while_it_connected() {
        assert_eq!(seen(Duration::ZERO).await, "");
    }
}
