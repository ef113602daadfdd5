use leptos::prelude::*;

/// Whether what is being made has been on screen once. Screen readers hear what is put into a live
/// region, not what it comes with: its text waits for this.
pub fn live_region() -> Signal<bool> {
    let live_region = RwSignal::new(false);
    request_animation_frame(move || {
        // The page may have gone before.
        live_region.try_set(true);
    });
    live_region.into()
}
