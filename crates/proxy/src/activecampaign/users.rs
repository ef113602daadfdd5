use contract::TestedUser;
use serde::Deserialize;

use super::{answer::Reply, client::AccountClient};

/// Maximum length of a stored name or e-mail address, in characters, because they are external
/// input.
const MAX_CHARS: usize = 200;

/// The users of an account.
pub(super) struct Users<'a>(&'a AccountClient<'a>);

impl AccountClient<'_> {
    pub(super) fn users(&self) -> Users<'_> {
        Users(self)
    }
}

impl Users<'_> {
    /// `GET /users/me`: the user of the API key.
    pub async fn me(&self) -> Reply {
        self.0.get(&["users", "me"], &[]).await
    }
}

/// The response of `GET /users/me`. Unused fields may be added or removed.
#[derive(Deserialize)]
pub(super) struct Me {
    user: User,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct User {
    first_name: Option<String>,
    last_name: Option<String>,
    email: Option<String>,
}

impl Me {
    pub fn into_tested(self) -> TestedUser {
        let name = [self.user.first_name, self.user.last_name].map(tidy);
        TestedUser {
            name: name.join(" ").trim().to_owned(),
            email: tidy(self.user.email),
        }
    }
}

fn tidy(text: Option<String>) -> String {
    let text = text.unwrap_or_default();
    let visible = text.trim().chars().filter(|c| !c.is_control());
    visible.take(MAX_CHARS).collect()
}
