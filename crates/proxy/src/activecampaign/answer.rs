use std::time::{Duration, SystemTime};

use reqwest::{Response, StatusCode, header};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::transport_error::TransportError;

/// The largest body that is read: far more than any answer to our calls has.
const MAX_BODY: usize = 1024 * 1024;
/// However long ActiveCampaign asks to wait, or however long it takes to mend what is the matter:
/// it is called again within this time.
pub const LONGEST_PAUSE: Duration = Duration::from_secs(60 * 60);

/// What came of a call.
pub(super) type Reply = Result<Answer, TransportError>;

/// An answer of ActiveCampaign, or of whatever stands before it.
#[derive(Debug)]
pub(super) struct Answer {
    pub status: StatusCode,
    /// What `Retry-After` says, in seconds.
    pub retry_after_seconds: Option<u32>,
    /// ActiveCampaign's own identifier of the request, for its support.
    pub request_id: Option<String>,
    /// The server's clock, in seconds since 1970.
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

    /// The body as `T`, whatever type it was declared as.
    pub fn json<T: DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_slice(&self.body).ok()
    }

    /// Whether it is a page for people: login pages and error pages of what stands before the API.
    pub fn is_html(&self) -> bool {
        let start = self.body.iter().find(|byte| !byte.is_ascii_whitespace());
        start == Some(&b'<') || (self.html && self.json::<Value>().is_none())
    }

    /// The title of a page for people.
    pub fn page_title(&self) -> Option<String> {
        let text = String::from_utf8_lossy(&self.body);
        let begins = text.find("<title>")? + "<title>".len();
        let title = text.get(begins..)?.split('<').next()?.trim();
        (!title.is_empty()).then(|| title.to_owned())
    }

    /// Every text of an error. There is no single envelope: `errors` is a list of objects or a
    /// text, or there is a `message`.
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

    /// Plans without Deep Data say so in words, with 402 or 403, and perhaps with another status: then
    /// it takes more words, since an error about one record may name it too.
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

/// `Date`, in seconds since 1970.
fn epoch_seconds(text: &str) -> Option<i64> {
    let date = httpdate::parse_http_date(text).ok()?;
    let since = date.duration_since(SystemTime::UNIX_EPOCH).ok()?;
    i64::try_from(since.as_secs()).ok()
}

/// `Retry-After`: seconds, or a date. A pause that is over, or none at all, says nothing.
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
    fn a_pause_is_read_as_seconds_or_as_a_date() {
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
