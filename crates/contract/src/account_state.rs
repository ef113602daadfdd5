use strum::VariantArray;

use crate::{Account, TestOutcome};

/// The current state of an account: the column *Stato* of the list, and the banner of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, VariantArray)]
pub enum AccountState {
    /// *Modulo non attivo*: the platform's module is not active for the site.
    ModuleInactive,
    /// *Disattivato*: the merchant disabled the account.
    Disabled,
    /// *Invio fermo*: nothing is sent, and the merchant must be notified; see [`Account::stopped`].
    Stopped,
    /// *Da verificare*: no connection test and no sent order has proved the credentials yet.
    Unverified,
    /// *Qualcosa da guardare*: orders or carts failed or were rejected.
    NeedsAttention,
    /// *Nulla da inviare*: orders and abandoned carts are both disabled.
    NothingToSend,
    /// *Invio attivo*.
    Sending,
}

impl AccountState {
    /// The state of an account: the first variant that applies, in the order of declaration.
    #[must_use]
    pub fn of(account: &Account, module_active: bool) -> Self {
        let counters = account.transfers.unwrap_or_default();
        if !module_active {
            Self::ModuleInactive
        } else if !account.enabled {
            Self::Disabled
        } else if account.stopped.is_some() {
            Self::Stopped
        } else if !is_verified(account) {
            Self::Unverified
        } else if counters.failed + counters.rejected > 0 {
            Self::NeedsAttention
        } else if !account.ecommerce.orders && !account.ecommerce.abandoned_carts {
            Self::NothingToSend
        } else {
            Self::Sending
        }
    }
}

/// Whether the credentials are known to work: the last test succeeded, or an order was sent after
/// it. All times have one format (RFC 3339, UTC, milliseconds), so they compare as text.
fn is_verified(account: &Account) -> bool {
    let since = match &account.last_test {
        Some(test) if !test.stale && test.outcome == TestOutcome::Ok => return true,
        Some(test) if !test.stale => &test.at,
        _ => &account.updated_at,
    };
    let sent = account.last_order_sent_at.as_ref();
    sent.is_some_and(|sent| sent > since)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        AccountId, AccountName, ConnectionTest, Description, Ecommerce, Platform, StoredApiKey,
        transfer::{PauseReason, TransferCounters},
    };
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    /// An account with a successful test that sends orders.
    fn sending() -> Account {
        Account {
            id: AccountId::parse("a").unwrap(),
            description: Description::parse("Negozio").unwrap(),
            platform: Platform::ActiveCampaign,
            account_name: AccountName::parse("negozio").unwrap(),
            api_domain: None,
            api_key: StoredApiKey {
                stored: true,
                last4: "cdef".into(),
            },
            enabled: true,
            ecommerce: Ecommerce {
                orders: true,
                abandoned_carts: false,
            },
            last_test: Some(tested(TestOutcome::Ok, "2026-01-02T10:00:00.000Z")),
            transfers: None,
            stopped: None,
            last_order_sent_at: None,
            created_at: "2026-01-01T10:00:00.000Z".into(),
            updated_at: "2026-01-01T10:00:00.000Z".into(),
        }
    }

    fn tested(outcome: TestOutcome, at: &str) -> ConnectionTest {
        ConnectionTest {
            outcome,
            at: at.into(),
            duration_ms: 1,
            user: None,
            retry_after_seconds: None,
            stale: false,
        }
    }

    fn state(change: impl FnOnce(&mut Account)) -> AccountState {
        let mut account = sending();
        change(&mut account);
        AccountState::of(&account, true)
    }

    #[test]
    fn each_state_has_its_cause() {
        let rejected = TransferCounters {
            rejected: 1,
            ..TransferCounters::default()
        };
        type Change = fn(&mut Account);
        let causes: [(AccountState, Change); 5] = [
            (AccountState::Disabled, |it| it.enabled = false),
            (AccountState::Stopped, |it| {
                it.stopped = Some(PauseReason::KeyRejected);
            }),
            (AccountState::Unverified, |it| it.last_test = None),
            (AccountState::NothingToSend, |it| {
                it.ecommerce = Ecommerce::default();
            }),
            (AccountState::Sending, |_| {}),
        ];
        for (expected, cause) in causes {
            assert_eq!(state(cause), expected);
        }
        assert_eq!(
            state(|it| it.transfers = Some(rejected)),
            AccountState::NeedsAttention
        );
        assert_eq!(
            AccountState::of(&sending(), false),
            AccountState::ModuleInactive
        );
    }

    #[test]
    fn an_order_that_was_sent_verifies_what_no_test_did() {
        let sent = |at: &str, test: Option<ConnectionTest>| {
            let at = Some(at.to_owned());
            state(|it| (it.last_order_sent_at, it.last_test) = (at, test))
        };
        let before = "2025-12-31T10:00:00.000Z";
        let after = "2026-01-03T10:00:00.000Z";
        let failed = tested(TestOutcome::Unreachable, "2026-01-02T10:00:00.000Z");
        let stale = ConnectionTest {
            stale: true,
            ..tested(TestOutcome::Ok, "2026-01-02T10:00:00.000Z")
        };
        for test in [None, Some(failed), Some(stale)] {
            assert_eq!(sent(before, test.clone()), AccountState::Unverified);
            assert_eq!(sent(after, test), AccountState::Sending);
        }
    }
}
