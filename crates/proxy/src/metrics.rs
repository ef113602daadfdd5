//! The metrics of the proxy. No personal data: only routes, methods, statuses, kinds and reasons.

mod delivery;
mod family;

use std::time::Duration;

use axum::http::{Method, StatusCode};
use prometheus::{HistogramOpts, HistogramVec, IntCounter, IntCounterVec, Registry, TextEncoder};

pub use delivery::{Calls, DeliveryMetrics};

use crate::telemetry;
use family::{counter, counters, gauges};

/// The media type of [`Metrics::encode`].
pub const TEXT_FORMAT: &str = prometheus::TEXT_FORMAT;

/// All metrics of one proxy. Not global, so that one test can run two proxies.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    requests: IntCounterVec,
    durations: HistogramVec,
    log_lines_dropped: IntCounter,
    delivery: DeliveryMetrics,
}

impl Metrics {
    /// Registers all metrics with the value zero.
    ///
    /// # Errors
    /// When two metrics have the same name.
    pub fn new() -> anyhow::Result<Self> {
        let registry = Registry::new_custom(Some("integrations".into()), None)?;
        let durations = HistogramVec::new(
            HistogramOpts::new(
                "http_request_duration_seconds",
                "Time until the answer began",
            )
            // From a database read to a connection test that times out.
            .buckets(vec![0.001, 0.005, 0.025, 0.1, 0.25, 1.0, 5.0, 15.0, 30.0]),
            &["method", "route"],
        )?;
        registry.register(Box::new(durations.clone()))?;
        let build = gauges(
            &registry,
            "build_info",
            "Version of the running program; always 1",
            &["version"],
        )?;
        build.with_label_values(&[env!("CARGO_PKG_VERSION")]).set(1);
        Ok(Self {
            requests: counters(
                &registry,
                "http_requests_total",
                "Requests answered",
                &["method", "route", "status"],
            )?,
            log_lines_dropped: counter(
                &registry,
                "log_lines_dropped_total",
                "Log lines dropped because stderr failed or was too slow",
            )?,
            delivery: DeliveryMetrics::register(&registry)?,
            durations,
            registry,
        })
    }

    /// The metrics of the delivery.
    pub fn delivery(&self) -> &DeliveryMetrics {
        &self.delivery
    }

    /// Counts a completed request.
    pub fn request(&self, method: &Method, route: &str, status: StatusCode, time: Duration) {
        let method = known(method);
        self.durations
            .with_label_values(&[method, route])
            .observe(time.as_secs_f64());
        self.requests
            .with_label_values(&[method, route, status.as_str()])
            .inc();
    }

    /// All metrics in Prometheus text format 0.0.4.
    ///
    /// # Errors
    /// When a value cannot be encoded, which does not happen.
    pub fn encode(&self) -> anyhow::Result<String> {
        // The log is global to the process and counts its own dropped lines.
        let dropped = telemetry::take_dropped_lines();
        self.log_lines_dropped.inc_by(dropped);
        let mut text = String::new();
        TextEncoder::new().encode_utf8(&self.registry.gather(), &mut text)?;
        Ok(text)
    }
}

/// Maps unknown methods to one label: a client can invent methods, and each would be a new series.
fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        Method::PATCH => "PATCH",
        _ => "other",
    }
}
