//! Session tokens: they identify the user or the server, and are the only source of the site.

mod claims;
mod extract;
mod secrets;
mod throttle;

pub use claims::{Audience, Claims, ISSUER};
pub use extract::{EventsSession, PanelSession};
pub use secrets::{Refused, SessionSecrets};
pub use throttle::Throttle;
