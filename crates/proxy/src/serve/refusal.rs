//! Converts hyper's own error responses to problem documents.
//!
//! A request head that hyper cannot parse never reaches the router: hyper responds 400, 414 or 431
//! without a body, offers no hook, and closes the connection. Such a response differs from the
//! router's by its headers, of which the router's always has more, and by its position: nothing
//! follows it.

use std::{
    io::{self, IoSlice},
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use axum::http::StatusCode;
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    time::{Sleep, sleep},
};

use crate::error::{Error, PROBLEM_JSON};

/// How long, and for how many bytes, the proxy reads from a client that still sends, so that the
/// client receives the response: closing at once would reset the connection.
const LINGER: Duration = Duration::from_secs(2);
const LINGER_BYTES: usize = 1024 * 1024;
/// hyper's response is shorter.
const LONGEST_HEAD: usize = 256;

/// A connection that replaces hyper's own responses by problem documents.
pub(super) struct Refusing<S> {
    stream: S,
    /// The unwritten rest of the replacement response.
    answer: Vec<u8>,
    refused: bool,
    linger: Pin<Box<Sleep>>,
    read_meanwhile: usize,
}

impl<S> Refusing<S> {
    /// Wraps a connection.
    pub fn new(stream: S) -> Self {
        Self {
            stream,
            answer: Vec::new(),
            refused: false,
            linger: Box::pin(sleep(Duration::ZERO)),
            read_meanwhile: 0,
        }
    }

    /// Replaces `written` if it is hyper's own response. Returns whether it was.
    fn take(&mut self, written: &[u8]) -> bool {
        let Some((start, status)) = own_answer(written) else {
            return false;
        };
        self.answer = written[..start].to_vec();
        self.answer.extend(document(status));
        self.refused = true;
        self.linger = Box::pin(sleep(LINGER));
        true
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> Refusing<S> {
    fn poll_answer(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        while !self.answer.is_empty() {
            let written = ready!(Pin::new(&mut self.stream).poll_write(cx, &self.answer))?;
            if written == 0 {
                return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
            }
            self.answer.drain(..written);
        }
        Poll::Ready(Ok(()))
    }

    /// Reads and discards what the client still sends.
    fn poll_linger(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let mut bytes = [0; 8192];
        while self.linger.as_mut().poll(cx).is_pending() && self.read_meanwhile < LINGER_BYTES {
            let mut buffer = ReadBuf::new(&mut bytes);
            match ready!(Pin::new(&mut self.stream).poll_read(cx, &mut buffer)) {
                Ok(()) if !buffer.filled().is_empty() => {
                    self.read_meanwhile += buffer.filled().len();
                }
                _ => break,
            }
        }
        Poll::Ready(())
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Refusing<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buffer)
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Refusing<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        ready!(self.poll_answer(cx))?;
        match self.take(bytes) {
            true => Poll::Ready(Ok(bytes.len())),
            false => Pin::new(&mut self.stream).poll_write(cx, bytes),
        }
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        ready!(self.poll_answer(cx))?;
        let mut filled = slices.iter().filter(|slice| !slice.is_empty());
        if let (Some(only), None) = (filled.next(), filled.next())
            && self.take(only)
        {
            return Poll::Ready(Ok(only.len()));
        }
        Pin::new(&mut self.stream).poll_write_vectored(cx, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.poll_answer(cx))?;
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.poll_answer(cx))?;
        ready!(Pin::new(&mut self.stream).poll_shutdown(cx))?;
        if self.refused {
            ready!(self.poll_linger(cx));
        }
        Poll::Ready(Ok(()))
    }
}

/// The offset of hyper's own response in the written bytes, and its status.
fn own_answer(written: &[u8]) -> Option<(usize, StatusCode)> {
    if !written.ends_with(b"\r\n\r\n") {
        return None;
    }
    let end = &written[written.len().saturating_sub(LONGEST_HEAD)..];
    let start = end.windows(7).rposition(|bytes| bytes == b"HTTP/1.")?;
    let head = std::str::from_utf8(&end[start..]).ok()?;
    let mut lines = head.trim_end().split("\r\n");
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let known = |line: &str| {
        let name = line.split(':').next().unwrap_or_default();
        ["connection", "content-length", "date"].contains(&name)
    };
    (matches!(status, 400 | 414 | 431) && lines.all(known)).then_some(())?;
    let status = StatusCode::from_u16(status).ok()?;
    Some((written.len() - end.len() + start, status))
}

/// The response as a problem document.
fn document(status: StatusCode) -> Vec<u8> {
    let problem = Error::UnreadableHead(status).problem();
    let body = serde_json::to_vec(&problem).unwrap_or_default();
    let reason = status.canonical_reason().unwrap_or_default();
    let head = format!(
        "HTTP/1.1 {} {reason}\r\ncontent-type: {}\r\ncontent-length: {}\r\n\
         cache-control: no-store\r\nx-content-type-options: nosniff\r\nconnection: close\r\n\r\n",
        status.as_u16(),
        PROBLEM_JSON.to_str().unwrap_or_default(),
        body.len()
    );
    [head.into_bytes(), body].concat()
}

#[cfg(test)]
mod tests {
    use super::own_answer;

    #[test]
    fn only_an_answer_without_headers_of_ours_is_hyper_s_own() {
        let own = b"HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\n\
            content-length: 0\r\ndate: Thu, 01 Jan 1970 00:00:00 GMT\r\n\r\n";
        assert_eq!(own_answer(own).unwrap().0, 0);
        let after_another = [b"the end of a body".as_slice(), own].concat();
        assert_eq!(own_answer(&after_another).unwrap().0, 17);
        for other in [
            "HTTP/1.1 400 Bad Request\r\nx-request-id: 1\r\ncontent-length: 0\r\n\r\n",
            "HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n",
            "HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\nmore",
            "\r\n\r\n",
            "",
        ] {
            assert!(own_answer(other.as_bytes()).is_none(), "{other}");
        }
    }
}
