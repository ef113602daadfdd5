//! Pieces of a page that know nothing of accounts.
//!
//! They return [`AnyView`](leptos::prelude::AnyView) and take signals of one kind each, so that the browser gets the code
//! of a piece once, not once a use.

mod button;
mod card;
mod control;
mod dialog;
mod dynamic;
mod element;
mod failure;
mod field;
mod focus;
mod grid_footer;
mod grid_heading;
mod live_region;
mod popup;
mod switch;
mod time;

pub use button::Button;
pub use card::card;
pub use control::{checkbox, control};
pub use dialog::{Dialog, dialog};
pub use dynamic::dynamic;
pub use element::{El, Piece, Value, el, icon, page_title};
pub use failure::{failure, link, refusal, reload_button, way_on};
pub use field::{FieldProps, described_by, field};
pub use focus::{focus, focused, has_focus, keep_focus};
pub use grid_footer::grid_footer;
pub use grid_heading::{Filter, GridHeading, grid_heading};
pub use live_region::live_region;
pub use popup::{Notice, NoticeKind, Popup, popup_region};
pub use switch::switch;
pub use time::{age, lower, moment, number, options, time_of_day};
