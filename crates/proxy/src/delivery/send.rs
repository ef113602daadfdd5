//! One order or cart: the person it belongs to, then the record, looked for before it is written
//! whenever a write may have happened that nobody knows of.

use contract::transfer::{FailureCode, TransferKind};

use super::{
    journal,
    parcel::{Damaged, Parcel},
    person::certainly_not_done,
    shift::{Shift, Trouble},
};
use crate::{
    activecampaign::{Failure, Key, Record, Refusal},
    store::{Delivered, Error, OfCart, SetAside, Work},
};

/// What became of something that waited.
#[derive(Debug)]
pub(super) enum Fate {
    /// ActiveCampaign has it.
    Sent(TransferKind),
    /// It was set aside.
    Refused,
    /// It does not wait any more, or not this version of it.
    Moved,
    /// Not now.
    Later(Trouble),
}

impl Shift {
    /// Sends what waits under this id.
    pub(super) async fn send(&self, id: i64) -> Fate {
        let account = self.stored.account.id.as_str();
        tracing::debug!(account, item = id, "item taken up");
        // What a call did could not be remembered.
        if let Err(error) = self.engine.store.ensure_writable() {
            return Fate::Later(error.into());
        }
        let work = match self.engine.store.outbox().load(id).await {
            Ok(Some(work)) => work,
            Ok(None) => return Fate::Moved,
            Err(error) => return Fate::Later(error.into()),
        };
        let done = match Parcel::open(&work) {
            Ok(parcel) => self.deliver(&work, &parcel).await,
            Err(damaged) => Err(Failure::Refused(damaged.into()).into()),
        };
        match done {
            Ok(true) => {
                self.engine.metrics.sent(work.kind);
                Fate::Sent(work.kind)
            }
            Ok(false) => Fate::Moved,
            Err(Trouble::Failure(Failure::Refused(refusal))) => {
                self.set_aside(&work, &refusal).await
            }
            Err(trouble) => Fate::Later(trouble),
        }
    }

    /// Sets aside what is denied again and again though the account works.
    pub(super) async fn give_up(&self, id: i64, refusal: &Refusal) -> Fate {
        match self.engine.store.outbox().load(id).await {
            Ok(Some(work)) => self.set_aside(&work, refusal).await,
            Ok(None) => Fate::Moved,
            Err(error) => Fate::Later(error.into()),
        }
    }

    async fn set_aside(&self, work: &Work, refusal: &Refusal) -> Fate {
        let refused = SetAside {
            account: &self.stored.account.id,
            work,
            code: refusal.code,
            reason: &refusal.words,
        };
        let done = async {
            if !self.engine.store.outbox().set_aside(refused).await? {
                return Ok(Fate::Moved);
            }
            self.engine.metrics.refused(work.kind);
            self.note(journal::refused(work, refusal)).await?;
            Ok::<_, Error>(Fate::Refused)
        };
        done.await.unwrap_or_else(|error| Fate::Later(error.into()))
    }

    /// `false` when it does not wait any more. If what it belongs to may have vanished in
    /// ActiveCampaign, that is looked for and made again, once.
    async fn deliver(&self, work: &Work, parcel: &Parcel) -> Result<bool, Trouble> {
        let mut again = true;
        loop {
            let connection = self.connection().await?;
            match self.deliver_to(work, parcel, &connection).await {
                Err(Trouble::Failure(failure)) if again && failure.may_be_missing() => {
                    again = false;
                    self.forget_connection(&connection).await?;
                    self.forget_person(&parcel.customer_key()).await?;
                }
                other => return other,
            }
        }
    }

    async fn deliver_to(
        &self,
        work: &Work,
        parcel: &Parcel,
        connection: &str,
    ) -> Result<bool, Trouble> {
        let key = parcel.customer_key();
        let customer = self.customer(&key, parcel.who(), connection).await?;
        let known = match self.look(work, parcel, connection).await? {
            Looked::Done(id) => return self.confirm(work, &id).await,
            Looked::At(id) => Some(id),
            Looked::Nowhere => None,
        };
        // From here on a crash leaves behind that the write may have happened.
        if !self.engine.store.outbox().attempt(work).await? {
            return Ok(false);
        }
        let written = match known {
            Some(id) => self.change(parcel, connection, &customer, id).await,
            None => self.create(parcel, connection, &customer).await,
        };
        match written {
            Ok(id) => self.confirm(work, &id).await,
            Err(Trouble::Failure(failure)) => {
                if !work.attempted && certainly_not_done(&failure) {
                    self.engine.store.outbox().not_attempted(work).await?;
                }
                Err(failure.into())
            }
            Err(trouble) => Err(trouble),
        }
    }

    async fn confirm(&self, work: &Work, remote_id: &str) -> Result<bool, Trouble> {
        let account = &self.stored.account.id;
        let done = Delivered {
            account,
            work,
            remote_id,
        };
        self.engine.store.outbox().delivered(done).await?;
        Ok(true)
    }

    /// Where the record is, asking ActiveCampaign only when we may not know all of it.
    async fn look(
        &self,
        work: &Work,
        parcel: &Parcel,
        connection: &str,
    ) -> Result<Looked, Trouble> {
        if work.attempted {
            let found = self.client().find_order(connection, parcel.key()).await?;
            if let Some(record) = found {
                return Ok(
                    match parcel.is_overtaken_by(&record) || parcel.is(&record) {
                        true => Looked::Done(record.id),
                        false => Looked::At(record.id),
                    },
                );
            }
        }
        let known = work.remote_id.clone();
        let of_cart = match (&known, &work.cart) {
            (None, Some(cart)) => self.look_for_cart(cart, connection).await?,
            _ => None,
        };
        Ok(known.or(of_cart).map_or(Looked::Nowhere, Looked::At))
    }

    /// The record of the cart that an order was: the order takes it over.
    async fn look_for_cart(
        &self,
        cart: &OfCart,
        connection: &str,
    ) -> Result<Option<String>, Trouble> {
        if cart.remote_id.is_some() || !cart.attempted {
            return Ok(cart.remote_id.clone());
        }
        let key = Key::Cart(&cart.external_id);
        let found = self.client().find_order(connection, key).await?;
        Ok(found.map(|record| record.id))
    }

    async fn create(
        &self,
        parcel: &Parcel,
        connection: &str,
        customer: &str,
    ) -> Result<String, Trouble> {
        let client = self.client();
        let fields = parcel.new_fields(connection, customer);
        match client.create_order(&fields).await {
            // Whatever its words are, one reason may be that the record is there.
            Err(Failure::Refused(refusal)) if refusal.code != FailureCode::RelatedMissing => {
                match client.find_order(connection, parcel.key()).await? {
                    Some(record) => self.overwrite(parcel, record).await,
                    None => Err(Failure::Refused(refusal).into()),
                }
            }
            other => Ok(other?),
        }
    }

    /// Changes a record that was found, unless it is further on than what was to be written.
    async fn overwrite(&self, parcel: &Parcel, record: Record) -> Result<String, Trouble> {
        if !parcel.is_overtaken_by(&record) {
            let fields = parcel.changed_fields();
            self.client().update_order(&record.id, &fields).await?;
        }
        Ok(record.id)
    }

    /// A record that may have been deleted in ActiveCampaign is looked for by its own name, and
    /// made again.
    async fn change(
        &self,
        parcel: &Parcel,
        connection: &str,
        customer: &str,
        id: String,
    ) -> Result<String, Trouble> {
        let client = self.client();
        match client.update_order(&id, &parcel.changed_fields()).await {
            Ok(()) => Ok(id),
            Err(failure) if failure.may_be_missing() => {
                match client.find_order(connection, parcel.key()).await? {
                    // It is there: something else is the matter.
                    Some(record) if record.id == id => Err(failure.into()),
                    Some(record) => self.overwrite(parcel, record).await,
                    None => self.create(parcel, connection, customer).await,
                }
            }
            Err(failure) => Err(failure.into()),
        }
    }
}

/// What looking found.
enum Looked {
    /// This very version is there.
    Done(String),
    /// The record is there, or was when we last knew.
    At(String),
    /// There is none.
    Nowhere,
}

impl From<Damaged> for Refusal {
    fn from(Damaged(place): Damaged) -> Self {
        Self {
            code: FailureCode::FieldInvalid,
            words: place,
            request_id: None,
        }
    }
}
