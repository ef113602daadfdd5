use contract::paths;
use serde::Deserialize;

use super::{ApiError, boot_data::boot_data, call::Call, fetch::fetch};

#[derive(Deserialize)]
struct Frame {
    host_origins: Vec<String>,
}

/// Fetches the origins that may frame the panel and send messages to it. Needs no session.
pub(crate) async fn host_origins() -> Result<Vec<String>, ApiError> {
    if let Some(Frame { host_origins }) = boot_data() {
        return Ok(host_origins);
    }
    let reply = fetch(&Call::get(paths::FRAME), None).await?;
    let frame: Frame = reply.accepted()?.json()?;
    Ok(frame.host_origins)
}
