use contract::AccountId;

use super::{BATCH, Gone, Moves, Retention, TransferState, by_account, enter, forget};
use crate::{
    clock,
    store::{Error, database::Transaction, statement::Statement},
};

impl Retention<'_> {
    /// Processes a batch of announced items whose retention ended by `now`. Deletes carts that no
    /// synchronisation released. Dead letters lose their payload, and their row after another
    /// `later` (both in milliseconds). Returns the number of processed rows.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn expire(&self, now: i64, later: i64) -> Result<u64, Error> {
        let moment = clock::at_milliseconds(now);
        let rows: Vec<(String, i64)> = sqlx::query_as(
            "SELECT account, id FROM outbox \
             WHERE expires_at IS NOT NULL AND expires_at <= $1 ORDER BY expires_at LIMIT $2",
        )
        .bind(&moment)
        .bind(BATCH)
        .fetch_all(&self.store.readers)
        .await?;
        let mut done = 0;
        for (account, ids) in by_account(rows) {
            let mut transaction = self.store.outbox().begin(&account).await?;
            let end = End {
                account: &account,
                ids: &ids,
                moment: &moment,
            };
            end.delete_spent(&mut transaction).await?;
            end.keep_as_sent(&mut transaction).await?;
            end.delete_held(&mut transaction).await?;
            let row_ends = clock::at_milliseconds(now + later);
            end.empty_failed(&mut transaction, &row_ends).await?;
            end.clear_others(&mut transaction).await?;
            transaction.commit().await?;
            done += ids.len() as u64;
        }
        Ok(done)
    }
}

/// Rows of one account whose retention is over, unless they changed since they were read.
struct End<'a> {
    account: &'a AccountId,
    ids: &'a [i64],
    moment: &'a str,
}

impl End<'_> {
    /// A statement about these rows.
    fn of(&self, beginning: &str, condition: &str) -> Statement {
        let mut statement = Statement::new(beginning);
        statement
            .push(" WHERE id IN ")
            .list(self.ids.iter().copied());
        statement.push(" AND expires_at <= ").bind(self.moment);
        statement.push(" AND ").push(condition);
        statement
    }

    /// Deletes dead letters that lost their payload earlier.
    async fn delete_spent(&self, transaction: &mut Transaction) -> Result<(), Error> {
        let mut statement = self.of("DELETE FROM outbox", "state = 'failed' AND payload IS NULL");
        statement.push(" RETURNING state, version, customer");
        let rows: Vec<Gone> = statement.query_as()?.fetch_all(&mut **transaction).await?;
        forget(transaction, self.account, &rows).await
    }

    /// Keeps a cart as sent when ActiveCampaign has an earlier version: its order finds the record
    /// through it.
    async fn keep_as_sent(&self, transaction: &mut Transaction) -> Result<(), Error> {
        let statement = self.of(
            "UPDATE outbox SET state = 'sent', payload = NULL, expires_at = NULL",
            "state = 'held' AND (remote_id IS NOT NULL OR attempted <> 0)",
        );
        let done = statement.query()?.execute(&mut **transaction).await?;
        let rows = i64::try_from(done.rows_affected()).unwrap_or(i64::MAX);
        let mut moves = Moves::default();
        moves.add(Some(TransferState::Held), -rows);
        moves.add(Some(TransferState::Sent), rows);
        enter(transaction, self.account, 0, moves).await?;
        Ok(())
    }

    async fn delete_held(&self, transaction: &mut Transaction) -> Result<(), Error> {
        let mut statement = self.of("DELETE FROM outbox", "state = 'held'");
        statement.push(" RETURNING state, version, customer");
        let rows: Vec<Gone> = statement.query_as()?.fetch_all(&mut **transaction).await?;
        forget(transaction, self.account, &rows).await
    }

    /// Removes the payload of dead letters, and ActiveCampaign's message, which may contain
    /// personal data. Decreases the version by one, so that the same version is accepted when it is
    /// handed over again.
    async fn empty_failed(
        &self,
        transaction: &mut Transaction,
        row_ends: &str,
    ) -> Result<(), Error> {
        let mut statement = Statement::new(
            "UPDATE outbox SET payload = NULL, failure_code = 'expired', failure_reason = NULL, \
             version = version - 1, expires_at = ",
        );
        statement.bind(row_ends);
        statement
            .push(" WHERE id IN ")
            .list(self.ids.iter().copied());
        statement.push(" AND expires_at <= ").bind(self.moment);
        statement.push(" AND state = 'failed' AND payload IS NOT NULL");
        statement.query()?.execute(&mut **transaction).await?;
        Ok(())
    }

    /// Clears the end of items that were announced but are being delivered again.
    async fn clear_others(&self, transaction: &mut Transaction) -> Result<(), Error> {
        let statement = self.of(
            "UPDATE outbox SET expires_at = NULL",
            "state NOT IN ('failed', 'held')",
        );
        statement.query()?.execute(&mut **transaction).await?;
        Ok(())
    }
}
