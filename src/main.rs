//! Mounts the panel.

fn main() {
    leptos::mount::mount_to_body(panel::app::App);
}
