use std::time::{Duration, SystemTime};

use reqwest::{Response, StatusCode, header};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::transport_error::TransportError;

/// Maximum size of a response body in bytes, far above any expected response.
const MAX_BODY: usize = 1024 * 1024;
/// Longest pause before ActiveCampaign is called again, however long `Retry-After` is or a problem
/// lasts.
pub const LONGEST_PAUSE: Duration = Duration::from_secs(60 * 60);

/// Result of a call: the HTTP response, or a transport error.
pub(super) type Reply = Result<Answer, TransportError>;

/// An HTTP response from ActiveCampaign, or from a server in front of it.
#[derive(Debug)]
pub(super) struct Answer {
    pub status: StatusCode,
    /// `Retry-After`, in seconds.
    pub retry_after_seconds: Option<u32>,
    /// `X-Request-Id`, which ActiveCampaign's support uses to find the request.
    pub request_id: Option<String>,
    /// The server's `Date`, in seconds since 1970.
    pub date: Option<i64>,
    html: bool,
    body: Vec<u8>,
}

impl Answer {
    pub(super) async fn read(mut response: Response) -> Reply {
        let header = |name: header::HeaderName| -> Option<String> {
            let value = response.headers().get(name)?.to_str().ok()?;
            Some(value.to_owned())
        };
        let mut answer = Self {
            status: response.status(),
            retry_after_seconds: header(header::RETRY_AFTER).and_then(|text| seconds(&text)),
            request_id: header(header::HeaderName::from_static("x-request-id")),
            date: header(header::DATE).and_then(|text| epoch_seconds(&text)),
            html: header(header::CONTENT_TYPE).is_some_and(|kind| kind.starts_with("text/html")),
            body: Vec::new(),
        };
        while let Some(chunk) = response.chunk().await.map_err(TransportError::from)? {
            if answer.body.len() + chunk.len() > MAX_BODY {
                return Err(TransportError::TooLarge);
            }
            answer.body.extend_from_slice(&chunk);
        }
        Ok(answer)
    }

    /// The body parsed as JSON, whatever its declared content type.
    pub fn json<T: DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_slice(&self.body).ok()
    }

    /// Whether the body is an HTML page: a login page or an error page of a server in front of the
    /// API.
    pub fn is_html(&self) -> bool {
        let start = self.body.iter().find(|byte| !byte.is_ascii_whitespace());
        start == Some(&b'<') || (self.html && self.json::<Value>().is_none())
    }

    /// The title of an HTML page.
    pub fn page_title(&self) -> Option<String> {
        let text = String::from_utf8_lossy(&self.body);
        let begins = text.find("<title>")? + "<title>".len();
        let title = text.get(begins..)?.split('<').next()?.trim();
        (!title.is_empty()).then(|| title.to_owned())
    }

    /// All error messages in the body, in lower case. The API has several formats: `errors` is a
    /// list of objects or a string, or there is a `message`.
    pub fn error_text(&self) -> String {
        let Some(Value::Object(body)) = self.json() else {
            return String::new();
        };
        let mut texts = Vec::new();
        for key in ["message", "error", "errors"] {
            collect(body.get(key), &mut texts);
        }
        texts.join(" ").to_lowercase()
    }

    /// Whether the plan lacks Deep Data, which only the error message tells. With status 402 or 403
    /// the name of the feature is enough; any other status also needs a denial, because an error
    /// about a single record may mention the feature too.
    pub fn says_no_ecommerce(&self) -> bool {
        const NAMES: [&str; 4] = ["deep data", "deepdata", "e-commerce", "ecommerce"];
        const DENIALS: [&str; 5] = [
            "not enabled",
            "not available",
            "not allowed",
            "not included",
            "disabled",
        ];
        let text = self.error_text();
        let says = |words: &[&str]| words.iter().any(|words| text.contains(words));
        let is_denied =
            [StatusCode::PAYMENT_REQUIRED, StatusCode::FORBIDDEN].contains(&self.status);
        says(&NAMES) && (is_denied || says(&DENIALS))
    }
}

fn collect(value: Option<&Value>, texts: &mut Vec<String>) {
    match value {
        Some(Value::String(text)) => texts.push(text.clone()),
        Some(Value::Array(items)) => items.iter().for_each(|item| collect(Some(item), texts)),
        Some(Value::Object(fields)) => {
            fields
                .values()
                .for_each(|field| collect(Some(field), texts));
        }
        _ => {}
    }
}

/// Parses `Date` into seconds since 1970.
fn epoch_seconds(text: &str) -> Option<i64> {
    let date = httpdate::parse_http_date(text).ok()?;
    let since = date.duration_since(SystemTime::UNIX_EPOCH).ok()?;
    i64::try_from(since.as_secs()).ok()
}

/// Parses `Retry-After`, which holds seconds or a date. Zero and past dates count as absent.
fn seconds(text: &str) -> Option<u32> {
    let seconds = match text.trim().parse::<u64>() {
        Ok(seconds) => seconds,
        Err(_) => {
            let date = httpdate::parse_http_date(text.trim()).ok()?;
            let wait = date.duration_since(SystemTime::now()).unwrap_or_default();
            wait.as_millis().div_ceil(1000).try_into().ok()?
        }
    };
    let pause = u32::try_from(seconds).unwrap_or(u32::MAX);
    (pause > 0).then_some(pause)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retry_after_is_parsed_as_seconds_or_as_a_date() {
        assert_eq!(seconds(" 7 "), Some(7));
        assert_eq!(seconds("99999999999"), Some(u32::MAX));
        assert_eq!(seconds("soon"), None);
        assert_eq!(seconds("-1"), None);
        assert_eq!(seconds("0"), None);
        assert_eq!(seconds("Sun, 06 Nov 1994 08:49:37 GMT"), None);
        let date = httpdate::fmt_http_date(SystemTime::now() + Duration::from_secs(60));
        assert!(matches!(seconds(&date), Some(58..=60)));
    }
}
