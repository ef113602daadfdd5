use js_sys::{Object, Reflect};
use wasm_bindgen::JsValue;

/// Marks every message, to distinguish it from those of other scripts.
const SOURCE: &str = "passweb-integrations";
/// The version of the message format.
const VERSION: f64 = 1.0;

/// A message of the panel to the host.
#[derive(Clone, Debug, PartialEq)]
pub enum Message {
    /// The panel is ready to receive messages.
    Ready,
    /// The panel needs a token: the last one expires soon or was rejected.
    TokenRequest,
    /// The height of the content, in CSS pixels.
    Resize(f64),
    /// The path and the title of the current page.
    Navigate(String, String),
    /// Whether there are unsaved changes.
    Dirty(bool),
    /// Number of things that need the merchant's attention.
    Attention(i64),
    /// Whether the host may remove the panel.
    LeaveReply(bool),
}

impl Message {
    /// The message in its wire format.
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

/// The type and the payload of a host's message; `None` for any other message.
pub(super) fn opened(data: &JsValue) -> Option<(String, JsValue)> {
    let ours = get(data, "source").as_string()? == SOURCE && get(data, "v").as_f64()? == VERSION;
    ours.then_some((get(data, "type").as_string()?, get(data, "payload")))
}

/// A text property of a payload.
pub(super) fn text(payload: &JsValue, name: &str) -> Option<String> {
    get(payload, name).as_string()
}

fn get(object: &JsValue, name: &str) -> JsValue {
    // A value that is not an object has no properties.
    Reflect::get(object, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

fn set(object: &Object, name: &str, value: &JsValue) {
    // Setting a property of a plain object cannot fail.
    let _ = Reflect::set(object, &name.into(), value);
}
