use std::{
    io::{self, Write},
    sync::{
        atomic::{AtomicU64, Ordering},
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread,
    time::{Duration, Instant},
};

/// Maximum number of queued lines; further ones are dropped.
const WAITING: usize = 1024;
/// Timeout of a flush at the end of the program.
const LONGEST_FLUSH: Duration = Duration::from_secs(1);

/// A writer that never blocks. A separate thread writes the lines. A line is counted and dropped
/// when the queue is full or when the output rejects it (disk full, reader gone).
///
/// `tracing-appender` has such a writer too, but it may block for ever at the end of the program,
/// because it reports a full queue on stderr itself.
#[derive(Debug)]
pub(super) struct Lines {
    queue: SyncSender<Message>,
    dropped: &'static AtomicU64,
}

enum Message {
    Line(Vec<u8>),
    /// Acknowledged once every earlier line was written or dropped.
    Flush(SyncSender<()>),
}

impl Lines {
    /// Starts the writer thread.
    pub fn to(output: impl Write + Send + 'static, dropped: &'static AtomicU64) -> Self {
        let (queue, messages) = sync_channel(WAITING);
        let work = move || write_all(output, &messages, dropped);
        // If the thread cannot start, every line is dropped and counted.
        let _ = thread::Builder::new().name("log".into()).spawn(work);
        Self { queue, dropped }
    }

    /// Queues a line.
    pub fn send(&self, line: Vec<u8>) {
        if self.queue.try_send(Message::Line(line)).is_err() {
            self.dropped.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Waits for the queued lines, at most [`LONGEST_FLUSH`].
    pub fn flush(&self) {
        let end = Instant::now() + LONGEST_FLUSH;
        let (written, is_written) = sync_channel(1);
        while self
            .queue
            .try_send(Message::Flush(written.clone()))
            .is_err()
        {
            if Instant::now() >= end {
                return;
            }
            thread::sleep(Duration::from_millis(10));
        }
        let _ = is_written.recv_timeout(end.saturating_duration_since(Instant::now()));
    }
}

fn write_all(mut output: impl Write, messages: &Receiver<Message>, dropped: &AtomicU64) {
    for message in messages {
        match message {
            Message::Line(line) => {
                if output
                    .write_all(&line)
                    .and_then(|()| output.flush())
                    .is_err()
                {
                    dropped.fetch_add(1, Ordering::Relaxed);
                }
            }
            Message::Flush(written) => {
                let _ = written.send(());
            }
        }
    }
}

/// The subscriber writes one line per call.
impl Write for &Lines {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        self.send(line.to_vec());
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;

    /// An output with a full disk.
    struct Full;

    impl Write for Full {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::StorageFull.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// An output without a reader, until the other end is dropped.
    struct Stuck(Receiver<()>);

    impl Write for Stuck {
        fn write(&mut self, line: &[u8]) -> io::Result<usize> {
            let _ = self.0.recv();
            Ok(line.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn lines_that_a_full_disk_refuses_are_counted() {
        static DROPPED: AtomicU64 = AtomicU64::new(0);
        let lines = Lines::to(Full, &DROPPED);
        for _ in 0..3 {
            lines.send(b"a line\n".to_vec());
        }
        lines.flush();
        assert_eq!(DROPPED.load(Ordering::Relaxed), 3);
    }

    #[test]
    fn lines_that_nobody_reads_are_dropped_and_hold_up_neither_the_work_nor_the_end() {
        static DROPPED: AtomicU64 = AtomicU64::new(0);
        let (reader, stuck) = channel();
        let lines = Lines::to(Stuck(stuck), &DROPPED);
        for _ in 0..WAITING + 100 {
            lines.send(b"a line\n".to_vec());
        }
        assert!(DROPPED.load(Ordering::Relaxed) >= 99);
        let began = Instant::now();
        lines.flush();
        assert!(began.elapsed() < 2 * LONGEST_FLUSH);
        drop(reader);
    }
}
