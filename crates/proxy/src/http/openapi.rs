use axum::{Extension, body::Bytes, http::header, response::IntoResponse};
use utoipa::{
    Modify, OpenApi,
    openapi::{
        self,
        security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
    },
};

/// The parts of the document besides the routes, which register themselves.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Passweb integrations",
        description = "Connects Passweb shops to marketing platforms. Errors are RFC 9457 \
            problem documents with a stable `code`."
    ),
    tags(
        (name = "panel", description = "For the panel, with a session token of audience `panel`"),
        (name = "events", description = "For the Passweb server, with a token of audience `events`"),
        (name = "operators", description = "For operators"),
        (name = "demo", description = "In demo mode only")
    ),
    modifiers(&Security)
)]
pub(super) struct Document;

struct Security;

impl Modify for Security {
    fn modify(&self, document: &mut openapi::OpenApi) {
        for audience in ["panel", "events"] {
            let bearer = HttpBuilder::new()
                .scheme(HttpAuthScheme::Bearer)
                .bearer_format("JWT")
                .description(Some(format!("Session token, HS256, `aud: \"{audience}\"`")))
                .build();
            document
                .components
                .get_or_insert_default()
                .add_security_scheme(audience, SecurityScheme::Http(bearer));
        }
    }
}

/// Returns this document, in OpenAPI 3.1.
#[utoipa::path(
    get,
    path = "/api/openapi.json",
    tag = "operators",
    responses((status = 200, description = "The document", body = serde_json::Value))
)]
pub(super) async fn read_openapi(Extension(document): Extension<Served>) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json")], document.0)
}

/// The serialized document, built once.
#[derive(Clone, Debug)]
pub(super) struct Served(Bytes);

impl Served {
    /// Serializes the document.
    pub fn new(document: &openapi::OpenApi) -> Self {
        // Serialization can only fail by a bug in the document's own types.
        Self(document.to_json().unwrap_or_default().into())
    }
}
