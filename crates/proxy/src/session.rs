//! Session tokens: who is asking, and for which site. The site comes from here alone.

mod claims;
mod extract;
mod secrets;
mod site_id;

pub use claims::{Audience, Claims, ISSUER, LEEWAY, MAX_LIFETIME};
pub use extract::{EventsSession, PanelSession};
pub use secrets::{Refused, SessionSecrets};
pub use site_id::SiteId;
