//! What is counted. No personal data: routes, methods, statuses, kinds and reasons.

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

/// Every number of one proxy. Not global, so that two of them can live in one test.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    requests: IntCounterVec,
    durations: HistogramVec,
    log_lines_dropped: IntCounter,
    delivery: DeliveryMetrics,
}

impl Metrics {
    /// All of them at nothing.
    ///
    /// # Errors
    /// When two numbers have one name.
    pub fn new() -> anyhow::Result<Self> {
        let registry = Registry::new_custom(Some("integrations".into()), None)?;
        let durations = HistogramVec::new(
            HistogramOpts::new(
                "http_request_duration_seconds",
                "Time until the answer began",
            )
            // From a read of the database to a test of a connection that gets no answer.
            .buckets(vec![0.001, 0.005, 0.025, 0.1, 0.25, 1.0, 5.0, 15.0, 30.0]),
            &["method", "route"],
        )?;
        registry.register(Box::new(durations.clone()))?;
        let build = gauges(
            &registry,
            "build_info",
            "The program that runs; always 1",
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
                "Log lines that stderr did not take, or not soon enough",
            )?,
            delivery: DeliveryMetrics::register(&registry)?,
            durations,
            registry,
        })
    }

    /// What the delivery counts.
    pub fn delivery(&self) -> &DeliveryMetrics {
        &self.delivery
    }

    /// Counts an answered request.
    pub fn request(&self, method: &Method, route: &str, status: StatusCode, time: Duration) {
        let method = known(method);
        self.durations
            .with_label_values(&[method, route])
            .observe(time.as_secs_f64());
        self.requests
            .with_label_values(&[method, route, status.as_str()])
            .inc();
    }

    /// Every number, in Prometheus' text format 0.0.4 as the library writes it.
    ///
    /// # Errors
    /// When a text cannot be written, which does not happen.
    pub fn encode(&self) -> anyhow::Result<String> {
        // The log is the process's, and counts by itself.
        let dropped = telemetry::take_dropped_lines();
        self.log_lines_dropped.inc_by(dropped);
        let mut text = String::new();
        TextEncoder::new().encode_utf8(&self.registry.gather(), &mut text)?;
        Ok(text)
    }
}

/// A client may make up methods; each would be a series of its own.
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
