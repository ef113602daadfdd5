//! Session tokens: who is asking, and for which site. The site comes from here alone.

mod claims;
mod extract;
mod secrets;
mod throttle;

pub use claims::{Audience, Claims, ISSUER};
pub use extract::{EventsSession, PanelSession};
pub use secrets::{Refused, SessionSecrets};
pub use throttle::Throttle;
