//! Runs a statement when and as the schedule of faults requires.

use std::{io, time::Duration};

use sqlx_core::Error;
use tokio::time::sleep;

use super::{
    connection::{Connection, Rows},
    lost,
    statement::Sent,
    types::unused,
};
use crate::{
    faults::{Plan, Verdict, of_statement},
    state::{self, with},
};

/// How long a statement waits for the transaction of another connection.
const LONGEST_LOCK: Duration = Duration::from_secs(5);

/// A statement that was sent and has not run yet. It may still run after its future is dropped.
struct OnItsWay<'a> {
    connection: &'a mut Connection,
    sent: Option<Sent>,
    arrives: bool,
}

impl Drop for OnItsWay<'_> {
    fn drop(&mut self) {
        if let Some(sent) = self.sent.take()
            && self.arrives
            && !self.connection.must_wait(&sent)
        {
            drop(self.connection.run(sent));
        }
    }
}

impl OnItsWay<'_> {
    /// Waits for the end of another connection's transaction.
    async fn wait_for_writer(&mut self) -> Result<(), Error> {
        let mut waited = Duration::ZERO;
        while self
            .sent
            .as_ref()
            .is_some_and(|sent| self.connection.must_wait(sent))
        {
            if waited > LONGEST_LOCK {
                self.arrives = false;
                return Err(lost("canceled on lock timeout"));
            }
            let pause = Duration::from_millis(2);
            sleep(pause).await;
            waited += pause;
        }
        Ok(())
    }
}

impl Connection {
    /// Sends a statement and waits for its result.
    pub async fn perform(&mut self, sent: Sent) -> Result<Rows, Error> {
        if self.inner.is_none() {
            return Err(lost("the connection is broken"));
        }
        let (proxy, id) = (self.proxy, self.id);
        let name = sent.name();
        let is_begin = matches!(sent, Sent::Begin);
        let is_alone = with(|state| state.proxy_faults.len() == 1);
        let plan = with(|state| of_statement(state, proxy, sent.is_write()));
        let mut way = OnItsWay {
            connection: self,
            sent: Some(sent),
            // sqlx's SQLite driver rolls back a transaction whose future was dropped.
            arrives: plan.arrives_when_dropped && !(is_begin && is_alone),
        };
        sleep_unless_zero(plan.before).await;
        way.wait_for_writer().await?;
        let Some(sent) = way.sent.take() else {
            return Err(unused());
        };
        let connection = &mut *way.connection;
        state::trace(|| format!("proxy{proxy} db{id} {name} {:?}", plan.verdict));
        connection.arrive(sent, plan).await
    }

    /// Runs a statement as its plan requires.
    async fn arrive(&mut self, sent: Sent, plan: Plan) -> Result<Rows, Error> {
        match plan.verdict {
            Verdict::Done => {
                let rows = self.run(sent);
                sleep_unless_zero(plan.after).await;
                rows
            }
            Verdict::AnswerLost => {
                drop(self.run(sent));
                self.cut();
                sleep_unless_zero(plan.after).await;
                Err(lost("the connection was reset"))
            }
            Verdict::NotDone => {
                self.cut();
                Err(lost("the connection was reset"))
            }
            Verdict::Full => {
                // SQLite rolls the transaction back by itself.
                self.undo();
                let full = io::Error::new(io::ErrorKind::StorageFull, "the disk is full");
                Err(Error::Io(full))
            }
        }
    }
}

async fn sleep_unless_zero(time: Duration) {
    if !time.is_zero() {
        sleep(time).await;
    }
}
