//! The circumstances in which a page is seen.

use serde_json::json;

use super::browser::Browser;

/// What the page learns of its reader's wishes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Media {
    /// Prefers a dark page.
    pub dark: bool,
    /// The system replaces the page's colours by its own few.
    pub forced_colors: bool,
    /// Prefers that nothing moves.
    pub reduced_motion: bool,
}

impl Browser {
    /// Makes the page exactly this large, in CSS pixels.
    pub async fn viewport(&self, width: u32, height: u32) {
        let size = json!({
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false,
        });
        self.devtools("Emulation.setDeviceMetricsOverride", size)
            .await;
    }

    /// Sets all of the reader's wishes at once.
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

    /// Makes the browser one that prefers this language (`en`, `it-IT`), from the next page on.
    pub async fn language(&self, language: &str) {
        let version = self.devtools("Browser.getVersion", json!({})).await;
        let agent = json!({ "userAgent": version["userAgent"], "acceptLanguage": language });
        self.devtools("Emulation.setUserAgentOverride", agent).await;
    }

    /// From the next page on a slow 4G network (1.6 Mbit/s, 150 ms) and a processor that takes
    /// four times as long.
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

    /// Cuts the network, or mends it.
    pub async fn offline(&self, offline: bool) {
        self.devtools("Network.enable", json!({})).await;
        let conditions = json!({
            "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1,
        });
        self.devtools("Network.emulateNetworkConditions", conditions)
            .await;
    }
}
