use std::{
    io,
    pin::Pin,
    task::{Context, Poll},
};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

use super::cancellation::Cancellation;

/// The body of a write, which is sent only while this proxy holds the account queue.
///
/// Between the check before a call and the write to the socket lie a DNS lookup, a connection and
/// its TLS handshake. A process that is suspended in between may continue long after another proxy
/// took the queue over. The connection polls this body when it writes; when the body fails, nothing
/// of the request is sent.
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
            let lost = io::Error::other("lease lost before the request was sent");
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

    /// What a server receives of a write under a lease of this duration.
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
    async fn a_write_is_sent_while_the_lease_is_valid() {
        let seen = seen(Duration::from_secs(60)).await;
        assert!(seen.contains("content-length: 14"), "{seen}");
        assert!(seen.ends_with("{\"an\":\"order\"}"), "{seen}");
    }

    #[tokio::test]
    async fn nothing_of_a_write_is_sent_when_the_lease_expires_while_it_connects() {
        assert_eq!(seen(Duration::ZERO).await, "");
    }
}
