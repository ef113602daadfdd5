use leptos::prelude::*;

/// Becomes `true` after the first paint of the current component.
///
/// Assistive technology announces changes in a live region, not its initial content. So a text to
/// be announced is added after the first paint.
pub fn rendered_once() -> Signal<bool> {
    let rendered = RwSignal::new(false);
    request_animation_frame(move || {
        // Fails when the component was already removed.
        rendered.try_set(true);
    });
    rendered.into()
}
