use js_sys::{Object, Reflect};
use wasm_bindgen::JsValue;

/// What every message carries, so that others on the page are not taken for ours.
const SOURCE: &str = "passweb-integrations";
/// The version of the messages.
const VERSION: f64 = 1.0;

/// What the panel says to the host.
#[derive(Clone, Debug, PartialEq)]
pub enum Message {
    /// It listens.
    Ready,
    /// It needs a token: the last one ends soon, or was refused.
    TokenRequest,
    /// Its content is this high, in CSS pixels.
    Resize(f64),
    /// It shows the page of this path, with this title.
    Navigate(String, String),
    /// Whether there are unsaved changes.
    Dirty(bool),
    /// How much the merchant should look at.
    Attention(i64),
    /// Whether the host may leave the page.
    LeaveReply(bool),
}

impl Message {
    /// The message as it is posted.
    pub(super) fn envelope(&self) -> JsValue {
        let payload = Object::new();
        let kind = match self {
            Self::Ready => "ready",
            Self::TokenRequest => "token_request",
            Self::Resize(height) => {
                set(&payload, "height", &(*height).into());
                "resize"
            }
            Self::Navigate(path, title) => {
                set(&payload, "path", &path.into());
                set(&payload, "title", &title.into());
                "navigate"
            }
            Self::Dirty(dirty) => {
                set(&payload, "dirty", &(*dirty).into());
                "dirty"
            }
            Self::Attention(count) => {
                set(&payload, "count", &(*count as f64).into());
                "attention"
            }
            Self::LeaveReply(ok) => {
                set(&payload, "ok", &(*ok).into());
                "leave_reply"
            }
        };
        let envelope = Object::new();
        set(&envelope, "source", &SOURCE.into());
        set(&envelope, "v", &VERSION.into());
        set(&envelope, "type", &kind.into());
        set(&envelope, "payload", &payload);
        envelope.into()
    }
}

/// The type and the payload of a message of the host's; nothing of any other.
pub(super) fn opened(data: &JsValue) -> Option<(String, JsValue)> {
    let ours = get(data, "source").as_string()? == SOURCE && get(data, "v").as_f64()? == VERSION;
    ours.then_some((get(data, "type").as_string()?, get(data, "payload")))
}

/// A text of a payload.
pub(super) fn text(payload: &JsValue, name: &str) -> Option<String> {
    get(payload, name).as_string()
}

fn get(object: &JsValue, name: &str) -> JsValue {
    // What is no object has no properties.
    Reflect::get(object, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

fn set(object: &Object, name: &str, value: &JsValue) {
    // Setting a property of a plain object cannot fail.
    let _ = Reflect::set(object, &name.into(), value);
}
