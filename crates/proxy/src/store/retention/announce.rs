use contract::{
    AccountId,
    log::{LogCode, LogKind},
    transfer::TransferState,
};

use super::{BATCH, Retention};
use crate::{
    clock,
    store::{
        Error, NewEntry, StoredAccount, database::Transaction, log, outbox::state_name,
        statement::Statement,
    },
};

/// When unresolved items are deleted, and how long before the merchant is notified. All times are
/// in milliseconds, points in time since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The current time.
    pub now: i64,
    /// The retention period.
    pub kept: i64,
    /// How long before the end of the retention period the merchant is notified.
    pub ahead: i64,
}

impl Notice {
    /// Items older than this time must be announced.
    fn due(&self) -> String {
        clock::at_milliseconds(self.now - self.kept + self.ahead)
    }

    /// Items older than this time are announced too, if any item is due: one warning covers the
    /// items of about the same days.
    fn due_soon(&self) -> String {
        clock::at_milliseconds(self.now - self.kept + self.ahead + self.ahead / 4)
    }

    /// Time until which an item of this time is kept: the retention period, and at least the notice
    /// period.
    fn end_of(&self, time: &str) -> String {
        let told = self.now + self.ahead;
        let end = clock::read_milliseconds(time).map_or(told, |time| time + self.kept);
        clock::at_milliseconds(end.max(told))
    }
}

impl Retention<'_> {
    /// Notifies the merchants of items that will be deleted, with one log warning per account and
    /// kind, and stores on each row until when it is kept. Announces each row once. Returns the
    /// number of announced rows.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn announce(&self, state: Expiring, notice: Notice) -> Result<u64, Error> {
        let accounts: Vec<String> = sqlx::query_scalar(state.accounts())
            .bind(notice.due())
            .bind(BATCH)
            .fetch_all(&self.store.readers)
            .await?;
        let mut announced = 0;
        for account in accounts.iter().filter_map(|id| AccountId::parse(id)) {
            if let Some(stored) = self.store.accounts().find_restorable_too(&account).await? {
                announced += self.announce_of(&stored, state, notice).await?;
            }
        }
        Ok(announced)
    }

    /// Announces all items of an account in one transaction, including the warning, so that the
    /// merchant is notified once.
    async fn announce_of(
        &self,
        stored: &StoredAccount,
        state: Expiring,
        notice: Notice,
    ) -> Result<u64, Error> {
        let account = &stored.account.id;
        let mut transaction = self.store.outbox().begin(account).await?;
        let (mut items, mut first) = (0, None::<String>);
        loop {
            let rows = self
                .unannounced(&mut transaction, account, state, &notice)
                .await?;
            for (id, time) in &rows {
                let end = notice.end_of(time);
                sqlx::query("UPDATE outbox SET expires_at = $1 WHERE id = $2")
                    .bind(&end)
                    .bind(id)
                    .execute(&mut *transaction)
                    .await?;
                first = Some(first.map_or(end.clone(), |first| first.min(end)));
            }
            items += rows.len() as u64;
            if rows.len() < BATCH as usize {
                break;
            }
        }
        if let Some(first) = first {
            let entry = NewEntry::new(LogKind::Warning, state.code())
                .with("items", items)
                .with("until", first);
            log::insert(&mut *transaction, stored, entry).await?;
        }
        transaction.commit().await?;
        Ok(items)
    }

    async fn unannounced(
        &self,
        transaction: &mut Transaction,
        account: &AccountId,
        state: Expiring,
        notice: &Notice,
    ) -> Result<Vec<(i64, String)>, Error> {
        let mut statement = Statement::new("SELECT id, ");
        statement
            .push(state.time())
            .push(" FROM outbox WHERE account = ");
        statement.bind(account.as_str());
        statement.push(" AND state = '").push(state.name());
        statement
            .push("' AND expires_at IS NULL AND ")
            .push(state.time());
        statement.push(" < ").bind(notice.due_soon());
        statement.push(" ORDER BY id LIMIT ").bind(BATCH);
        Ok(statement.query_as()?.fetch_all(&mut **transaction).await?)
    }
}

/// Items that are deleted unless somebody resolves them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expiring {
    /// Dead letters.
    Failed,
    /// Carts that no synchronisation released.
    Held,
}

impl Expiring {
    const fn name(self) -> &'static str {
        match self {
            Self::Failed => state_name(TransferState::Failed),
            Self::Held => state_name(TransferState::Held),
        }
    }

    /// The column with the start of the retention period.
    const fn time(self) -> &'static str {
        match self {
            Self::Failed => "failed_at",
            Self::Held => "accepted_at",
        }
    }

    const fn accounts(self) -> &'static str {
        match self {
            Self::Failed => {
                "SELECT DISTINCT account FROM (SELECT account FROM outbox \
                 WHERE state = 'failed' AND expires_at IS NULL AND failed_at < $1 \
                 ORDER BY failed_at LIMIT $2) due"
            }
            Self::Held => {
                "SELECT DISTINCT account FROM (SELECT account FROM outbox \
                 WHERE state = 'held' AND expires_at IS NULL AND accepted_at < $1 \
                 ORDER BY accepted_at LIMIT $2) due"
            }
        }
    }

    const fn code(self) -> LogCode {
        match self {
            Self::Failed => LogCode::FailedExpire,
            Self::Held => LogCode::CartsExpire,
        }
    }
}
