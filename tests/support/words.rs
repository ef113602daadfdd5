//! The messages of the interface in one language.

use serde_json::Value;

/// A language of the interface.
pub struct Words {
    /// The language tag, as in a session.
    pub lang: &'static str,
    texts: Value,
}

impl Words {
    /// Italian.
    pub fn italian() -> Self {
        Self::new("it", include_str!("../../src/locales/it.json"))
    }

    /// English.
    pub fn english() -> Self {
        Self::new("en", include_str!("../../src/locales/en.json"))
    }

    fn new(lang: &'static str, json: &str) -> Self {
        let texts = serde_json::from_str(json).expect("locales are JSON");
        Self { lang, texts }
    }

    /// The message of a key such as `form.save`.
    pub fn get(&self, key: &str) -> &str {
        let pointer = format!("/{}", key.replace('.', "/"));
        let text = self.texts.pointer(&pointer).and_then(Value::as_str);
        text.unwrap_or_else(|| panic!("no text {key:?} in {}", self.lang))
    }

    /// The message with its `{placeholder}` filled in.
    pub fn with(&self, key: &str, value: &str) -> String {
        let (before, rest) = self.get(key).split_once('{').expect("a placeholder");
        let (_, after) = rest.split_once('}').expect("its end");
        format!("{before}{value}{after}")
    }

    /// All keys, sorted.
    pub fn keys(&self) -> Vec<String> {
        let mut keys = Vec::new();
        collect("", &self.texts, &mut keys);
        keys
    }
}

fn collect(prefix: &str, value: &Value, keys: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            for (name, value) in map {
                let separator = if prefix.is_empty() { "" } else { "." };
                collect(&format!("{prefix}{separator}{name}"), value, keys);
            }
        }
        _ => keys.push(prefix.to_owned()),
    }
}
