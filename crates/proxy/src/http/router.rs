use axum::{
    Extension, Router,
    http::{HeaderName, StatusCode},
    middleware,
    routing::any,
};
use tower::ServiceBuilder;
use tower_http::{
    catch_panic::CatchPanicLayer,
    request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer},
    timeout::TimeoutLayer,
    trace::{DefaultOnRequest, DefaultOnResponse, TraceLayer},
};
use tracing::Level;
use utoipa::OpenApi;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    accounts, connection_test, demo, diagnosis, enabled, events, first_view, frame, headers,
    health, history, log, metrics, openapi as document, panel, platforms, preview, problems,
    request_id, restore, session, trace, transfers,
};
use crate::http::App;

const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The routes for programs, with their descriptions.
fn routes(demo: bool, metrics_elsewhere: bool) -> OpenApiRouter<App> {
    let routes = OpenApiRouter::with_openapi(document::Document::openapi())
        .routes(routes!(session::read_session))
        .routes(routes!(first_view::read_first_view))
        .routes(routes!(platforms::list_platforms))
        .routes(routes!(accounts::list_accounts, accounts::create_account))
        .routes(routes!(
            accounts::read_account,
            accounts::update_account,
            accounts::delete_account
        ))
        .routes(routes!(restore::restore_account))
        .routes(routes!(enabled::set_enabled))
        .routes(routes!(connection_test::test_connection))
        .routes(routes!(transfers::read_transfers))
        .routes(routes!(transfers::retry_transfers))
        .routes(routes!(history::set_history))
        .routes(routes!(preview::read_preview))
        .routes(routes!(diagnosis::read_diagnosis))
        .routes(routes!(log::read_log))
        .routes(routes!(events::take_orders))
        .routes(routes!(events::take_carts))
        .routes(routes!(events::take_synchronisation))
        .routes(routes!(events::take_history_report))
        .routes(routes!(events::read_status))
        .routes(routes!(events::erase_person))
        .routes(routes!(frame::read_frame))
        .routes(routes!(document::read_openapi))
        .routes(routes!(health::healthz))
        .routes(routes!(health::readyz));
    let routes = match metrics_elsewhere {
        true => routes.route("/metrics", any(metrics::served_elsewhere)),
        false => routes.routes(routes!(metrics::read_metrics)),
    };
    match demo {
        true => routes.routes(routes!(demo::make_demo_token)),
        false => routes,
    }
}

/// The complete router: routes, panel, and the layers of every response.
pub fn router(app: App) -> Router {
    let (routes, mut described) = routes(app.demo, app.metrics_elsewhere).split_for_parts();
    problems::describe(&mut described);
    let served = document::Served::new(&described);
    let failures = ServiceBuilder::new()
        .layer(middleware::map_response(problems::as_problem))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::REQUEST_TIMEOUT,
            app.limits.request,
        ));
    let everything = ServiceBuilder::new()
        .layer(SetRequestIdLayer::new(X_REQUEST_ID, MakeRequestUuid))
        .layer(
            TraceLayer::new_for_http()
                .make_span_with(trace::span)
                .on_request(DefaultOnRequest::new().level(Level::DEBUG))
                .on_response(DefaultOnResponse::new().level(Level::INFO)),
        )
        .layer(PropagateRequestIdLayer::new(X_REQUEST_ID))
        .layer(headers::nosniff())
        .layer(headers::referrer_policy())
        .layer(headers::permissions_policy())
        .layer(headers::no_store())
        .layer(headers::no_content())
        .layer(middleware::from_fn_with_state(
            app.clone(),
            metrics::measure,
        ));
    routes
        .method_not_allowed_fallback(problems::method_not_allowed)
        .fallback(panel::serve)
        .layer(Extension(served))
        .layer(CatchPanicLayer::custom(problems::of_panic))
        .layer(failures)
        .layer(everything)
        .layer(middleware::from_fn(request_id::drop_odd))
        .with_state(app)
}
