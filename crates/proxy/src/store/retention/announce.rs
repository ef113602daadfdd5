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

/// When something that nobody looks after is deleted, and how long before the merchant is told.
/// Times are milliseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Now.
    pub now: i64,
    /// How long it is kept, in milliseconds.
    pub kept: i64,
    /// How long before its end the merchant is told, in milliseconds.
    pub ahead: i64,
}

impl Notice {
    /// Up to which age a row is to be announced.
    fn due(&self) -> String {
        clock::at_milliseconds(self.now - self.kept + self.ahead)
    }

    /// The same, and what would be due within the next part of the notice: one warning announces
    /// what came in about the same days.
    fn due_soon(&self) -> String {
        clock::at_milliseconds(self.now - self.kept + self.ahead + self.ahead / 4)
    }

    /// Until when a row of this time is kept: its retention, and never less than the notice.
    fn end_of(&self, time: &str) -> String {
        let told = self.now + self.ahead;
        let end = clock::read_milliseconds(time).map_or(told, |time| time + self.kept);
        clock::at_milliseconds(end.max(told))
    }
}

impl Retention<'_> {
    /// Tells the merchants of what is about to be deleted, in a warning of the log for each account
    /// and kind, and notes on each row until when it is kept. Each row is announced once. Returns
    /// how many were.
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
            if let Some(stored) = self.store.accounts().find(&account).await? {
                announced += self.announce_of(&stored, state, notice).await?;
            }
        }
        Ok(announced)
    }

    /// All of one account in one transaction, the warning included: it is told once.
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

/// What is deleted when nobody looks after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expiring {
    /// What was set aside.
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

    /// Since when it is where it is.
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
