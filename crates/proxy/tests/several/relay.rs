use std::io;

use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
    sync::watch,
};
use url::Url;

/// The network between a proxy and the database, which can be cut.
///
/// While it is cut nothing gets through and nobody is told, as with a cable. When it is mended, what
/// was open before is reset.
pub struct Relay {
    url: String,
    is_cut: watch::Sender<bool>,
}

impl Relay {
    /// Before the server of a PostgreSQL URL.
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
        let cut = is_cut.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let (server, cut) = (server.clone(), cut.subscribe());
                tokio::spawn(async move { carry(client, (&server.0, server.1), cut).await });
            }
        });
        Self {
            url: url.into(),
            is_cut,
        }
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
) -> io::Result<()> {
    if !*is_cut.borrow_and_update() {
        let mut server = TcpStream::connect(server).await?;
        tokio::select! {
            done = copy_bidirectional(&mut client, &mut server) => return done.map(drop),
            _ = is_cut.wait_for(|is_cut| *is_cut) => {}
        }
    }
    // Open, and silent, until the network is back.
    let _ = is_cut.wait_for(|is_cut| !*is_cut).await;
    Ok(())
}
