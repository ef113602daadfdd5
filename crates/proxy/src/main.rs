//! The program `integrations-proxy`: reads the settings, then serves, rotates the key, or moves the
//! database.

use std::process::ExitCode;

use clap::Parser;
use proxy::{
    Settings,
    config::Command,
    rotation, serve,
    telemetry::{self, say},
};

#[tokio::main]
async fn main() -> ExitCode {
    let settings = Settings::parse();
    let format = settings.log_format;
    telemetry::init(format);
    let ended = run(settings).await;
    if let Err(error) = &ended {
        telemetry::complain(error, format);
    }
    telemetry::flush();
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

async fn run(settings: Settings) -> anyhow::Result<()> {
    if let Some(Command::Move { to, to_file }) = &settings.command {
        let relocation = settings.relocation(to.as_ref(), to_file.as_deref())?;
        say(&relocation.run().await?.to_string());
        return Ok(());
    }
    let rotate = matches!(settings.command, Some(Command::RotateKey));
    let config = settings.into_config()?;
    if rotate {
        let done = rotation::rotate_key(&config).await?;
        say(&done.to_string());
        return Ok(());
    }
    let shutdown = serve::shutdown_signal()?;
    let server = proxy::start(config).await?;
    say(&format!(
        "integrations-proxy listening on http://{}",
        server.address()
    ));
    if let Some(host) = server.demo_host() {
        say(&format!("demo back office on {}", host.as_str()));
    }
    server.run(shutdown).await
}
