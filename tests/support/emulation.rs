//! Emulated media features, sizes and networks.

use serde_json::json;

use super::browser::Browser;

/// The emulated user preferences.
#[derive(Clone, Copy, Debug, Default)]
pub struct Media {
    /// Prefers a dark theme.
    pub dark: bool,
    /// The system replaces the page's colours (forced colours).
    pub forced_colors: bool,
    /// Prefers reduced motion.
    pub reduced_motion: bool,
}

impl Browser {
    /// Sets the size of the page, in CSS pixels.
    pub async fn viewport(&self, width: u32, height: u32) {
        let size = json!({
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false,
        });
        self.devtools("Emulation.setDeviceMetricsOverride", size)
            .await;
    }

    /// Sets all preferences.
    pub async fn media(&self, media: Media) {
        *self.media_state().lock().unwrap() = media;
        let either = |on: bool, yes: &'static str, no: &'static str| if on { yes } else { no };
        let features = json!({ "features": [
            { "name": "prefers-color-scheme", "value": either(media.dark, "dark", "light") },
            { "name": "forced-colors", "value": either(media.forced_colors, "active", "none") },
            {
                "name": "prefers-reduced-motion",
                "value": either(media.reduced_motion, "reduce", "no-preference"),
            },
        ]});
        self.devtools("Emulation.setEmulatedMedia", features).await;
    }

    /// Sets the browser's preferred language (`en`, `it-IT`), from the next page on.
    pub async fn language(&self, language: &str) {
        let version = self.devtools("Browser.getVersion", json!({})).await;
        let agent = json!({ "userAgent": version["userAgent"], "acceptLanguage": language });
        self.devtools("Emulation.setUserAgentOverride", agent).await;
    }

    /// From the next page on, emulates a slow 4G network (1.6 Mbit/s, 150 ms) and a 4× slower
    /// processor.
    pub async fn slow(&self) {
        self.devtools("Network.enable", json!({})).await;
        let conditions = json!({
            "offline": false, "latency": 150,
            "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 750_000 / 8,
        });
        self.devtools("Network.emulateNetworkConditions", conditions)
            .await;
        self.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": 4 }))
            .await;
    }

    /// Disconnects or reconnects the network.
    pub async fn offline(&self, offline: bool) {
        self.devtools("Network.enable", json!({})).await;
        let conditions = json!({
            "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1,
        });
        self.devtools("Network.emulateNetworkConditions", conditions)
            .await;
    }
}
