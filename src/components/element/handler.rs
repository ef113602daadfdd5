use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, Event};

/// What hears an event, as long as it lives. Some events are on their way when their element goes:
/// nobody hears those.
pub(super) struct Handler {
    element: Element,
    event: &'static str,
    act: Closure<dyn Fn(Event)>,
}

impl Handler {
    pub fn new(element: &Element, event: &'static str, act: Box<dyn Fn(Event)>) -> Self {
        let act = Closure::wrap(act);
        // An element hears every name.
        let _ = element.add_event_listener_with_callback(event, act.as_ref().unchecked_ref());
        Self {
            element: element.clone(),
            event,
            act,
        }
    }
}

impl Drop for Handler {
    fn drop(&mut self) {
        let act = self.act.as_ref().unchecked_ref();
        // What does not hear it is as good as what does not hear it any more.
        let _ = self
            .element
            .remove_event_listener_with_callback(self.event, act);
    }
}
