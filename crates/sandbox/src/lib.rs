//! An in-memory stand-in for ActiveCampaign's API v3, for development and tests.
//!
//! The account is the first segment of the path: `http://127.0.0.1:9000/{account}/api/3/…` stands
//! for `https://{account}.api-us1.com/api/3/…`. Every account exists from its first call on and has
//! its own records; names and keys with a special meaning are in [`reserved`].
//!
//! ```
//! # async fn example() -> std::io::Result<()> {
//! let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
//! let template = format!("http://{}/{{account}}", listener.local_addr()?);
//! tokio::spawn(sandbox::serve(listener));
//! # Ok(())
//! # }
//! ```

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod answers;
mod broken;
mod calls;
mod connections;
mod contact_tags;
mod contacts;
mod control;
mod data;
mod dates;
mod ecom_customers;
mod ecom_orders;
mod email;
mod envelope;
mod faults;
mod fields;
mod gate;
mod limits;
mod paths;
mod quirks;
mod request_id;
pub mod reserved;
mod state;
mod table;
mod tags;
mod users;

use axum::{Router, middleware, routing::get};
use tokio::net::TcpListener;

pub use state::Sandbox;

/// A new sandbox with ActiveCampaign's limit of 5 requests a second.
pub fn router() -> Router {
    app(Sandbox::default())
}

/// The routes of a sandbox.
pub fn app(sandbox: Sandbox) -> Router {
    Router::new()
        .merge(users::routes())
        .merge(connections::routes())
        .merge(ecom_customers::routes())
        .merge(ecom_orders::routes())
        .merge(contacts::routes())
        .merge(tags::routes())
        .merge(contact_tags::routes())
        .fallback(gate::not_found)
        .method_not_allowed_fallback(gate::not_found)
        .layer(middleware::from_fn_with_state(sandbox.clone(), gate::gate))
        .merge(control::routes(sandbox))
        .route(answers::LOGIN, get(answers::login))
        .layer(middleware::from_fn(request_id::add))
}

/// Serves [`router`] until the task is dropped.
///
/// # Errors
/// When the listener fails for good.
pub async fn serve(listener: TcpListener) -> std::io::Result<()> {
    axum::serve(listener, router()).await
}
