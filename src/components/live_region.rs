use leptos::prelude::*;

/// Whether the component that is being made was on screen once.
///
/// Assistive technology announces what changes in a live region, not what the region contains when
/// it is added. A text that has to be announced is therefore added after the first paint.
pub fn rendered_once() -> Signal<bool> {
    let rendered = RwSignal::new(false);
    request_animation_frame(move || {
        // Fails when the component was removed before.
        rendered.try_set(true);
    });
    rendered.into()
}
