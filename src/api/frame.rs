use contract::paths;
use serde::Deserialize;

use super::{ApiError, client::Call, fetch::fetch, first::first};

#[derive(Deserialize)]
struct Frame {
    host_origins: Vec<String>,
}

/// Who may frame the panel and talk to it. Anybody may ask.
pub(crate) async fn host_origins() -> Result<Vec<String>, ApiError> {
    if let Some(Frame { host_origins }) = first() {
        return Ok(host_origins);
    }
    let reply = fetch(&Call::get(paths::FRAME), None).await?;
    let frame: Frame = reply.accepted()?.json()?;
    Ok(frame.host_origins)
}
