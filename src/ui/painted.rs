use leptos::prelude::*;

/// Whether what is being made has been on screen once. Screen readers hear what is put into a live
/// region, not what it comes with: its text waits for this.
pub fn painted() -> Signal<bool> {
    let painted = RwSignal::new(false);
    request_animation_frame(move || {
        // The page may have gone before.
        painted.try_set(true);
    });
    painted.into()
}
