use std::io;

use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::watch,
};
use url::Url;

/// A network between a proxy and the database that can be cut.
///
/// While it is cut, nothing gets through and neither side is notified, as with an unplugged cable.
/// When it is restored, old connections are reset.
pub struct Relay {
    url: String,
    is_cut: watch::Sender<bool>,
    flow: watch::Sender<Flow>,
}

/// Whether bytes pass. Held bytes are not lost, as when the server or the network hangs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Flow {
    Passing,
    /// Passes until the next `BEGIN`, which is held.
    HeldAtBegin,
    Held,
}

impl Relay {
    /// A relay in front of the server of a PostgreSQL URL.
    pub async fn before(url: &str) -> Self {
        let mut url = Url::parse(url).unwrap();
        let server = (
            url.host_str().unwrap().to_owned(),
            url.port().unwrap_or(5432),
        );
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        url.set_ip_host([127, 0, 0, 1].into()).unwrap();
        url.set_port(Some(port)).unwrap();
        let is_cut = watch::Sender::new(false);
        let flow = watch::Sender::new(Flow::Passing);
        let (cut, flowing) = (is_cut.clone(), flow.clone());
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let (server, cut, flow) = (server.clone(), cut.subscribe(), flowing.clone());
                tokio::spawn(async move { carry(client, (&server.0, server.1), cut, flow).await });
            }
        });
        Self {
            url: url.into(),
            is_cut,
            flow,
        }
    }

    /// Holds all traffic from the next `BEGIN` on; returns once it is held.
    pub async fn hold_at_begin(&self) {
        self.flow.send_replace(Flow::HeldAtBegin);
        let mut flow = self.flow.subscribe();
        flow.wait_for(|flow| *flow == Flow::Held).await.unwrap();
    }

    /// Forwards what was held.
    pub fn release(&self) {
        self.flow.send_replace(Flow::Passing);
    }

    pub fn url(&self) -> &str {
        &self.url
    }

    pub fn cut(&self) {
        self.is_cut.send_replace(true);
    }

    pub fn mend(&self) {
        self.is_cut.send_replace(false);
    }
}

async fn carry(
    mut client: TcpStream,
    server: (&str, u16),
    mut is_cut: watch::Receiver<bool>,
    flow: watch::Sender<Flow>,
) -> io::Result<()> {
    if !*is_cut.borrow_and_update() {
        let mut server = TcpStream::connect(server).await?;
        let (client_reads, client_writes) = client.split();
        let (server_reads, server_writes) = server.split();
        let asked = copy(client_reads, server_writes, &flow);
        let answered = copy(server_reads, client_writes, &flow);
        tokio::select! {
            done = async { tokio::try_join!(asked, answered) } => return done.map(drop),
            _ = is_cut.wait_for(|is_cut| *is_cut) => {}
        }
    }
    // Open and silent until the network is restored.
    let _ = is_cut.wait_for(|is_cut| !*is_cut).await;
    Ok(())
}

/// Copies one direction.
async fn copy(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    flow: &watch::Sender<Flow>,
) -> io::Result<()> {
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let length = from.read(&mut buffer).await?;
        if length == 0 {
            return to.shutdown().await;
        }
        let bytes = &buffer[..length];
        if bytes.windows(5).any(|word| word == b"BEGIN") {
            flow.send_if_modified(|flow| {
                let caught = *flow == Flow::HeldAtBegin;
                if caught {
                    *flow = Flow::Held;
                }
                caught
            });
        }
        let mut flow = flow.subscribe();
        let _ = flow.wait_for(|flow| *flow != Flow::Held).await;
        to.write_all(bytes).await?;
    }
}
