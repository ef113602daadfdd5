//! Reusable components that do not depend on accounts, one per file.

mod badge;
mod card;
mod dialog;
mod failure;
mod field;
mod filter_field;
mod focus;
mod grid_footer;
mod grid_heading;
mod icon;
mod icon_button;
mod info;
mod live_region;
mod next_picture;
mod page_title;
mod popup;
mod refreshed;
mod switch;
mod time;

pub use badge::Badge;
pub use card::Card;
pub use dialog::{Dialog, DialogState};
pub use failure::{Failure, Refusal, ReloadButton, WayOn};
pub use field::{Field, described_by};
pub use filter_field::{ColumnFilter, Filter, FilterField};
pub use focus::{focus, focused, has_focus, keep_focus};
pub use grid_footer::GridFooter;
pub use grid_heading::GridHeading;
pub use icon::Icon;
pub use icon_button::IconButton;
pub use info::Info;
pub use live_region::rendered_once;
pub use next_picture::next_picture;
pub use page_title::PageTitle;
pub use popup::{Notice, NoticeKind, Popup, PopupRegion};
pub use refreshed::Refreshed;
pub use switch::Switch;
pub use time::{
    age, day, lower, moment, moment_with_seconds, money, now, number, options, time_of_day,
    time_of_day_or_moment,
};
