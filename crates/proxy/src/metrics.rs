//! What is counted. No personal data: routes, methods, statuses, kinds and reasons.

mod delivery;
mod text;

use std::time::Duration;

use axum::http::{Method, StatusCode};
use prometheus_client::{
    encoding::{EncodeLabelSet, text::encode},
    metrics::{counter::Counter, family::Family, histogram::Histogram},
    registry::{Registry, Unit},
};

pub use delivery::{Calls, DeliveryMetrics};

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Request {
    method: &'static str,
    route: String,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    method: &'static str,
    route: String,
}

/// Every number of one proxy. Not global, so that two of them can live in one test.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    requests: Family<Request, Counter>,
    durations: Family<Route, Histogram>,
    delivery: DeliveryMetrics,
}

impl Metrics {
    /// All of them at nothing.
    pub fn new() -> Self {
        let requests = Family::<Request, Counter>::default();
        let durations = Family::<Route, Histogram>::new_with_constructor(|| {
            // From a read of the database to a test of a connection that gets no answer.
            Histogram::new([0.001, 0.005, 0.025, 0.1, 0.25, 1.0, 5.0, 15.0, 30.0])
        });
        let mut registry = Registry::with_prefix("integrations");
        registry.register("http_requests", "Requests answered", requests.clone());
        registry.register_with_unit(
            "http_request_duration",
            "Time until the answer began",
            Unit::Seconds,
            durations.clone(),
        );
        let delivery = DeliveryMetrics::register(&mut registry);
        Self {
            registry,
            requests,
            durations,
            delivery,
        }
    }

    /// What the delivery counts.
    pub fn delivery(&self) -> &DeliveryMetrics {
        &self.delivery
    }

    /// Counts an answered request.
    pub fn request(&self, method: &Method, route: String, status: StatusCode, time: Duration) {
        let method = known(method);
        self.durations
            .get_or_create(&Route {
                method,
                route: route.clone(),
            })
            .observe(time.as_secs_f64());
        self.requests
            .get_or_create(&Request {
                method,
                route,
                status: status.as_u16(),
            })
            .inc();
    }

    /// Every number, in Prometheus' text format 0.0.4.
    ///
    /// # Errors
    /// When a text cannot be written, which does not happen.
    pub fn encode(&self) -> anyhow::Result<String> {
        let mut text = String::new();
        encode(&mut text, &self.registry)?;
        Ok(text::as_prometheus(&text))
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
